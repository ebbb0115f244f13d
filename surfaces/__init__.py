"""Analytic loss surfaces in two variables.

``SURFACES`` maps each key to its class, in menu order. A surface is one file in this folder; adding
a file adds the surface to the menu, the controls, the URL and the tests.
"""

from importlib import import_module
from pkgutil import iter_modules

import param

from surfaces.surface import Point, Surface

__all__ = ["SURFACES", "Point", "Surface", "discover"]


def discover() -> dict[str, type[Surface]]:
    """Import every module of this package and return its surfaces by key, in menu order."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    found = [c for c in param.concrete_descendents(Surface).values() if c.__module__.startswith(__name__ + ".")]
    for cls in found:
        cls.key = cls.__module__.rpartition(".")[2]
    return {cls.key: cls for cls in sorted(found, key=lambda cls: (cls.order, cls.key))}


SURFACES = discover()
