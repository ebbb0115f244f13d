"""What a race leaves behind while it runs, for ``verdict`` to decide how it ended: ``mark``, after each step."""

import numpy as np

from optimizers.racing.advance import ALL_AWAY_AT, ALL_HOME_AT, ALL_INSIDE_AT, RACING, copy_to
from optimizers.racing.outcome import DIVERGED, FEWEST, STAY, showing
from surfaces.kernel import helper, inlined


@inlined
def mark(t, clock, tape, room):
    """Leave the marks of all lanes after step ``t``; how many have diverged in it."""
    x, f, marks = room.x, room.f, room.marks
    points = tape.points.shape[1]
    if (points > 1 and astray(x, marks.looked) > 0) or (points == 1 and t == 0):
        look_for_homes(t, x, tape, marks)
    outside, wild, home = survey(x, f, marks.homes, tape.near, tape.box, marks.best)
    if outside > 0:
        wild += mark_inside(t, x, tape.box, marks.inside_at)
    else:
        marks.together[ALL_INSIDE_AT] = t
    lost = mark_lost(t, x, f, marks) if wild > 0 else 0
    if home == f.shape[0]:
        marks.together[ALL_HOME_AT] = t
    elif (home == 0 and marks.together[ALL_AWAY_AT] == t - 1) or mark_away(t, x, tape.near, marks) == 0:
        marks.together[ALL_AWAY_AT] = t
    if tape.goal == tape.goal:
        mark_arrival(t, f, tape.goal, marks.alive, marks.arrived_at)
    if t >= clock.steps - tape.window:
        mark_window(t - clock.steps + tape.window, tape.window, room)
    return lost


@helper
def sound(x, y, f):
    """Whether a lane at (x, y) with the loss f has not diverged; written so that NaN counts as diverged."""
    return (abs(f) <= DIVERGED) & (abs(x) < np.inf) & (abs(y) < np.inf)


@helper
def survey(x, f, homes, near, box, best):
    """How many lanes are outside ``box``, have diverged by their loss alone, and are at their homes; and mark the best.

    One loop: most steps of most blocks leave nothing else to be marked lane by lane.
    """
    left, right, bottom, top = box[0], box[1], box[2], box[3]
    outside, wild, home = 0, 0, 0
    square = near * near
    for k in range(f.shape[0]):
        inside = (left <= x[0, k]) & (x[0, k] <= right) & (bottom <= x[1, k]) & (x[1, k] <= top)
        outside += not inside
        wild += not abs(f[k]) <= DIVERGED
        u, v = x[0, k] - homes[0, k], x[1, k] - homes[1, k]
        home += u * u + v * v <= square
        was_best = best[k]
        best[k] = f[k] if f[k] < was_best else was_best
    return outside, wild, home


@helper
def astray(x, looked):
    """How many lanes are so far from where they looked for a home that another may be theirs by now."""
    count = 0
    reaches = looked[2]
    for k in range(reaches.shape[0]):
        u, v = x[0, k] - looked[0, k], x[1, k] - looked[1, k]
        count += not u * u + v * v <= reaches[k]
    return count


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
def shown_from(t):
    """Where the window of a race begins that is over at step ``t``; −1 where so few steps show nothing."""
    return t - showing(t) if t >= FEWEST else -1


@inlined
def mark_away(t, x, near, marks):
    """Mark when stays at home ended: with too many steps away. How many lanes are in one that has not.

    And mark the stays that are arrivals as far as they go, now, or a step ago if all lanes were at home, unmarked.
    """
    homes, away_at, whole_at, stayed_at = marks.homes, marks.away_at, marks.whole_at, marks.stayed_at
    none_at, here = marks.together[ALL_AWAY_AT], shown_from(t)
    before = shown_from(t - 1) if marks.together[ALL_HOME_AT] == t - 1 else -1
    staying, now, none = 0, float(t), float(none_at)
    for k in range(away_at.shape[0]):
        was_away_at, whole, had_stayed_at = away_at[k], max(whole_at[k], none), stayed_at[k]
        u, v = x[0, k] - homes[0, k], x[1, k] - homes[1, k]
        inside = u * u + v * v <= near * near
        last_at = max(was_away_at, none_at)
        stayed_at[k] = last_at + 1 if last_at < (here if inside else before) else had_stayed_at
        less = whole if inside else whole + STAY
        away_at[k] = was_away_at if less <= now else t
        whole_at[k] = min(less, now)
        staying += less <= now
    return staying


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
def look_for_homes(t, x, tape, marks):
    """Give each lane that is astray the home that it is at now, or that is nearest, if its stay at the last has ended.

    It looks again once it has gone far enough to be at another. At a minimum is at home, even with a saddle nearer.
    """
    points, minima, near, homes, looked = tape.points, tape.minima, tape.near, marks.homes, marks.looked
    for k in range(x.shape[1]):
        u, v = x[0, k] - looked[0, k], x[1, k] - looked[1, k]
        if u * u + v * v <= looked[2, k]:
            continue
        home, first, second = 0, np.inf, np.inf
        for p in range(points.shape[1]):
            u, v = x[0, k] - points[0, p], x[1, k] - points[1, p]
            square = u * u + v * v
            at_minimum = home < minima and first <= near * near
            if square < first and not (at_minimum and p >= minima):
                home, first, second = p, square, first
            elif square < second:
                second = square
        reach, other = np.sqrt(second) - near, home != marks.places[k]
        stays = max(marks.away_at[k], marks.together[ALL_AWAY_AT]) < t - 1
        if other and stays and first > near * near:
            looked[2, k] = -1.0
            continue
        looked[2, k] = reach * reach if reach > 0.0 else -1.0
        looked[0, k], looked[1, k] = x[0, k], x[1, k]
        if other:
            leave_home(k, t, tape, marks)
            homes[0, k], homes[1, k], marks.places[k] = points[0, home], points[1, home], home
            marks.away_at[k] = marks.whole_at[k] = t - 1


@inlined
def leave_home(k, t, tape, marks):
    """Keep the mark of a stay of lane ``k`` at its home, a minimum, that is an arrival as far as it went."""
    stayed_at, last_at = marks.stayed_at[k], max(marks.away_at[k], marks.together[ALL_AWAY_AT])
    if marks.together[ALL_HOME_AT] == t - 1 and last_at < shown_from(t - 1):
        stayed_at = last_at + 1
    if stayed_at >= 0 and marks.places[k] < tape.minima:
        marks.gone_at[k], marks.gone_from[k] = stayed_at, marks.places[k]
    marks.stayed_at[k] = -1


@inlined
def mark_window(row, window, room):
    """Mark row ``row``, from 0, of the window at the end: the way in its half, the worst loss, how far it strayed."""
    x, f, before, marks = room.x, room.f, room.before, room.marks
    if row == 0:
        copy_to(marks.corner, x)
        for k in range(f.shape[0]):
            marks.level[k], marks.early[k] = f[k], marks.best[k]
        return
    way, corner = marks.travelled[0] if row <= window // 2 else marks.travelled[1], marks.corner
    strayed, worst = marks.strayed, marks.worst
    for k in range(f.shape[0]):
        u, v = x[0, k] - before[0, k], x[1, k] - before[1, k]
        way[k] += np.sqrt(u * u + v * v)
        u, v = x[0, k] - corner[0, k], x[1, k] - corner[1, k]
        square, farthest, high = u * u + v * v, strayed[k], worst[k]
        strayed[k] = farthest if square <= farthest else square
        worst[k] = f[k] if f[k] > high else high
