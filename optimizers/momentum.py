"""Momentum, in its two common forms."""

from collections.abc import Mapping

import param

from optimizers.optimizer import Decay, LearningRate, Note, Optimizer, kernel, texts
from surfaces.claim import Claim


class Momentum(Optimizer):
    """A velocity that remembers about 1/(1 − β) gradients."""

    order = 20
    title = "Momentum"
    asks_once = True
    cycled = "momentum"
    slots = ("v",)
    reference = "Polyak (1964), Some methods of speeding up the convergence of iteration methods, eq. 9"
    idea = (
        "A ball with inertia: it keeps most of its velocity, so that steps that agree add up and steps that "
        "alternate cancel."
    )
    best_for = "image classification with a tuned schedule, and results that are to match classical ones"
    use = "Ravines: steps that agree add up, steps that alternate cancel. (In practice the standard for images.)"
    avoid = "Rates tuned without it: the heavy ball's effective rate is η/(1 − β), ten times η at β = 0.9."
    claims = (
        Claim("use", "surface=ravine&racers=sgd,momentum&shared=1&lr=0.001", "loss(momentum) < loss(sgd) / 1000"),
        Claim(
            "avoid",
            "surface=ravine&racers=sgd,momentum&sgd.lr=0.01&momentum.lr=0.001",
            "loss(sgd) / 5 < loss(momentum) < loss(sgd)",
        ),
        Claim("avoid", "surface=ravine&racers=sgd&sgd.lr=0.001", "loss(sgd) > 0.3"),
        Claim(
            "form",
            "surface=ravine&racers=sgd,momentum&shared=1&lr=0.001&momentum.form=EMA",
            "abs(loss(momentum) / loss(sgd) - 1) < 0.05",
        ),
        Claim(
            "form",
            "surface=ravine&racers=sgd,momentum&shared=1&lr=0.001&momentum.form=EMA&momentum.momentum=0.5",
            "abs(loss(momentum) / loss(sgd) - 1) < 0.05",
        ),
        Claim("idea", "surface=ravine&racers=sgd,momentum&shared=1&lr=0.001", "loss(momentum) < loss(sgd) / 1000"),
        Claim(
            "deeper",
            "surface=ravine&racers=sgd,momentum&sgd.lr=0.0198&momentum.lr=0.03306&momentum.momentum=0.6694",
            "arrived(momentum) == 41 and arrived(sgd) == 207",
        ),
    )
    typical = texts({"lr": "0.1 for images, in batches of 256", "momentum": "0.9; 0.9 to 0.999"})
    symbols = texts(
        {
            "v": "velocity: the gradients so far, each worth β of the next",
        }
    )
    deeper = (
        Note(
            (
                "On a quadratic with curvatures from 1 to κ the best β is ((√κ − 1)/(√κ + 1))², at η = (2/(1 + "
                "√κ))², and shrinks the error by about (√κ − 1)/(√κ + 1) a step, where plain descent at its best "
                "has (κ − 1)/(κ + 1). On Ravine, κ = 100, that is β = 0.67 and η = 0.033: it arrives at step 41, "
                "plain descent at its best rate, 0.0198, at step 207."
            ),
            "Polyak (1964); Goh (2017), Why momentum really works, Distill",
        ),
    )

    lr = LearningRate(0.001)
    momentum = Decay(0.9, label="β", doc="Momentum: the share of the velocity that is kept from step to step.")
    form = param.Selector(
        default="heavy ball",
        objects=["heavy ball", "EMA"],
        label="Form",
        doc="Heavy ball adds the whole gradient (PyTorch); EMA averages, so that η keeps its meaning as β changes.",
    )

    @property
    def variant(self) -> str:
        return self.form

    @property
    def recurrence(self) -> tuple[str, ...]:
        velocity = {"heavy ball": r"\beta v + g", "EMA": r"\beta v + (1 - \beta) g"}[self.form]
        return (
            r"g \leftarrow \nabla L(\theta)",
            rf"v \leftarrow {velocity}",
            r"\theta \leftarrow \theta - \eta v",
        )

    def stability_limit(self, curvature: float) -> float:
        """2(1 + β)/λ (Polyak 1964); an EMA's rate is 1/(1 − β) times the heavy ball's."""
        limit = 2 * (1 + self.momentum) / curvature
        return limit if self.form == "heavy ball" else limit / (1 - self.momentum)

    @property
    def torch(self) -> str:
        # torch's own dampening leaves the first gradient whole; a rate scaled by 1 − β does not.
        lr = f"{self.lr}" if self.form == "heavy ball" else f"{self.lr} * (1 - {self.momentum})"
        return f"torch.optim.SGD(params, lr={lr}, momentum={self.momentum})"

    @property
    def parts(self) -> Mapping[str, str]:
        if self.form == "heavy ball":
            return texts({})
        return texts(
            {"one-cycle": "The line has one factor 1 − β for all steps; here each step has that of its own β."}
        )

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta, ema = hyper[0], hyper[1], hyper[2]
        v = state[0]
        gradient(loss, x, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                v[i, k] = beta[k] * v[i, k] + (1.0 - ema[k] * beta[k]) * g[i, k]
                x[i, k] -= lr[k] * v[i, k]
