"""What applies to every racer alike."""

import numpy as np
import param

from optimizers.optimizer import GRADIENT
from surfaces.kernel import compiled
from surfaces.surface import refuse_unknown


class Recipe(param.Parameterized):
    """How the learning rate moves over the race: a warm-up, then a schedule, both times the rule's own η."""

    schedule = param.Selector(
        default="constant",
        objects=["constant", "cosine"],
        label="Schedule",
        doc="Constant, or half a cosine from η to 0 at the end of the step budget (Loshchilov & Hutter 2017).",
    )
    warmup = param.Integer(
        0, bounds=(0, 5000), softbounds=(0, 500), label="Warm-up", doc="Steps over which the rate rises linearly to η."
    )

    def __init__(self, **settings: object) -> None:
        refuse_unknown(type(self), "setting", settings)
        super().__init__(**settings)

    def factors(self, steps: int) -> np.ndarray:
        """Learning rate over η before each step and after the last, ``(steps + 1,)``.

        A budget that ends within the warm-up never sees the schedule.
        """
        t = np.arange(steps + 1)
        rise = np.minimum(1.0, (t + 1) / (self.warmup + 1))
        if self.schedule == "constant" or steps <= self.warmup:
            return rise
        progress = np.maximum(0, t - self.warmup) / (steps - self.warmup)
        return rise * 0.5 * (1 + np.cos(np.pi * progress))


@compiled(GRADIENT)
def gradient(loss, x, t, g):
    """The gradient as the rules see it: the surface's own, and counted."""
    # Unpacked at once: Numba counts references to the whole tuple at every access to a field.
    value_and_gradient, _, shape, f, evaluations = loss
    value_and_gradient(x, shape, f, g)
    for k in range(x.shape[1]):
        evaluations[k] += 1
