"""Schedule-Free AdamW."""

import numpy as np

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from optimizers.parts.weight_decay import WeightDecay
from surfaces.claim import Claim


class ScheduleFreeAdamW(Optimizer):
    """RMSprop on a hidden sequence z; what races is its average x, and gradients are taken in between.

    The rule remembers z as its offset d = z − x from the average.
    """

    order = 150
    title = "Schedule-Free AdamW"
    family = "Averaging and flatness"
    scalars = ("eta_max", "W")
    slots = ("d", "v", "eta_max", "W")
    reference = (
        "Defazio et al. (2024), The road less scheduled, arXiv:2405.15682, algorithm 1; bias and weights: authors' code"
    )
    idea = (
        "RMSprop's steps by a hidden point, of which the average is reported: it settles though the steps do not,"
        " so that no schedule is needed."
    )
    best_for = "transformers whose training has no length set in advance"
    use = "In place of AdamW with a schedule when noise is large and the number of steps not known in advance."
    avoid = "Racing starts: an average over the whole way trails behind the steps that it averages."
    claims = (
        Claim(
            "use",
            "surface=quadratic&racers=adamw,schedule_free_adamw&shared=1&lr=0.1&steps=1000&recipe.noise=5"
            "&recipe.replicates=32",
            "median(schedule_free_adamw) < median(adamw) / 10",
        ),
        Claim(
            "avoid",
            "surface=ravine&racers=adamw,schedule_free_adamw&shared=1&lr=0.1",
            "arrived(adamw) < 300 and arrived(schedule_free_adamw) == never",
        ),
        Claim(
            "avoid",
            "surface=quadratic&racers=adamw,schedule_free_adamw&shared=1&lr=0.1",
            "arrived(schedule_free_adamw) > 2 * arrived(adamw)",
        ),
        Claim(
            "idea",
            (
                "surface=quadratic&racers=adamw,schedule_free_adamw&shared=1&lr=0.1&steps=1000&recipe.noise=5&recipe.replicates=32"
            ),
            "median(schedule_free_adamw) < median(adamw) / 10",
        ),
    )
    typical = texts(
        {
            "lr": "1 to 10 times AdamW's",
            "beta1": "0.9; 0.95 to 0.98 for long runs",
            "beta2": "0.999",
            "eps": "1e-8",
            "weight_decay": "0.01 to 0.1",
        }
    )
    symbols = texts(
        {
            "y": "where the gradient is taken, between z and the average",
            "v": "moving mean of the squared gradients",
            r"\hat{v}": "v without the pull of its start at zero",
            "z": "the hidden sequence, which takes the steps",
            "d": "z − θ: how far the hidden sequence z is from the average",
            r"\eta_{\max}": "largest rate so far",
            "W": "sum of the weights of all steps so far",
            "c": "weight of the newest z in the average θ",
        }
    )
    deeper = (
        Note(
            (
                "β₁ plays the part of a momentum without being one: nothing moves on by itself, but gradients are"
                " taken between the hidden point and the average of where it has been, so that each gradient "
                "reaches the average over many steps."
            ),
            "Defazio et al. (2024), arXiv:2405.15682, section 2.1",
        ),
    )

    lr = LearningRate(0.1)
    beta1 = Decay(0.9, label="β₁", doc="Where gradients are taken: at z for 0, towards the average x for 1.")
    beta2 = Decay(0.999, label="β₂", doc="Memory of the mean squared gradient v.")
    eps = Epsilon(1e-8, like="Schedule-Free SGD")
    weight_decay = WeightDecay(0.0, doc="Weight decay, taken where the gradient is: pulls that point to the origin.")
    recurrence = (
        r"y \leftarrow \theta + (1 - \beta_1) d",
        r"g \leftarrow \nabla L(y)",
        r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
        r"\hat{v} \leftarrow \frac{v}{1 - \beta_2^t}",
        r"z \leftarrow \theta + d - \eta (\frac{g}{\sqrt{\hat{v}} + \epsilon} + \lambda y)",
        r"\eta_{\max} \leftarrow \max(\eta_{\max}, \eta)",
        r"W \leftarrow W + \eta_{\max}^2",
        r"c \leftarrow \frac{\eta_{\max}^2}{W}",
        r"d \leftarrow (1 - c) (z - \theta)",
        r"\theta \leftarrow \theta + c (z - \theta)",
    )
    torch = "none: torch.optim has no Schedule-Free; the authors' package has schedulefree.AdamWScheduleFree"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, eps, weight_decay = hyper[0], hyper[1], hyper[2], hyper[3], hyper[4]
        d, v, lr_max, weights = state[0], state[1], state[2], state[3]
        y = np.empty_like(x)
        for i in range(2):
            for k in range(x.shape[1]):
                y[i, k] = x[i, k] + (1.0 - beta1[k]) * d[i, k]
        gradient(loss, y, t, g)
        last = np.uintp(0)
        while last < x.shape[1]:
            first, last = last, run_of_equals(last, loss, beta2, beta2, beta2)
            unbias2 = unbias(beta2[first], t, True)
            for i in range(2):
                for k in range(first, last):
                    v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                    root = np.sqrt(v[i, k] * unbias2) + eps[k]
                    # 0/0 where ε = 0 and no gradient was ever felt: the coordinate only decays.
                    scaled = g[i, k] / root if root != 0.0 else 0.0
                    z = x[i, k] + d[i, k] - lr[k] * (scaled + weight_decay[k] * y[i, k])
                    # The same in both coordinates; with a constant rate, c is 1/t.
                    lr_max[i, k] = max(lr_max[i, k], lr[k])
                    weights[i, k] += lr_max[i, k] * lr_max[i, k]
                    c = lr_max[i, k] * lr_max[i, k] / weights[i, k] if weights[i, k] > 0.0 else 0.0
                    d[i, k] = (1.0 - c) * (z - x[i, k])
                    x[i, k] += c * (z - x[i, k])
