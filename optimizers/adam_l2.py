"""Adam with L2 regularisation."""

import numpy as np

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from optimizers.parts.weight_decay import WeightDecay
from surfaces.claim import Claim


class AdamL2(Optimizer):
    """Adam on the loss plus λ/2 · θ²: the decay is averaged and divided like any gradient."""

    order = 80
    title = "Adam + L2"
    family = "Decay"
    asks_once = True
    cycled = "beta1"
    slots = ("m", "v")
    reference = "Loshchilov & Hutter (2019), Decoupled weight decay, arXiv:1711.05101, algorithm 2, with L2"
    idea = "Adam on a loss with a penalty on large weights: the penalty's pull is averaged and divided like any slope."
    best_for = "results that were published with it, and a penalty that is meant as part of the loss"
    use = "A penalty that is meant as part of the loss, or results that were published with it."
    avoid = (
        "The loss without the penalty: it ends beside its minimum for good. And λθ is divided by √v̂ like all else, "
        "so that weights with large gradients shrink slowest, which no surface here shows; AdamW mends that."
    )
    claims = (
        Claim(
            "use",
            "surface=beale&racers=sgd,adam_l2&sgd.lr=0.02&steps=5000",
            "abs(distance(adam_l2) - 0.0854) < 0.0002",
        ),
        Claim(
            "use",
            "surface=beale&racers=sgd&sgd.lr=0.02&steps=5000&recipe.weight_decay=0.01&recipe.decay=coupled",
            "abs(distance(sgd) - 0.0854) < 0.0002",
        ),
        Claim(
            "avoid",
            "surface=beale&racers=adam_l2,adamw&steps=5000",
            "distance(adam_l2) > 10 * distance(adamw) and length(adam_l2) < 0.0001",
        ),
        Claim("idea", "surface=beale&racers=adam_l2,adamw&steps=5000", "distance(adam_l2) > 10 * distance(adamw)"),
    )
    typical = texts(
        {
            "lr": "1e-3; 1e-5 to 1e-3",
            "beta1": "0.9",
            "beta2": "0.999; 0.95 for large language models",
            "eps": "1e-8; up to 1e-3",
            "weight_decay": "1e-5 to 1e-3",
        }
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
                "For SGD a penalty λ/2 · θ² and a decay of λθ in each step are the same thing; for a rule that "
                "divides by √v̂ they are not, and no other penalty makes them so for every loss. As a prior, the "
                "penalty says that weights are Gaussian about zero."
            ),
            "Loshchilov & Hutter (2019), arXiv:1711.05101, propositions 1 and 2",
        ),
    )

    lr = LearningRate(0.1)
    beta1 = Decay(0.9, label="β₁", doc="Memory of the mean gradient m.")
    beta2 = Decay(0.999, label="β₂", doc="Memory of the mean squared gradient v.")
    eps = Epsilon(1e-8)
    weight_decay = WeightDecay(0.01, doc="Penalty λ/2 · θ²: its gradient λθ moves the minimum towards the origin.")
    recurrence = (
        r"g \leftarrow \nabla L(\theta) + \lambda \theta",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} \leftarrow \frac{m}{1 - \beta_1^t}",
        r"\hat{v} \leftarrow \frac{v}{1 - \beta_2^t}",
        r"\theta \leftarrow \theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    )

    @property
    def torch(self) -> str:
        betas = f"betas=({self.beta1}, {self.beta2})"
        return f"torch.optim.Adam(params, lr={self.lr}, {betas}, eps={self.eps}, weight_decay={self.weight_decay})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, eps, weight_decay = hyper[0], hyper[1], hyper[2], hyper[3], hyper[4]
        m, v = state[0], state[1]
        gradient(loss, x, t, g)
        last = np.uintp(0)
        while last < x.shape[1]:
            first, last = last, run_of_equals(last, loss, beta1, beta2, beta2)
            unbias1, unbias2 = unbias(beta1[first], t, True), unbias(beta2[first], t, True)
            for i in range(2):
                for k in range(first, last):
                    g[i, k] += weight_decay[k] * x[i, k]
                    m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                    v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                    m_hat = m[i, k] * unbias1
                    root = np.sqrt(v[i, k] * unbias2) + eps[k]
                    # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays, where PyTorch has NaN.
                    x[i, k] -= lr[k] * m_hat / root if root != 0.0 else 0.0
