"""The function of Styblinski and Tang."""

from surfaces.claim import Claim
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned

# Roots of 4t³ − 32t + 5: two dips and the crest between them, along either axis.
LOW, HIGH, CREST = -2.903534027771177, 2.746802770990837, 0.1567312567803401
LOSS = {LOW: -39.166165703771416, HIGH: -25.029446655283943, CREST: 0.19561235905535807}


def at(x: float, y: float) -> Point:
    """The stationary point with these roots for coordinates."""
    return Point(x, y, LOSS[x] + LOSS[y])


class StyblinskiTang(Surface):
    """Four minima of three depths, one to a quadrant."""

    order = 90
    title = "Styblinski–Tang"
    kind = "four minima"
    formula = r"\frac{1}{2} \left( x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y \right)"
    torch = "return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2"
    intuition = (
        "The slant of 5x + 5y makes one of the four the lowest; beyond either crest the gradient points to another, "
        "and the start decides which, unless momentum or noise carries a rule across."
    )
    claims = (
        Claim("intuition", "surface=styblinski_tang&x=1&y=1&racers=sgd&sgd.lr=0.01", "x(sgd) > 2.7 and y(sgd) > 2.7"),
        Claim("intuition", "surface=styblinski_tang&x=-1&y=1&racers=sgd&sgd.lr=0.01", "x(sgd) < -2.9 and y(sgd) > 2.7"),
        Claim(
            "intuition",
            "surface=styblinski_tang&x=4.5&y=4.5&racers=sgd,momentum&shared=1&lr=0.01",
            "x(sgd) > 2.7 and x(momentum) < -2.9 and y(momentum) < -2.9",
        ),
        Claim(
            "intuition",
            "surface=styblinski_tang&x=1&y=1&racers=sgd&sgd.lr=0.01&recipe.schedule=linear&recipe.noise=100"
            "&recipe.replicates=64",
            "share(sgd, -2.9035, -2.9035, 0.5) > 0.2",
        ),
    )
    reference = "Styblinski & Tang (1990), Neural Networks 3(4), 467–483"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (4.5, -0.1)
    rates = tuned(sgd=0.02, momentum=0.005, nesterov=0.01, rmsprop=0.1, adam=2, adagrad=2)
    minima = (at(LOW, LOW), at(LOW, HIGH), at(HIGH, LOW), at(HIGH, HIGH))
    saddles = (at(LOW, CREST), at(CREST, LOW), at(HIGH, CREST), at(CREST, HIGH))

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            f[k] = 0.5 * (((p * p - 16.0) * p + 5.0) * p + ((y * y - 16.0) * y + 5.0) * y)
            g[0, k] = (2.0 * p * p - 16.0) * p + 2.5
            g[1, k] = (2.0 * y * y - 16.0) * y + 2.5

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = 6.0 * x[0, k] * x[0, k] - 16.0
            h[1, k] = 0.0
            h[2, k] = 6.0 * x[1, k] * x[1, k] - 16.0
