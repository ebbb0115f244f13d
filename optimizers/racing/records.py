"""What the kernels of races are called with: records, whose annotations are the kernels' types."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizers.optimizer import Gradient, Step
from surfaces.kernel import Blocks, Bytes, History, Lanes, Singles, Vector, Whole, WholeLanes
from surfaces.surface import Curvature, ValueAndGradient

#: The home of lanes that have none: away from it they are everywhere.
NOWHERE = np.full((2, 1), np.nan)


class Entry(NamedTuple):
    """Who races, and on what: the kernels of a rule and of a surface, and their numbers."""

    step: Step
    gradient: Gradient
    value_and_gradient: ValueAndGradient
    curvature: Curvature
    shape: Vector
    #: The recipe's numbers, as ``schedules.guards`` leaves them.
    recipe: Vector


class Clock(NamedTuple):
    """How long a race lasts, and what its steps are told."""

    steps: int
    #: Learning rate over η before each step, ``(steps + 1,)``.
    factors: Vector
    #: The row of the hyperparameters that a schedule of momenta sets; −1 where the rule has none.
    cycled: int
    #: What it is set to before each step, ``(steps + 1,)``; NaN where the schedule sets none.
    momenta: Vector
    #: ``stop[0]`` becomes 1 once nobody wants the result.
    stop: Whole


class Field(NamedTuple):
    """Those who race: in each array a column for each lane, or one for all."""

    hyper: Lanes
    #: ``(2, lanes)``
    starts: Lanes
    #: Which replicate's noise each lane meets, ``(lanes,)``.
    replicates: Whole
    #: A point that each lane is at if it is close, beside those on the tape, ``(2, lanes)``.
    homes: Lanes = NOWHERE

    @property
    def lanes(self) -> int:
        """How many race."""
        return max(each.shape[-1] for each in self)


class Tape(NamedTuple):
    """What decides how a race ends, beside the constants in ``outcome``."""

    #: The surface's points, ``(2, points)``, of which the first ``minima`` are minima and the others saddles.
    points: Lanes
    minima: int
    #: How far from a point is still at it, and how far from a place is still at rest there.
    near: float
    rest: float
    #: All that is drawn of the map: left, right, bottom, top.
    box: Vector
    #: An arrival is the first loss of at most this; NaN where nobody asks.
    goal: float
    #: Steps in the window at the end of the race.
    window: int
    #: How far it gets in the window if it does not move at all.
    still: float


class Ground(NamedTuple):
    """What is asked of a surface beside its races: its kernels, whatever a rule may ask for, and their numbers."""

    value_and_gradient: ValueAndGradient
    hessian: Curvature
    shape: Vector
    #: The losses at the tape's points, ``(points,)``.
    values: Vector


class Told(NamedTuple):
    """How a race ended, as ``telling.tell`` has it: what is said of it follows from that alone."""

    #: The ending, its step, and which of the ending's texts says it, ``(3,)``.
    said: Whole
    #: The place, x, y and its loss, NaN where there is none; the loss that is told of; and how far it was from its
    #: minimum in the window, ``(5,)``.
    numbers: Vector


class Marks(NamedTuple):
    """What a race leaves behind while it runs, so that its end can be decided without its rows; ``(lanes,)`` each."""

    #: The point that a lane is at, was at last, or was nearest to when it looked, ``(2, lanes)``.
    homes: Lanes
    #: Which of the points that is; −1 where it is none.
    places: Whole
    #: Where a lane was when it looked for a home, and the square of how far from there it cannot be at another, below 0
    #: where it looks in each step, ``(3, lanes)``.
    looked: Lanes
    #: The place where the window at the end begins, ``(2, lanes)``, the loss there, and the square of the largest
    #: distance from there since.
    corner: Lanes
    level: Vector
    strayed: Vector
    #: How far a lane has gone in each half of the window, ``(2, lanes)``.
    travelled: Lanes
    #: The best loss so far, that at the beginning of the window, and the worst in the window.
    best: Vector
    early: Vector
    worst: Vector
    #: 1 until the lane has diverged, and the step at which it did.
    alive: Whole
    died_at: Whole
    #: The step before the lane's stay at its home, and that before a stay without a break that would be worth as much:
    #: so many steps later as ``outcome.STAY`` has it for each step away.
    away_at: Whole
    whole_at: Vector
    #: The first step of the lane's last stay at its home that an end of the race would have made an arrival at one of
    #: its steps; the same of a minimum that was its home before, and which that was; −1 where there is none.
    stayed_at: Whole
    gone_at: Whole
    gone_from: Whole
    #: The step at which the lane was last inside the map, and at which its loss arrived; −1 where there is none.
    inside_at: Whole
    arrived_at: Whole
    #: Of all lanes together, ``(4,)``: how many are alive, and the last steps at which none was in a stay at its home,
    #: all were at home, and all were inside. The marks of single lanes leave those steps out.
    together: Whole


class Room(NamedTuple):
    """What a block of lanes races in: made in Python, so that kernels make no array and keep no reference counts."""

    hyper: Lanes
    #: η of each lane, before the schedule.
    rates: Vector
    x: Lanes
    #: Places before the step; kept only in the window and where weights decay.
    before: Lanes
    g: Lanes
    f: Vector
    #: Losses that the rule has asked for.
    asked: Vector
    #: ``(slots, 2, lanes)``
    state: Blocks
    replicates: Whole
    counts: WholeLanes
    marks: Marks


class Rows(NamedTuple):
    """All that races of ``n`` steps leave behind, as ``Trajectory`` has it, with the lanes along the last axis."""

    #: ``(n + 1, 2, lanes)``
    positions: Blocks
    #: ``(n + 1, lanes)``
    losses: Lanes
    #: ``(n + 1, 2, lanes)``
    gradients: Blocks
    #: ``(n + 1, slots, 2, lanes)``
    slots: History
    #: ``(n + 1, lanes)``
    evaluations: WholeLanes
    trials: WholeLanes
    matrices: WholeLanes
    clipped: WholeLanes


class Shown(NamedTuple):
    """What a page shows of a race of ``n`` steps, as ``measures.measure`` fills it in."""

    #: The loss above the lowest, the length of the gradient, and the place from the nearest home, ``(4, n + 1)``.
    measured: Singles
    #: Which home that is, and the kind of the step that led to the row, ``(2, n + 1)``.
    counted: Bytes
    #: By kind how much such a step asked for, gradients, trials and matrices, and whether a gradient was clipped, in
    #: ascending order, ``(256, 4)``.
    asks: WholeLanes


class Crowd(NamedTuple):
    """Places of which many are the same, as ``alike.merge`` tells them apart."""

    #: ``(2, n)``, and the losses there, ``(n,)``.
    places: Lanes
    losses: Vector
    #: Which of the different ones each is, and which place stands for each of these, ``(n,)``.
    which: Whole
    chosen: Whole
    #: To work in: ``(2, n)``, and ``(n,)`` each.
    keys: Lanes
    order: Whole
    cell: Whole
    first: Whole
    number: Whole


class Ends(NamedTuple):
    """What is left of ``n`` races."""

    #: Where they end, ``(2, n)``; NaN where they diverged.
    positions: Lanes
    #: Loss there, ``(n,)``; NaN where they diverged.
    losses: Vector
    #: Numbers of ``Ending``, ``(n,)``.
    outcomes: Whole
    #: The step of the outcome, ``(n,)``, as ``Outcome.step``.
    steps: Whole
    #: Which of the surface's minima, then saddles, the end is at, ``(n,)``, or at which it did not stay; −1 at none.
    places: Whole
    #: The minimum that it arrived at, ``(2, n)``; NaN where it did not, or did not stay.
    homes: Lanes
    #: The first step with a loss of ``Tape.goal`` or less, ``(n,)``; −1 where there is none.
    arrivals: Whole
