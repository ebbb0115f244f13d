"""What there is to say of an ending, with its step, its place and how it is there: ``told``."""

from __future__ import annotations

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.outcome import Ending, Outcome
from optimizers.racing.records import Ends, Ground, Rows, Tape, Told
from optimizers.racing.schedules import IN_GRADIENT, IN_STEP
from optimizers.racing.standings import ALIKE
from optimizers.racing.stationary import MAXIMUM, SADDLE, newton
from optimizers.racing.verdict import ARRIVED, AT_REST, DID_NOT_STAY, TO_AND_FRO
from surfaces.kernel import Vector, compiled, helper, scratch, scratch_rows
from surfaces.surface import Point

#: A slope of at most this share of the steepest in the race is next to nothing.
GENTLE = 1e-3
#: It closes in where it was nearer in the second half of the window by this share of its distance in the first.
CLOSER = 0.05

#: Which text says it, in the order of ``Ending.texts``: how a race that arrived is there …
RESTS, CLOSES_IN, CIRCLES, BURSTS = range(4)
#: … after what is known of its minimum …
LOWEST, LOCAL, FOUND = range(0, 12, 4)
#: … where one is that did not stay, after the first two of these, two places each …
AWAY, BACK = range(2)
#: … and what keeps one that is at rest elsewhere.
AT_SADDLE, FOUND_SADDLE, AT_MAXIMUM, FLAT, DECAYING, HARDLY = range(6)


@helper
def far_from(x, y, rows, k, first, last):
    """The square of the largest distance from (x, y) of lane ``k``, from row ``first`` to row ``last``."""
    largest = 0.0
    for t in range(first, last + 1):
        u, v = rows.positions[t, 0, k] - x, rows.positions[t, 1, k] - y
        largest = max(largest, u * u + v * v)
    return largest


@helper
def moved(tape, rows, k):
    """How far lane ``k`` gets from where it was at the beginning of the window."""
    last = rows.losses.shape[0] - 1
    first = last - tape.window
    return np.sqrt(far_from(rows.positions[first, 0, k], rows.positions[first, 1, k], rows, k, first, last))


@helper
def how(x, y, tape, rows, k):
    """How lane ``k`` is at the minimum (x, y) where it arrived, and how far from it in the window."""
    last = rows.losses.shape[0] - 1
    first, half = last - tape.window, last - tape.window + (tape.window + 1) // 2
    before, after = far_from(x, y, rows, k, first, half), far_from(x, y, rows, k, half, last)
    way, farthest = moved(tape, rows, k), np.sqrt(max(before, after))
    if farthest > tape.near:
        return BURSTS, farthest
    if way > tape.still and after <= (1.0 - CLOSER) * (1.0 - CLOSER) * before:
        return CLOSES_IN, farthest
    return (RESTS if way <= tape.rest else CIRCLES), farthest


@helper
def as_low(place, values, minima):
    """Whether that minimum is as low as the lowest."""
    low, high = np.inf, -np.inf
    for p in range(minima):
        low, high = min(low, values[p]), max(high, values[p])
    return values[place] <= low + ALIKE * max(abs(low), abs(high - low))


@helper
def what_holds(tape, rows, k, decays):
    """What keeps lane ``k`` at rest where no point is near."""
    last, steepest, slope = rows.losses.shape[0] - 1, 0.0, 0.0
    for t in range(last + 1):
        u, v = rows.gradients[t, 0, k], rows.gradients[t, 1, k]
        slope = np.sqrt(u * u + v * v)
        steepest = max(steepest, slope)
    if slope <= GENTLE * steepest:
        return FLAT
    return DECAYING if decays and moved(tape, rows, k) <= tape.still else HARDLY


@compiled
def tell(ground: Ground, tape: Tape, recipe: Vector, own: float, ends: Ends, rows: Rows, k: int, told: Told) -> None:
    """What there is to say of lane ``k``, by the ``recipe`` as in ``Entry`` and the λ of the rule's ``own`` decay."""
    said, numbers, place, last = told.said, told.numbers, ends.places[k], rows.losses.shape[0] - 1
    said[0], said[1], said[2] = ends.outcomes[k], ends.steps[k], 0
    numbers[:3], numbers[3], numbers[4] = np.nan, rows.losses[last, k], np.nan
    if place >= 0:
        numbers[0], numbers[1], numbers[2] = tape.points[0, place], tape.points[1, place], ground.values[place]
    if said[0] == ARRIVED:
        kind = FOUND
        if place >= 0:
            kind = LOWEST if as_low(place, ground.values, tape.minima) else LOCAL
        else:
            x, f, g = scratch_rows(2, 1), scratch(1), scratch_rows(2, 1)
            x[0, 0], x[1, 0] = ends.homes[0, k], ends.homes[1, k]
            ground.value_and_gradient(x, ground.shape, f, g)
            numbers[0], numbers[1], numbers[2] = x[0, 0], x[1, 0], f[0]
        manner, numbers[4] = how(numbers[0], numbers[1], tape, rows, k)
        said[2] = kind + manner
    elif said[0] == DID_NOT_STAY:
        said[2] = AWAY if as_low(place, ground.values, tape.minima) else AWAY + 2
        if far_from(numbers[0], numbers[1], rows, k, last, last) <= tape.near * tape.near:
            said[2] += BACK
    elif said[0] == AT_REST and place >= 0:
        said[2] = AT_SADDLE
    elif said[0] == AT_REST:
        x, h = scratch_rows(2, 1), scratch_rows(3, 1)
        x[0, 0], x[1, 0] = rows.positions[last, 0, k], rows.positions[last, 1, k]
        ground.hessian(x, ground.shape, h)
        u, v = rows.gradients[last, 0, k], rows.gradients[last, 1, k]
        kind, a, b = newton(h[0, 0], h[1, 0], h[2, 0], u, v, tape.near)
        if kind in (SADDLE, MAXIMUM):
            said[2] = FOUND_SADDLE if kind == SADDLE else AT_MAXIMUM
            numbers[0], numbers[1], numbers[2] = x[0, 0] + a, x[1, 0] + b, numbers[3]
        else:
            decays = recipe[IN_GRADIENT] > 0.0 or recipe[IN_STEP] > 0.0 or own > 0.0
            said[2] = what_holds(tape, rows, k, decays)
    elif said[0] == TO_AND_FRO:
        for t in range(last):
            numbers[3] = min(numbers[3], rows.losses[t, k])


def told(
    optimizer: Optimizer, recipe: np.ndarray, ground: Ground, tape: Tape, ends: Ends, rows: Rows, k: int
) -> Outcome:
    """The outcome of lane ``k``."""
    own, found = float(getattr(optimizer, "weight_decay", 0.0)), Told(np.empty(3, np.int64), np.empty(5))
    tell(ground, tape, recipe, own, ends, rows, k, found)
    (ending, step, text), (x, y, value, loss, far) = found.said.tolist(), found.numbers.tolist()
    place = None if x != x else Point(x, y, value)
    return Ending(ending).outcome(step, text, place, loss, far)
