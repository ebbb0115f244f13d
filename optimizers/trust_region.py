"""A step limited by a KL divergence, as in TRPO."""

import numpy as np
import param

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.line_search import Backtracking, backtrack
from optimizers.parts.matrix import Damping, look, solve
from surfaces.claim import Claim
from surfaces.numbers import Real

#: Trials of a step before it is given up.
TRIALS = 10


class TrustRegion(Optimizer):
    """A natural gradient whose length is set by how far the distribution may move, not by a rate.

    To second order the divergence of a step is ½ sᵀFs; the step is the longest for which ½ sᵀ(F + μI)s, which is at
    least that, is δ, times η. Backtracking halves it until the loss is not higher, ten trials at most, and then takes
    no step. TRPO also has its search check the divergence itself and estimates loss and F from samples; here both are
    exact, and the loss alone is checked.
    """

    order = 260
    title = "Trust region"
    most_asked = 1 + TRIALS
    most_looked = 1
    family = "Curvature and line search"
    curvature = "fisher"
    reference = "Schulman et al. (2015), Trust region policy optimization, arXiv:1502.05477, appendix C"
    idea = (
        "Goes as far along the natural gradient as the distribution may change in one step: a bound on the "
        "divergence in place of a rate."
    )
    best_for = "policies in reinforcement learning, as in TRPO; PPO is its cheap stand-in"
    use = (
        "Policies and other distributions that must not change too much in one step: a step's length in F does not "
        "depend on how steep the loss is."
    )
    avoid = "The end of a race without backtracking: every step is as long as the bound, so it circles."
    claims = (
        Claim(
            "use",
            "surface=gaussian_nll&racers=sgd,trust_region&steps=150",
            "arrived(trust_region) < 50 and arrived(sgd) == never",
        ),
        Claim(
            "use",
            "surface=gaussian_nll&x=0.5&y=-0.2&racers=trust_region&trust_region.backtracking=0&steps=3",
            "slope(trust_region, 0) < 1 and abs(length(trust_region, 1) - 0.0976) < 0.0001",
        ),
        Claim(
            "use",
            "surface=gaussian_nll&x=0.5&y=-1.8&racers=trust_region&trust_region.backtracking=0&steps=3",
            "slope(trust_region, 0) > 5 and abs(length(trust_region, 1) - 0.0976) < 0.0001",
        ),
        Claim(
            "avoid",
            "surface=gaussian_nll&racers=trust_region&trust_region.backtracking=0",
            "length(trust_region) > 0.09 and distance(trust_region) > 0.03",
        ),
        Claim(
            "backtracking",
            "surface=gaussian_nll&racers=trust_region",
            "rise(trust_region) <= 0 and distance(trust_region) < 0.001",
        ),
        Claim(
            "idea",
            "surface=gaussian_nll&racers=sgd,trust_region&steps=150",
            "arrived(trust_region) < 50 and arrived(sgd) == never",
        ),
        Claim(
            "deeper",
            "surface=gaussian_nll&x=0.5&y=-0.2&racers=trust_region&trust_region.backtracking=0&steps=3",
            "slope(trust_region, 0) < 1 and abs(length(trust_region, 1) - 0.0976) < 0.0001",
        ),
        Claim(
            "deeper",
            "surface=gaussian_nll&x=0.5&y=-1.8&racers=trust_region&trust_region.backtracking=0&steps=3",
            "slope(trust_region, 0) > 5 and abs(length(trust_region, 1) - 0.0976) < 0.0001",
        ),
    )
    typical = texts({"lr": "1", "delta": "0.01", "damping": "0.1"})
    symbols = texts(
        {
            "F": "the Fisher matrix, 2 × 2",
            r"\mathcal{F}": "the Fisher matrix of this surface's likelihood",
            "p": "direction of the step",
            r"\alpha": "length of the step along p",
            "j": "how often the step was halved",
        }
    )
    deeper = (
        Note(
            (
                "Trust regions: a model of the loss is trusted only so far. A policy that changes little in "
                "divergence cannot do much worse than the model says, which bounds a step from below as well as "
                "it can be; TRPO takes the divergence as ½ sᵀFs and limits it, PPO clips the ratio of "
                "probabilities instead and needs no matrix. The step's length in F is the same wherever it is "
                "taken: on Gaussian likelihood, without backtracking, it moves by 0.0976 from where the slope is "
                "below 1 as from where it is above 5."
            ),
            "Schulman et al. (2015), arXiv:1502.05477, sections 2 to 4; Schulman et al. (2017), arXiv:1707.06347",
        ),
    )

    lr = LearningRate(1.0, doc="Share of the longest step within the bound: 1 is TRPO's, more may break the bound.")
    delta = Real(
        0.01,
        bounds=(0, 10),
        inclusive_bounds=(False, True),
        softbounds=(1e-4, 1),
        label="δ",
        doc="Bound on the KL divergence of one step.",
    )
    damping = Damping(0.1)
    backtracking = param.Boolean(True, label="Backtracking", doc="Halve the step until the loss is not higher.")

    @property
    def variant(self) -> str:
        return "with backtracking" if self.backtracking else "without backtracking"

    @property
    def recurrence(self) -> tuple[str, ...]:
        longest = r"\eta \sqrt{\frac{2 \delta}{-g^T p}}"
        search = (
            rf"\alpha \leftarrow {longest} \cdot 2^{{-j}}",
            r"\text{least } j \ge 0 \text{ with } L(\theta + \alpha p) \le L(\theta)",
        )
        return (
            r"g \leftarrow \nabla L(\theta)",
            r"F \leftarrow \mathcal{F}(\theta)",
            r"p \leftarrow -(F + \mu I)^{-1} g",
            *(search if self.backtracking else (rf"\alpha \leftarrow {longest}",)),
            r"\theta \leftarrow \theta + \alpha p",
        )

    @property
    def torch(self) -> str:
        return "none: torch.optim has no trust region"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, delta, mu, backtracking = hyper[0], hyper[1], hyper[2], hyper[3]
        lanes = x.shape[1]
        h, p, alpha, searching = np.empty((3, lanes)), np.empty_like(x), np.empty(lanes), np.empty(lanes, np.int64)
        gradient(loss, x, t, g)
        look(loss, x, h)
        for k in range(lanes):
            u, v = solve(h[0, k] + mu[k], h[1, k], h[2, k] + mu[k], g[0, k], g[1, k])
            p[0, k], p[1, k] = -u, -v
            length = g[0, k] * u + g[1, k] * v
            # At a stationary point no direction leads down.
            alpha[k] = lr[k] * np.sqrt(2.0 * delta[k] / length) if length > 0.0 else 0.0
            searching[k] = backtracking[k] != 0.0
        search = Backtracking(p, alpha, np.zeros(lanes), np.full(lanes, 0.5), searching)
        backtrack(gradient, loss, x, t, search, TRIALS)
        for i in range(2):
            for k in range(lanes):
                if alpha[k] > 0.0:
                    x[i, k] += alpha[k] * p[i, k]
