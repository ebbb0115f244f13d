"""A quadratic bowl with both curvatures and the direction free."""

from surfaces.claim import Claim
from surfaces.elementary import sincos
from surfaces.numbers import Real
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Quadratic(Surface):
    """A bowl with eigenvalue λ₁ along the direction α and λ₂ across it."""

    order = 50
    title = "Quadratic"
    kind = "bowl"
    formula = (
        r"\frac{1}{2} \left( \lambda_1 \cdot (x \cos \alpha + y \sin \alpha)^2"
        r" + \lambda_2 \cdot (y \cos \alpha - x \sin \alpha)^2 \right)"
    )
    torch = (
        "alpha = math.radians(angle)\n"
        "u = x * math.cos(alpha) + y * math.sin(alpha)\n"
        "v = y * math.cos(alpha) - x * math.sin(alpha)\n"
        "return (lambda_1 * u**2 + lambda_2 * v**2) / 2"
    )
    intuition = (
        "What every smooth loss looks like close to a minimum: each eigendirection is a race of its own, "
        "and along each of them plain descent shrinks the error to the share 1 − ηλ of itself in a step."
    )
    claims = (
        Claim(
            "intuition",
            "surface=quadratic&racers=sgd&steps=1",
            "abs(x(sgd) / x(sgd, 0) - (1 - 0.04)) < 1e-12 and abs(y(sgd) / y(sgd, 0) - (1 - 0.008)) < 1e-12",
        ),
    )
    reference = "Nocedal & Wright (2006), Numerical Optimization, section 3.3"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (-1.6, -1.2)
    rates = tuned(sgd=0.01, momentum=0.003, nesterov=0.005, rmsprop=0.05, adam=0.1, adagrad=0.5)
    minima = (Point(0.0, 0.0, 0.0),)
    log_colour = True

    lambda_1 = Real(40.0, bounds=(0.1, 100), label="λ₁", doc="Curvature along the direction α.")
    lambda_2 = Real(8.0, bounds=(0.1, 100), label="λ₂", doc="Curvature across the direction α.")
    angle = Real(
        0.0, bounds=(-90, 90), label="α", doc="Direction of λ₁ in degrees: at 0 the eigendirections are the axes."
    )

    angles = ("angle",)

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        first, second, (s, c) = shape[0], shape[1], sincos(shape[2])
        for k in range(x.shape[1]):
            u = c * x[0, k] + s * x[1, k]
            v = c * x[1, k] - s * x[0, k]
            f[k] = 0.5 * (first * u * u + second * v * v)
            g[0, k] = c * first * u - s * second * v
            g[1, k] = s * first * u + c * second * v

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        first, second, (s, c) = shape[0], shape[1], sincos(shape[2])
        for k in range(x.shape[1]):
            h[0, k] = c * c * first + s * s * second
            h[1, k] = c * s * (first - second)
            h[2, k] = s * s * first + c * c * second
