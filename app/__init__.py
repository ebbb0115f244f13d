"""The page: settings → race → figures. Nothing here computes a step."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.export import export_html
    from app.notebook import OptimizerRace, load_engine

__version__ = "0.1.0"
__all__ = ["OptimizerRace", "export_html", "load_engine"]

#: What is public, by where it is: the server's guard comes before whatever these import.
_WHERE = {"OptimizerRace": "app.notebook", "export_html": "app.export", "load_engine": "app.notebook"}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
