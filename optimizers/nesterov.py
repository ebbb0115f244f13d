"""Nesterov's momentum, as published and as PyTorch rewrites it."""

from collections.abc import Mapping

import numpy as np
import param

from optimizers.optimizer import Decay, LearningRate, Note, Optimizer, kernel, texts
from surfaces.claim import Claim


class Nesterov(Optimizer):
    """Momentum whose gradient is taken one step ahead."""

    order = 30
    title = "Nesterov"
    cycled = "momentum"
    slots = ("v",)
    reference = "Nesterov (1983); Sutskever et al. (2013), ICML, eqs. 3–4; PyTorch's form: Bengio et al. (2012), eq. 7"
    idea = "Momentum that looks before it leaps: it takes the slope a step ahead, and so brakes in time."
    best_for = "wherever momentum is, for a small gain"
    use = "Momentum that overshoots: the gradient taken ahead brakes in time, as on Himmelblau or Quadratic."
    avoid = "A gain to be counted on: along slow valleys such as Ravine and Rosenbrock it is a little behind momentum."
    claims = (
        Claim("use", "surface=himmelblau&racers=momentum,nesterov", "arrived(nesterov) < arrived(momentum) - 20"),
        Claim("use", "surface=quadratic&racers=momentum,nesterov", "arrived(nesterov) < arrived(momentum) - 4"),
        Claim(
            "avoid",
            "surface=ravine&racers=momentum,nesterov",
            "arrived(momentum) < arrived(nesterov) < arrived(momentum) + 10",
        ),
        Claim(
            "avoid",
            "racers=momentum,nesterov&steps=2000",
            "arrived(momentum) < arrived(nesterov) < arrived(momentum) + 50",
        ),
        Claim("idea", "surface=himmelblau&racers=momentum,nesterov", "arrived(nesterov) < arrived(momentum) - 20"),
        Claim(
            "deeper",
            "surface=ravine&racers=sgd,nesterov&shared=1&lr=0.01&nesterov.momentum=0.818",
            "arrived(nesterov) == 54 and arrived(sgd) == 388",
        ),
    )
    typical = texts({"lr": "as for momentum", "momentum": "0.9; 0.9 to 0.99"})
    symbols = texts(
        {
            "v": "velocity: the gradients so far, each worth β of the next",
        }
    )
    deeper = (
        Note(
            (
                "No rule that sees gradients alone can promise more on smooth convex losses than an error that "
                "falls like 1/t²; Nesterov's, with a β that rises by its own schedule, keeps that promise. A "
                "constant β, as here, is its form for curvatures from 1 to κ: with β = (√κ − 1)/(√κ + 1) and η = "
                "1/κ, which are 0.818 and 0.01 on Ravine, it arrives at step 54, and SGD at the same rate at step"
                " 388."
            ),
            "Nesterov (2004), Introductory lectures on convex optimization, section 2.2",
        ),
    )

    lr = LearningRate(0.001)
    momentum = Decay(0.9, label="β", doc="Momentum: the share of the velocity that is kept from step to step.")
    form = param.Selector(
        default="PyTorch",
        objects=["PyTorch", "look-ahead"],
        label="Form",
        doc="PyTorch draws the point that looks ahead; the look-ahead form draws the point that it looks from.",
    )

    @property
    def variant(self) -> str:
        return {"PyTorch": "PyTorch's form", "look-ahead": "look-ahead form"}[self.form]

    @property
    def recurrence(self) -> tuple[str, ...]:
        if self.form == "PyTorch":
            return (
                r"g \leftarrow \nabla L(\theta)",
                r"v \leftarrow \beta v + g",
                r"\theta \leftarrow \theta - \eta (g + \beta v)",
            )
        return (
            r"g \leftarrow \nabla L(\theta - \eta \beta v)",
            r"v \leftarrow \beta v + g",
            r"\theta \leftarrow \theta - \eta v",
        )

    @property
    def torch(self) -> str:
        if self.momentum == 0:  # which PyTorch's Nesterov refuses
            return f"torch.optim.SGD(params, lr={self.lr})"
        line = f"torch.optim.SGD(params, lr={self.lr}, momentum={self.momentum}, nesterov=True)"
        return line if self.form == "PyTorch" else f"{line}  # its parameters are θ − ηβv"

    @property
    def parts(self) -> Mapping[str, str]:
        if self.form == "PyTorch":
            return texts({})
        later = "PyTorch looks ahead by the rate of the step before, here by the step's own."
        return texts(
            {
                "schedule": later,
                "one-cycle": "PyTorch looks ahead by the rate and momentum of the step before, here by the step's own.",
                "decoupled": "In PyTorch the point that looks ahead decays, here the point that it looks from.",
            }
        )

    @property
    def torch_place(self) -> str:
        if self.form == "PyTorch" or self.momentum == 0:
            return "theta"
        return f'theta + {self.lr} * {self.momentum} * optimizer.state[theta]["momentum_buffer"]'

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta, look_ahead = hyper[0], hyper[1], hyper[2]
        v = state[0]
        ahead = np.empty_like(x)
        for i in range(2):
            for k in range(x.shape[1]):
                ahead[i, k] = x[i, k] - look_ahead[k] * lr[k] * beta[k] * v[i, k]
        gradient(loss, ahead, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                v[i, k] = beta[k] * v[i, k] + g[i, k]
                nudge = v[i, k] if look_ahead[k] else g[i, k] + beta[k] * v[i, k]
                x[i, k] -= lr[k] * nudge
