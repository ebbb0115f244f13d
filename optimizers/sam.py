"""Sharpness-aware minimisation."""

import numpy as np
import param

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from surfaces.claim import Claim
from surfaces.numbers import Real


class SAM(Optimizer):
    """Climb ρ to the worst place near by, take the gradient there, and step with it from where you were."""

    order = 160
    title = "SAM"
    family = "Averaging and flatness"
    most_asked = 2
    cycled = "beta1"
    slots = ("m", "v")
    reference = "Foret et al. (2021), Sharpness-aware minimization, arXiv:2010.01412, algorithm 1 and eq. 2 with p = 2"
    idea = (
        "Climbs a little to the steepest place close by and steps with the slope that it finds there, which "
        "drives it out of sharp pits."
    )
    best_for = "image classification, where better generalisation is worth twice the gradients"
    use = (
        "With noise, of two minima with the same loss it prefers the flatter one (Sharp and flat). "
        "The better generalisation that this is for is not to be seen in two dimensions."
    )
    avoid = "Tight budgets, for every step asks for two gradients; exact minima, which it circles, wider with larger ρ."
    claims = (
        Claim(
            "use",
            "surface=sharp_and_flat&x=0.95&y=0&racers=sgd,sam&shared=1&lr=0.01&sam.rho=0.3&steps=2000"
            "&recipe.noise=3&recipe.schedule=cosine&recipe.replicates=64",
            "share(sgd, 1, 0, 0.5) > 0.95 and share(sam, 1, 0, 0.5) < 0.2 and share(sam, -1, 0, 0.5) > 0.75",
        ),
        Claim(
            "avoid",
            "surface=quadratic&racers=sgd,sam&shared=1&lr=0.002",
            "gradients(sam) == 2 * gradients(sgd) and distance(sam) > 3 * distance(sgd)",
        ),
        Claim("avoid", "surface=quadratic&racers=sam&sam.rho=0.5", "distance(sam) > 0.02"),
        Claim("avoid", "surface=quadratic&racers=sam&sam.rho=0.05", "distance(sam) < 0.003"),
        Claim("base", "surface=beale&racers=sam&sam.lr=0.1", "diverged(sam) < 10"),
        Claim("base", "surface=beale&racers=sam&sam.lr=0.1&sam.base=Adam", "loss(sam) < 0.01"),
        Claim("base", "surface=beale&racers=sam&sam.base=Adam", "loss(sam) > 0.5"),
        Claim("rho", "racers=sgd,sam&shared=1&lr=0.001&sam.rho=0", "x(sam) - x(sgd) == 0 and y(sam) - y(sgd) == 0"),
        Claim(
            "idea",
            (
                "surface=sharp_and_flat&x=0.95&y=0&racers=sgd,sam&shared=1&lr=0.01&sam.rho=0.3&steps=2000&recipe.noise=3&recipe.schedule=cosine&recipe.replicates=64"
            ),
            "share(sam, -1, 0, 0.5) > 0.75 and share(sgd, -1, 0, 0.5) < 0.05",
        ),
        Claim(
            "deeper", "surface=sharp_and_flat&x=0.95&y=0&racers=sam&sam.lr=0.01&sam.rho=0.3&steps=2000", "x(sam) > 0.5"
        ),
    )
    typical = texts(
        {"lr": "the base rule's", "rho": "0.05; 0.01 to 0.5", "beta1": "0.9", "beta2": "0.999", "eps": "1e-8"}
    )
    symbols = texts(
        {
            "m": "moving mean of the gradients",
            "v": "moving mean of the squared gradients",
            r"\hat{m}": "m without the pull of its start at zero",
            r"\hat{v}": "v without the pull of its start at zero",
        }
    )
    deeper = (
        Note(
            (
                "Sharpness here is how far the loss rises within ρ, and what is minimised is the loss at the "
                "worst place there, to first order. A flat minimum allows a better bound on the error on new "
                "data, though other parameters for the same function change any such sharpness. In practice the "
                "worst place is sought for each mini-batch by itself, and it is with that noise that it helps "
                "most: on Sharp and flat, without noise, it stays in the sharp minimum."
            ),
            "Foret et al. (2021), section 2; Andriushchenko & Flammarion (2022), arXiv:2206.06232",
        ),
    )

    lr = LearningRate(0.002)
    rho = Real(0.05, bounds=(0, 10), softbounds=(0, 1), label="ρ", doc="How far it climbs before it looks; 0 is base.")
    beta1 = Decay(0.9, label="β₁", doc="Memory of the mean gradient m (Adam as base).")
    beta2 = Decay(0.999, label="β₂", doc="Memory of the mean squared gradient v (Adam as base).")
    eps = Epsilon(
        1e-8, doc="Added to the denominator (Adam as base): the larger, the closer to momentum at the rate η/ε."
    )
    base = param.Selector(
        default="SGD",
        objects=["SGD", "Adam"],
        label="Base",
        doc="The rule that steps with the gradient found; Adam wants a larger η than SGD.",
    )

    @property
    def variant(self) -> str:
        return f"over {self.base}"

    @property
    def recurrence(self) -> tuple[str, ...]:
        sharp = (
            r"g \leftarrow \nabla L(\theta)",
            r"g \leftarrow \nabla L(\theta + \rho \frac{g}{\lVert g \rVert})",
        )
        if self.base == "SGD":
            return (*sharp, r"\theta \leftarrow \theta - \eta g")
        return (
            *sharp,
            r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
            r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
            r"\hat{m} \leftarrow \frac{m}{1 - \beta_1^t}",
            r"\hat{v} \leftarrow \frac{v}{1 - \beta_2^t}",
            r"\theta \leftarrow \theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        )

    @property
    def torch(self) -> str:
        return "none: torch.optim has no SAM, which needs two gradients a step"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, rho, beta1, beta2, eps, adam = hyper[0], hyper[1], hyper[2], hyper[3], hyper[4], hyper[5]
        m, v = state[0], state[1]
        climbed = np.empty_like(x)
        gradient(loss, x, t, g)
        for k in range(x.shape[1]):
            norm = np.sqrt(g[0, k] * g[0, k] + g[1, k] * g[1, k])
            for i in range(2):
                # 0/0 on the flat: nowhere to climb.
                climbed[i, k] = x[i, k] + rho[k] * g[i, k] / norm if norm != 0.0 else x[i, k]
        gradient(loss, climbed, t, g)
        last = np.uintp(0)
        while last < x.shape[1]:
            first, last = last, run_of_equals(last, loss, beta1, beta2, adam)
            unbias1, unbias2 = unbias(beta1[first], t, adam[first]), unbias(beta2[first], t, adam[first])
            for i in range(2):
                for k in range(first, last):
                    if adam[k]:
                        m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                        v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                        m_hat = m[i, k] * unbias1
                        root = np.sqrt(v[i, k] * unbias2) + eps[k]
                        # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays.
                        x[i, k] -= lr[k] * m_hat / root if root != 0.0 else 0.0
                    else:
                        x[i, k] -= lr[k] * g[i, k]
