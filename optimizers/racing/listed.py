"""What follows from the minima that a surface lists, which may be none. Translated for browsers.

A minimum is its place and the loss there, x, y and loss.
"""

from __future__ import annotations

from collections.abc import Sequence

from surfaces.written import number


def lowest(minima: Sequence[Sequence[float]]) -> float:
    """The loss of the lowest; NaN where none is listed."""
    return _least(minima, number("nan"))


def base(minima: Sequence[Sequence[float]]) -> float:
    """What losses are read from: the lowest that there is, as far as the surface tells, or 0."""
    return _least(minima, 0.0)


def homes(minima: Sequence[Sequence[float]]) -> list[list[float]]:
    """What places are read from, all x and all y: the minima, or the origin where none is listed."""
    if len(minima) == 0:
        return [[0.0], [0.0]]
    return [[point[0] for point in minima], [point[1] for point in minima]]


def _least(minima: Sequence[Sequence[float]], none: float) -> float:
    if len(minima) == 0:
        return none
    least = minima[0][2]
    for point in minima:
        if point[2] < least:
            least = point[2]
    return least
