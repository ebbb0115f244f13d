"""The kernel that races lanes and keeps only how they end: ``finish``."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import types

from optimizers.optimizer import GRADIENT, STEP, Loss
from optimizers.racing.marks import fallen, note_arrival, note_away, note_best, note_inside, note_steep, survey
from optimizers.racing.outcome import DIVERGED, GAIN, NET, Ending
from surfaces.kernel import compiled, helper
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT

#: Lanes that the kernel steps together: many beside what a call costs, few beside the first-level cache.
BLOCK = 256
#: Bytes in a cache line.
LINE = 64

CONVERGED, STALLED, OSCILLATING, BLEW_UP, LEFT, RUNNING = (int(ending) for ending in Ending)
#: Rows of what is left of a race: numbers, and whole numbers.
X, Y, LOSS = range(3)
OUTCOME, STEP_OF_OUTCOME, PLACE, ARRIVAL = range(4)

_VECTOR = types.float64[::1]
_LANES = types.float64[:, ::1]
_WHOLE = types.int64[::1]


@helper
def copy_to(there, x):
    """Copy places without making an array."""
    for i in range(2):
        for k in range(x.shape[1]):
            there[i, k] = x[i, k]


class Room(NamedTuple):
    """What a block of lanes is raced in."""

    hyper: np.ndarray
    rates: np.ndarray
    x: np.ndarray
    #: Places before the step.
    before: np.ndarray
    g: np.ndarray
    f: np.ndarray
    #: Losses that the rule has asked for.
    asked: np.ndarray
    state: np.ndarray
    homes: np.ndarray
    #: Where the window at the end begins, and how far a lane goes in it.
    corner: np.ndarray
    travelled: np.ndarray
    #: Best loss before the window's last half, and the lowest in each of its halves.
    best: np.ndarray
    lowest: np.ndarray
    replicates: np.ndarray
    counts: np.ndarray
    alive: np.ndarray
    died_at: np.ndarray
    #: When a lane was last steep, away from home and inside, and when it was best and arrived.
    marks: np.ndarray


_ROOM = types.NamedTuple(
    [
        *(_LANES, _VECTOR, _LANES, _LANES, _LANES, _VECTOR, _VECTOR, types.float64[:, :, ::1]),
        *(_LANES, _LANES, _VECTOR, _VECTOR, _LANES),
        *(_WHOLE, types.int64[:, ::1], _WHOLE, _WHOLE, types.int64[:, ::1]),
    ],
    Room,
)


def room(rows: int, slots: int, lanes: int) -> Room:
    """Room for ``lanes`` lanes: made here, so that the kernel makes no array and keeps no reference counts."""

    def numbers(*shape: int) -> np.ndarray:
        # From the start of a cache line on, so that no vector lies across two.
        size = math.prod(shape) * lanes
        memory = np.empty(size + LINE // 8)
        first = -memory.ctypes.data % LINE // 8
        return memory[first : first + size].reshape(*shape, lanes)

    def whole(*shape: int) -> np.ndarray:
        return numbers(*shape).view(np.int64)

    return Room(
        *(numbers(rows), numbers(), numbers(2), numbers(2), numbers(2), numbers(), numbers(), numbers(slots, 2)),
        *(numbers(2), numbers(2), numbers(), numbers(), numbers(2)),
        *(whole(), whole(2), whole(), whole(), whole(5)),
    )


@compiled(
    types.void(
        types.FunctionType(STEP),
        types.FunctionType(GRADIENT),
        types.FunctionType(VALUE_AND_GRADIENT),
        types.FunctionType(HESSIAN),
        _VECTOR,
        _VECTOR,
        types.float64,
        _LANES,
        _VECTOR,
        types.int64,
        _VECTOR,
        _WHOLE,
        types.int64,
        _LANES,
        types.int64,
        _LANES,
        _LANES,
        types.float64,
        _VECTOR,
        types.float64,
        types.int64,
        types.int64,
        types.int64,
        _ROOM,
        _WHOLE,
        _LANES,
        types.int64[:, ::1],
    )
)
def finish(
    step,
    gradient,
    value_and_gradient,
    curvature,
    shape,
    recipe,
    decay,
    hyper,
    factors,
    cycled,
    momenta,
    replicates,
    steps,
    starts,
    minima,
    points,
    homes,
    near,
    box,
    goal,
    half,
    first,
    last,
    room,
    stop,
    ends,
    notes,
):
    """Race lanes ``first`` to ``last``, as many at a time as ``room`` holds, and leave their ``ends`` and ``notes``.

    Each lane does what it does in ``race.trace``, and its outcome is that of ``outcome.judge``, decided on the way.
    ``hyper``, ``starts``, ``replicates`` and ``homes`` have a column for each lane, or one for all. Of ``points``,
    the first ``minima`` are minima and the others saddles. ``half`` is the window's, ``stop[0]`` is 1 once nobody
    wants the result.
    """
    own, rates, x, before, g, f, asked, state = room[:8]
    own_homes, corner, travelled, best, lowest, own_replicates, counts, alive, died_at, marks = room[8:]
    steep_at, away_at, inside_at, best_at, arrived_at = marks[0], marks[1], marks[2], marks[3], marks[4]
    lanes, slots = x.shape[1], state.shape[0]
    loss = Loss(value_and_gradient, curvature, shape, recipe, asked, counts, own_replicates, hyper.shape[1] == 1)
    for begin in range(first, last, lanes):
        for k in range(lanes):
            for row in range(hyper.shape[0]):
                own[row, k] = hyper[row, begin + k if hyper.shape[1] > 1 else 0]
            rates[k] = own[0, k]
            for i in range(2):
                x[i, k] = starts[i, begin + k if starts.shape[1] > 1 else 0]
                own_homes[i, k] = homes[i, begin + k if homes.shape[1] > 1 else 0]
            own_replicates[k] = replicates[begin + k if replicates.shape[0] > 1 else 0]
        state[:], counts[:], alive[:], marks[:] = 0.0, 0, 1, -1
        best[:], lowest[:], travelled[:] = np.inf, np.inf, 0.0
        racing = lanes
        # The last steps at which all lanes were so, which none of them notes.
        all_steep_at, all_inside_at = -1, -1

        for t in range(steps + 1):
            if stop[0] != 0:
                return
            windowed = t > steps - 2 * half
            if t > 0:
                for k in range(lanes):
                    own[0, k] = rates[k] * factors[t - 1]
                if cycled >= 0:
                    own[cycled, :] = momenta[t - 1]
                if decay > 0.0 or windowed:
                    copy_to(before, x)
                step(gradient, loss, x, g, t, state, own)
                if decay > 0.0:
                    for i in range(2):
                        for k in range(lanes):
                            x[i, k] -= own[0, k] * decay * before[i, k]
            value_and_gradient(x, shape, f, g)

            outside, wild, flat = survey(x, f, g, box)
            if outside > 0:
                wild += note_inside(t, x, box, inside_at)
            else:
                all_inside_at = t
            lost = fallen(x, f, alive) if wild > 0 else 0
            if lost > 0:
                racing -= lost
                for k in range(lanes):
                    sound = abs(f[k]) <= DIVERGED and abs(x[0, k]) < np.inf and abs(x[1, k]) < np.inf
                    if alive[k] == 1 and not sound:
                        # Parked at its start: some rules and surfaces take far longer over ∞ and NaN.
                        alive[k], died_at[k], rates[k] = 0, t, 0.0
                        for i in range(2):
                            x[i, k], g[i, k] = starts[i, begin + k if starts.shape[1] > 1 else 0], 0.0
                            for s in range(slots):
                                state[s, i, k] = 0.0
            if racing == 0:
                break
            if flat == 0:
                all_steep_at = t
            elif flat < lanes:
                note_steep(t, g, steep_at)
            if flat > 0:
                note_away(t, x, points, own_homes, near, steep_at, away_at)
            if t <= steps - half and half > 0:
                # Only of a race that goes to and fro, and had its best before the last half, does its step matter.
                note_best(t, f, best, best_at)
            if goal == goal:
                note_arrival(t, f, goal, alive, arrived_at)
            if windowed:
                if t == steps - 2 * half + 1:
                    copy_to(corner, x)
                else:
                    for k in range(lanes):
                        u, v = x[0, k] - before[0, k], x[1, k] - before[1, k]
                        travelled[k] += np.sqrt(u * u + v * v)
                low = lowest[0] if t <= steps - half else lowest[1]
                for k in range(lanes):
                    was_low = low[k]
                    low[k] = f[k] if f[k] < was_low else was_low

        for k in range(lanes):
            n = begin + k
            ends[X, n], ends[Y, n], ends[LOSS, n] = x[0, k], x[1, k], f[k]
            steep, away = max(steep_at[k], all_steep_at), away_at[k]
            inside = max(inside_at[k], all_inside_at)
            notes[PLACE, n], notes[ARRIVAL, n] = -1, arrived_at[k]
            if alive[k] == 0:
                ends[X, n] = ends[Y, n] = ends[LOSS, n] = np.nan
                notes[OUTCOME, n], notes[STEP_OF_OUTCOME, n] = BLEW_UP, died_at[k]
            elif steep < steps and away < steps:
                notes[OUTCOME, n], notes[STEP_OF_OUTCOME, n] = STALLED, max(steep, away) + 1
                for p in range(points.shape[1]):
                    if points[0, p] == own_homes[0, k] and points[1, p] == own_homes[1, k]:
                        notes[PLACE, n] = p
                        notes[OUTCOME, n] = CONVERGED if p < minima else STALLED
                        break
            elif steep < steps and inside == steps:
                notes[OUTCOME, n], notes[STEP_OF_OUTCOME, n] = STALLED, steep + 1
            elif inside < steps:
                notes[OUTCOME, n], notes[STEP_OF_OUTCOME, n] = LEFT, inside + 1
            else:
                u, v = x[0, k] - corner[0, k], x[1, k] - corner[1, k]
                low, later = lowest[0, k], lowest[1, k]
                to_and_fro = half > 0 and np.sqrt(u * u + v * v) <= NET * travelled[k]
                if to_and_fro and low - later <= GAIN * abs(low) and best[k] <= later:
                    notes[OUTCOME, n], notes[STEP_OF_OUTCOME, n] = OSCILLATING, best_at[k]
                else:
                    notes[OUTCOME, n], notes[STEP_OF_OUTCOME, n] = RUNNING, steps
