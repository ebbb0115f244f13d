"""A plateau, a cliff and the bowl below it."""

from surfaces.claim import Claim
from surfaces.elementary import exp
from surfaces.numbers import Real
from surfaces.surface import HESSIAN, POINTS, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class Plateau(Surface):
    """Flat far out, steep where x² + y² = 2, and a bowl inside."""

    order = 120
    title = "Plateau and cliff"
    kind = "plateau"
    formula = r"\frac{x^2 + y^2}{2 (1 + x^2 + y^2)} + \frac{1}{1 + \exp(k \cdot (2 - x^2 - y^2))}"
    torch = "q = x**2 + y**2\nreturn q / (2 * (1 + q)) + torch.sigmoid(k * (q - 2))"
    intuition = (
        "On the flat a rule that steps by slope hardly moves, while one that normalises strides on; "
        "the cliff is hundreds of times steeper, and a rate that suits the flat throws it far there, unless clipped."
    )
    claims = (
        Claim(
            "intuition",
            "surface=plateau&racers=sgd,momentum,rmsprop,adam",
            "moved(sgd) < 0.05 and arrived(momentum) == never and arrived(adam) < 500 and distance(rmsprop) < 0.05",
        ),
        Claim("intuition", "surface=plateau&racers=sgd&steps=1", "slope(sgd, 0) < 0.036"),
        Claim("intuition", "surface=plateau&x=1.4142&y=0&racers=sgd&steps=1", "slope(sgd, 0) > 14"),
        Claim(
            "intuition",
            "surface=plateau&plateau.k=50&racers=sgd&sgd.lr=0.5",
            "left(sgd) < 100 and arrived(sgd) == never",
        ),
        Claim(
            "intuition",
            "surface=plateau&plateau.k=50&racers=sgd&sgd.lr=0.5&recipe.clip_norm=1",
            "left(sgd) == never and arrived(sgd) < 100",
        ),
        Claim("k", "surface=plateau&plateau.k=50&x=1.4142&y=0&racers=sgd&steps=1", "slope(sgd, 0) > 35"),
    )
    reference = "Pascanu, Mikolov & Bengio (2013), arXiv:1211.5063, section 2.3"
    domain = ((-3.0, 3.0), (-3.0, 3.0))
    start = (2.4, -1.5)
    rates = tuned(sgd=1, momentum=1, nesterov=1, rmsprop=0.01, adam=0.3, adagrad=0.5)
    price = 10.0

    k = Real(20.0, bounds=(5, 50), label="k", doc="Steepness of the cliff.")

    @property
    def minima(self) -> tuple[Point, ...]:  # type: ignore[override]
        """The loss rises with x² + y² everywhere, so the middle is the only stationary point."""
        return self.moved[0]

    moving = (1, 0)

    @kernel(POINTS)
    def points(shape, points):
        points[0, 0], points[1, 0], points[2, 0] = 0.0, 0.0, 1.0 / (1.0 + exp(2.0 * shape[0]))

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        steep = shape[0]
        for k in range(x.shape[1]):
            q = x[0, k] * x[0, k] + x[1, k] * x[1, k]
            e = exp(steep * (2.0 - q))
            s = 1.0 / (1.0 + e)
            slope = 1.0 / ((1.0 + q) * (1.0 + q)) + 2.0 * steep * s * s * e
            f[k] = 0.5 * q / (1.0 + q) + s
            g[0, k] = slope * x[0, k]
            g[1, k] = slope * x[1, k]

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        steep = shape[0]
        for k in range(x.shape[1]):
            q = x[0, k] * x[0, k] + x[1, k] * x[1, k]
            e = exp(steep * (2.0 - q))
            s = 1.0 / (1.0 + e)
            slope = 1.0 / ((1.0 + q) * (1.0 + q)) + 2.0 * steep * s * s * e
            bend = 4.0 * (steep * steep * s * s * e * (1.0 - 2.0 * s) - 1.0 / ((1.0 + q) * (1.0 + q) * (1.0 + q)))
            h[0, k] = slope + bend * x[0, k] * x[0, k]
            h[1, k] = bend * x[0, k] * x[1, k]
            h[2, k] = slope + bend * x[1, k] * x[1, k]
