"""Sophia."""

import numpy as np
import param

from optimizers.optimizer import LOOKED, Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.weight_decay import WeightDecay
from surfaces.claim import Claim
from surfaces.numbers import Real


class Sophia(Optimizer):
    """Momentum over an average of the Hessian's diagonal, clipped to a step of η at the most.

    The paper estimates the diagonal from samples (Hutchinson, or Gauss-Newton-Bartlett); with two
    variables it is had exactly, so the estimator here has neither bias nor noise.
    """

    order = 130
    title = "Sophia"
    most_looked = 1
    family = "Adaptive"
    cycled = "beta1"
    slots = ("m", "h")
    reference = "Liu et al. (2024), Sophia, arXiv:2305.14342, algorithm 3, with the exact diagonal as its estimator"
    idea = (
        "Divides by curvature: long steps where the slope changes little, short ones where it changes much, and "
        "none longer than η in any coordinate."
    )
    best_for = "pre-training of language models"
    use = "Curvatures that differ between coordinates: flat directions get the longer steps that they need."
    avoid = "Valleys at an angle to the axes, which the diagonal does not see, and losses whose curvature is dear."
    claims = (
        Claim(
            "use",
            "surface=ravine&ravine.angle=0&racers=sgd,sophia",
            "arrived(sophia) < 400 and arrived(sgd) == never",
        ),
        Claim("avoid", "surface=ravine&ravine.angle=0&racers=sophia&steps=300", "loss(sophia) < 0.001"),
        Claim("avoid", "surface=ravine&ravine.angle=45&racers=sophia&steps=300", "loss(sophia) > 0.01"),
        Claim(
            "weight_decay",
            "surface=styblinski_tang&racers=sophia&sophia.gamma=0.1&sophia.weight_decay=0.1&steps=3000",
            "0.98 < x(sophia) / 2.7468 < 0.995",
        ),
        Claim(
            "weight_decay",
            "surface=styblinski_tang&racers=sophia&sophia.weight_decay=0.5&steps=3000",
            "abs(x(sophia) - 2) < 0.01 and abs(y(sophia) + 2) < 0.01",
        ),
        Claim(
            "gamma",
            "surface=ravine&racers=sophia&sophia.gamma=0.001&steps=3",
            "abs(length(sophia, 1) - 0.0283) < 0.0001",
        ),
        Claim("gamma", "surface=ravine&racers=sophia&sophia.gamma=10&steps=3", "length(sophia, 1) < 0.0282"),
        Claim("eps", "surface=saddle&x=0.01&y=0&racers=sophia&steps=3", "abs(length(sophia, 1) - 0.02) < 1e-9"),
        Claim("idea", "surface=saddle&x=0.5&y=1&racers=sophia&steps=50", "length(sophia, 1) < 0.0282843"),
    )
    typical = texts(
        {
            "lr": "about AdamW's",
            "beta1": "0.96",
            "beta2": "0.99",
            "gamma": "0.01 to 0.05",
            "eps": "1e-12",
            "every": "10",
            "weight_decay": "0.1 to 0.2",
        }
    )
    symbols = texts(
        {
            "h": "moving mean of the Hessian's diagonal",
            "m": "moving mean of the gradients",
        }
    )
    deeper = (
        Note(
            (
                "For a network the diagonal of the Hessian is estimated: u ⊙ (Hu), with random signs u, has it as"
                " its mean, and costs about as much as a gradient, which is why it is looked at only every k "
                "steps. Clipping makes it safe where the curvature is negative or has changed since."
            ),
            "Hutchinson (1990); Liu et al. (2024), arXiv:2305.14342",
        ),
    )

    lr = LearningRate(0.02)
    beta1 = Decay(0.96, label="β₁", doc="Memory of the mean gradient m.")
    beta2 = Decay(0.99, label="β₂", doc="Memory of the mean Hessian diagonal h, counted in refreshments.")
    gamma = Real(
        0.01,
        bounds=(0, 100),
        inclusive_bounds=(False, True),
        softbounds=(1e-3, 10),
        label="γ",
        doc="The smaller, the more steps are clipped: towards 0 the rule is the sign of m.",
    )
    eps = Epsilon(1e-12, softbounds=(1e-12, 0.1), doc="Least curvature: negative or less, the step has full length η.")
    every = param.Integer(
        10, bounds=(1, 1000), softbounds=(1, 100), label="k", doc="Steps between looks at the curvature."
    )
    weight_decay = WeightDecay(
        0.0, doc="Weight decay: it ends nearer to the origin, by the share γλ beside a minimum, and never beyond 1/λ."
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"h \leftarrow \begin{cases} \beta_2 h + (1 - \beta_2) \operatorname{diag}(\nabla^2 L(\theta))"
        r" & (t - 1) \bmod k = 0 \\ h & \text{otherwise} \end{cases}",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"\theta \leftarrow (1 - \eta \lambda) \theta"
        r" - \eta \operatorname{clip}(\frac{m}{\max(\gamma h, \epsilon)}, -1, 1)",
    )
    torch = "none: torch.optim has no Sophia"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, gamma, eps, every, weight_decay = hyper
        m, h, counts = state[0], state[1], loss.counts
        gradient(loss, x, t, g)
        refresh = False
        for k in range(x.shape[1]):
            refresh |= (t - 1) % int(every[k]) == 0
        if refresh:
            hessian = np.empty((3, x.shape[1]))
            loss.curvature(x, loss.shape, hessian)
            for k in range(x.shape[1]):
                if (t - 1) % int(every[k]) == 0:
                    counts[LOOKED, k] += 1
                    h[0, k] = beta2[k] * h[0, k] + (1.0 - beta2[k]) * hessian[0, k]
                    h[1, k] = beta2[k] * h[1, k] + (1.0 - beta2[k]) * hessian[2, k]
        for i in range(2):
            for k in range(x.shape[1]):
                m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                floor = eps[k] if gamma[k] * h[i, k] < eps[k] else gamma[k] * h[i, k]
                # 0/0 where ε = 0: the coordinate only decays.
                ratio = m[i, k] / floor if m[i, k] != 0.0 else 0.0
                # Comparisons let NaN through, where min and max might not.
                clipped = 1.0 if ratio > 1.0 else -1.0 if ratio < -1.0 else ratio
                x[i, k] = (1.0 - lr[k] * weight_decay[k]) * x[i, k] - lr[k] * clipped
