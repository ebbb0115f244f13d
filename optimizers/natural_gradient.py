"""Natural gradient."""

import numpy as np

from optimizers.optimizer import LearningRate, Optimizer, kernel
from optimizers.parts.matrix import Damping, look, solve
from surfaces.claim import Claim


class NaturalGradient(Optimizer):
    """The steepest way down when distance is measured between distributions, not between parameters."""

    order = 240
    title = "Natural gradient"
    most_looked = 1
    family = "Curvature and line search"
    curvature = "fisher"
    reference = "Amari (1998), Natural gradient works efficiently in learning, theorem 1"
    use = (
        "Likelihoods with a known Fisher matrix. Its small steps do not depend on how the parameters are chosen, "
        "which would take a surface in two sets of parameters to see."
    )
    avoid = (
        "Losses that are no negative log-likelihood: it cannot race there. Without damping, starts where F is almost "
        "singular. And more parameters than a matrix can be inverted for."
    )
    claims = (
        Claim(
            "use",
            "surface=gaussian_nll&racers=sgd,momentum,natural_gradient&steps=150",
            "arrived(natural_gradient) < 100 and loss(sgd) > 2 and loss(momentum) > 1.2",
        ),
        Claim(
            "use",
            "surface=logistic&racers=sgd,momentum,natural_gradient",
            "arrived(natural_gradient) < 300 and distance(sgd) > 3 and distance(momentum) > 2",
        ),
        Claim(
            "avoid",
            "surface=logistic&racers=natural_gradient&natural_gradient.damping=0&natural_gradient.lr=1",
            "diverged(natural_gradient) < 10",
        ),
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"F \leftarrow \mathcal{F}(\theta)",
        r"\theta \leftarrow \theta - \eta (F + \mu I)^{-1} g",
    )

    lr = LearningRate(0.1)
    damping = Damping(0.1)

    @property
    def torch(self) -> str:
        return "none: torch.optim has no natural gradient"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, mu = hyper[0], hyper[1]
        h = np.empty((3, x.shape[1]))
        gradient(loss, x, t, g)
        look(loss, x, h)
        for k in range(x.shape[1]):
            u, v = solve(h[0, k] + mu[k], h[1, k], h[2, k] + mu[k], g[0, k], g[1, k])
            x[0, k] -= lr[k] * u
            x[1, k] -= lr[k] * v
