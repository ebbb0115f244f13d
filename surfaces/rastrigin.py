"""Rastrigin's egg box on a bowl."""

import math

import numpy as np

from surfaces.calculator import calculate
from surfaces.claim import Claim
from surfaces.elementary import cos, sincos
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


def stationary(near: float) -> float:
    """The root of x + 10π sin 2πx that Newton's method finds from ``near``."""
    turn = 2 * math.pi
    for _ in range(20):
        slope, bend = calculate("sin", turn * near), calculate("cos", turn * near)
        near -= (near + 5 * turn * slope) / (1 + 5 * turn * turn * bend)
    return near


def along(x: float) -> float:
    """One variable's share of the loss."""
    return 10 + x * x - 10 * calculate("cos", 2 * math.pi * x)


class Rastrigin(Surface):
    """A wide bowl, x² + y², under a lattice of ripples a unit apart."""

    order = 70
    title = "Rastrigin"
    kind = "many minima"
    formula = r"20 + x^2 + y^2 - 10 \cdot (\cos(2 \pi x) + \cos(2 \pi y))"
    torch = "return 20 + x**2 + y**2 - 10 * (torch.cos(2 * math.pi * x) + torch.cos(2 * math.pi * y))"
    intuition = (
        "The bowl says where to go and the ripples hide it: 25 minima on this map, one of them the lowest, "
        "and the gradient knows only of the nearest."
    )
    claims = (
        Claim(
            "intuition",
            "surface=rastrigin&racers=sgd,momentum,adam",
            "min(loss(sgd), loss(momentum), loss(adam)) > 4.9"
            " and max(arrived(sgd), arrived(momentum), arrived(adam)) < 100",
        ),
    )
    reference = "Rastrigin (1974), Systems of Extremal Control; Mühlenbein et al. (1991), Parallel Computing 17"
    # Half of the usual ±5.12: wide enough to get lost in, and a quarter of the ripples to draw.
    domain = ((-2.56, 2.56), (-2.56, 2.56))
    start = (2.3, -1.4)
    rates = tuned(sgd=0.005, momentum=0.005, nesterov=0.003, rmsprop=0.1, adam=0.3, adagrad=1)
    price = 15.0
    # The loss is a sum over the variables, so its stationary points are pairs of theirs: 5 dips and 6 crests each.
    dips = tuple(stationary(float(i)) for i in range(-2, 3))
    crests = tuple(stationary(i + 0.5) for i in range(-3, 3))

    @property
    def minima(self) -> tuple[Point, ...]:  # type: ignore[override]
        """All minima of the domain, the lowest first."""
        points = (Point(x, y, along(x) + along(y)) for x in self.dips for y in self.dips)
        return tuple(sorted(points, key=lambda point: point.value))

    @property
    def saddles(self) -> tuple[Point, ...]:  # type: ignore[override]
        """All saddles of the domain: a dip along one axis, a crest along the other."""
        pairs = [(x, y) for dip in self.dips for crest in self.crests for x, y in ((dip, crest), (crest, dip))]
        return tuple(Point(x, y, along(x) + along(y)) for x, y in pairs)

    @property
    def marked(self) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """The lattice goes on: marked as far as a frame twice as wide as high shows it."""
        dips = [stationary(float(i)) for i in range(-5, 6)]
        crests = [stationary(i + 0.5) for i in range(-6, 6)]
        pairs = [(x, y) for dip in dips for crest in crests for x, y in ((dip, crest), (crest, dip))]
        minima = [(x, y) for x in dips for y in dips]
        marks = [tuple(Point(x, y, along(x) + along(y)) for x, y in places) for places in (minima, pairs)]
        return marks[0], marks[1]

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        turn = 2.0 * np.pi
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            (sin_p, cos_p), (sin_y, cos_y) = sincos(turn * p), sincos(turn * y)
            f[k] = 20.0 + p * p + y * y - 10.0 * (cos_p + cos_y)
            g[0, k] = 2.0 * p + 10.0 * turn * sin_p
            g[1, k] = 2.0 * y + 10.0 * turn * sin_y

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        turn = 2.0 * np.pi
        for k in range(x.shape[1]):
            h[0, k] = 2.0 + 10.0 * turn * turn * cos(turn * x[0, k])
            h[1, k] = 0.0
            h[2, k] = 2.0 + 10.0 * turn * turn * cos(turn * x[1, k])
