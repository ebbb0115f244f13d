"""Beale's function."""

from surfaces.claim import Claim
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Beale(Surface):
    """One minimum, two saddles, and two valleys that run off to infinity."""

    order = 40
    title = "Beale"
    kind = "valley"
    formula = r"(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2"
    torch = "return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2"
    intuition = (
        "No second minimum, yet many starts never arrive: one valley runs off to x → −∞ "
        "(loss → 0.452), another to y → −∞ (loss → 7.3125)."
    )
    claims = (
        Claim(
            "intuition",
            "surface=beale&x=-3&y=2&racers=adam&steps=5000",
            "x(adam) < -8 and 0.452 < loss(adam) < 0.65",
        ),
        Claim("intuition", "surface=beale&x=-100&y=1.0099&racers=adam&steps=1", "0.452 < loss(adam, 0) < 0.47"),
        Claim(
            "intuition",
            "surface=beale&x=0.00000263&y=-100&racers=adam&steps=1",
            "7.3125 < loss(adam, 0) < 7.45",
        ),
    )
    reference = "Beale (1958); Moré, Garbow & Hillstrom (1981), ACM TOMS 7(1), problem 5"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    start = (1.0, 1.0)
    rates = tuned(sgd=0.03, momentum=0.01, nesterov=0.005, rmsprop=0.02, adam=0.2, adagrad=1)
    minima = (Point(3.0, 0.5, 0.0),)
    # The real roots of the gradient's Groebner basis: 3y³ + 11y² + 10y + 5 = 0 gives the second.
    saddles = (Point(0.0, 1.0, 14.203125), Point(0.10053793732415836, -2.644513585023125, 9.86451228475556))
    log_colour = True

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            a = 1.5 - p + p * y
            b = 2.25 - p + p * y * y
            c = 2.625 - p + p * y * y * y
            f[k] = a * a + b * b + c * c
            g[0, k] = 2.0 * (a * (y - 1.0) + b * (y * y - 1.0) + c * (y * y * y - 1.0))
            g[1, k] = 2.0 * p * (a + 2.0 * b * y + 3.0 * c * y * y)

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            a = 1.5 - p + p * y
            b = 2.25 - p + p * y * y
            c = 2.625 - p + p * y * y * y
            ax, bx, cx = y - 1.0, y * y - 1.0, y * y * y - 1.0
            ay, by, cy = p, 2.0 * p * y, 3.0 * p * y * y
            h[0, k] = 2.0 * (ax * ax + bx * bx + cx * cx)
            h[1, k] = 2.0 * (ax * ay + bx * by + cx * cy + a + 2.0 * b * y + 3.0 * c * y * y)
            h[2, k] = 2.0 * (ay * ay + by * by + cy * cy + 2.0 * b * p + 6.0 * c * p * y)
