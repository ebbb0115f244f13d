"""Records for the kernels of races, from what a race is asked for with: a rule, a surface, a recipe and its steps."""

from __future__ import annotations

import math

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.outcome import NEAR, REST, STILL, diagonal, window
from optimizers.racing.recipe import ANSWERS, Recipe, answering
from optimizers.racing.records import Clock, Crowd, Ends, Entry, Field, Marks, Room, Rows, Shown, Tape
from surfaces.numbers import declared
from surfaces.surface import Surface

#: Bytes in a cache line.
LINE = 64
#: How many rows of numbers, and of whole numbers, a ``Room`` has beside its hyperparameters and its state.
REALS, WHOLES = 24, 14


def entry_of(optimizer: Optimizer, surface: Surface, recipe: Recipe, counted: bool) -> Entry:
    """``optimizer`` on ``surface``; ``counted`` where somebody wants to know how many gradients it asks for."""
    numbers = recipe.numbers(surface.samples)
    return Entry(
        step=optimizer.step,
        gradient=ANSWERS[answering(numbers, optimizer.asks_once, counted)],
        value_and_gradient=surface.value_and_gradient,
        curvature=getattr(surface, optimizer.curvature),
        shape=surface.shape,
        recipe=numbers,
    )


def clock_of(optimizer: Optimizer, recipe: Recipe, steps: int) -> Clock:
    """A race of ``steps`` steps under the schedule of ``recipe``."""
    factors, momenta = recipe.plan(steps)
    names, cycled = declared(type(optimizer)), optimizer.cycled
    return Clock(
        steps=steps,
        factors=factors,
        cycled=-1 if cycled is None else names.index(cycled),
        momenta=momenta,
        stop=np.zeros(1, np.int64),
    )


def tape_of(surface: Surface, steps: int, goal: float = math.nan) -> Tape:
    """What decides the end of a race of ``steps`` steps on ``surface``."""
    minima, size = surface.minima, diagonal(surface)
    listed = [(point.x, point.y) for point in (*minima, *surface.saddles)]
    return Tape(
        points=np.ascontiguousarray(np.array(listed, np.float64).reshape(-1, 2).T),
        minima=len(minima),
        near=NEAR * size,
        rest=REST * size,
        box=np.array(surface.drawn, np.float64).ravel(),
        goal=goal,
        window=window(steps),
        still=STILL * size,
    )


def room_for(field: Field, slots: int, lanes: int) -> Room:
    """Room for ``lanes`` lanes of ``field`` at a time, whose rule remembers ``slots`` vectors."""
    count = len(field.hyper)
    rows = REALS + WHOLES + count + 2 * slots
    memory = np.empty(rows * lanes + LINE // 8)
    # From the beginning of a cache line on: where a block fills whole lines, no vector lies across two.
    first = -memory.ctypes.data % LINE // 8
    block = memory[first : first + rows * lanes].reshape(rows, lanes)
    reals, whole, rest = block[:REALS], block[REALS : REALS + WHOLES].view(np.int64), block[REALS + WHOLES :]
    marks = Marks(
        homes=reals[0:2],
        looked=reals[2:5],
        corner=reals[5:7],
        level=reals[7],
        strayed=reals[8],
        travelled=reals[9:11],
        best=reals[11],
        early=reals[12],
        worst=reals[22],
        alive=whole[0],
        died_at=whole[1],
        away_at=whole[2],
        inside_at=whole[3],
        arrived_at=whole[4],
        whole_at=reals[23],
        places=whole[13],
        stayed_at=whole[10],
        gone_at=whole[11],
        gone_from=whole[12],
        together=np.empty(4, np.int64),
    )
    return Room(
        x=reals[13:15],
        before=reals[15:17],
        g=reals[17:19],
        f=reals[19],
        asked=reals[20],
        rates=reals[21],
        hyper=rest[:count],
        state=rest[count:].reshape(slots, 2, lanes),
        replicates=whole[5],
        counts=whole[6:10],
        marks=marks,
    )


def crowd_of(places: np.ndarray, losses: np.ndarray) -> Crowd:
    """``places``, ``(2, n)``, with the losses there, to be told apart."""
    n = len(losses)
    which, chosen, order, cell, first, number = np.empty((6, n), np.int64)
    keys = np.empty((2, n))
    return Crowd(np.ascontiguousarray(places, np.float64), losses, which, chosen, keys, order, cell, first, number)


def ends_of(n: int) -> Ends:
    """Where ``n`` races are to leave their ends."""
    outcomes, steps, places, arrivals = (np.empty(n, np.int64) for _ in range(4))
    return Ends(np.empty((2, n)), np.empty(n), outcomes, steps, places, np.empty((2, n)), arrivals)


def shown_of(steps: int) -> Shown:
    """Where a race of ``steps`` steps is to be measured for a page."""
    measured, counted = np.empty((4, steps + 1), np.float32), np.empty((2, steps + 1), np.uint8)
    return Shown(measured, counted, np.empty((256, 4), np.int64))


def rows_of(steps: int, slots: int, lanes: int) -> Rows:
    """Where ``lanes`` races of ``steps`` steps are to leave their rows: NaN, and nothing asked or clipped, so far."""
    return Rows(
        positions=np.full((steps + 1, 2, lanes), np.nan),
        losses=np.full((steps + 1, lanes), np.nan),
        gradients=np.full((steps + 1, 2, lanes), np.nan),
        slots=np.full((steps + 1, slots, 2, lanes), np.nan),
        evaluations=np.zeros((steps + 1, lanes), np.int64),
        trials=np.zeros((steps + 1, lanes), np.int64),
        matrices=np.zeros((steps + 1, lanes), np.int64),
        clipped=np.zeros((steps + 1, lanes), np.int64),
    )
