"""L-BFGS with a line search for the strong Wolfe conditions."""

from collections.abc import Mapping

import numpy as np

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.line_search import ALPHA, DONE, NEAR, ROWS, STAGE, START, WOLFE_TRIALS, ask, wolfe
from surfaces.claim import Claim
from surfaces.numbers import Real

#: Under a recipe: PyTorch takes the change of the gradient from one step's start to that of the next.
PARTS = texts(
    {
        "decoupled": "PyTorch counts the decay's pull into the change of the gradient, though not into the step.",
        "noise": "PyTorch takes the change of the gradient from one step's noise to the next; here it is within one.",
    }
)
#: Pairs that are remembered.
PAIRS = 5
#: Liberties of PyTorch's line search; ``tests/naive_lbfgs.py`` takes the first two and equals it to the end.
DEPARTS = (
    "PyTorch's search may go on from a second trial that is higher than the first, and may end at one that did not "
    "fall enough: there the race, which follows the book, goes another way, which is rare. "
    "And PyTorch forgets pairs with sᵀy ≤ 10⁻¹⁰, which the race keeps if sᵀy > 0."
)


class LBFGS(Optimizer):
    """A quasi-Newton step: the inverse Hessian is inferred from the last five steps and their changes of gradient.

    The two loops start from γI, γ = s₁ᵀy₁ / y₁ᵀy₁; without a pair, from I, and the first trial is then scaled by
    min(1, 1/‖g‖₁), as in PyTorch. A pair is kept if sᵀy > 0, which the Wolfe conditions see to. Nocedal & Wright leave
    open what a search does that fails: here, after 26 trials, it takes the best point that fell enough; where none
    did, no step. Each trial costs a gradient, and so does the start of a step anew, as with max_iter=1 in PyTorch.
    """

    order = 210
    title = "L-BFGS"
    most_asked = 1 + WOLFE_TRIALS
    family = "Curvature and line search"
    remembers = f"{PAIRS} pairs"
    slots = tuple(f"{name}_{i}" for i in range(1, PAIRS + 1) for name in "sy")
    reference = "Nocedal & Wright (2006), Numerical Optimization, algorithms 7.4, 3.5 and 3.6"
    idea = "Learns the curvature from its last five steps, and searches along each direction for a step that pays."
    best_for = "smooth losses without noise: fits, inverse problems, small networks in full batches"
    use = "Smooth losses without noise and with few parameters: fits, inverse problems, small nets in full batches."
    avoid = "Mini-batches: pairs and line search take the noise for curvature."
    claims = (
        Claim(
            "use",
            "racers=lbfgs,sgd,momentum&steps=100",
            "arrived(lbfgs) < 50 and min(loss(sgd), loss(momentum)) > 0.1",
        ),
        Claim(
            "avoid",
            "surface=logistic&racers=lbfgs,adam&steps=30&recipe.batch=2&recipe.replicates=32",
            "median(lbfgs) > 10 * median(adam)",
        ),
        Claim("avoid", "surface=logistic&racers=lbfgs,adam&steps=100", "loss(lbfgs) < loss(adam)"),
        Claim("c1", "surface=three_hump_camel&x=-2&y=2&racers=lbfgs&lbfgs.c1=0.05&steps=9", "gradients(lbfgs, 1) == 3"),
        Claim("c1", "surface=three_hump_camel&x=-2&y=2&racers=lbfgs&steps=9", "gradients(lbfgs, 1) == 2"),
        # Without a pair the first trial is min(1, 1/‖g‖₁) times p.
        Claim(
            "recurrence",
            "surface=quadratic&x=-1.6&y=0&racers=lbfgs&steps=1",
            "gradients(lbfgs) == 2 and abs(length(lbfgs, 1) - 1) < 1e-12",
        ),
        Claim(
            "recurrence",
            "surface=quadratic&x=-1.6&y=0&racers=lbfgs&lbfgs.lr=0.5&steps=1",
            "gradients(lbfgs) == 2 and abs(length(lbfgs, 1) - 0.5) < 1e-12",
        ),
        Claim("idea", "racers=lbfgs&steps=60", "arrived(lbfgs) < 50 and gradients(lbfgs) > 60"),
    )
    typical = texts({"lr": "1", "c1": "1e-4", "c2": "0.9"})
    symbols = texts(
        {
            "p": "direction of the step",
            "H": "the inverse Hessian, as the pairs have it",
            "s_i": "a step of the past, the newest first",
            "y_i": "the change of the gradient over that step",
            r"\alpha": "length of the step along p",
            "s_{i+1}": "the pairs move on by one place",
            "y_{i+1}": "the same of the changes",
            "s_1": "the newest step",
            "y_1": "the newest change of the gradient",
            "s": "the step of the new pair",
            "y": "the change of the new pair",
        }
    )
    deeper = (
        Note(
            (
                "Two loops over m pairs give H g in some 4mn products, for n parameters, without any matrix. With"
                " exact steps and all pairs kept, BFGS finds the Hessian of a quadratic after n steps; near a "
                "minimum its errors shrink faster than by any constant factor."
            ),
            "Nocedal & Wright (2006), Numerical Optimization, theorem 6.6 and section 7.2",
        ),
    )
    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"p \leftarrow -H g",
        r"\text{where } H \text{ is that of the pairs } s_i, y_i \text{, or } I",
        r"\text{try } \alpha = \eta \text{ first, or, without pairs,}",
        r"\eta \min(1, 1 / \lVert g \rVert_1) \text{, until}",
        r"L(\theta + \alpha p) \le L(\theta) + c_1 \alpha g^T p",
        r"\lvert \nabla L(\theta + \alpha p)^T p \rvert \le c_2 \lvert g^T p \rvert",
        r"\text{and, if } s^T y > 0 \text{ for the new pair, keep it:}",
        r"s_{i+1} \leftarrow s_i",
        r"y_{i+1} \leftarrow y_i",
        r"s_1 \leftarrow \alpha p",
        r"y_1 \leftarrow \nabla L(\theta + \alpha p) - g",
        r"\theta \leftarrow \theta + \alpha p",
    )

    lr = LearningRate(1.0, doc="The step length that is tried first; 1 is the quasi-Newton step.")
    c1 = Real(
        1e-4,
        bounds=(0, 0.05),
        inclusive_bounds=(False, True),
        softbounds=(1e-5, 0.05),
        label="c₁",
        doc="Sufficient decrease: the share of the fall that the slope promises that must come true.",
    )
    c2 = Real(
        0.9,
        bounds=(0.1, 0.99),
        label="c₂",
        doc="Curvature condition: the share of the slope along the line that may be left.",
    )

    @property
    def torch(self) -> str:
        if (self.c1, self.c2) != (1e-4, 0.9):
            return "none: torch.optim.LBFGS fixes c₁ = 1e-4 and c₂ = 0.9"
        return (
            f"torch.optim.LBFGS(params, lr={self.lr}, max_iter=1, max_eval={WOLFE_TRIALS}, tolerance_grad=0, "
            f'tolerance_change=0, history_size={PAIRS}, line_search_fn="strong_wolfe")  # with a closure'
        )

    @property
    def departs(self) -> str:
        return "" if self.torch.startswith("none") else DEPARTS

    @property
    def parts(self) -> Mapping[str, str]:
        return PARTS

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, c1, c2 = hyper[0], hyper[1], hyper[2]
        lanes, pairs = x.shape[1], state.shape[0] // 2
        p, g_trial, g_near = np.empty_like(x), np.empty_like(x), np.empty_like(x)
        a, bracket = np.empty(pairs), np.zeros((ROWS, lanes))
        gradient(loss, x, t, g)

        # Algorithm 7.4; an empty pair has sᵀy = 0.
        for k in range(lanes):
            u, v, gamma, scaled = -g[0, k], -g[1, k], 1.0, False
            for i in range(pairs):
                s, y = state[2 * i], state[2 * i + 1]
                sy = s[0, k] * y[0, k] + s[1, k] * y[1, k]
                if sy > 0.0:
                    if not scaled:
                        gamma, scaled = sy / (y[0, k] * y[0, k] + y[1, k] * y[1, k]), True
                    a[i] = (s[0, k] * u + s[1, k] * v) / sy
                    u -= a[i] * y[0, k]
                    v -= a[i] * y[1, k]
            u *= gamma
            v *= gamma
            for i in range(pairs - 1, -1, -1):
                s, y = state[2 * i], state[2 * i + 1]
                sy = s[0, k] * y[0, k] + s[1, k] * y[1, k]
                if sy > 0.0:
                    b = (y[0, k] * u + y[1, k] * v) / sy
                    u += (a[i] - b) * s[0, k]
                    v += (a[i] - b) * s[1, k]
            p[0, k], p[1, k] = u, v
            slope = g[0, k] * u + g[1, k] * v
            norm = abs(g[0, k]) + abs(g[1, k])
            bracket[ALPHA, k] = lr[k] if scaled or norm <= 1.0 else lr[k] / norm
            bracket[START, k], bracket[START + 1, k] = bracket[NEAR + 1, k], bracket[NEAR + 2, k] = loss.f[k], slope
            if not (slope < 0.0 and bracket[ALPHA, k] > 0.0):
                bracket[ALPHA, k], bracket[STAGE, k] = 0.0, DONE

        for trial in range(WOLFE_TRIALS):
            if (bracket[STAGE] == DONE).all():
                break
            ask(gradient, loss, x, p, t, bracket, g_trial)
            for k in range(lanes):
                if bracket[STAGE, k] != DONE:
                    slope_trial = g_trial[0, k] * p[0, k] + g_trial[1, k] * p[1, k]
                    if wolfe(bracket, k, trial, loss.f[k], slope_trial, c1[k], c2[k]):
                        g_near[0, k], g_near[1, k] = g_trial[0, k], g_trial[1, k]

        for k in range(lanes):
            alpha = bracket[ALPHA, k] if bracket[STAGE, k] == DONE else bracket[NEAR, k]
            if alpha > 0.0:
                s = alpha * p[0, k], alpha * p[1, k]
                y = g_near[0, k] - g[0, k], g_near[1, k] - g[1, k]
                keep = s[0] * y[0] + s[1] * y[1] > 0.0
                for i in range(2):
                    x[i, k] += s[i]
                    if keep:
                        for j in range(2 * pairs - 1, 1, -1):
                            state[j, i, k] = state[j - 2, i, k]
                        state[0, i, k], state[1, i, k] = s[i], y[i]
