"""How a race ended, decided from its marks: ``verdict``, the one truth about it, whatever is kept of the race."""

import numpy as np

from optimizers.racing.advance import ALL_INSIDE_AT, ALL_STEEP_AT, RACING, copy_to, enter
from optimizers.racing.marks import mark
from optimizers.racing.outcome import GAIN, NET, Ending
from optimizers.racing.records import Clock, Ends, Field, Room, Rows, Tape
from surfaces.kernel import compiled, inlined

# Kernels read plain numbers.
CONVERGED, STALLED, OSCILLATING, BLEW_UP, LEFT, RUNNING = (int(ending) for ending in Ending)


@inlined
def verdict(k, steps, tape, room):
    """The ending of lane ``k``, its step, and at which of the tape's points it is, −1 at none."""
    marks, x, points = room.marks, room.x, tape.points
    if marks.alive[k] == 0:
        return BLEW_UP, marks.died_at[k], -1
    steep, away = max(marks.steep_at[k], marks.together[ALL_STEEP_AT]), marks.away_at[k]
    inside = max(marks.inside_at[k], marks.together[ALL_INSIDE_AT])
    if steep < steps and away < steps:
        step = max(steep, away) + 1
        for p in range(points.shape[1]):
            if points[0, p] == marks.homes[0, k] and points[1, p] == marks.homes[1, k]:
                return CONVERGED if p < tape.minima else STALLED, step, p
        return STALLED, step, -1
    if steep < steps and inside == steps:
        return STALLED, steep + 1, -1
    if inside < steps:
        return LEFT, inside + 1, -1
    if tape.half > 0:
        u, v = x[0, k] - marks.corner[0, k], x[1, k] - marks.corner[1, k]
        low, later = marks.lowest[0, k], marks.lowest[1, k]
        to_and_fro = np.sqrt(u * u + v * v) <= NET * marks.travelled[k]
        if to_and_fro and low - later <= GAIN * abs(low) and marks.best[k] <= later:
            return OSCILLATING, marks.best_at[k], -1
    return RUNNING, steps, -1


@inlined
def conclude(begin, steps, tape, room, ends):
    """Leave the ends of the lanes in ``room``, of which the first is lane ``begin`` of all."""
    for k in range(room.x.shape[1]):
        n = begin + k
        ending, step, place = verdict(k, steps, tape, room)
        ends.outcomes[n], ends.steps[n], ends.places[n] = ending, step, place
        ends.arrivals[n] = room.marks.arrived_at[k]
        alive = room.marks.alive[k] == 1
        ends.losses[n] = room.f[k] if alive else np.nan
        for i in range(2):
            ends.positions[i, n] = room.x[i, k] if alive else np.nan


@compiled
def judge(clock: Clock, field: Field, tape: Tape, room: Room, ends: Ends, rows: Rows) -> None:
    """Decide races from their rows, which they mark once more: with the homes in ``field``, when these are known."""
    enter(0, field, room)
    for t in range(clock.steps + 1):
        copy_to(room.before, room.x)
        copy_to(room.x, rows.positions[t])
        copy_to(room.g, rows.gradients[t])
        for k in range(room.f.shape[0]):
            room.f[k] = rows.losses[t, k]
        mark(t, clock, tape, room)
        if room.marks.together[RACING] == 0:
            break
    conclude(0, clock.steps, tape, room, ends)
