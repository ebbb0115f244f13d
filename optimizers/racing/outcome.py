"""How a race ended, decided from its data."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from surfaces.surface import Point, Surface

#: A race has diverged once its loss is larger than this in size, or anything is not finite.
DIVERGED = 1e12
#: A gradient this small counts as none.
FLAT = 1e-3
#: Within this share of the domain's diagonal, a point is at a minimum or a saddle.
NEAR = 1e-3
#: The last share of a race in which it must still be getting somewhere.
WINDOW = 0.2
#: Steps that end up this share of their own length from where they began go to and fro.
NET = 0.1
#: The least relative gain, from one half of the window to the other, that counts as progress.
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


class Outcome(NamedTuple):
    """``kind`` is converged, stalled, oscillating, diverged, left the map or running."""

    kind: str
    #: The step from which on it is so; of a race that oscillates, the step of its best loss.
    step: int
    #: The outcome in words, with its step and place.
    text: str


def judge(surface: Surface, positions: np.ndarray, losses: np.ndarray, gradients: np.ndarray, steps: int) -> Outcome:
    """The outcome of a race with a budget of ``steps``, from its rows before any divergence.

    ``lanes.descend`` decides the same while it races and keeps no rows, so each quantity here is one that can be
    had in a single pass, with the same rounding: squares are compared, and sums run from the first row to the last.
    """
    alive = len(losses)
    if alive <= steps:
        return Outcome("diverged", alive, f"diverged at step {alive}")

    near = nearness(surface)
    x, y = positions.T
    flat = _square(*gradients.T) <= FLAT * FLAT
    if flat[-1]:
        minimum = _nearest(surface.minima, x[-1], y[-1])
        if minimum is not None and _square(x[-1] - minimum.x, y[-1] - minimum.y) <= near * near:
            step = _since(flat & (_square(x - minimum.x, y - minimum.y) <= near * near))
            return Outcome("converged", step, f"converged at step {step}")
        saddle = _nearest(surface.saddles, x[-1], y[-1])
        if saddle is not None and _square(x[-1] - saddle.x, y[-1] - saddle.y) <= near * near:
            step = _since(flat & (_square(x - saddle.x, y - saddle.y) <= near * near))
            return Outcome("stalled", step, f"stalled at step {step}, at the saddle ({saddle.x:.4g}, {saddle.y:.4g})")
        if _inside(surface, x, y)[-1]:
            found = 0 if surface.minima else int(stationary(surface, positions[-1:].T, gradients[-1:].T)[0][0])
            if found != 0:
                step = _since(flat & (_square(x - x[-1], y - y[-1]) <= near * near))
                kind, word = ("converged", "minimum") if found > 0 else ("stalled", "saddle")
                # Newton's step leaves the third decimal open; adding 0 takes the sign off −0.
                at_x, at_y = (round(float(value), 3) + 0.0 for value in (x[-1], y[-1]))
                return Outcome(kind, step, f"{kind} at step {step}, at a {word} near ({at_x:g}, {at_y:g})")
            step = _since(flat)
            return Outcome("stalled", step, f"stalled at step {step}, where it is flat (loss {losses[-1]:.4g})")

    inside = _inside(surface, x, y)
    if not inside[-1]:
        step = _since(~inside)
        return Outcome("left the map", step, f"left the map at step {step} (loss {losses[-1]:.4g} at the end)")

    half = half_window(steps)
    if half > 0:
        u, v = x[-2 * half :], y[-2 * half :]
        travelled = np.cumsum(np.sqrt(_square(u[1:] - u[:-1], v[1:] - v[:-1])))[-1]
        gone = np.sqrt(_square(u[-1] - u[0], v[-1] - v[0]))
        before, after = losses[-2 * half : -half].min(), losses[-half:].min()
        best = int(np.argmin(losses))
        if gone <= NET * travelled and before - after <= GAIN * abs(before) and best < alive - half:
            return Outcome("oscillating", best, f"oscillating, no better since step {best} (loss {losses[best]:.4g})")
    return Outcome("running", steps, f"still running at step {steps}")


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


def _since(holds: np.ndarray) -> int:
    """First row from which ``holds`` is true to the end."""
    broken = np.flatnonzero(~holds)
    return int(broken[-1]) + 1 if len(broken) else 0


def _inside(surface: Surface, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    (left, right), (bottom, top) = surface.domain
    return (left <= x) & (x <= right) & (bottom <= y) & (y <= top)


def _square(x: Any, y: Any) -> Any:
    return x * x + y * y


def _nearest(points: tuple[Point, ...], x: float, y: float) -> Point | None:
    return min(points, key=lambda point: float(_square(x - point.x, y - point.y)), default=None)
