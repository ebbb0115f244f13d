"""How a folder becomes a menu: ``modules`` and ``discover``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Protocol, TypeVar

import param

from surfaces.numbers import did_you_mean


class Listed(Protocol):
    """What a class must say of itself to stand in a menu."""

    key: str
    order: int


Kind = TypeVar("Kind", bound=Listed)


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """Every module of ``package``, imported, by its name within it."""
    return {each.name: import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__)}


class Unlisted(KeyError):
    """A key that is in no menu."""

    def __str__(self) -> str:
        return str(self.args[0])


class Menu(dict[str, type[Kind]]):
    """Classes by key, in menu order; a key that it has not is refused with those that it has."""

    def __missing__(self, key: Any) -> Any:
        raise Unlisted(f"there is no {key!r} among {', '.join(self)}{did_you_mean(key, self)}")


def discover(package: ModuleType, contract: type[Kind]) -> Menu[Kind]:
    """Import every module of ``package`` and return the classes that keep ``contract`` by key, in menu order.

    A class lies in a file of its own, whose name becomes its ``key``. Of equal ``order``, the key decides.
    """
    modules(package)
    inside = package.__name__ + "."
    known: Any = param.concrete_descendents(contract).values()
    found = [cls for cls in known if cls.__module__.startswith(inside)]
    for cls in found:
        cls.key = cls.__module__.rpartition(".")[2]
    return Menu({cls.key: cls for cls in sorted(found, key=lambda cls: (cls.order, cls.key))})
