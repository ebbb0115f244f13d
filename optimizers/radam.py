"""RAdam."""

import numpy as np

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from surfaces.claim import Claim
from surfaces.powers import power


class RAdam(Optimizer):
    """Adam that divides by √v only once v has seen enough gradients, and cautiously at first."""

    order = 110
    title = "RAdam"
    family = "Adaptive"
    asks_once = True
    cycled = "beta1"
    slots = ("m", "v")
    reference = (
        "Liu et al. (2020), Variance of the adaptive learning rate, arXiv:1908.03265, alg. 2, ρ > 5 as in PyTorch"
    )
    idea = (
        "Adam that warms up by itself: plain momentum in the first steps, then as much of Adam's scaling as v has"
        " seen slopes for."
    )
    best_for = "Adam without a warm-up to tune"
    use = "In place of a warm-up: from step 6 on (ρ > 5, by the default β₂) the rectification r rises to 1 by itself."
    avoid = (
        "Steep starts: its first five steps or so are plain momentum with η, which there may be far too large. "
        "With β₂ of 2/3 or less all its steps are, for ρ never exceeds 5."
    )
    claims = (
        Claim(
            "use",
            "racers=radam",
            "length(radam, 5) > 1000 * length(radam, 6) and length(radam, 6) < length(radam, 100) / 10",
        ),
        Claim("avoid", "racers=radam,adam&shared=1&lr=0.05", "diverged(radam) <= 5 and diverged(adam) == never"),
        Claim("avoid", "surface=plateau&racers=radam&radam.beta2=0.6666", "moved(radam) < 0.1"),
        Claim("beta2", "surface=plateau&racers=radam&radam.beta2=0.7&steps=700", "arrived(radam) < 500"),
        Claim("idea", "surface=beale&racers=radam&steps=100", "length(radam, 5) > 100 * length(radam, 6)"),
    )
    typical = texts({"lr": "1e-3", "beta1": "0.9", "beta2": "0.999", "eps": "1e-8"})
    symbols = texts(
        {
            "m": "moving mean of the gradients",
            "v": "moving mean of the squared gradients",
            r"\hat{m}": "m without the pull of its start at zero",
            r"\rho_\infty": "how many gradients v weighs in the long run, as a length",
            r"\rho": "how many it weighs so far",
            "r": "rectification: small while v is young, and 1 in the long run",
            "d": "what is divided by: the root of v without the pull of its start, or 1",
        }
    )
    deeper = (
        Note(
            (
                "1/√v of a few gradients has a variance that is not even finite: r brings it down to what it is "
                "in the long run. In practice it does much the same as a linear warm-up over 2/(1 − β₂) steps, "
                "which nobody needs to tune either."
            ),
            "Liu et al. (2020), section 3; Ma & Yarats (2021), arXiv:1910.04209",
        ),
    )

    lr = LearningRate(0.005)
    beta1 = Decay(0.9, label="β₁", doc="Memory of the mean gradient m.")
    beta2 = Decay(
        0.999, label="β₂", doc="Memory of the mean squared gradient v; at 2/3 or less nothing is ever divided by √v."
    )
    eps = Epsilon(1e-8)
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{m} \leftarrow \frac{m}{1 - \beta_1^t}",
        r"\rho_\infty \leftarrow \frac{2}{1 - \beta_2} - 1",
        r"\rho \leftarrow \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t}",
        r"r \leftarrow \begin{cases}"
        r" \sqrt{\frac{(\rho - 4) (\rho - 2) \rho_\infty}{(\rho_\infty - 4) (\rho_\infty - 2) \rho}}"
        r" & \rho > 5 \\ 1 & \text{otherwise} \end{cases}",
        r"d \leftarrow \begin{cases} \frac{\sqrt{v} + \epsilon}{\sqrt{1 - \beta_2^t}} & \rho > 5 \\ 1"
        r" & \text{otherwise} \end{cases}",
        r"\theta \leftarrow \theta - \eta r \frac{\hat{m}}{d}",
    )

    @property
    def torch(self) -> str:
        return f"torch.optim.RAdam(params, lr={self.lr}, betas=({self.beta1}, {self.beta2}), eps={self.eps})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, eps = hyper[0], hyper[1], hyper[2], hyper[3]
        m, v = state[0], state[1]
        gradient(loss, x, t, g)
        last = np.uintp(0)
        while last < x.shape[1]:
            first, last = last, run_of_equals(last, loss, beta1, beta2, beta2)
            unbias1, forgotten = unbias(beta1[first], t, True), power(beta2[first], float(t))
            correction2 = 1.0 - forgotten
            rho_inf = 2.0 / (1.0 - beta2[first]) - 1.0
            rho = rho_inf - 2.0 * t * forgotten / correction2
            rectified = rho > 5.0
            r = np.sqrt((rho - 4.0) * (rho - 2.0) * rho_inf / ((rho_inf - 4.0) * (rho_inf - 2.0) * rho))
            for i in range(2):
                for k in range(first, last):
                    m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                    v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                    m_hat = m[i, k] * unbias1
                    root = np.sqrt(v[i, k]) + eps[k]
                    if not rectified:
                        x[i, k] -= lr[k] * m_hat
                    # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays, where PyTorch has NaN.
                    elif root != 0.0:
                        x[i, k] -= lr[k] * m_hat * r * np.sqrt(correction2) / root
