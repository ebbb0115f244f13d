"""An ending in words, with its step, its place and how it is there: ``told``."""

from __future__ import annotations

import math

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.outcome import REST, STILL, Ending, Outcome, diagonal, nearness, stationary, window
from optimizers.racing.ranks import lowest_of
from optimizers.racing.recipe import Recipe
from optimizers.racing.records import Ends, Rows
from surfaces.surface import Point, Surface

#: A slope of at most this share of the steepest in the race is next to nothing.
GENTLE = 1e-3
#: It closes in where it was nearer in the second half of the window by this share of its distance in the first.
CLOSER = 0.05


def told(optimizer: Optimizer, surface: Surface, recipe: Recipe, ends: Ends, rows: Rows, k: int) -> Outcome:
    """The outcome of lane ``k``."""
    ending, step = Ending(int(ends.outcomes[k])), int(ends.steps[k])
    if ending == Ending.ARRIVED:
        return arrived(surface, ends, rows.positions[:, :, k], k)
    if ending == Ending.AT_REST:
        return at_rest(optimizer, surface, recipe, ends, rows, k)
    losses = rows.losses[:, k]
    return ending.outcome(step, loss=losses.min() if ending == Ending.TO_AND_FRO else losses[-1])


def arrived(surface: Surface, ends: Ends, positions: np.ndarray, k: int) -> Outcome:
    """Where lane ``k`` arrived, and how it is there."""
    place, minima = int(ends.places[k]), surface.minima
    if place >= 0:
        at = minima[place]
        kind = "lowest" if len(minima) == 1 or lowest_of(minima, at) else "local"
    else:
        x, y = ends.homes[:, k].tolist()
        at, kind = Point(x, y, float(surface.evaluate(x, y)[0])), "found"
    return Ending.ARRIVED.outcome(int(ends.steps[k]), kind, at, how=how(surface, positions, at))


def how(surface: Surface, positions: np.ndarray, at: Point) -> str:
    """Whether a race that arrived at a minimum rests, closes in, circles or bursts out, and how far, in words."""
    late = positions[len(positions) - 1 - window(len(positions) - 1) :]
    x, y = late[:, 0] - at.x, late[:, 1] - at.y
    away, half = x * x + y * y, len(late) // 2
    before, after = float(away[: half + 1].max()), float(away[half:].max())
    size, way, farthest = diagonal(surface), moved(late), math.sqrt(max(before, after))
    if farthest > nearness(surface):
        return f"bursts out as far as {farthest:.2g}"
    if way > STILL * size and after <= (1 - CLOSER) ** 2 * before:
        return "closes in"
    return "rests" if way <= REST * size else f"circles within {farthest:.2g}"


def moved(late: np.ndarray) -> float:
    """How far from its first row the race gets in the window."""
    x, y = late[:, 0] - late[0, 0], late[:, 1] - late[0, 1]
    return math.sqrt(float((x * x + y * y).max()))


def at_rest(optimizer: Optimizer, surface: Surface, recipe: Recipe, ends: Ends, rows: Rows, k: int) -> Outcome:
    """Where lane ``k`` came to rest, if not at a minimum, and what keeps it there."""
    step, place, say = int(ends.steps[k]), int(ends.places[k]), Ending.AT_REST.outcome
    if place >= 0:
        return say(step, "saddle", surface.saddles[place - len(surface.minima)])
    loss, end, slopes = rows.losses[-1, k], rows.positions[-1, :, k], rows.gradients[:, :, k]
    kind, newton = stationary(surface, end[:, None], slopes[-1][:, None])
    named = {-1: "found saddle", -2: "maximum"}.get(int(kind[0]))
    if named:
        return say(step, named, Point(float(end[0] + newton[0, 0]), float(end[1] + newton[1, 0]), float(loss)))
    norms = np.hypot(slopes[:, 0], slopes[:, 1])
    if norms[-1] <= GENTLE * norms.max():
        return say(step, "flat", loss=loss)
    late = rows.positions[len(norms) - 1 - window(len(norms) - 1) :, :, k]
    decays = recipe.weight_decay > 0 or getattr(optimizer, "weight_decay", 0) > 0
    held = decays and moved(late) <= STILL * diagonal(surface)
    return say(step, "decay" if held else "", loss=loss)
