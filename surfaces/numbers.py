"""Numbers that a declaration takes, and the names that it declares: what surfaces, rules and recipes share."""

from __future__ import annotations

import math
import numbers
from typing import Any

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
            raise ValueError(
                f"{owner.__name__}.{self.name} must be a finite real number within {self.bounds}, not {val!r}"
            )
        super()._validate_value(val, allow_None)


_DECLARED: dict[type, list[str]] = {}


def declared(cls: type[param.Parameterized]) -> list[str]:
    """Names of the Params that ``cls`` declares, in the order of their declaration."""
    if cls not in _DECLARED:
        _DECLARED[cls] = [name for name in cls.param if name != "name"]
    return _DECLARED[cls]


def refuse_unknown(cls: type[param.Parameterized], what: str, settings: dict[str, Any]) -> None:
    """Raise ``TypeError`` for a name that ``cls`` does not declare, saying which it does."""
    allowed = declared(cls)
    for name, value in settings.items():
        if name not in allowed:
            has = f"it has {', '.join(allowed)}" if allowed else "it has none"
            raise TypeError(f"{cls.__name__} has no {what} {name!r} (given {value!r}): {has}")
