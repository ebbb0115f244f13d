"""Who comes before whom, in standings, in tuning and in a fair race: ``ranks``, once for all of them.

``app/static/model/ranks.js`` is the same for the browser.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from surfaces.surface import Surface

#: Minima whose losses differ by no more than this share of what there is to lose are equally low.
ALIKE = 1e-6


class Result(NamedTuple):
    """What is compared of a race: its last loss, NaN where it diverged; and, where it arrived at a minimum, when."""

    loss: float
    #: The step of arrival, −1 where it did not arrive, and the loss of the minimum, NaN where it did not.
    arrival: int = -1
    bottom: float = math.nan


def ranks(results: Sequence[Result], floor: float, start: float) -> list[int | None]:
    """The rank of each result from 1, equals sharing one; none for those that diverged.

    First those that arrived at the lowest minimum, by the step of arrival, then the others, by their loss, and those
    that are equally low at another minimum by the step of arrival. ``floor``
    is the loss of the surface's lowest minimum; where it lists none, NaN, the lowest at which anybody arrived counts,
    unless somebody is lower still: then nobody knows of a lowest, and the loss alone decides. ``start`` is the loss
    where the race began.
    """
    bottom = floor
    if math.isnan(floor):
        bottom = min((each.bottom for each in results if each.arrival >= 0), default=math.nan)
        if any(each.loss < bottom - slack(bottom, start) for each in results):
            bottom = math.nan

    def key(each: Result) -> tuple[bool, float, float]:
        arrival = math.inf if each.arrival < 0 or math.isnan(bottom) else float(each.arrival)
        if each.arrival >= 0 and each.bottom <= bottom + slack(bottom, start):
            return False, arrival, arrival
        # To the digits that a browser is sent, of the loss above the lowest: what differs in its last bits is equal.
        return True, float(np.float32(each.loss - least)), arrival

    least = 0.0 if math.isnan(floor) else floor
    keys = [None if math.isnan(each.loss) else key(each) for each in results]
    first: dict[tuple[bool, float, float], int] = {}
    for place, each in enumerate(sorted(each for each in keys if each is not None), start=1):
        first.setdefault(each, place)
    return [None if each is None else first[each] for each in keys]


def slack(bottom: float, start: float) -> float:
    """How much higher than the lowest loss is still as low."""
    return ALIKE * max(abs(bottom), abs(start - bottom))


def lowest(surface: Surface) -> float:
    """The loss of the lowest minimum of ``surface``; NaN where it lists none."""
    return min((point.value for point in surface.minima), default=math.nan)
