"""Lion."""

import numpy as np

from optimizers.optimizer import Decay, LearningRate, Optimizer, kernel
from optimizers.parts.weight_decay import WeightDecay


class Lion(Optimizer):
    """The sign of momentum and gradient mixed: every coordinate moves by η, whatever the slope."""

    order = 120
    title = "Lion"
    asks_once = True
    cycled = "beta1"
    slots = ("m",)
    reference = "Chen et al. (2023), Symbolic discovery of optimization algorithms, arXiv:2302.06675, algorithm 2"
    use = "Large models where memory is short: one slot for Adam's two, at a tenth to a third of Adam's rate."
    avoid = "The end of a race at a constant rate: steps that cannot shrink circle the minimum."

    lr = LearningRate(0.005)
    beta1 = Decay(0.9, label="β₁", doc="Share of the momentum in the step; the fresh gradient has the rest.")
    beta2 = Decay(0.99, label="β₂", doc="Memory of the momentum m.")
    weight_decay = WeightDecay(0.0)
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"c \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"m \leftarrow \beta_2 m + (1 - \beta_2) g",
        r"\theta \leftarrow \theta - \eta (\operatorname{sign}(c) + \lambda \theta)",
    )
    torch = "none: torch.optim has no Lion"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, weight_decay = hyper[0], hyper[1], hyper[2], hyper[3]
        m = state[0]
        gradient(loss, x, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                c = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                m[i, k] = beta2[k] * m[i, k] + (1.0 - beta2[k]) * g[i, k]
                x[i, k] -= lr[k] * (np.sign(c) + weight_decay[k] * x[i, k])
