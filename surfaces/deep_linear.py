"""The smallest deep network: two linear layers of one unit each."""

from typing import ClassVar

import numpy as np

from surfaces.claim import Claim
from surfaces.numbers import Real
from surfaces.surface import HESSIAN, POINTS, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned

#: Inputs u and targets t, with means of u² = 1, ut = 1 and t² = 1.1: all that the loss sees of them.
INPUTS = (-1.1, -0.8, -0.1, 1.7, -0.5, -1.0)
TARGETS = (-0.6, -0.9, 0.2, 1.7, -0.9, -1.3)


class DeepLinear(Surface):
    """The network y·(x·u) fits targets t with unit variance; ρ/2 (x² + y²) is its weight decay."""

    order = 150
    title = "Deep linear network"
    kind = "network"
    formula = r"\frac{1}{2} \left( (x y - 1)^2 + 0.1 + \rho \cdot (x^2 + y^2) \right)"
    torch = "return ((x * y - 1) ** 2 + 0.1 + rho * (x**2 + y**2)) / 2"
    intuition = (
        "Only the product of the two weights matters to the fit, so its best is a whole curve, xy = 1, and where both "
        "are zero is a saddle; weight decay picks the balanced points of the curve, and is slow about it."
    )
    claims = (
        Claim(
            "intuition",
            "surface=deep_linear&racers=sgd&sgd.lr=0.05",
            "abs(x(sgd, 100) * y(sgd, 100) - 0.95) < 0.01 and distance(sgd, 100) > 0.2 and arrived(sgd) > 300",
        ),
        Claim(
            "intuition",
            "surface=deep_linear&x=1&y=-1&racers=sgd&sgd.lr=0.05",
            "moved(sgd) > 1 and abs(x(sgd)) < 1e-6 and abs(y(sgd)) < 1e-6",
        ),
    )
    reference = "Saxe, McClelland & Ganguli (2014), arXiv:1312.6120; K-FAC: Martens & Grosse (2015), arXiv:1503.05671"
    domain = ((-2.5, 2.5), (-2.5, 2.5))
    start = (-1.9, 2.2)
    rates = tuned(sgd=0.05, momentum=0.03, nesterov=0.002, rmsprop=0.1, adam=0.5, adagrad=1)
    log_colour = True
    saddles = (Point(0.0, 0.0, 0.55),)

    rho = Real(
        0.05, bounds=(0.01, 0.5), label="ρ", doc="Weight decay, without which every point of xy = 1 is a minimum."
    )

    @property
    def minima(self) -> tuple[Point, ...]:  # type: ignore[override]
        """Both weights √(1 − ρ), or both −√(1 − ρ)."""
        return self.moved[0]

    moving = (2, 0)

    @kernel(POINTS)
    def points(shape, points):
        rho = shape[0]
        w = np.sqrt(1.0 - rho)
        points[0, 0] = points[1, 0] = w
        points[0, 1] = points[1, 1] = -w
        points[2, 0] = points[2, 1] = 0.5 * (rho * rho + 0.1) + rho * (1.0 - rho)

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        rho = shape[0]
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            error = p * y - 1.0
            f[k] = 0.5 * (error * error + 0.1 + rho * (p * p + y * y))
            g[0, k] = error * y + rho * p
            g[1, k] = error * p + rho * y

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        rho = shape[0]
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            h[0, k] = y * y + rho
            h[1, k] = 2.0 * p * y - 1.0
            h[2, k] = p * p + rho

    matrices: ClassVar[dict[str, str]] = {
        "fisher": r"\mathcal{F}(\theta) = \begin{pmatrix} y^2 & x y \\ x y & x^2 \end{pmatrix}",
        "kfac": r"\mathcal{K}(\theta) = \begin{pmatrix} y^2 \\ x^2 \end{pmatrix}",
    }

    # The Fisher matrix of the likelihood, without the decay. The output moves by u·(y, x) with the weights: rank one,
    # as only their product matters.
    @kernel(HESSIAN)
    def fisher(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = x[1, k] * x[1, k]
            h[1, k] = x[0, k] * x[1, k]
            h[2, k] = x[0, k] * x[0, k]

    # A block for each layer, the mean square of its input times that of the slope at its output. The first layer: u
    # comes in and the slope is y, so 1·y². The second: x·u comes in and the slope is 1, so x²·1. With one unit a layer
    # the Kronecker products are plain products and exact; what K-FAC leaves out is the entry between the layers, xy.
    @kernel(HESSIAN)
    def kfac(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = x[1, k] * x[1, k]
            h[1, k] = 0.0
            h[2, k] = x[0, k] * x[0, k]
