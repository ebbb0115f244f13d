"""A saddle between two minima: bounded below, unlike x² − y²."""

from surfaces.claim import Claim
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Saddle(Surface):
    """A double well: the pass between its minima is a saddle that attracts along y."""

    order = 30
    title = "Saddle"
    kind = "saddle"
    formula = r"\frac{5}{2} (x^2 - 1)^2 + 5 y^2"
    torch = "return 2.5 * (x**2 - 1) ** 2 + 5 * y**2"
    intuition = (
        "Every start on x = 0 is drawn to the saddle and the gradient never leaves that line; "
        "off it, SGD's way out grows by a constant factor a step, slowly at first."
    )
    claims = (
        Claim(
            "intuition",
            "surface=saddle&x=0&y=1.5&racers=sgd,momentum,adam&steps=2000",
            "max(abs(y(sgd)), abs(y(momentum)), abs(y(adam))) < 1e-6"
            " and abs(x(sgd)) + abs(x(momentum)) + abs(x(adam)) == 0",
        ),
        Claim(
            "intuition",
            "surface=saddle&x=0.001&y=0&racers=sgd&steps=200",
            "abs(x(sgd, 100) / x(sgd, 0) - x(sgd, 200) / x(sgd, 100)) < 0.001 and x(sgd, 200) > 7 * x(sgd, 0)",
        ),
        Claim("intuition", "surface=saddle&x=0&y=1.5&racers=sgd&steps=2000&recipe.noise=0.5", "arrived(sgd) < 2000"),
    )
    reference = "Dauphin et al. (2014), Identifying and attacking the saddle point problem, arXiv:1406.2572"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (0.01, 1.6)
    # None is so large that it jumps off the saddle at once.
    rates = tuned(sgd=0.005, momentum=0.001, nesterov=0.001, rmsprop=0.02, adam=0.1, adagrad=0.5)
    minima = (Point(-1.0, 0.0, 0.0), Point(1.0, 0.0, 0.0))
    saddles = (Point(0.0, 0.0, 2.5),)
    log_colour = True

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            w = x[0, k] * x[0, k] - 1.0
            f[k] = 2.5 * w * w + 5.0 * x[1, k] * x[1, k]
            g[0, k] = 10.0 * x[0, k] * w
            g[1, k] = 10.0 * x[1, k]

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = 30.0 * x[0, k] * x[0, k] - 10.0
            h[1, k] = 0.0
            h[2, k] = 10.0
