"""What the kernels of races are called with: records, whose annotations are the kernels' types, and their makers."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optimizers.optimizer import Gradient, Optimizer, Step
from optimizers.racing.outcome import half_window, nearness
from optimizers.racing.recipe import Recipe, gradient_of
from surfaces.kernel import Blocks, History, Lanes, Vector, Whole, WholeLanes
from surfaces.numbers import declared
from surfaces.surface import Curvature, Surface, ValueAndGradient

#: Bytes in a cache line.
LINE = 64
#: Rows of a ``Room`` beside the hyperparameters and the state.
ROWS = 27
#: The home of lanes that have none: away from it they are everywhere.
NOWHERE = np.full((2, 1), np.nan)


class Entry(NamedTuple):
    """Who races, and on what: the kernels of a rule and of a surface, and their numbers."""

    step: Step
    gradient: Gradient
    value_and_gradient: ValueAndGradient
    curvature: Curvature
    shape: Vector
    #: The recipe's numbers, as ``recipe.gradient`` reads them.
    recipe: Vector
    #: λ of the recipe's decoupled weight decay.
    decay: float


class Clock(NamedTuple):
    """How long a race lasts, and what its steps are told."""

    steps: int
    #: Learning rate over η before each step, ``(steps + 1,)``.
    factors: Vector
    #: The row of the hyperparameters that ``momenta``, ``(steps + 1,)``, sets before each step; −1 where none is set.
    cycled: int
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
    #: How far from a point is still at it.
    near: float
    #: The map: left, right, bottom, top.
    box: Vector
    #: An arrival is the first loss of at most this; NaN where nobody asks.
    goal: float
    #: Rows in each half of the window at the end of the race; 0 where the race is too short for one.
    half: int


class Marks(NamedTuple):
    """What a race leaves behind while it runs, so that its end can be decided without its rows; ``(lanes,)`` each."""

    #: The point that a lane is at, or was at last, ``(2, lanes)``.
    homes: Lanes
    #: The place where the window at the end begins, ``(2, lanes)``, and how far the lane has gone since.
    corner: Lanes
    travelled: Vector
    #: The lowest loss in each half of the window, ``(2, lanes)``, and the best before the second half.
    lowest: Lanes
    best: Vector
    #: 1 until the lane has diverged, and the step at which it did.
    alive: Whole
    died_at: Whole
    #: The step at which the lane was last steep, away from its home and inside the map, and at which it was best and
    #: arrived; −1 where there is none.
    steep_at: Whole
    away_at: Whole
    inside_at: Whole
    best_at: Whole
    arrived_at: Whole
    #: Of all lanes together, ``(3,)``: how many are alive, and the last steps at which all were steep and all inside.
    #: The marks of single lanes leave those steps out.
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
    clipped: WholeLanes


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
    #: Which of the surface's minima, then saddles, the end is at, ``(n,)``; −1 at none.
    places: Whole
    #: The first step with a loss of ``Tape.goal`` or less, ``(n,)``; −1 where there is none.
    arrivals: Whole


def entry_of(optimizer: Optimizer, surface: Surface, recipe: Recipe, counted: bool) -> Entry:
    """``optimizer`` on ``surface``; ``counted`` where somebody wants to know how many gradients it asks for."""
    return Entry(
        step=optimizer.step,
        gradient=gradient_of(recipe, optimizer.asks_once, counted),
        value_and_gradient=surface.value_and_gradient,
        curvature=getattr(surface, optimizer.curvature),
        shape=surface.shape,
        recipe=recipe.numbers(surface.samples),
        decay=recipe.decoupled,
    )


def clock_of(optimizer: Optimizer, recipe: Recipe, steps: int) -> Clock:
    """A race of ``steps`` steps under the schedule of ``recipe``."""
    momenta = recipe.momenta(steps)
    names, cycled = declared(type(optimizer)), optimizer.cycled
    return Clock(
        steps=steps,
        factors=recipe.factors(steps),
        cycled=-1 if momenta is None or cycled is None else names.index(cycled),
        momenta=np.empty(0) if momenta is None else momenta,
        stop=np.zeros(1, np.int64),
    )


def tape_of(surface: Surface, steps: int, goal: float = math.nan) -> Tape:
    """What decides the end of a race of ``steps`` steps on ``surface``."""
    listed = [(point.x, point.y) for point in (*surface.minima, *surface.saddles)]
    return Tape(
        points=np.ascontiguousarray(np.array(listed, np.float64).reshape(-1, 2).T),
        minima=len(surface.minima),
        near=nearness(surface),
        box=np.array(surface.domain, np.float64).ravel(),
        goal=goal,
        half=half_window(steps),
    )


def room_for(field: Field, slots: int, lanes: int) -> Room:
    """Room for ``lanes`` lanes of ``field`` at a time, whose rule remembers ``slots`` vectors."""

    count = len(field.hyper)
    memory = np.empty((ROWS + count + 2 * slots) * lanes + LINE // 8)
    # From the beginning of a cache line on: where a block fills whole lines, no vector lies across two.
    first = -memory.ctypes.data % LINE // 8
    numbers = memory[first:][: (ROWS + count + 2 * slots) * lanes].reshape(-1, lanes)
    whole = numbers[17:27].view(np.int64)
    rest = numbers[ROWS:]
    marks = Marks(
        homes=numbers[0:2],
        corner=numbers[2:4],
        lowest=numbers[4:6],
        travelled=numbers[6],
        best=numbers[7],
        alive=whole[0],
        died_at=whole[1],
        steep_at=whole[2],
        away_at=whole[3],
        inside_at=whole[4],
        best_at=whole[5],
        arrived_at=whole[6],
        together=np.empty(3, np.int64),
    )
    return Room(
        x=numbers[8:10],
        before=numbers[10:12],
        g=numbers[12:14],
        f=numbers[14],
        asked=numbers[15],
        rates=numbers[16],
        hyper=rest[:count],
        state=rest[count:].reshape(slots, 2, lanes),
        replicates=whole[7],
        counts=whole[8:10],
        marks=marks,
    )


def ends_of(n: int) -> Ends:
    """Where ``n`` races are to leave their ends."""
    return Ends(np.empty((2, n)), np.empty(n), *(np.empty(n, np.int64) for _ in range(4)))


def rows_of(steps: int, slots: int, lanes: int) -> Rows:
    """Where ``lanes`` races of ``steps`` steps are to leave their rows: NaN, and nothing asked or clipped, so far."""
    return Rows(
        positions=np.full((steps + 1, 2, lanes), np.nan),
        losses=np.full((steps + 1, lanes), np.nan),
        gradients=np.full((steps + 1, 2, lanes), np.nan),
        slots=np.full((steps + 1, slots, 2, lanes), np.nan),
        evaluations=np.zeros((steps + 1, lanes), np.int64),
        clipped=np.zeros((steps + 1, lanes), np.int64),
    )
