"""Natural gradient."""

import numpy as np

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
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
    idea = (
        "Measures a step by how far it moves the distribution, not the parameters, and takes the steepest way "
        "down in that measure."
    )
    best_for = "likelihoods whose Fisher matrix is known or cheap"
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
        Claim(
            "idea",
            "surface=gaussian_nll&racers=sgd,natural_gradient&steps=150",
            "arrived(natural_gradient) < 150 and arrived(sgd) == never",
        ),
        Claim(
            "deeper",
            "surface=gaussian_nll&x=1.5&y=-1.9&racers=natural_gradient&natural_gradient.damping=0&steps=1",
            "abs(x(natural_gradient) - 1.4) < 1e-9",
        ),
        Claim(
            "deeper",
            "surface=gaussian_nll&x=1.5&y=1&racers=natural_gradient&natural_gradient.damping=0&steps=1",
            "abs(x(natural_gradient) - 1.4) < 1e-9",
        ),
        Claim(
            "deeper",
            (
                "surface=logistic&x=0.5&y=-2&racers=newton,natural_gradient&natural_gradient.lr=1&natural_gradient.damping=0&steps=3"
            ),
            "x(newton) - x(natural_gradient) == 0",
        ),
    )
    typical = texts({"lr": "0.01 to 1", "damping": "1e-3 to 0.1"})
    symbols = texts(
        {
            "F": "the Fisher matrix, 2 × 2",
            r"\mathcal{F}": "the Fisher matrix of this surface's likelihood",
        }
    )
    deeper = (
        Note(
            (
                "For a small step d, the divergence between the distributions before and after is ½ dᵀFd, to "
                "second order: F is the ruler that the distributions themselves bring. So infinitely small steps "
                "take the same way whatever the parameters are; steps of a finite length do so nearly. On "
                "Gaussian likelihood a step takes the share η of the way to the mean, whether the distribution is"
                " narrow or wide."
            ),
            (
                "Amari (1998); Martens (2020), New insights and perspectives on the natural gradient method, "
                "arXiv:1412.1193"
            ),
        ),
        Note(
            (
                "If the loss is a mean of likelihoods whose output the model gives linearly, F is the "
                "Gauss–Newton matrix, and the rule is Newton's with the part of the curvature that is never "
                "negative. On Logistic regression F is the Hessian itself."
            ),
            "Martens (2020), arXiv:1412.1193, section 9",
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
