"""Schedule-Free SGD."""

import numpy as np

from optimizers.optimizer import Decay, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.weight_decay import WeightDecay
from surfaces.claim import Claim


class ScheduleFreeSGD(Optimizer):
    """SGD on a hidden sequence z; what races is its average x, and gradients are taken in between.

    The rule remembers z as its offset d = z − x from the average.
    """

    order = 140
    title = "Schedule-Free SGD"
    family = "Averaging and flatness"
    scalars = ("eta_max", "W")
    slots = ("d", "eta_max", "W")
    reference = "Defazio et al. (2024), The road less scheduled, arXiv:2405.15682, eqs. 3–5; weights: the authors' code"
    idea = (
        "Steps with a hidden point and reports the average of where that has been: the average settles though the"
        " steps do not, so that no schedule is needed."
    )
    best_for = "training whose length is not known in advance"
    use = "In place of a schedule when noise is large and the number of steps not known: averaging takes the noise out."
    avoid = "Racing starts: an average over the whole way trails behind the steps that it averages."
    claims = (
        Claim(
            "use",
            "surface=beale&racers=sgd,schedule_free_sgd&shared=1&lr=0.01&steps=2000&recipe.noise=2"
            "&recipe.replicates=32",
            "median(schedule_free_sgd) < median(sgd) / 3",
        ),
        Claim(
            "avoid",
            "surface=ravine&racers=sgd,schedule_free_sgd&shared=1&lr=0.001",
            "loss(schedule_free_sgd) > 1.3 * loss(sgd)",
        ),
        Claim(
            "avoid",
            "surface=quadratic&racers=sgd,schedule_free_sgd&shared=1&lr=0.001",
            "loss(schedule_free_sgd) > 10 * loss(sgd)",
        ),
        Claim(
            "weight_decay",
            "surface=beale&racers=schedule_free_sgd&schedule_free_sgd.lr=0.01"
            "&schedule_free_sgd.weight_decay=0.01&steps=5000",
            "distance(schedule_free_sgd) > 0.06",
        ),
        Claim(
            "weight_decay",
            "surface=beale&racers=schedule_free_sgd&schedule_free_sgd.lr=0.01&steps=5000",
            "distance(schedule_free_sgd) < 0.03",
        ),
        Claim(
            "idea",
            "surface=quadratic&racers=sgd,schedule_free_sgd&shared=1&lr=0.02&recipe.noise=5&recipe.replicates=32",
            "median(schedule_free_sgd) < median(sgd) / 5",
        ),
    )
    typical = texts(
        {"lr": "10 to 50 times SGD's", "momentum": "0.9 to 0.98", "weight_decay": "as for SGD: 1e-5 to 1e-3"}
    )
    symbols = texts(
        {
            "y": "where the gradient is taken, between z and the average",
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
                "The average of all iterates of noisy descent ends as close to the minimum as any method that "
                "sees the same gradients can in the long run, and needs no rate that falls; but it forgets its "
                "start slowly. β = 0 is that average; towards 1, gradients are taken ever closer to the average "
                "itself."
            ),
            "Polyak & Juditsky (1992), SIAM J. Control Optim. 30(4); Defazio et al. (2024), section 2",
        ),
    )

    lr = LearningRate(0.005)
    momentum = Decay(0.9, label="β", doc="Where gradients are taken: at z for 0, towards the average x for 1.")
    weight_decay = WeightDecay(0.0, doc="Weight decay, taken where the gradient is: pulls that point to the origin.")
    recurrence = (
        r"y \leftarrow \theta + (1 - \beta) d",
        r"g \leftarrow \nabla L(y) + \lambda y",
        r"z \leftarrow \theta + d - \eta g",
        r"\eta_{\max} \leftarrow \max(\eta_{\max}, \eta)",
        r"W \leftarrow W + \eta_{\max}^2",
        r"c \leftarrow \frac{\eta_{\max}^2}{W}",
        r"d \leftarrow (1 - c) (z - \theta)",
        r"\theta \leftarrow \theta + c (z - \theta)",
    )
    torch = "none: torch.optim has no Schedule-Free; the authors' package has schedulefree.SGDScheduleFree"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta, weight_decay = hyper[0], hyper[1], hyper[2]
        d, lr_max, weights = state[0], state[1], state[2]
        y = np.empty_like(x)
        for i in range(2):
            for k in range(x.shape[1]):
                y[i, k] = x[i, k] + (1.0 - beta[k]) * d[i, k]
        gradient(loss, y, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                z = x[i, k] + d[i, k] - lr[k] * (g[i, k] + weight_decay[k] * y[i, k])
                # The same in both coordinates; with a constant rate, c is 1/t.
                lr_max[i, k] = max(lr_max[i, k], lr[k])
                weights[i, k] += lr_max[i, k] * lr_max[i, k]
                c = lr_max[i, k] * lr_max[i, k] / weights[i, k] if weights[i, k] > 0.0 else 0.0
                d[i, k] = (1.0 - c) * (z - x[i, k])
                x[i, k] += c * (z - x[i, k])
