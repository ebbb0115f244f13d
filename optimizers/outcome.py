"""How a race ended, decided from its data."""

from __future__ import annotations

import math
from typing import NamedTuple

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


class Outcome(NamedTuple):
    """``kind`` is converged, stalled, oscillating, diverged, left the map or running."""

    kind: str
    #: The step from which on it is so; of a race that oscillates, the step of its best loss.
    step: int
    #: The outcome in words, with its step and place.
    text: str


def judge(surface: Surface, positions: np.ndarray, losses: np.ndarray, gradients: np.ndarray, steps: int) -> Outcome:
    """The outcome of a race with a budget of ``steps``, from its rows before any divergence."""
    alive = len(losses)
    if alive <= steps:
        return Outcome("diverged", alive, f"diverged at step {alive}")

    (left, right), (bottom, top) = surface.domain
    near = NEAR * math.hypot(right - left, top - bottom)
    x, y = positions.T
    flat = np.hypot(*gradients.T) <= FLAT
    if flat[-1]:
        minimum = _nearest(surface.minima, x[-1], y[-1])
        if minimum is not None and _distance(minimum, x[-1], y[-1]) <= near:
            step = _since(flat & (np.hypot(x - minimum.x, y - minimum.y) <= near))
            return Outcome("converged", step, f"converged at step {step}")
        saddle = _nearest(surface.saddles, x[-1], y[-1])
        if saddle is not None and _distance(saddle, x[-1], y[-1]) <= near:
            step = _since(flat & (np.hypot(x - saddle.x, y - saddle.y) <= near))
            return Outcome("stalled", step, f"stalled at step {step}, at the saddle ({saddle.x:.4g}, {saddle.y:.4g})")
        if _inside(surface, x, y)[-1]:
            found = None if surface.minima else _stationary(surface, x[-1], y[-1], gradients[-1], near)
            if found is not None:
                step = _since(flat & (np.hypot(x - x[-1], y - y[-1]) <= near))
                kind, word = ("converged", "minimum") if found else ("stalled", "saddle")
                # Newton's step leaves the third decimal open; adding 0 takes the sign off −0.
                at_x, at_y = (round(float(value), 3) + 0.0 for value in (x[-1], y[-1]))
                return Outcome(kind, step, f"{kind} at step {step}, at a {word} near ({at_x:g}, {at_y:g})")
            step = _since(flat)
            return Outcome("stalled", step, f"stalled at step {step}, where it is flat (loss {losses[-1]:.4g})")

    inside = _inside(surface, x, y)
    if not inside[-1]:
        step = _since(~inside)
        return Outcome("left the map", step, f"left the map at step {step} (loss {losses[-1]:.4g} at the end)")

    window = max(2, round(WINDOW * alive))
    half = window // 2
    if alive > 2 * half >= 10:
        moves = np.diff(positions[-2 * half :], axis=0)
        travelled, gone = np.hypot(*moves.T).sum(), np.hypot(*moves.sum(axis=0))
        before, after = losses[-2 * half : -half].min(), losses[-half:].min()
        best = int(np.argmin(losses))
        if gone <= NET * travelled and before - after <= GAIN * abs(before) and best < alive - half:
            return Outcome("oscillating", best, f"oscillating, no better since step {best} (loss {losses[best]:.4g})")
    return Outcome("running", steps, f"still running at step {steps}")


def _stationary(surface: Surface, x: float, y: float, gradient: np.ndarray, near: float) -> bool | None:
    """Where a surface lists no points: True at a minimum, False at a saddle, None where neither is within ``near``.

    A small gradient alone does not tell a minimum from a slope that is merely gentle: Newton's step
    from the point, which leads to the stationary point of the quadratic there, must be short as well.
    """
    hessian = surface.curvature(x, y)
    if not np.isfinite(hessian).all():
        return None
    curvatures, directions = np.linalg.eigh(hessian)
    if curvatures[0] == 0 or curvatures[1] <= 0:
        return None
    step = (directions.T @ gradient) / curvatures
    return bool(curvatures[0] > 0) if np.hypot(*step) <= near else None


def _since(holds: np.ndarray) -> int:
    """First row from which ``holds`` is true to the end."""
    broken = np.flatnonzero(~holds)
    return int(broken[-1]) + 1 if len(broken) else 0


def _inside(surface: Surface, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    (left, right), (bottom, top) = surface.domain
    return (left <= x) & (x <= right) & (bottom <= y) & (y <= top)


def _distance(point: Point, x: float, y: float) -> float:
    return math.hypot(x - point.x, y - point.y)


def _nearest(points: tuple[Point, ...], x: float, y: float) -> Point | None:
    return min(points, key=lambda point: _distance(point, x, y), default=None)
