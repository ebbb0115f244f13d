"""Natural gradient."""

import numpy as np

from optimizers.optimizer import LearningRate, Optimizer, kernel
from optimizers.parts.matrix import Damping, look, solve


class NaturalGradient(Optimizer):
    """The steepest way down when distance is measured between distributions, not between parameters."""

    order = 240
    title = "Natural gradient"
    most_looked = 1
    family = "second order"
    curvature = "fisher"
    reference = "Amari (1998), Natural gradient works efficiently in learning, theorem 1"
    use = "Likelihoods with a known Fisher matrix: small steps do not depend on how the parameters are chosen."
    avoid = "Losses that are no negative log-likelihood, and more parameters than a matrix can be inverted for."
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
