"""Analytic loss surfaces in two variables.

``SURFACES`` maps each key to its class, in menu order. A surface is one file in this folder; adding
a file adds the surface to the menu, the controls, the URL and the tests.
"""

import sys

from surfaces.registry import discover
from surfaces.surface import Point, Surface

__all__ = ["SURFACES", "Point", "Surface"]

SURFACES: dict[str, type[Surface]] = discover(sys.modules[__name__], Surface)
