"""AdamW."""

import numpy as np

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from optimizers.parts.weight_decay import WeightDecay
from surfaces.claim import Claim


class AdamW(Optimizer):
    """Adam with a weight decay of its own, which no gradient ever scales."""

    order = 90
    title = "AdamW"
    family = "Decay"
    asks_once = True
    cycled = "beta1"
    slots = ("m", "v")
    reference = "Loshchilov & Hutter (2019), Decoupled weight decay, arXiv:1711.05101, algorithm 2; ηλ as in PyTorch"
    idea = "Adam, and beside it a steady pull towards the origin that no slope scales."
    best_for = "transformers, large language models, and fine-tuning"
    use = "Weight decay that no gradient scales: all weights shrink by the share ηλ a step. In practice: transformers."
    avoid = (
        "The exact minimum of a loss in a short race: the decay holds it off, less and less, until v̂ has forgotten "
        "the steep start, which takes some thousand steps at β₂ = 0.999."
    )
    claims = (
        Claim(
            "use",
            "surface=formula&formula.text=0*x&racers=adamw&adamw.weight_decay=0.1&steps=100",
            "abs(x(adamw) / x(adamw, 0) - 0.366) < 0.001",
        ),
        Claim(
            "avoid",
            "surface=beale&racers=adamw&adamw.weight_decay=0.1&steps=5000",
            "distance(adamw, 500) > 0.3 and distance(adamw, 2000) < 0.2 and distance(adamw) < 0.1",
        ),
        Claim(
            "weight_decay",
            "surface=beale&racers=adamw&steps=5000",
            "distance(adamw, 500) > 0.06 and distance(adamw, 2000) < 0.025 and distance(adamw) < 0.01",
        ),
        Claim(
            "weight_decay",
            "surface=styblinski_tang&racers=adamw&adamw.weight_decay=0.5&steps=5000",
            "abs(x(adamw) - 2) < 0.05 and abs(y(adamw) + 2) < 0.05",
        ),
        Claim(
            "idea",
            "surface=formula&formula.text=0*x&racers=adamw&adamw.weight_decay=0.1&steps=100",
            "0 < x(adamw) < x(adamw, 0)",
        ),
        Claim(
            "deeper",
            "surface=styblinski_tang&racers=adamw&adamw.weight_decay=0.5&steps=5000",
            "abs(x(adamw) - 2) < 0.05 and abs(y(adamw) + 2) < 0.05",
        ),
    )
    typical = texts(
        {
            "lr": "1e-4 to 3e-4 for large language models; 1e-3 for fine-tuning",
            "beta1": "0.9",
            "beta2": "0.999; 0.95 for large language models",
            "eps": "1e-8",
            "weight_decay": "0.01 to 0.1",
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
                "Where it comes to rest, if it does, no weight is larger than 1/λ: it solves the problem under "
                "that bound, not one with a penalty. On Styblinski–Tang, with λ = 0.5, it ends at 2 and −2, which"
                " is 1/λ, though the minimum lies at −2.9."
            ),
            "Xie & Li (2024), Implicit bias of AdamW, arXiv:2404.04454",
        ),
    )

    lr = LearningRate(0.1)
    beta1 = Decay(0.9, label="β₁", doc="Memory of the mean gradient m.")
    beta2 = Decay(0.999, label="β₂", doc="Memory of the mean squared gradient v.")
    eps = Epsilon(1e-8)
    weight_decay = WeightDecay(
        0.01, doc="Weight decay: the share ηλ of θ in every step. It fades beside a minimum, but keeps |θ| below 1/λ."
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} \leftarrow \frac{m}{1 - \beta_1^t}",
        r"\hat{v} \leftarrow \frac{v}{1 - \beta_2^t}",
        r"\theta \leftarrow (1 - \eta \lambda) \theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    )

    @property
    def torch(self) -> str:
        betas = f"betas=({self.beta1}, {self.beta2})"
        return f"torch.optim.AdamW(params, lr={self.lr}, {betas}, eps={self.eps}, weight_decay={self.weight_decay})"

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
                    m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                    v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                    m_hat = m[i, k] * unbias1
                    root = np.sqrt(v[i, k] * unbias2) + eps[k]
                    x[i, k] *= 1.0 - lr[k] * weight_decay[k]
                    # 0/0 where ε = 0 and no gradient was ever felt: the coordinate only decays, where PyTorch has NaN.
                    x[i, k] -= lr[k] * m_hat / root if root != 0.0 else 0.0
