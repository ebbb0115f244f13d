"""What a race leaves behind for its outcome while it runs: what ``outcome.judge`` reads off its rows afterwards."""

import numpy as np

from optimizers.racing.outcome import DIVERGED, FLAT
from surfaces.kernel import helper


@helper
def survey(x, f, g, box):
    """How many lanes are outside ``box``, have lost themselves by their loss alone, and are flat.

    One loop that only reads: most steps of most blocks leave nothing to be noted lane by lane.
    """
    left, right, bottom, top = box[0], box[1], box[2], box[3]
    outside, wild, flat = 0, 0, 0
    for k in range(f.shape[0]):
        inside = (left <= x[0, k]) & (x[0, k] <= right) & (bottom <= x[1, k]) & (x[1, k] <= top)
        outside += not inside
        wild += not abs(f[k]) <= DIVERGED
        flat += g[0, k] * g[0, k] + g[1, k] * g[1, k] <= FLAT * FLAT
    return outside, wild, flat


@helper
def fallen(x, f, alive):
    """How many of those that were alive have diverged."""
    count = 0
    for k in range(f.shape[0]):
        # Written so that NaN counts as diverged.
        sound = (abs(f[k]) <= DIVERGED) & (abs(x[0, k]) < np.inf) & (abs(x[1, k]) < np.inf)
        count += 0 if sound else alive[k]
    return count


# Each loop below is short, without branches, and over few arrays, so that it is compiled to vector instructions.


@helper
def note_inside(t, x, box, inside_at):
    """Note when lanes were last inside; how many are so far away that they may be lost."""
    left, right, bottom, top = box[0], box[1], box[2], box[3]
    far = 0
    for k in range(inside_at.shape[0]):
        was_inside_at = inside_at[k]
        inside = (left <= x[0, k]) & (x[0, k] <= right) & (bottom <= x[1, k]) & (x[1, k] <= top)
        inside_at[k] = t if inside else was_inside_at
        far += not abs(x[0, k]) + abs(x[1, k]) < np.inf
    return far


@helper
def note_steep(t, g, steep_at):
    """Note when lanes were last steep."""
    for k in range(steep_at.shape[0]):
        was_steep_at = steep_at[k]
        level = g[0, k] * g[0, k] + g[1, k] * g[1, k] <= FLAT * FLAT
        steep_at[k] = was_steep_at if level else t


@helper
def note_best(t, f, best, best_at):
    """Note the best loss and its step."""
    for k in range(f.shape[0]):
        was_best, was_best_at = best[k], best_at[k]
        better = f[k] < was_best
        best[k] = f[k] if better else was_best
        best_at[k] = t if better else was_best_at


@helper
def note_arrival(t, f, goal, alive, arrived_at):
    """Note the first step at the goal."""
    arrived = 0
    for k in range(f.shape[0]):
        arrived += f[k] <= goal
    if arrived > 0:
        for k in range(f.shape[0]):
            was_arrived_at = arrived_at[k]
            arrived_at[k] = t if (f[k] <= goal) & (was_arrived_at < 0) & (alive[k] == 1) else was_arrived_at


@helper
def note_away(t, x, points, homes, near, steep_at, away_at):
    """Note when lanes were last away from their home, in a step that finds some lane flat.

    A lane's home is the listed point that it is at; where it is flat and away from home, its home is looked for.
    A lane settled after it was last steep or away, so that other steps do not matter.
    """
    home_x, home_y = homes[0], homes[1]
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
