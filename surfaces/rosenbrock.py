"""Rosenbrock's curved valley."""

from surfaces.claim import Claim
from surfaces.numbers import Real
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Rosenbrock(Surface):
    """A parabolic valley: easy to enter, slow to follow."""

    order = 10
    title = "Rosenbrock"
    kind = "valley"
    formula = r"(1 - x)^2 + b \cdot (y - x^2)^2"
    torch = "return (1 - x) ** 2 + b * (y - x**2) ** 2"
    intuition = "The valley is found at once; following its flat, bending floor to the minimum is the hard part."
    claims = (
        Claim("intuition", "racers=sgd,momentum,adam", "max(loss(sgd, 50), loss(adam, 50)) < loss(sgd, 0) / 5"),
        Claim("intuition", "racers=sgd,momentum,adam", "min(arrived(sgd), arrived(momentum), arrived(adam)) == never"),
        Claim("b", "rosenbrock.b=10&racers=momentum&steps=2000", "arrived(momentum) < 1000"),
        Claim("b", "rosenbrock.b=1000&racers=momentum&momentum.lr=0.0001&steps=2000", "arrived(momentum) == never"),
    )
    reference = "Rosenbrock (1960), An automatic method for finding the greatest or least value of a function"
    domain = ((-2.0, 2.0), (-1.0, 3.0))
    start = (-1.2, 1.0)
    # Momentum’s is the largest that holds: it is the one that arrives.
    rates = tuned(sgd=0.003, momentum=0.003, nesterov=0.001, rmsprop=0.02, adam=0.5, adagrad=0.5)
    minima = (Point(1.0, 1.0, 0.0),)
    log_colour = True

    b = Real(
        100.0, bounds=(1, 1000), label="b", doc="Steepness of the valley's walls: the condition number grows with it."
    )

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        b = shape[0]
        for k in range(x.shape[1]):
            d = 1.0 - x[0, k]
            r = x[1, k] - x[0, k] * x[0, k]
            f[k] = d * d + b * r * r
            g[0, k] = -2.0 * d - 4.0 * b * x[0, k] * r
            g[1, k] = 2.0 * b * r

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        b = shape[0]
        for k in range(x.shape[1]):
            h[0, k] = 2.0 - 4.0 * b * (x[1, k] - 3.0 * x[0, k] * x[0, k])
            h[1, k] = -4.0 * b * x[0, k]
            h[2, k] = 2.0 * b
