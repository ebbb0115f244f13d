"""Where a slider stands for a value, and which value a place of it stands for; trials are drawn by the same.

A scale goes through the numbers from ``low`` to ``high`` evenly ("linear"), in equal ratios ("log"), or in equal ratios
of the length of a memory, 1/(1 − β) ("decay"). Translated for browsers by ``app/translated.py``.
"""

from __future__ import annotations

from surfaces.written import ln, significant

#: Significant digits of the values that are tried, and of 1 − β of a forgetting factor.
DIGITS = 3
MEMORY_DIGITS = 2
#: Of β itself: as many as 1 − β leaves.
_REST = 12


def value_at(scale: str, low: float, high: float, share: float) -> float:
    """The number that lies at ``share`` of the way, rounded; the ends are what they are declared to be."""
    if share == 0:
        return low
    if share == 1:
        return high
    if scale == "decay":
        memory = (1 - low) * ((1 - high) / (1 - low)) ** share
        value = significant(1 - significant(memory, MEMORY_DIGITS), _REST)
    elif scale == "log":
        value = significant(low * (high / low) ** share, DIGITS)
    else:
        value = significant(low + (high - low) * share, DIGITS)
    return min(max(value, low), high)


def shares(count: int) -> list[float]:
    """So many places evenly along the way, from its beginning to its end."""
    return [place * (1 / (count - 1)) for place in range(count - 1)] + [1.0]


def values(scale: str, low: float, high: float, count: int) -> list[float]:
    """Different numbers from one end of the way to the other, ``count`` or, as they are rounded, a few less."""
    found: list[float] = []
    for share in shares(count):
        value = value_at(scale, low, high, share)
        if not found or value != found[-1]:
            found.append(value)
    return found


def evenly(total: int, count: int) -> list[int]:
    """Of so many places, so many: the first, the last, and those evenly between them."""
    apart = (total - 1) // (count - 1)
    return [place * apart for place in range(count)]


def share_at(scale: str, low: float, high: float, value: float) -> float:
    """How far through the way ``value`` lies, from 0 to 1: beyond them, at the nearer end."""
    value = min(max(value, low), high)
    if scale == "decay":
        return ln((1 - value) / (1 - low)) / ln((1 - high) / (1 - low))
    if scale == "log":
        return ln(value / low) / ln(high / low)
    return (value - low) / (high - low)
