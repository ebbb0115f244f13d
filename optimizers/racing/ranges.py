"""How to go through the values of a hyperparameter: in ratios, or evenly."""

from __future__ import annotations

from collections.abc import Iterable

import param

from optimizers.optimizer import Decay
from optimizers.racing import scales

#: The soft bounds of a hyperparameter that differ by this factor or more are a matter of ratios.
LOG_SPAN = 100


def scale(declaration: param.Number) -> str:
    """How to go through a number's soft bounds: in ratios of 1 − β ("decay"), in ratios ("log"), or "linear"."""
    low, high = declaration.get_soft_bounds()
    if isinstance(declaration, Decay):
        return "decay"
    return "log" if low > 0 and high >= LOG_SPAN * low else "linear"


def value_at(declaration: param.Number, share: float) -> float:
    """The number that lies at ``share`` of the way through a declaration's soft bounds, rounded."""
    return values_at(declaration, (share,))[0]


def values_at(declaration: param.Number, shares: Iterable[float]) -> list[float]:
    """``value_at`` for each of ``shares``."""
    (low, high), kind = declaration.get_soft_bounds(), scale(declaration)
    return [float(scales.value_at(kind, low, high, share)) for share in shares]


def values(declaration: param.Number, count: int) -> list[float]:
    """Different values from end to end of a declaration's soft bounds, ``count`` or a few less, rounded."""
    (low, high), kind = declaration.get_soft_bounds(), scale(declaration)
    return [float(value) for value in scales.values(kind, low, high, count)]


def share_of(declaration: param.Number, value: float) -> float:
    """How far through a declaration's soft bounds ``value`` lies, from 0 to 1: beyond them, at the nearer end."""
    (low, high), kind = declaration.get_soft_bounds(), scale(declaration)
    return scales.share_at(kind, low, high, value)
