"""Gradient descent with backtracking."""

import numpy as np

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.line_search import Backtracking, backtrack
from surfaces.claim import Claim
from surfaces.numbers import Real

#: Trials of a step before it is given up.
TRIALS = 60


class GDLineSearch(Optimizer):
    """Gradient descent that tries a long step first and shortens it until the loss falls enough.

    Each trial asks for a loss. After 60 trials in vain, the step is not taken.
    """

    order = 220
    title = "GD, line search"
    most_asked = 1 + TRIALS
    family = "Curvature and line search"
    reference = "Armijo (1966); Nocedal & Wright (2006), Numerical Optimization, algorithm 3.1"
    idea = "Tries a long step first and shortens it until the loss falls enough: no rate to tune, and never uphill."
    best_for = "losses without noise and with few parameters, as a baseline that needs no tuning"
    use = "Losses without noise: no rate to tune, and the loss never rises."
    avoid = (
        "Mini-batches, which are noise to the search, and narrow valleys: it still zig-zags, and pays for every trial."
    )
    claims = (
        Claim(
            "use",
            "racers=gd_line_search,sgd",
            "rise(gd_line_search) <= 0 and loss(gd_line_search) < loss(sgd) / 100",
        ),
        Claim(
            "use",
            "surface=himmelblau&racers=gd_line_search",
            "rise(gd_line_search) <= 0 and arrived(gd_line_search) < 100",
        ),
        Claim(
            "avoid",
            "surface=logistic&racers=gd_line_search,adam&steps=100&recipe.batch=2&recipe.replicates=32",
            "median(gd_line_search) > 1.3 * median(adam)",
        ),
        Claim("avoid", "surface=logistic&racers=gd_line_search,adam&steps=100", "loss(gd_line_search) < loss(adam)"),
        Claim(
            "avoid",
            "surface=ravine&racers=gd_line_search,newton&steps=300",
            "arrived(gd_line_search) > 100 and trials(gd_line_search) > 1000 and arrived(newton) == 1",
        ),
        Claim("idea", "surface=ravine&racers=gd_line_search&steps=300", "rise(gd_line_search) <= 0"),
    )
    typical = texts({"lr": "1", "c1": "1e-4", "rho": "0.5; 0.1 to 0.8"})
    symbols = texts(
        {
            "p": "direction of the step",
            r"\alpha": "length of the step along p",
            "j": "how often the step was shortened",
        }
    )
    deeper = (
        Note(
            (
                "Even with the best step along each line, steepest descent on a quadratic of condition κ can only"
                " promise a loss that falls by ((κ − 1)/(κ + 1))² a step: the search mends the rate, not the "
                "direction."
            ),
            "Nocedal & Wright (2006), Numerical Optimization, theorem 3.3",
        ),
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"p \leftarrow -g",
        r"\alpha \leftarrow \eta \rho^j",
        r"\text{least } j \ge 0 \text{ with } L(\theta + \alpha p) \le L(\theta) + c_1 \alpha g^T p",
        r"\theta \leftarrow \theta + \alpha p",
    )

    lr = LearningRate(1.0, doc="The step length that is tried first.")
    c1 = Real(
        1e-4,
        bounds=(0, 1),
        inclusive_bounds=(False, False),
        softbounds=(1e-5, 0.5),
        label="c₁",
        doc="The share of the fall that the slope promises that must come true.",
    )
    rho = Real(
        0.5,
        bounds=(0, 1),
        inclusive_bounds=(False, False),
        softbounds=(0.1, 0.9),
        label="ρ",
        doc="What a step that was too long is multiplied with.",
    )

    @property
    def torch(self) -> str:
        return "none: torch.optim searches lines in LBFGS alone"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, c1, rho = hyper[0], hyper[1], hyper[2]
        lanes = x.shape[1]
        p, alpha, fall = np.empty_like(x), np.empty(lanes), np.empty(lanes)
        gradient(loss, x, t, g)
        for k in range(lanes):
            p[0, k], p[1, k] = -g[0, k], -g[1, k]
            alpha[k] = lr[k]
            fall[k] = c1[k] * (g[0, k] * p[0, k] + g[1, k] * p[1, k])
        backtrack(gradient, loss, x, t, Backtracking(p, alpha, fall, rho, np.ones(lanes, np.int64)), TRIALS)
        for i in range(2):
            for k in range(lanes):
                if alpha[k] > 0.0:
                    x[i, k] += alpha[k] * p[i, k]
