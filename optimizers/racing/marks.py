"""What a race leaves behind while it runs, for ``verdict`` to decide how it ended: ``mark``, after each step."""

import numpy as np

from optimizers.racing.advance import ALL_INSIDE_AT, ALL_STEEP_AT, RACING, copy_to
from optimizers.racing.outcome import DIVERGED, FLAT
from surfaces.kernel import helper, inlined


@inlined
def mark(t, clock, tape, room):
    """Leave the marks of all lanes after step ``t``; how many have diverged in it."""
    x, f, g, marks = room.x, room.f, room.g, room.marks
    lanes, half = f.shape[0], tape.half
    outside, wild, flat = survey(x, f, g, tape.box)
    if outside > 0:
        wild += mark_inside(t, x, tape.box, marks.inside_at)
    else:
        marks.together[ALL_INSIDE_AT] = t
    lost = mark_lost(t, x, f, marks) if wild > 0 else 0
    if flat == 0:
        marks.together[ALL_STEEP_AT] = t
    elif flat < lanes:
        mark_steep(t, g, marks.steep_at)
    if flat > 0:
        mark_away(t, x, tape, marks)
    if t <= clock.steps - half and half > 0:
        # The verdict asks for the step of the best loss only where that was before the window's second half.
        mark_best(t, f, marks.best, marks.best_at)
    if tape.goal == tape.goal:
        mark_arrival(t, f, tape.goal, marks.alive, marks.arrived_at)
    if t > clock.steps - 2 * half:
        mark_window(t - clock.steps + 2 * half, half, room)
    return lost


@helper
def sound(x, y, f):
    """Whether a lane at (x, y) with the loss f has not diverged; written so that NaN counts as diverged."""
    return (abs(f) <= DIVERGED) & (abs(x) < np.inf) & (abs(y) < np.inf)


@helper
def survey(x, f, g, box):
    """How many lanes are outside ``box``, have diverged by their loss alone, and are flat.

    One loop that only reads: most steps of most blocks leave nothing to be marked lane by lane.
    """
    left, right, bottom, top = box[0], box[1], box[2], box[3]
    outside, wild, flat = 0, 0, 0
    for k in range(f.shape[0]):
        inside = (left <= x[0, k]) & (x[0, k] <= right) & (bottom <= x[1, k]) & (x[1, k] <= top)
        outside += not inside
        wild += not abs(f[k]) <= DIVERGED
        flat += g[0, k] * g[0, k] + g[1, k] * g[1, k] <= FLAT * FLAT
    return outside, wild, flat


# Each loop below is short, without branches, and over few arrays, so that it is compiled to vector instructions.


@inlined
def mark_lost(t, x, f, marks):
    """Mark when lanes diverged; how many did so now, of those that were alive."""
    alive, lost = marks.alive, 0
    for k in range(f.shape[0]):
        lost += 0 if sound(x[0, k], x[1, k], f[k]) else alive[k]
    if lost > 0:
        marks.together[RACING] -= lost
        for k in range(f.shape[0]):
            if alive[k] == 1 and not sound(x[0, k], x[1, k], f[k]):
                alive[k], marks.died_at[k] = 0, t
    return lost


@helper
def mark_inside(t, x, box, inside_at):
    """Mark when lanes were last inside; how many are so far away that they may have diverged."""
    left, right, bottom, top = box[0], box[1], box[2], box[3]
    far = 0
    for k in range(inside_at.shape[0]):
        was_inside_at = inside_at[k]
        inside = (left <= x[0, k]) & (x[0, k] <= right) & (bottom <= x[1, k]) & (x[1, k] <= top)
        inside_at[k] = t if inside else was_inside_at
        far += not abs(x[0, k]) + abs(x[1, k]) < np.inf
    return far


@helper
def mark_steep(t, g, steep_at):
    """Mark when lanes were last steep."""
    for k in range(steep_at.shape[0]):
        was_steep_at = steep_at[k]
        level = g[0, k] * g[0, k] + g[1, k] * g[1, k] <= FLAT * FLAT
        steep_at[k] = was_steep_at if level else t


@helper
def mark_best(t, f, best, best_at):
    """Mark the best loss and its step."""
    for k in range(f.shape[0]):
        was_best, was_best_at = best[k], best_at[k]
        better = f[k] < was_best
        best[k] = f[k] if better else was_best
        best_at[k] = t if better else was_best_at


@helper
def mark_arrival(t, f, goal, alive, arrived_at):
    """Mark the first step at the goal."""
    arrived = 0
    for k in range(f.shape[0]):
        arrived += f[k] <= goal
    if arrived > 0:
        for k in range(f.shape[0]):
            was_arrived_at = arrived_at[k]
            arrived_at[k] = t if (f[k] <= goal) & (was_arrived_at < 0) & (alive[k] == 1) else was_arrived_at


@inlined
def mark_away(t, x, tape, marks):
    """Mark when lanes were last away from their home, in a step that finds some lane flat.

    A lane's home is the listed point that it is at. A lane that is flat and away from its home looks for another.
    Steps that find every lane steep need no such mark: a lane is at rest from the step after it was last steep or
    away, whichever was later.
    """
    home_x, home_y, near, points = marks.homes[0], marks.homes[1], tape.near, tape.points
    steep_at, away_at = marks.steep_at, marks.away_at
    searching = 0
    for k in range(away_at.shape[0]):
        was_away_at = away_at[k]
        u, v = x[0, k] - home_x[k], x[1, k] - home_y[k]
        at_home = u * u + v * v <= near * near
        away_at[k] = was_away_at if at_home else t
        searching += (not at_home) & (steep_at[k] < t)
    if searching > 0:
        for k in range(away_at.shape[0]):
            if steep_at[k] < t and away_at[k] == t:
                for p in range(points.shape[1]):
                    u, v = x[0, k] - points[0, p], x[1, k] - points[1, p]
                    if u * u + v * v <= near * near:
                        # Points are further apart than that: there is no second one.
                        home_x[k], home_y[k], away_at[k] = points[0, p], points[1, p], t - 1
                        break


@inlined
def mark_window(row, half, room):
    """Mark row ``row``, from 1, of the window at the end: the way since its first, the lowest loss of its half."""
    x, f, before, marks = room.x, room.f, room.before, room.marks
    if row == 1:
        copy_to(marks.corner, x)
    else:
        for k in range(f.shape[0]):
            u, v = x[0, k] - before[0, k], x[1, k] - before[1, k]
            marks.travelled[k] += np.sqrt(u * u + v * v)
    low = marks.lowest[0] if row <= half else marks.lowest[1]
    for k in range(f.shape[0]):
        was_low = low[k]
        low[k] = f[k] if f[k] < was_low else was_low
