"""How a race ended, from its rows in NumPy: the twin of ``optimizers.racing.verdict``, written from the definitions."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizers.racing.outcome import FLAT, GAIN, NET, Outcome, half_window, nearness, stationary
from surfaces.surface import Point, Surface


def naive_outcome(
    surface: Surface, positions: np.ndarray, losses: np.ndarray, gradients: np.ndarray, steps: int
) -> Outcome:
    """The outcome of a race with a budget of ``steps``, from its rows before any divergence.

    The kernels decide the same in a single pass, so each quantity here has their rounding: squares are compared, and
    sums run from the first row to the last.
    """
    alive = len(losses)
    if alive <= steps:
        return Outcome("diverged", alive, f"diverged at step {alive}")

    near = nearness(surface)
    x, y = positions.T
    flat = square(*gradients.T) <= FLAT * FLAT
    if flat[-1]:
        minimum = nearest(surface.minima, x[-1], y[-1])
        if minimum is not None and square(x[-1] - minimum.x, y[-1] - minimum.y) <= near * near:
            step = since(flat & (square(x - minimum.x, y - minimum.y) <= near * near))
            return Outcome("converged", step, f"converged at step {step}")
        saddle = nearest(surface.saddles, x[-1], y[-1])
        if saddle is not None and square(x[-1] - saddle.x, y[-1] - saddle.y) <= near * near:
            step = since(flat & (square(x - saddle.x, y - saddle.y) <= near * near))
            return Outcome("stalled", step, f"stalled at step {step}, at the saddle ({saddle.x:.4g}, {saddle.y:.4g})")
        if inside_map(surface, x, y)[-1]:
            found = 0 if surface.minima else int(stationary(surface, positions[-1:].T, gradients[-1:].T)[0][0])
            if found != 0:
                step = since(flat & (square(x - x[-1], y - y[-1]) <= near * near))
                kind, word = ("converged", "minimum") if found > 0 else ("stalled", "saddle")
                # Newton's step leaves the third decimal open; adding 0 takes the sign off −0.
                at_x, at_y = (round(float(value), 3) + 0.0 for value in (x[-1], y[-1]))
                return Outcome(kind, step, f"{kind} at step {step}, at a {word} near ({at_x:g}, {at_y:g})")
            step = since(flat)
            return Outcome("stalled", step, f"stalled at step {step}, where it is flat (loss {losses[-1]:.4g})")

    inside = inside_map(surface, x, y)
    if not inside[-1]:
        step = since(~inside)
        return Outcome("left the map", step, f"left the map at step {step} (loss {losses[-1]:.4g} at the end)")

    half = half_window(steps)
    if half > 0:
        u, v = x[-2 * half :], y[-2 * half :]
        travelled = np.cumsum(np.sqrt(square(u[1:] - u[:-1], v[1:] - v[:-1])))[-1]
        gone = np.sqrt(square(u[-1] - u[0], v[-1] - v[0]))
        before, after = losses[-2 * half : -half].min(), losses[-half:].min()
        best = int(np.argmin(losses))
        if gone <= NET * travelled and before - after <= GAIN * abs(before) and best < alive - half:
            return Outcome("oscillating", best, f"oscillating, no better since step {best} (loss {losses[best]:.4g})")
    return Outcome("running", steps, f"still running at step {steps}")


def since(holds: np.ndarray) -> int:
    """First row from which ``holds`` is true to the end."""
    broken = np.flatnonzero(~holds)
    return int(broken[-1]) + 1 if len(broken) else 0


def inside_map(surface: Surface, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    (left, right), (bottom, top) = surface.domain
    return (left <= x) & (x <= right) & (bottom <= y) & (y <= top)


def square(x: Any, y: Any) -> Any:
    return x * x + y * y


def nearest(points: tuple[Point, ...], x: float, y: float) -> Point | None:
    return min(points, key=lambda point: float(square(x - point.x, y - point.y)), default=None)
