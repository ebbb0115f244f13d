"""Himmelblau's function."""

from surfaces.claim import Claim
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Himmelblau(Surface):
    """Four minima of equal depth, four saddles between them, one hill in the middle."""

    order = 60
    title = "Himmelblau"
    kind = "four minima"
    formula = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
    torch = "return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2"
    intuition = (
        "All four minima are equally good: which one a rule ends in says where its path bent, not how well it works."
    )
    claims = (
        Claim(
            "intuition",
            "surface=himmelblau&racers=momentum,nesterov,adam",
            "max(loss(momentum), loss(nesterov), loss(adam)) < 1e-9 and abs(y(momentum) - y(nesterov)) > 3"
            " and abs(x(adam) - x(nesterov)) > 6",
        ),
    )
    reference = "Himmelblau (1972), Applied Nonlinear Programming"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (0.1, -3.5)
    rates = tuned(sgd=0.01, momentum=0.01, nesterov=0.01, rmsprop=0.05, adam=1, adagrad=1)
    # Roots of the gradient to 40 digits, rounded.
    minima = (
        Point(3.0, 2.0, 0.0),
        Point(-2.805118086952745, 3.131312518250573, 0.0),
        Point(-3.779310253377747, -3.2831859912861696, 0.0),
        Point(3.5844283403304917, -1.8481265269644036, 0.0),
    )
    saddles = (
        Point(3.385154183607021, 0.07385187983774929, 13.311926270405589),
        Point(0.08667750455539635, 2.8842547011747763, 67.71915008752614),
        Point(-3.0730257507643897, -0.08135304428796751, 104.0151629175581),
        Point(-0.12796134673068007, -1.9537149802445763, 178.3372392019277),
    )
    log_colour = True

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            a = p * p + y - 11.0
            b = p + y * y - 7.0
            f[k] = a * a + b * b
            g[0, k] = 4.0 * p * a + 2.0 * b
            g[1, k] = 2.0 * a + 4.0 * y * b

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            h[0, k] = 12.0 * p * p + 4.0 * y - 42.0
            h[1, k] = 4.0 * (p + y)
            h[2, k] = 12.0 * y * y + 4.0 * p - 26.0
