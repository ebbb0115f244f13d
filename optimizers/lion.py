"""Lion."""

import numpy as np

from optimizers.optimizer import Decay, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.weight_decay import WeightDecay
from surfaces.claim import Claim


class Lion(Optimizer):
    """The sign of momentum and gradient mixed: every coordinate moves by η, whatever the slope."""

    order = 120
    title = "Lion"
    family = "Adaptive"
    asks_once = True
    cycled = "beta1"
    slots = ("m",)
    reference = "Chen et al. (2023), Symbolic discovery of optimization algorithms, arXiv:2302.06675, algorithm 2"
    idea = "Goes by signs alone: every coordinate moves by the same η in every step, however steep the slope."
    best_for = "large models where memory is scarce, and fine-tuning"
    use = "Memory: one slot for AdamW's two. The paper advises a third to a tenth of AdamW's rate, for large models."
    avoid = "The end of a race at a constant rate: steps that cannot shrink circle the minimum. A schedule helps."
    claims = (
        Claim("use", "racers=lion,adamw", "vectors(lion) == 1 and vectors(adamw) == 2"),
        Claim("avoid", "surface=himmelblau&racers=lion&lion.lr=0.05", "length(lion) > 0.07 and distance(lion) > 0.01"),
        Claim("avoid", "surface=himmelblau&racers=lion&lion.lr=0.05&recipe.schedule=cosine", "distance(lion) < 0.0001"),
        Claim(
            "weight_decay",
            "surface=himmelblau&racers=lion&lion.weight_decay=0.1&steps=5000",
            "distance(lion) < 0.01",
        ),
        Claim(
            "weight_decay",
            "surface=styblinski_tang&racers=lion&lion.weight_decay=0.5&steps=2000",
            "abs(x(lion) - 2) < 0.02 and abs(y(lion) + 2) < 0.02",
        ),
        Claim(
            "idea",
            "surface=himmelblau&racers=lion&steps=10",
            "abs(length(lion, 1) - 0.0070711) < 1e-6 and abs(length(lion, 9) - 0.0070711) < 1e-6",
        ),
        Claim(
            "deeper",
            "surface=styblinski_tang&racers=lion&lion.weight_decay=0.5&steps=2000",
            "abs(x(lion) - 2) < 0.02 and abs(y(lion) + 2) < 0.02",
        ),
    )
    typical = texts(
        {
            "lr": "1e-4; a third to a tenth of AdamW's",
            "beta1": "0.9; 0.95 for language",
            "beta2": "0.99; 0.98 for language",
            "weight_decay": "3 to 10 times AdamW's",
        }
    )
    symbols = texts(
        {
            "c": "gradient and momentum, mixed for this step",
            "m": "momentum: moving mean of the gradients",
        }
    )
    deeper = (
        Note(
            (
                "The sign of the gradient is the steepest way down if a step's length is its largest coordinate; "
                "and the decay keeps every weight below 1/λ, so that Lion descends within a box. On "
                "Styblinski–Tang, with λ = 0.5, it ends in the corner (2, −2)."
            ),
            "Bernstein & Newhouse (2024), arXiv:2409.20325; Chen et al. (2024), arXiv:2310.05898",
        ),
    )

    lr = LearningRate(0.005)
    beta1 = Decay(0.9, label="β₁", doc="Share of the momentum in the step; the fresh gradient has the rest.")
    beta2 = Decay(0.99, label="β₂", doc="Memory of the momentum m.")
    weight_decay = WeightDecay(
        0.0, doc="Weight decay: the share ηλ of θ in every step. It circles the same minimum, but keeps |θ| below 1/λ."
    )
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
