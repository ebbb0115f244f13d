"""NAdam."""

import numpy as np

from optimizers.optimizer import Decay, Epsilon, LearningRate, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from surfaces.claim import Claim
from surfaces.elementary import exp
from surfaces.numbers import Real

#: Powers of 0.96 are worked out as powers of e, which are less dear.
LOG_096 = -0.040821994520255166


class NAdam(Optimizer):
    """Adam with Nesterov's look-ahead, and a momentum μ that warms up from β₁/2 to β₁."""

    order = 100
    title = "NAdam"
    family = "Adaptive"
    asks_once = True
    cycled = "beta1"
    slots = ("m", "v", "b")
    scalars = ("b",)
    reference = "Dozat (2016), Incorporating Nesterov momentum into Adam, ICLR workshop, algorithm 2, as in PyTorch"
    idea = "Adam with Nesterov's look ahead: the newest slope counts once more, and the momentum warms up."
    best_for = "wherever Adam is, for a small gain"
    use = "Adam whose momentum overshoots, as on Quadratic: the fresh gradient counts once more."
    avoid = "A gain to be counted on: along slow valleys such as Ravine and Rosenbrock it is behind Adam."
    claims = (
        Claim("use", "surface=quadratic&racers=adam,nadam&shared=1&lr=0.05", "arrived(nadam) < arrived(adam) - 10"),
        Claim("use", "surface=plateau&racers=adam,nadam&shared=1&lr=0.05", "arrived(nadam) < arrived(adam) / 2"),
        Claim("avoid", "surface=ravine&racers=adam,nadam&shared=1&lr=0.1", "arrived(adam) < arrived(nadam)"),
        Claim(
            "avoid",
            "racers=adam,nadam&shared=1&lr=0.05&steps=2000",
            "arrived(adam) < 1500 and arrived(nadam) == never",
        ),
        Claim("idea", "surface=quadratic&racers=adam,nadam&shared=1&lr=0.05", "arrived(nadam) < arrived(adam) - 10"),
    )
    typical = texts({"lr": "2e-3", "beta1": "0.9", "beta2": "0.999", "eps": "1e-8", "momentum_decay": "4e-3"})
    symbols = texts(
        {
            r"\mu_t": "momentum of this step, which warms up towards β₁",
            r"\mu_{t+1}": "momentum of the next step",
            "b": "share of the mean that is no pull of its start at zero: 1 − μ₁μ₂…μₜ",
            "m": "moving mean of the gradients",
            "v": "moving mean of the squared gradients",
            r"\hat{m}": "the mean as it will be a step ahead, without the pull of its start at zero",
            r"\hat{v}": "v without the pull of its start at zero",
        }
    )

    lr = LearningRate(0.05)
    beta1 = Decay(0.9, label="β₁", doc="Memory of the mean gradient m.")
    beta2 = Decay(0.999, label="β₂", doc="Memory of the mean squared gradient v.")
    eps = Epsilon(1e-8, like="Nesterov's momentum (EMA)")
    momentum_decay = Real(
        0.004, bounds=(0, 1), softbounds=(0, 0.1), label="ψ", doc="How fast μ warms up: it is halfway after 17/ψ steps."
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"\mu_t \leftarrow \beta_1 (1 - 0.5 \cdot 0.96^{t \psi})",
        r"\mu_{t+1} \leftarrow \beta_1 (1 - 0.5 \cdot 0.96^{(t + 1) \psi})",
        r"b \leftarrow 1 - (1 - b) \mu_t",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} \leftarrow \frac{\mu_{t+1} m}{1 - (1 - b) \mu_{t+1}} + \frac{(1 - \mu_t) g}{b}",
        r"\hat{v} \leftarrow \frac{v}{1 - \beta_2^t}",
        r"\theta \leftarrow \theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
    )

    @property
    def torch(self) -> str:
        settings = f"betas=({self.beta1}, {self.beta2}), eps={self.eps}, momentum_decay={self.momentum_decay}"
        return f"torch.optim.NAdam(params, lr={self.lr}, {settings})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, eps, psi = hyper[0], hyper[1], hyper[2], hyper[3], hyper[4]
        m, v = state[0], state[1]
        # b = 1 − μ₁μ₂…μₜ, the bias of an average whose momentum moves; the same in both coordinates.
        b = state[2]
        gradient(loss, x, t, g)
        last = np.uintp(0)
        while last < x.shape[1]:
            first, last = last, run_of_equals(last, loss, beta1, beta2, psi)
            unbias2 = unbias(beta2[first], t, True)
            mu = beta1[first] * (1.0 - 0.5 * exp(LOG_096 * (t * psi[first])))
            mu_next = beta1[first] * (1.0 - 0.5 * exp(LOG_096 * ((t + 1) * psi[first])))
            for i in range(2):
                for k in range(first, last):
                    b[i, k] = 1.0 - (1.0 - b[i, k]) * mu
                    m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                    v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                    m_hat = mu_next * m[i, k] / (1.0 - (1.0 - b[i, k]) * mu_next) + (1.0 - mu) * g[i, k] / b[i, k]
                    root = np.sqrt(v[i, k] * unbias2) + eps[k]
                    # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays, where PyTorch has NaN.
                    x[i, k] -= lr[k] * m_hat / root if root != 0.0 else 0.0
