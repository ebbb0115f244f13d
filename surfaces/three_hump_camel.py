"""The camel with three humps."""

from surfaces.claim import Claim
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class ThreeHumpCamel(Surface):
    """Three minima in a row: the lowest in the middle, a worse one on either side."""

    order = 100
    title = "Three-hump camel"
    kind = "three minima"
    formula = r"2 x^2 - 1.05 x^4 + \frac{x^6}{6} + x y + y^2"
    torch = "return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2"
    intuition = (
        "The outer dips are shallow but not the lowest: who creeps into one stays in it, "
        "and who comes fast enough crosses to the middle."
    )
    claims = (
        Claim(
            "intuition",
            "surface=three_hump_camel&x=-1.9&y=1&racers=sgd,momentum&sgd.lr=0.01",
            "abs(loss(sgd) - 0.2986) < 0.001 and abs(loss(momentum) - 0.2986) < 0.001",
        ),
        Claim(
            "intuition",
            "surface=three_hump_camel&x=-2.3&y=1&racers=sgd,momentum&shared=1&lr=0.01",
            "loss(sgd) > 0.29 and loss(momentum) < 1e-9",
        ),
    )
    reference = "Jamil & Yang (2013), arXiv:1308.4008, function 29; often credited to Dixon & Szegö (1978)"
    domain = ((-2.4, 2.4), (-2.4, 2.4))
    start = (-1.8, -2.1)
    rates = tuned(sgd=0.1, momentum=0.02, nesterov=0.1, rmsprop=0.05, adam=0.1, adagrad=0.5)
    # Roots of the gradient to 40 digits, rounded; x⁴ − 4.2x² + 3.5 = 0 gives all but the first.
    minima = (
        Point(0.0, 0.0, 0.0),
        Point(1.747552345830289, -0.8737761729151445, 0.29863844223685982),
        Point(-1.747552345830289, 0.8737761729151445, 0.29863844223685982),
    )
    saddles = (
        Point(1.07054229182366, -0.53527114591183, 0.87736155776314018),
        Point(-1.07054229182366, 0.53527114591183, 0.87736155776314018),
    )
    log_colour = True

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            q = p * p
            f[k] = q * (2.0 - q * (1.05 - q / 6.0)) + p * y + y * y
            g[0, k] = p * (4.0 - q * (4.2 - q)) + y
            g[1, k] = p + 2.0 * y

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            q = x[0, k] * x[0, k]
            h[0, k] = 4.0 - q * (12.6 - 5.0 * q)
            h[1, k] = 1.0
            h[2, k] = 2.0
