"""Where a surface lists no points: whether a place is at a minimum, a saddle or a maximum, as the curvature tells."""

from __future__ import annotations

import numpy as np

from optimizers.parts.matrix import solve
from optimizers.racing.outcome import nearness
from optimizers.racing.records import Ground
from surfaces.kernel import Lanes, Whole, compiled, helper, scratch, scratch_rows
from surfaces.surface import Surface

#: Kinds of stationary points.
MINIMUM, NONE, SADDLE, MAXIMUM = 1, 0, -1, -2
#: Newton's steps take the end of a race into the minimum that it is at: so many at the most, until they are this share
#: of ``nearness``. Where the curvature vanishes at the minimum itself, each leaves two thirds of the way.
POLISH, POLISHED = 60, 1e-6


@helper
def newton(xx, xy, yy, u, v, near):
    """What kind of stationary point is near, by a Hessian and a gradient, and Newton's step to it.

    The step is short where it is at most ``near``; it is zero where the matrix is singular.
    """
    size = max(abs(xx), abs(xy), abs(yy))
    if not (size > 0.0 and size < np.inf and abs(u) < np.inf and abs(v) < np.inf):
        return NONE, 0.0, 0.0
    # Divided by its size, so that no product is beyond all numbers.
    xx, xy, yy = xx / size, xy / size, yy / size
    a, b = solve(xx, xy, yy, -u / size, -v / size)
    determinant = xx * yy - xy * xy
    if determinant == 0.0 or not a * a + b * b <= near * near:
        return NONE, a, b
    if determinant < 0.0:
        return SADDLE, a, b
    return (MINIMUM if xx + yy > 0.0 else MAXIMUM), a, b


@compiled
def classify(hessians: Lanes, gradients: Lanes, near: float, kinds: Whole, steps: Lanes) -> None:
    """``newton`` for many places: into ``kinds``, ``(n,)``, and ``steps``, ``(2, n)``."""
    for k in range(kinds.shape[0]):
        kinds[k], steps[0, k], steps[1, k] = newton(
            hessians[0, k], hessians[1, k], hessians[2, k], gradients[0, k], gradients[1, k], near
        )


@compiled
def polish(ground: Ground, near: float, places: Lanes, minima: Lanes) -> None:
    """Into ``minima`` the minimum that is near each of ``places``, ``(2, n)`` both; NaN where none is."""
    x, g, h, f = scratch_rows(2, 1), scratch_rows(2, 1), scratch_rows(3, 1), scratch(1)
    for k in range(places.shape[1]):
        x[0, 0], x[1, 0], kind = places[0, k], places[1, k], NONE
        for _ in range(POLISH):
            ground.value_and_gradient(x, ground.shape, f, g)
            ground.hessian(x, ground.shape, h)
            kind, u, v = newton(h[0, 0], h[1, 0], h[2, 0], g[0, 0], g[1, 0], near)
            if kind != MINIMUM:
                break
            x[0, 0] += u
            x[1, 0] += v
            if u * u + v * v <= (POLISHED * near) * (POLISHED * near):
                break
        u, v = x[0, 0] - places[0, k], x[1, 0] - places[1, k]
        there = kind == MINIMUM and u * u + v * v <= near * near
        for i in range(2):
            minima[i, k] = x[i, 0] if there else np.nan


def ground_of(surface: Surface) -> Ground:
    """What is asked of a surface beside its races."""
    points = (*surface.minima, *surface.saddles)
    return Ground(surface.value_and_gradient, surface.hessian, surface.shape, np.array([each.value for each in points]))


def stationary(surface: Surface, points: np.ndarray, gradients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What kind of stationary point is near: 1 a minimum, −1 a saddle, −2 a maximum, 0 none, ``(n,)``.

    ``points`` and ``gradients`` are ``(2, n)``. A small gradient alone does not tell a minimum from a slope that is
    merely gentle: Newton's step from the point, which leads to the stationary point of the quadratic there and comes
    back too, ``(2, n)``, must be short. So it is whatever the loss is multiplied by.
    """
    xx, xy, yy = (surface.curvature(*points)[i, j] for i, j in ((0, 0), (0, 1), (1, 1)))
    kinds, steps = np.empty(points.shape[1], np.int64), np.empty(points.shape)
    hessians = np.ascontiguousarray([xx, xy, yy])
    classify(hessians, np.ascontiguousarray(gradients), nearness(surface), kinds, steps)
    return kinds, steps


def minima_near(surface: Surface, places: np.ndarray) -> np.ndarray:
    """The minimum near each of ``places``, as the curvature tells, ``(2, n)`` both; NaN where there is none."""
    minima = np.empty(places.shape)
    polish(ground_of(surface), nearness(surface), np.ascontiguousarray(places), minima)
    return minima
