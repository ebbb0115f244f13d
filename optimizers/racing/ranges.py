"""How to go through the values of a hyperparameter: in ratios, or evenly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import param

from optimizers.optimizer import Decay

#: Significant digits of the values that are tried, and of 1 − β of a forgetting factor.
DIGITS, MEMORY_DIGITS = 3, 2

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
    low, high = declaration.get_soft_bounds()
    way = {"decay": _decay, "log": _ratio, "linear": _even}[scale(declaration)]
    # The ends are what they are declared to be, however many digits that takes.
    return [
        float(low if share == 0 else high if share == 1 else min(max(way(low, high, share), low), high))
        for share in shares
    ]


def share_of(declaration: param.Number, value: float) -> float:
    """How far through a declaration's soft bounds ``value`` lies, from 0 to 1: beyond them, at the nearer end."""
    low, high = declaration.get_soft_bounds()
    kind, value = scale(declaration), min(max(value, low), high)
    if kind == "decay":
        return math.log((1 - value) / (1 - low)) / math.log((1 - high) / (1 - low))
    return math.log(value / low) / math.log(high / low) if kind == "log" else (value - low) / (high - low)


def _decay(low: float, high: float, share: float) -> float:
    memory = (1 - low) * ((1 - high) / (1 - low)) ** share
    return round(1 - memory, MEMORY_DIGITS - 1 - math.floor(math.log10(memory)))


def _ratio(low: float, high: float, share: float) -> float:
    return _rounded(low * (high / low) ** share)


def _even(low: float, high: float, share: float) -> float:
    return _rounded(low + (high - low) * share)


def _rounded(value: float) -> float:
    """To ``DIGITS`` digits, halves away from zero: as JavaScript's ``toPrecision`` does it for a slider."""
    exact = Decimal(value)
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - DIGITS + 1), ROUND_HALF_UP))
