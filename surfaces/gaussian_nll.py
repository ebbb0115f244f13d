"""Fitting a Gaussian: the negative log-likelihood of μ and log σ."""

from typing import ClassVar

from surfaces.claim import Claim
from surfaces.elementary import exp
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned

#: Eight measurements, with a mean of 0.5 and a mean squared deviation of 0.36: all that the loss sees of them.
DATA = (1.6, 0.7, 0.2, -0.3, 0.6, 1.1, -0.2, 0.3)
MEAN, VARIANCE = 0.5, 0.36
#: log √0.36, and the loss of a standard normal at its mean, log(2π)/2.
_BEST, CONSTANT = -0.5108256237659907, 0.9189385332046727


class GaussianNLL(Surface):
    """The mean negative log-likelihood of a data set, with μ as x and log σ as y."""

    order = 140
    title = "Gaussian likelihood"
    kind = "likelihood"
    formula = r"y + \frac{1}{2} \log(2 \pi) + \frac{(x - 0.5)^2 + 0.36}{2 \exp(2 y)}"
    torch = "return y + math.log(2 * math.pi) / 2 + ((x - 0.5) ** 2 + 0.36) / (2 * torch.exp(2 * y))"
    intuition = (
        "Here x is μ and y is log σ. The smaller σ, the steeper the walls around μ: descent has to widen σ first, "
        "and the natural gradient, which measures steps by how far the distribution moves, knows that."
    )
    claims = (
        Claim(
            "intuition",
            "surface=gaussian_nll&racers=sgd,natural_gradient&steps=100",
            "y(sgd, 50) > y(sgd, 0) + 0.5 and moved(sgd, 50) < 1 and distance(sgd) > 1.5"
            " and arrived(natural_gradient) < 100",
        ),
        Claim("intuition", "surface=gaussian_nll&x=1.5&y=-1.9&racers=sgd&steps=1", "slope(sgd, 0) > 40"),
        Claim("intuition", "surface=gaussian_nll&x=1.5&y=1&racers=sgd&steps=1", "slope(sgd, 0) < 1"),
    )
    reference = "Amari (1998), Natural gradient works efficiently in learning, Neural Computation 10(2)"
    domain = ((-2.0, 3.0), (-2.0, 2.0))
    start = (-1.6, -0.9)
    rates = tuned(sgd=0.03, momentum=0.01, nesterov=0.02, rmsprop=0.05, adam=0.2, adagrad=0.5)
    price = 10.0
    minima = (Point(MEAN, _BEST, _BEST + CONSTANT + 0.5),)
    log_colour = True

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            d, y = x[0, k] - MEAN, x[1, k]
            precision = exp(-2.0 * y)
            f[k] = y + CONSTANT + 0.5 * precision * (d * d + VARIANCE)
            g[0, k] = precision * d
            g[1, k] = 1.0 - precision * (d * d + VARIANCE)

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            d, y = x[0, k] - MEAN, x[1, k]
            precision = exp(-2.0 * y)
            h[0, k] = precision
            h[1, k] = -2.0 * precision * d
            h[2, k] = 2.0 * precision * (d * d + VARIANCE)

    matrices: ClassVar[dict[str, str]] = {
        "fisher": r"\mathcal{F}(\theta) = \begin{pmatrix} \exp(-2 y) & 0 \\ 0 & 2 \end{pmatrix}"
    }

    # The Fisher matrix of one measurement, as the loss is a mean: diag(1/σ², 2), wherever μ is.
    @kernel(HESSIAN)
    def fisher(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = exp(-2.0 * x[1, k])
            h[1, k] = 0.0
            h[2, k] = 2.0
