"""A quadratic ravine of chosen condition number and direction."""

from surfaces.claim import Claim
from surfaces.elementary import sincos
from surfaces.numbers import Real
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Ravine(Surface):
    """A quadratic with eigenvalues 1 (along the floor) and κ (across it)."""

    order = 20
    title = "Ravine"
    kind = "valley"
    formula = (
        r"\frac{1}{2} \left( (x \cos \alpha + y \sin \alpha)^2"
        r" + \kappa \cdot (y \cos \alpha - x \sin \alpha)^2 \right)"
    )
    torch = (
        "alpha = math.radians(angle)\n"
        "u = x * math.cos(alpha) + y * math.sin(alpha)\n"
        "v = y * math.cos(alpha) - x * math.sin(alpha)\n"
        "return (u**2 + kappa * v**2) / 2"
    )
    intuition = (
        "The walls limit SGD's learning rate to 2/κ; at that rate a step along the floor, whose curvature is 1, "
        "takes off only the share 2/κ of the way that is left."
    )
    claims = (
        Claim("intuition", "surface=ravine&racers=sgd&sgd.lr=0.0199&steps=2000", "arrived(sgd) < 500"),
        Claim("intuition", "surface=ravine&racers=sgd&sgd.lr=0.0201&steps=2000", "diverged(sgd) < never"),
        Claim(
            "intuition",
            "surface=ravine&ravine.angle=0&x=-1&y=0&racers=sgd&sgd.lr=0.02&steps=2",
            "abs(x(sgd, 1) / x(sgd, 0) - 0.98) < 1e-9",
        ),
        Claim("kappa", "surface=ravine&ravine.kappa=1000&racers=sgd&sgd.lr=0.00199", "arrived(sgd) == never"),
    )
    reference = "Goh (2017), Why Momentum Really Works, Distill"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (-1.7, 0.6)
    # SGD's is as large as the walls allow, so that it goes to and fro between them.
    rates = tuned(sgd=0.0185, momentum=0.003, nesterov=0.005, rmsprop=0.03, adam=0.5, adagrad=0.5)
    minima = (Point(0.0, 0.0, 0.0),)
    log_colour = True

    kappa = Real(
        100.0, bounds=(1, 1000), label="κ", doc="Condition number: curvature across the ravine over curvature along it."
    )
    angle = Real(
        20.0, bounds=(-90, 90), label="α", doc="Direction of the floor in degrees: at 0 it lies along the x axis."
    )

    angles = ("angle",)

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        kappa, (s, c) = shape[0], sincos(shape[1])
        for k in range(x.shape[1]):
            u = c * x[0, k] + s * x[1, k]
            v = c * x[1, k] - s * x[0, k]
            f[k] = 0.5 * (u * u + kappa * v * v)
            g[0, k] = c * u - s * kappa * v
            g[1, k] = s * u + c * kappa * v

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        kappa, (s, c) = shape[0], sincos(shape[1])
        for k in range(x.shape[1]):
            h[0, k] = c * c + s * s * kappa
            h[1, k] = c * s * (1.0 - kappa)
            h[2, k] = s * s + c * c * kappa
