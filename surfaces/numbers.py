"""Numbers that a declaration takes, and the names that it declares: what surfaces, rules and recipes share."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, ClassVar, NamedTuple

import numpy as np
import param


def is_real(value: Any) -> bool:
    """Whether ``value`` is one finite real number: no text, no truth value, no array, no NaN."""
    if not isinstance(value, numbers.Real) or isinstance(value, (bool, np.bool_)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


class Real(param.Number):
    """A Param number that takes finite real numbers only; Param's own takes True, arrays and 1j as well."""

    def __get__(self, obj: Any, objtype: type) -> Any:
        # A Number may also be a function of time, and looks for one at every reading.
        return param.Parameter.__get__(self, obj, objtype)

    def _validate_value(self, val: Any, allow_None: bool) -> None:
        if not (is_real(val) or (allow_None and val is None)):
            owner = self.owner if isinstance(self.owner, type) else type(self.owner)
            raise ValueError(f"{owner.__name__}.{self.name} must be a finite real number, {limits(self)}, not {val!r}")
        super()._validate_value(val, allow_None)


def limits(declaration: param.Number) -> str:
    """The bounds of a number, and whether it may be equal to them: "more than 0 and at most 10"."""
    (low, high), (with_low, with_high) = declaration.bounds, declaration.inclusive_bounds
    return f"{'at least' if with_low else 'more than'} {low:g} and {'at most' if with_high else 'less than'} {high:g}"


_DECLARED: dict[type, list[str]] = {}


def declared(cls: type[param.Parameterized]) -> list[str]:
    """Names of the Params that ``cls`` declares, in the order of their declaration."""
    if cls not in _DECLARED:
        _DECLARED[cls] = [name for name in cls.param if name != "name"]
    return _DECLARED[cls]


class Snapshot(NamedTuple):
    """A class and the values of its Params as they were, whatever becomes of the object."""

    cls: Any
    values: dict[str, Any]

    def build(self) -> Any:
        """An object like the one that this is of."""
        return self.cls(**self.values)


def snapshot(of: param.Parameterized) -> Snapshot:
    """The object ``of`` as it is now."""
    return Snapshot(type(of), {name: getattr(of, name) for name in declared(type(of))})


def did_you_mean(name: Any, allowed: Iterable[str]) -> str:
    """A question for whoever wrote ``name``, with the one of ``allowed`` that was meant: empty where none is near."""
    allowed, text = list(allowed), str(name).lower()
    # learning_rate is lr.
    initials = "".join(word[:1] for word in text.split("_"))
    near = get_close_matches(text, allowed, 1) or [each for each in allowed if each == initials]
    return f"; did you mean {near[0]!r}?" if near else ""


class Strict(param.Parameterized):
    """What it declares can be set, by name; anything else is refused in a sentence."""

    __abstract = True

    #: What a Param of it is called in such a sentence.
    called: ClassVar[str] = "setting"

    def __init__(self, *values: Any, **settings: Any) -> None:
        cls = type(self)
        names = declared(cls)
        if values:
            example = f"takes each {self.called} by name: {cls.__name__}({names[0]}={values[0]!r})" if names else ""
            raise TypeError(f"{cls.__name__} {example or f'has no {self.called}'}")
        for name, value in settings.items():
            if name not in names:
                raise TypeError(_no_such(cls, name, f" (given {value!r})"))
        super().__init__(**settings)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(_no_such(type(self), name))
        super().__setattr__(name, value)


def _no_such(cls: type[Strict], name: str, given: str = "") -> str:
    allowed = declared(cls)
    has = f"it has {', '.join(allowed)}" if allowed else "it has none"
    return f"{cls.__name__} has no {cls.called} {name!r}{given}: {has}{did_you_mean(name, allowed)}"
