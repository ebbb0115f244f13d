"""What is kept for whoever asks next, how much of it, and by what a thing is known."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np

from optimizers import OPTIMIZERS, Recipe
from surfaces import SURFACES
from surfaces.numbers import declared

#: A surface, a rule or a recipe by value: the key of its class, and the values of its Params. It can be a key of
#: a dictionary, cross to another thread, and be built again.
Known = tuple[str, tuple[Any, ...]]

_RECIPE = "recipe"
_CLASSES: dict[str, Any] = {**SURFACES, **OPTIMIZERS, _RECIPE: Recipe}

Result = TypeVar("Result")


def known(held: Any) -> Known:
    """What a surface, a rule or a recipe is known by."""
    return getattr(held, "key", _RECIPE), tuple(getattr(held, name) for name in declared(type(held)))


def built(by: Known) -> Any:
    """The surface, rule or recipe that is known by that, to be read only: others may have the same object."""
    return _built(by) if getattr(_CLASSES[by[0]], "cacheable", True) else _built.__wrapped__(by)


@lru_cache(maxsize=512)
def _built(by: Known) -> Any:
    cls = _CLASSES[by[0]]
    return cls(**dict(zip(declared(cls), by[1], strict=True)))


class Cached(Generic[Result]):
    """A function whose results are kept: see ``cached``."""

    def __init__(self, function: Callable[..., Result], most: float) -> None:
        self._function, self._most = function, most
        self._results: OrderedDict[Any, tuple[Result, int]] = OrderedDict()
        self._guard = threading.Lock()
        #: Bytes that the results take, about.
        self.bytes = 0

    def __call__(self, surface: Known, *others: Any, **aside: Any) -> Result:
        identity = surface, *others
        if not SURFACES[surface[0]].cacheable:
            return self._function(*identity, **aside)
        with self._guard:
            if identity in self._results:
                self._results.move_to_end(identity)
                return self._results[identity][0]
        result = self._function(*identity, **aside)
        with self._guard:
            if identity not in self._results:
                self._results[identity] = result, size(result)
                self.bytes += self._results[identity][1]
            while self.bytes > self._most and len(self._results) > 1:
                self.bytes -= self._results.popitem(last=False)[1][1]
        return result

    def has(self, *identity: Any) -> bool:
        """Whether the result for these positional arguments is kept."""
        return identity in self._results

    def __len__(self) -> int:
        return len(self._results)


def cached(megabytes: float) -> Callable[[Callable[..., Result]], Cached[Result]]:
    """Keep the results of a function whose first argument is a surface, as ``Known``; ``megabytes`` of them at most.

    A result is known by the positional arguments, all hashable; named arguments do not count. What was asked for
    longest ago goes first. What a visitor typed leaves nothing behind for others: results on such a surface are not
    kept. Results are shared by all threads, so nobody may write to them.
    """
    return lambda function: Cached(function, megabytes * 1e6)


def size(result: Any) -> int:
    """About how many bytes a result takes: its arrays and texts, and a little for each object."""
    if isinstance(result, np.ndarray):
        return result.nbytes + 100
    if isinstance(result, str):
        return len(result) + 50
    if isinstance(result, dict):
        return sum(map(size, result.values())) + 200
    if isinstance(result, type):
        return 0  # a class is there anyway
    if isinstance(result, (tuple, list)):
        return sum(map(size, result)) + 60
    return sum(map(size, vars(result).values())) + 50 if hasattr(result, "__dict__") else 30
