"""Adadelta."""

import numpy as np

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from surfaces.claim import Claim


class Adadelta(Optimizer):
    """Steps in the ratio of the root mean squares of past steps and of gradients: they have θ's own units."""

    order = 70
    title = "Adadelta"
    family = "Adaptive"
    asks_once = True
    slots = ("v", "u")
    reference = "Zeiler (2012), ADADELTA, arXiv:1212.5701, algorithm 1; the factor η is PyTorch's"
    idea = (
        "Finds the length of its steps by itself: the size of recent steps over the size of recent slopes, in "
        "each coordinate."
    )
    best_for = "older recipes that name no learning rate"
    use = "No idea of a learning rate at all: η = 1 is meant, and the steps find their own length."
    avoid = (
        "Races against the clock: the first steps are a few √ε long and must work their way up from there. "
        "Nor do they shrink at the end, as on Beale, where it circles."
    )
    claims = (
        Claim(
            "use",
            "surface=plateau&racers=adadelta,sgd,momentum&steps=700",
            "arrived(adadelta) < never and arrived(momentum) == never",
        ),
        Claim(
            "avoid",
            "surface=ravine&racers=adadelta,momentum&steps=1000",
            "arrived(adadelta) > 2 * arrived(momentum)",
        ),
        Claim(
            "avoid",
            "racers=adadelta&steps=5000",
            "length(adadelta, 1) < 0.005 and length(adadelta) > 10 * length(adadelta, 1)",
        ),
        Claim(
            "avoid",
            "surface=beale&racers=adadelta&steps=5000",
            "best(adadelta) < 0.001 and length(adadelta) > 0.01 and arrived(adadelta) == never",
        ),
        Claim(
            "idea",
            "surface=plateau&racers=adadelta&steps=700",
            "length(adadelta, 1) < 0.005 and arrived(adadelta) < never",
        ),
    )
    typical = texts({"lr": "1", "rho": "0.9 to 0.95", "eps": "1e-6"})
    symbols = texts(
        {
            "v": "moving mean of the squared gradients",
            "u": "moving mean of the squared steps",
            "d": "the step, before η",
        }
    )
    deeper = (
        Note(
            (
                "A gradient has the units of the loss over those of θ, so that η g is a step only if η has units "
                "as well. Newton's step, a slope over a curvature, has those of θ, and so has a root of squared "
                "steps over a root of squared slopes, times a slope: that is what the rule was made from."
            ),
            "Zeiler (2012), arXiv:1212.5701, section 3.2",
        ),
    )

    lr = LearningRate(1.0)
    rho = Decay(0.9, label="ρ", doc="Memory of the mean squared gradient v and of the mean squared step u.")
    # Without ε no step would ever be the first.
    eps = Epsilon(
        1e-6,
        inclusive_bounds=(False, True),
        softbounds=(1e-8, 1e-4),
        doc="Inside both roots: the first steps are a few √ε long, and all later ones grow from them.",
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"v \leftarrow \rho v + (1 - \rho) g^2",
        r"d \leftarrow \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} \cdot g",
        r"u \leftarrow \rho u + (1 - \rho) d^2",
        r"\theta \leftarrow \theta - \eta d",
    )

    @property
    def torch(self) -> str:
        return f"torch.optim.Adadelta(params, lr={self.lr}, rho={self.rho}, eps={self.eps})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, rho, eps = hyper[0], hyper[1], hyper[2]
        v, u = state[0], state[1]
        gradient(loss, x, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                v[i, k] = rho[k] * v[i, k] + (1.0 - rho[k]) * g[i, k] * g[i, k]
                d = np.sqrt(u[i, k] + eps[k]) / np.sqrt(v[i, k] + eps[k]) * g[i, k]
                u[i, k] = rho[k] * u[i, k] + (1.0 - rho[k]) * d * d
                x[i, k] -= lr[k] * d
