"""Who comes before whom, in standings, in tuning and in a fair race: ``ranks``, once for all of them.

Translated for browsers by ``app/translated.py``. A result is that of one race: its loss, above the lowest where one is
known and to the digits that a browser is sent, for what differs in its last bits is equal; NaN where it diverged; the
step of its arrival, −1 where it did not arrive; and the loss of the minimum at which it did.
"""

from __future__ import annotations

from surfaces.written import in_order

#: Minima whose losses differ by no more than this share of what there is to lose are equally low.
ALIKE = 1e-6
#: Beyond every step.
_NEVER = 1e9


def slack(bottom: float, start: float) -> float:
    """How much higher than the lowest loss is still as low."""
    return ALIKE * max(abs(bottom), abs(start - bottom))


def goal(results: list[list[float]], floor: float, start: float) -> float:
    """What ranks go by: the loss of the lowest minimum; NaN where nobody knows of one, and the loss alone decides.

    ``floor`` is the loss of the surface's lowest minimum; where it lists none, NaN, the lowest at which anybody arrived
    counts, unless somebody is lower still. ``start`` is the loss where the race began.
    """
    bottoms = [bottom for loss, arrival, bottom in results if arrival >= 0]
    # Of all numbers NaN alone is not equal to itself.
    if floor == floor or not bottoms:
        return floor
    lowest = bottoms[0]
    for bottom in bottoms:
        lowest = min(lowest, bottom)
    for loss, _arrival, _bottom in results:
        if loss < lowest - slack(lowest, start):
            return floor
    return lowest


def ranks(results: list[list[float]], floor: float, start: float) -> list[int | None]:
    """The rank of each result from 1, equals sharing one; none for those that diverged.

    First those that arrived at the lowest minimum, by the step of arrival, then the others, by their loss, and those
    that are equally low at another minimum by the step of arrival. See ``goal`` for the others.
    """
    bottom = goal(results, floor, start)
    keys: list[list[float]] = []
    for loss, arrival, own in results:
        if arrival >= 0 and own <= bottom + slack(bottom, start):
            keys.append([0, arrival, arrival])
        else:
            keys.append([1, loss, _NEVER if arrival < 0 or bottom != bottom else arrival])
    found: list[int | None] = [None for _ in results]
    racing = [i for i, each in enumerate(results) if each[0] == each[0]]
    place = 0
    before: list[float] = []
    for count, k in enumerate(in_order([keys[i] for i in racing])):
        i = racing[k]
        if keys[i] != before:
            place, before = count + 1, keys[i]
        found[i] = place
    return found


def best(results: list[list[float]], floor: float, start: float) -> int:
    """The place of the result that ranks first, of equals the first; the first of all where every one diverged."""
    for place, rank in enumerate(ranks(results, floor, start)):
        if rank == 1:
            return place
    return 0
