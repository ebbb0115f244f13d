"""Symmetric 2 × 2 matrices in closed form, by their entries xx, xy, yy."""

from typing import Any

import numpy as np

from optimizers.optimizer import LOOKED
from surfaces.kernel import helper
from surfaces.numbers import Real


class Damping(Real):
    """A multiple μ ≥ 0 of the identity that is added to a matrix before it is inverted."""

    def __init__(self, default: float = 0.1, **kwargs: Any) -> None:
        described = {"label": "μ", "doc": "Damping: the larger, the shorter the step and the closer to the gradient."}
        limits = {"bounds": (0, 1000), "softbounds": (1e-6, 10)}
        super().__init__(default, **{**described, **limits, **kwargs})


@helper
def look(loss, x, h):
    """Write the matrix at ``x`` that the rule names in ``Optimizer.curvature`` to ``h``, ``(3, lanes)``; count it."""
    counts = loss.counts
    loss.curvature(x, loss.shape, h)
    for k in range(x.shape[1]):
        counts[LOOKED, k] += 1


@helper
def solve(xx, xy, yy, u, v):
    """The vector that the matrix takes to (u, v); zero where the matrix is singular, so that nothing moves."""
    determinant = xx * yy - xy * xy
    if determinant == 0.0:
        return 0.0 * u, 0.0 * v
    return (yy * u - xy * v) / determinant, (xx * v - xy * u) / determinant


@helper
def absolute(xx, xy, yy):
    """The matrix with its eigenvalues replaced by their absolute values."""
    trace, determinant = xx + yy, xx * yy - xy * xy
    if determinant < 0.0:
        # M² = tr(M) M − det(M) I is the square of |M|, whose trace is the distance of the eigenvalues.
        distance = np.sqrt((xx - yy) * (xx - yy) + 4.0 * xy * xy)
        xx, xy, yy = trace * xx - 2.0 * determinant, trace * xy, trace * yy - 2.0 * determinant
        return xx / distance, xy / distance, yy / distance
    if trace < 0.0:
        return -xx, -xy, -yy
    return xx, xy, yy


@helper
def inverse_fourth_root(xx, xy, yy, eps):
    """(M + εI) to the power −¼, and tr(M) + ε too, of a positive semidefinite M; a null space stays one."""
    half, apart = 0.5 * (xx + yy), 0.5 * (xx - yy)
    large = half + np.sqrt(apart * apart + xy * xy)
    determinant = xx * yy - xy * xy
    small = determinant / large if determinant > 0.0 else 0.0
    large, small = np.sqrt(np.sqrt(large + eps)), np.sqrt(np.sqrt(small + eps))
    if large == 0.0:
        return 0.0 * xx, 0.0 * xy, 0.0 * yy, 0.0 * xx
    # aI + bM takes the eigenvalues r⁴ − ε of M to 1/r: b is the divided difference of 1/r.
    a, b = 0.0 * xx, 1.0 / (large * large * large * large * large)
    if small > 0.0:
        b = -1.0 / (large * small * (large + small) * (large * large + small * small))
        a = 1.0 / small - b * (small * small * small * small - eps)
    return a + b * xx, b * xy, a + b * yy, 1.0 / np.sqrt(np.sqrt(xx + yy + eps))
