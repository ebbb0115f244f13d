"""Nesterov's momentum, as published and as PyTorch rewrites it."""

import numpy as np
import param

from optimizers.optimizer import Decay, LearningRate, Optimizer, kernel
from surfaces.claim import Claim


class Nesterov(Optimizer):
    """Momentum whose gradient is taken one step ahead."""

    order = 30
    title = "Nesterov"
    cycled = "momentum"
    slots = ("v",)
    reference = "Nesterov (1983); Sutskever et al. (2013), ICML, eqs. 3–4; PyTorch's form: Bengio et al. (2012), eq. 7"
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
