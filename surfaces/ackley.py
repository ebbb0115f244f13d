"""Ackley's function."""

import numpy as np

from surfaces.claim import Claim
from surfaces.elementary import exp, sincos
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


def images(x: float, y: float, value: float) -> tuple[Point, ...]:
    """A point and its mirror images: the loss knows neither signs nor the order of x and y."""
    places = {(a, b) for u, v in ((x, y), (y, x)) for a in (u, -u) for b in (v, -v)}
    return tuple(Point(a + 0.0, b + 0.0, value) for a, b in sorted(places))


class Ackley(Surface):
    """A funnel with a kink at its tip, in a field of dimples."""

    order = 80
    title = "Ackley"
    kind = "many minima"
    formula = (
        r"20 + e - 20 \exp\left(-0.2 \sqrt{\frac{x^2 + y^2}{2}}\right)"
        r" - \exp\left(\frac{\cos(2 \pi x) + \cos(2 \pi y)}{2}\right)"
    )
    torch = (
        "hill = 20 * torch.exp(-0.2 * torch.sqrt((x**2 + y**2) / 2))\n"
        "ripples = torch.exp((torch.cos(2 * math.pi * x) + torch.cos(2 * math.pi * y)) / 2)\n"
        "return 20 + math.e - hill - ripples"
    )
    intuition = (
        "The tip of the funnel is a kink: the slope is still 2.83 right beside the minimum, "
        "so that descent at a constant rate never comes to rest there, as it does in the dimples around."
    )
    claims = (
        Claim("intuition", "surface=ackley&x=0.00001&y=0&racers=sgd&steps=1", "abs(slope(sgd, 0) - 2.83) < 0.01"),
        Claim(
            "intuition",
            "surface=ackley&x=0.05&y=0.02&racers=sgd,momentum,adam",
            "arrived(sgd) < 20 and min(length(sgd), length(momentum), length(adam)) > 0.0001",
        ),
        Claim(
            "intuition",
            "surface=ackley&x=0.97&y=0.02&racers=sgd,adam",
            "max(length(sgd), length(adam)) < 1e-9 and loss(sgd) > 2.5",
        ),
    )
    reference = "Ackley (1987), A Connectionist Machine for Genetic Hillclimbing"
    domain = ((-2.4, 2.4), (-2.4, 2.4))
    start = (0.4, -0.7)
    # SGD at 0.1 is thrown about without end: where its last step happens to be says nothing, and 0.03 comes to rest.
    rates = tuned(sgd=0.03, momentum=0.01, nesterov=0.02, rmsprop=0.01, adam=0.1, adagrad=0.1)
    price = 20.0
    # Roots of the gradient to 25 digits, rounded; on this domain 25 minima − 40 saddles + 16 maxima = 1, as it must be.
    minima = (
        Point(0.0, 0.0, 0.0),
        *images(0.9521665459501717, 0.0, 2.579927557029872),
        *images(0.9684776587077244, 0.9684776587077244, 3.574451877257681),
        *images(1.9589197181217173, 0.0, 4.884065258091154),
        *images(1.9646166628629863, 0.9824160350791393, 5.381864187490191),
        *images(1.9744519864841167, 1.9744519864841167, 6.559645375627878),
    )
    saddles = (
        *images(0.6257806168564638, 0.0, 3.2524692451131804),
        *images(0.8747620388753442, 0.5774125352782146, 4.558777135299986),
        *images(1.6102960205537257, 0.0, 5.669249530986375),
        *images(1.5950289240728648, 0.9458984927015272, 6.272351266049546),
        *images(1.855976708974908, 0.5364972381119946, 6.662875642159827),
        *images(1.9161668489971281, 1.5674502528624067, 7.649233213192807),
    )

    # At the kink the gradient's limits along the directions d are 2√2 d, and the kernel gives their mean, 0. The
    # Hessian has no limit there either, 2√2/|θ| across every direction: the kernel gives that of the smooth part alone.
    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        turn = 2.0 * np.pi
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            r = np.sqrt(0.5 * (p * p + y * y))
            (sin_p, cos_p), (sin_y, cos_y) = sincos(turn * p), sincos(turn * y)
            a = 20.0 * exp(-0.2 * r)
            b = exp(0.5 * (cos_p + cos_y))
            f[k] = (20.0 - a) + (np.e - b)
            slope = 0.1 * a / r if r > 0.0 else 0.0
            g[0, k] = slope * p + np.pi * sin_p * b
            g[1, k] = slope * y + np.pi * sin_y * b

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        turn = 2.0 * np.pi
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            r = np.sqrt(0.5 * (p * p + y * y))
            (sin_p, cos_p), (sin_y, cos_y) = sincos(turn * p), sincos(turn * y)
            b = np.pi * np.pi * exp(0.5 * (cos_p + cos_y))
            slope = 2.0 * exp(-0.2 * r) / r if r > 0.0 else 0.0
            bend = slope * (0.1 + 0.5 / r) / r if r > 0.0 else 0.0
            h[0, k] = slope - bend * p * p + b * (2.0 * cos_p - sin_p * sin_p)
            h[1, k] = -bend * p * y - b * sin_p * sin_y
            h[2, k] = slope - bend * y * y + b * (2.0 * cos_y - sin_y * sin_y)
