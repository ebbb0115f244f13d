"""K-FAC, for two layers of one weight each."""

import numpy as np
import param

from optimizers.optimizer import LearningRate, Optimizer, kernel
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
