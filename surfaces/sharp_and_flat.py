"""Two minima of equal depth: one sharp, one flat."""

from surfaces.claim import Claim
from surfaces.numbers import Real
from surfaces.powers import power
from surfaces.surface import HESSIAN, POINTS, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned


class SharpAndFlat(Surface):
    """Two bowls blended so that each keeps its bottom at 0: curvature 1 on the left, s on the right."""

    order = 130
    title = "Sharp and flat"
    kind = "two minima"
    formula = (
        r"\frac{s \cdot ((x + 1)^2 + y^2) \cdot ((x - 1)^2 + y^2)}"
        r"{2 \cdot ((x + 1)^2 + y^2 + s \cdot ((x - 1)^2 + y^2))}"
    )
    torch = "flat, sharp = (x + 1) ** 2 + y**2, s * ((x - 1) ** 2 + y**2)\nreturn flat * sharp / (2 * (flat + sharp))"
    intuition = (
        "By loss alone the two are worth the same. Noise drives SGD out of the sharp one far sooner than the flat one; "
        "so does a rate a few times the limit 2/s, just above which it only bounces. SAM needs noise for it too."
    )
    claims = (
        Claim(
            "intuition",
            "surface=sharp_and_flat&x=0.95&y=0&racers=sgd&sgd.lr=0.01&steps=2000&recipe.noise=10"
            "&recipe.schedule=cosine&recipe.replicates=64",
            "share(sgd, -1, 0, 0.5) > 0.6 and share(sgd, 1, 0, 0.5) < 0.1",
        ),
        Claim(
            "intuition",
            "surface=sharp_and_flat&x=-0.95&y=0&racers=sgd&sgd.lr=0.01&steps=2000&recipe.noise=10"
            "&recipe.schedule=cosine&recipe.replicates=64",
            "share(sgd, -1, 0, 0.5) > 0.6 and share(sgd, 1, 0, 0.5) < 0.1",
        ),
        Claim("intuition", "surface=sharp_and_flat&x=0.95&y=0&racers=sgd&sgd.lr=0.01&steps=2000", "x(sgd) > 0.999"),
        Claim(
            "intuition",
            "surface=sharp_and_flat&x=0.95&y=0&racers=sgd&sgd.lr=0.03&steps=2000",
            "x(sgd) > 0.7 and length(sgd) > 0.1",
        ),
        Claim("intuition", "surface=sharp_and_flat&x=0.95&y=0&racers=sgd&sgd.lr=0.1&steps=2000", "x(sgd) < -0.999"),
        Claim(
            "intuition",
            "surface=sharp_and_flat&x=0.95&y=0&racers=sam&sam.lr=0.01&sam.rho=0.3&steps=2000",
            "x(sam) > 0.5",
        ),
        Claim(
            "intuition",
            "surface=sharp_and_flat&x=0.95&y=0&racers=sgd,sam&shared=1&lr=0.01&sam.rho=0.3&steps=2000"
            "&recipe.noise=3&recipe.schedule=cosine&recipe.replicates=64",
            "share(sam, -1, 0, 0.5) > 0.75 and share(sgd, -1, 0, 0.5) < 0.05",
        ),
        Claim(
            "s", "surface=sharp_and_flat&x=1.001&y=0&racers=sgd&sgd.lr=0.01&steps=1", "abs(slope(sgd, 0) - 0.1) < 0.001"
        ),
        Claim(
            "s",
            "surface=sharp_and_flat&x=-1.001&y=0&racers=sgd&sgd.lr=0.01&steps=1",
            "abs(slope(sgd, 0) - 0.001) < 0.00001",
        ),
    )
    reference = "Hochreiter & Schmidhuber (1997), Flat minima, Neural Computation 9(1)"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (1.3, 1.2)
    rates = tuned(sgd=0.3, momentum=0.02, nesterov=0.2, rmsprop=0.05, adam=0.5, adagrad=0.5)
    minima = (Point(-1.0, 0.0, 0.0), Point(1.0, 0.0, 0.0))
    log_colour = True

    s = Real(100.0, bounds=(1, 1000), label="s", doc="Curvature of the sharp minimum; the flat one has 1.")

    @property
    def saddles(self) -> tuple[Point, ...]:  # type: ignore[override]
        """The pass between the minima, where s(1 − x)³ = (1 + x)³."""
        return self.moved[1]

    moving = (0, 1)

    @kernel(POINTS)
    def points(shape, points):
        s = shape[0]
        root = power(s, 1.0 / 3.0)
        x = (root - 1.0) / (root + 1.0)
        flat, sharp = 0.5 * (x + 1.0) * (x + 1.0), 0.5 * s * (x - 1.0) * (x - 1.0)
        points[0, 0], points[1, 0], points[2, 0] = x, 0.0, flat * sharp / (flat + sharp)

    # The bowls a = ((x + 1)² + y²)/2 and b = s((x − 1)² + y²)/2 are blended as ab/(a + b).
    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        s = shape[0]
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            a = 0.5 * ((p + 1.0) * (p + 1.0) + y * y)
            b = 0.5 * s * ((p - 1.0) * (p - 1.0) + y * y)
            u, v = b / (a + b), a / (a + b)
            f[k] = a * u
            g[0, k] = u * u * (p + 1.0) + v * v * s * (p - 1.0)
            g[1, k] = (u * u + v * v * s) * y

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        s = shape[0]
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            a = 0.5 * ((p + 1.0) * (p + 1.0) + y * y)
            b = 0.5 * s * ((p - 1.0) * (p - 1.0) + y * y)
            u, v = b / (a + b), a / (a + b)
            # (a + b) times the gradient of u
            d, e = v * s * (p - 1.0) - u * (p + 1.0), (v * s - u) * y
            h[0, k] = u * u + v * v * s - 2.0 * d * d / (a + b)
            h[1, k] = -2.0 * d * e / (a + b)
            h[2, k] = u * u + v * v * s - 2.0 * e * e / (a + b)
