"""How a race ended, decided from its marks: ``verdict``, the one truth about it, whatever is kept of the race."""

import numpy as np

from optimizers.racing.advance import ALL_AWAY_AT, ALL_INSIDE_AT, RACING, copy_to, enter
from optimizers.racing.marks import mark
from optimizers.racing.outcome import FEWEST, GAIN, KEPT, NET, Ending
from optimizers.racing.records import Clock, Ends, Field, Room, Rows, Tape
from surfaces.kernel import compiled, helper, inlined

# Kernels read plain numbers.
ARRIVED, DID_NOT_STAY, AT_REST, TO_AND_FRO, BLEW_UP, LEFT, ON_ITS_WAY = (int(ending) for ending in Ending)


@inlined
def verdict(k, steps, tape, room):
    """The ending of lane ``k``, its step, and at which of the tape's points it is, −1 at none."""
    marks, x, begin = room.marks, room.x, steps - tape.window
    if marks.alive[k] == 0:
        return BLEW_UP, marks.died_at[k], -1
    home_at = max(marks.away_at[k], marks.together[ALL_AWAY_AT]) + 1
    u, v = x[0, k] - marks.homes[0, k], x[1, k] - marks.homes[1, k]
    stays = home_at <= begin and u * u + v * v <= tape.near * tape.near
    # Those that race once more, with a minimum that was found as their home, have no points.
    place = marks.places[k]
    if stays and place < tape.minima:
        return ARRIVED, home_at, place
    if marks.stayed_at[k] >= 0 and 0 <= place < tape.minima:
        return DID_NOT_STAY, marks.stayed_at[k], place
    if marks.gone_at[k] >= 0:
        return DID_NOT_STAY, marks.gone_at[k], marks.gone_from[k]
    if not stays:
        place = -1
    if marks.strayed[k] <= tape.rest * tape.rest and tape.window >= FEWEST:
        return AT_REST, home_at if place >= 0 else begin, place
    outside_at = max(marks.inside_at[k], marks.together[ALL_INSIDE_AT]) + 1
    if 0 < outside_at <= begin and room.f[k] < marks.level[k] and farther(k, x, marks.corner, tape.box):
        return LEFT, outside_at, -1
    gain, most = marks.early[k] - marks.best[k], GAIN * (marks.worst[k] - marks.best[k])
    if tape.window >= 2 * FEWEST and gain <= most:
        u, v = x[0, k] - marks.corner[0, k], x[1, k] - marks.corner[1, k]
        first, second = marks.travelled[0, k], marks.travelled[1, k]
        # The two halves of an odd window are not of the same length.
        share = KEPT * (tape.window - tape.window // 2) / (tape.window // 2)
        if np.sqrt(u * u + v * v) <= NET * (first + second) and second >= share * first:
            return TO_AND_FRO, begin, -1
    return ON_ITS_WAY, steps, -1


@helper
def farther(k, x, corner, box):
    """Whether lane ``k`` is farther from the middle of ``box`` than at its corner."""
    middle_x, middle_y = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
    u, v = x[0, k] - middle_x, x[1, k] - middle_y
    a, b = corner[0, k] - middle_x, corner[1, k] - middle_y
    return u * u + v * v > a * a + b * b


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
            ends.homes[i, n] = room.marks.homes[i, k] if ending == ARRIVED else np.nan


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
