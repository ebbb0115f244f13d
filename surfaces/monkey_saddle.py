"""A monkey saddle, bounded below."""

from surfaces.claim import Claim
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned

_HALF_ROOT_3 = 0.8660254037844386


class MonkeySaddle(Surface):
    """Three valleys, two for the legs and one for the tail, meet where the Hessian is zero."""

    order = 110
    title = "Monkey saddle"
    kind = "saddle"
    formula = "4 (x^3 - 3 x y^2) + 3 (x^2 + y^2)^2 + 2"
    torch = "return 4 * (x**3 - 3 * x * y**2) + 3 * (x**2 + y**2) ** 2 + 2"
    intuition = (
        "At the saddle the slope and every curvature vanish: who goes by slope hardly moves beside it, and Newton is "
        "drawn in, unless saddle-free. The term 3(x² + y²)² bounds the loss below and gives each valley a minimum."
    )
    claims = (
        Claim(
            "intuition",
            "surface=monkey_saddle&x=0&y=0&racers=sgd,newton,adam,lbfgs&steps=30",
            "moved(sgd) + moved(newton) + moved(adam) + moved(lbfgs) == 0",
        ),
        Claim(
            "intuition",
            "surface=monkey_saddle&x=0.001&y=0.001&racers=sgd,newton&steps=100",
            "moved(sgd) < 0.0001 and abs(x(newton)) < 1e-9",
        ),
        Claim(
            "intuition",
            "surface=monkey_saddle&x=0.001&y=0.001&racers=newton&newton.saddle_free=1&steps=100",
            "arrived(newton) < 50",
        ),
    )
    reference = "Hilbert & Cohn-Vossen (1952), Geometry and the Imagination, chapter IV"
    domain = ((-1.5, 1.5), (-1.5, 1.5))
    start = (1.2, 0.01)
    rates = tuned(sgd=0.02, momentum=0.005, nesterov=0.01, rmsprop=0.01, adam=0.05, adagrad=0.5)
    # In polar coordinates 4r³ cos 3φ + 3r⁴ + 2, with its minima at r = 1 where cos 3φ = −1.
    minima = (Point(-1.0, 0.0, 1.0), Point(0.5, _HALF_ROOT_3, 1.0), Point(0.5, -_HALF_ROOT_3, 1.0))
    saddles = (Point(0.0, 0.0, 2.0),)

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            q = p * p + y * y
            f[k] = 4.0 * p * (p * p - 3.0 * y * y) + 3.0 * q * q + 2.0
            g[0, k] = 12.0 * (p * p - y * y + p * q)
            g[1, k] = 12.0 * y * (q - 2.0 * p)

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            p, y = x[0, k], x[1, k]
            h[0, k] = 12.0 * (2.0 * p + 3.0 * p * p + y * y)
            h[1, k] = 24.0 * y * (p - 1.0)
            h[2, k] = 12.0 * (p * p + 3.0 * y * y - 2.0 * p)
