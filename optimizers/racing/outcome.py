"""How a race can end: the constants that decide it, and its words. ``verdict`` decides."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from optimizers.racing.records import Ends
from surfaces.surface import Surface

#: A race has diverged once its loss is larger than this in size, or anything is not finite.
DIVERGED = 1e12
#: A gradient this small counts as none.
FLAT = 1e-3
#: Within this share of the domain's diagonal, a point is at a minimum or a saddle.
NEAR = 1e-3
#: The share of a race, at its end, that is looked at for progress: the window.
WINDOW = 0.2
#: A race goes to and fro where the two ends of the window are closer than this share of the way between them.
NET = 0.1
#: The least relative gain, from the lowest loss in one half of the window to that in the other, that is progress.
GAIN = 0.01


class Ending(IntEnum):
    """How a race ended, as a number: 0 where it converged, below 0 where it did anything else."""

    CONVERGED = 0
    STALLED = -1
    OSCILLATING = -2
    DIVERGED = -3
    LEFT_THE_MAP = -4
    RUNNING = -5

    @property
    def kind(self) -> str:
        """The same as ``Outcome.kind`` has it."""
        return self.name.lower().replace("_", " ")

    @property
    def words(self) -> str:
        """The ending as people say it."""
        return SAID[self].words

    @property
    def meaning(self) -> str:
        """Its definition, in a sentence about the step of the outcome."""
        return SAID[self].meaning

    @property
    def texts(self) -> dict[str, str]:
        """Templates of ``Outcome.text``, by where the race came to rest.

        That is at a point that the surface lists ("listed"), at one that was found by its curvature ("found"), or at
        neither (""). They ask for ``step``, the place ``x`` and ``y``, and ``loss``: the last one, or the best of a
        race that oscillates.
        """
        return SAID[self].texts

    def outcome(self, step: int, rest: str = "", **facts: float) -> Outcome:
        """This ending in words; ``rest`` is a key of ``texts``, ``facts`` are what that template asks for."""
        return Outcome(self.kind, step, self.texts[rest].format(step=step, **facts))


class Outcome(NamedTuple):
    """``kind`` is converged, stalled, oscillating, diverged, left the map or running."""

    kind: str
    #: The step from which on the race was as ``kind`` says, or, where it oscillates, the step of its best loss.
    step: int
    #: The outcome in words, with its step and place.
    text: str


class Said(NamedTuple):
    """What people are told of an ending: ``Ending.words``, ``.meaning`` and ``.texts``."""

    words: str
    meaning: str
    texts: dict[str, str]


SAID = {
    Ending.CONVERGED: Said(
        "converged",
        "From this step to the end it was at rest at a minimum: "
        "the slope at most 0.001, the minimum within 0.1 % of the map's diagonal.",
        {
            "listed": "converged at step {step}",
            "found": "converged at step {step}, at a minimum near ({x:g}, {y:g})",
        },
    ),
    Ending.STALLED: Said(
        "stalled",
        "From this step to the end it was at rest, but at a saddle or where it is merely flat.",
        {
            "listed": "stalled at step {step}, at the saddle ({x:.4g}, {y:.4g})",
            "found": "stalled at step {step}, at a saddle near ({x:g}, {y:g})",
            "": "stalled at step {step}, where it is flat (loss {loss:.4g})",
        },
    ),
    Ending.OSCILLATING: Said(
        "oscillating",
        "In its last fifth it went to and fro and gained no more than 1 %; its best loss was at this step.",
        {"": "oscillating, no better since step {step} (loss {loss:.4g})"},
    ),
    Ending.DIVERGED: Said(
        "diverged",
        "At this step its loss was beyond 10¹² in size, or a number was not finite.",
        {"": "diverged at step {step}"},
    ),
    Ending.LEFT_THE_MAP: Said(
        "left the map",
        "From this step to the end it was outside the map.",
        {"": "left the map at step {step} (loss {loss:.4g} at the end)"},
    ),
    Ending.RUNNING: Said(
        "still running",
        "None of the others: it was on its way when its steps were used up.",
        {"": "still running at step {step}"},
    ),
}


def nearness(surface: Surface) -> float:
    """How far from a point of ``surface`` is still at it."""
    (left, right), (bottom, top) = surface.domain
    return NEAR * math.hypot(right - left, top - bottom)


def half_window(steps: int) -> int:
    """Rows in each half of the window at the end of a race of ``steps`` steps; 0 where it is too short to tell."""
    half = max(2, round(WINDOW * (steps + 1))) // 2
    return half if steps + 1 > 2 * half >= 10 else 0


def stationary(surface: Surface, points: np.ndarray, gradients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a surface lists no points: 1 at a minimum, −1 at a saddle, 0 where neither is near, ``(n,)``.

    ``points`` and ``gradients`` are ``(2, n)``. A small gradient alone does not tell a minimum from a slope that is
    merely gentle: Newton's step from the point, which leads to the stationary point of the quadratic there and comes
    back too, ``(2, n)``, must be short as well.
    """
    hessians = np.moveaxis(surface.curvature(*points), 2, 0)
    known = np.isfinite(hessians).all(axis=(1, 2))
    curvatures, directions = np.linalg.eigh(np.where(known[:, None, None], hessians, 0.0))
    low, high = curvatures.T
    usable = known & (low != 0) & (high > 0)
    step = np.zeros_like(points)
    for i in range(2):
        along = directions[:, :, i].T
        bend = np.where(usable, curvatures[:, i], 1.0)
        step -= (along[0] * gradients[0] + along[1] * gradients[1]) / bend * along
    near = nearness(surface)
    short = _square(*step) <= near * near
    return np.where(usable & short, np.where(low > 0, 1, -1), 0), step


def at_rest(surface: Surface, ends: Ends) -> np.ndarray:
    """Where a surface lists no points: which lanes ended at a minimum or saddle that is found here, ``(found,)``.

    In ``ends``, those at a minimum have now converged. ``verdict`` has them all as stalled, from where on it was flat:
    only who knows the place can say from which step on they were there.
    """
    flat = np.flatnonzero((ends.outcomes == Ending.STALLED) & (ends.places < 0))
    places = ends.positions[:, flat]
    kinds, _ = stationary(surface, places, surface.evaluate(*places)[1])
    ends.outcomes[flat[kinds > 0]] = Ending.CONVERGED
    return flat[kinds != 0]


def _square(x: Any, y: Any) -> Any:
    return x * x + y * y
