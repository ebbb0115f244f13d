"""K-FAC, for two layers of one weight each."""

import numpy as np
import param

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.matrix import Damping, look
from surfaces.claim import Claim


class KFAC(Optimizer):
    """A natural gradient within each layer alone: with one weight a layer, its Kronecker factors are two numbers.

    A block is E[a²]·E[d²], input times slope at the output, so that ``loss.curvature`` gives it whole. Factored
    damping makes it (√block + √μ)². A block of 0 without damping leaves its weight alone.
    """

    order = 250
    title = "K-FAC"
    most_looked = 1
    family = "Curvature and line search"
    curvature = "kfac"
    reference = "Martens & Grosse (2015), arXiv:1503.05671, sections 3 and 4.2; factored damping: section 6.3"
    idea = (
        "A natural gradient for each layer by itself, whose matrix is the product of two small ones: what comes "
        "into the layer, and the slopes at what goes out."
    )
    best_for = "deep networks, where the whole Fisher matrix is out of reach"
    use = (
        "Deep networks, where the whole Fisher matrix is out of reach but a layer's two factors are not. "
        "What that saves is not to be seen in two dimensions, only that little is lost."
    )
    avoid = "Layers that act on each other strongly: all that lies between two blocks is dropped."
    claims = (
        Claim("use", "surface=deep_linear&racers=sgd,kfac&steps=300", "arrived(kfac) < 100 and arrived(sgd) == never"),
        Claim(
            "avoid",
            "surface=deep_linear&racers=natural_gradient,kfac&steps=300",
            "distance(kfac) > 1000 * distance(natural_gradient)",
        ),
        Claim("idea", "surface=deep_linear&racers=sgd,kfac&steps=300", "arrived(kfac) < 100 and arrived(sgd) == never"),
        Claim(
            "deeper",
            "surface=deep_linear&racers=natural_gradient,kfac&steps=300",
            "distance(kfac) > 1000 * distance(natural_gradient)",
        ),
    )
    typical = texts({"lr": "0.01 to 1", "damping": "1e-3 to 0.1"})
    symbols = texts(
        {
            "f": "the layers' blocks, a number for each",
            r"\mathcal{K}": "K-FAC's block for each layer of this surface's network",
        }
    )
    deeper = (
        Note(
            (
                "Kronecker factors: for a layer with inputs a and slopes d at its outputs, the block of F is the "
                "mean of (a aᵀ) ⊗ (d dᵀ). Taken as A ⊗ D, the product of the means, its inverse is A⁻¹ ⊗ D⁻¹: two"
                " small inverses for a huge one. That assumes that inputs and slopes go together by chance alone."
                " With one weight a layer, as here, the product is exact, and what is dropped lies between the "
                "layers."
            ),
            "Martens & Grosse (2015), arXiv:1503.05671, sections 3 and 4",
        ),
    )

    lr = LearningRate(0.1)
    damping = Damping(0.1)
    factored = param.Boolean(
        True, label="Factored damping", doc="Add √μ to each Kronecker factor, balanced, rather than μ to the block."
    )

    @property
    def variant(self) -> str:
        return "factored damping" if self.factored else "added damping"

    @property
    def recurrence(self) -> tuple[str, ...]:
        damped = r"(\sqrt{f} + \sqrt{\mu})^2" if self.factored else r"f + \mu"
        return (
            r"g \leftarrow \nabla L(\theta)",
            r"f \leftarrow \mathcal{K}(\theta)",
            rf"\theta \leftarrow \theta - \eta \frac{{g}}{{{damped}}}",
        )

    @property
    def torch(self) -> str:
        return "none: torch.optim has no K-FAC"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, mu, factored = hyper[0], hyper[1], hyper[2]
        h = np.empty((3, x.shape[1]))
        gradient(loss, x, t, g)
        look(loss, x, h)
        for i in range(2):
            for k in range(x.shape[1]):
                # Rows of h are xx, xy, yy: the blocks are the first and the last.
                block = h[2 * i, k] + mu[k]
                if factored[k]:
                    block += 2.0 * np.sqrt(h[2 * i, k] * mu[k])
                x[i, k] -= lr[k] * g[i, k] / block if block != 0.0 else 0.0
