"""Newton's method, damped, and saddle-free."""

import numpy as np
import param

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.matrix import Damping, absolute, look, solve
from surfaces.claim import Claim


class Newton(Optimizer):
    """To the stationary point of the quadratic that fits the surface here; no step where its matrix is singular."""

    order = 200
    title = "Newton"
    most_looked = 1
    family = "Curvature and line search"
    reference = "Nocedal & Wright (2006), Numerical Optimization, eq. 3.30; saddle-free: Dauphin et al. (2014), exactly"
    idea = "Fits a bowl to slope and curvature and jumps to its bottom, in a single step."
    best_for = "few parameters and an exact Hessian: fits, logistic regression"
    use = "Few parameters and a Hessian at hand: near a minimum the digits that are right double with every step."
    avoid = "Indefinite Hessians, where it climbs to saddles and maxima as gladly as it descends."
    claims = (
        Claim(
            "use",
            "surface=logistic&x=0.5&y=-2&racers=newton&steps=10",
            "distance(newton, 4) < distance(newton, 3) * distance(newton, 3)"
            " and distance(newton, 5) < distance(newton, 4) * distance(newton, 4)",
        ),
        Claim(
            "use",
            "racers=newton,sgd,momentum,adam&steps=100",
            "arrived(newton) < 10 and min(loss(sgd), loss(momentum), loss(adam)) > 0.01",
        ),
        Claim("avoid", "surface=saddle&racers=newton", "abs(x(newton)) < 1e-6 and abs(y(newton)) < 1e-6"),
        Claim(
            "avoid",
            "surface=himmelblau&x=-0.3&y=-0.9&racers=newton",
            "loss(newton) > loss(newton, 0) and slope(newton) < 1e-9",
        ),
        Claim("saddle_free", "surface=saddle&racers=newton&newton.saddle_free=1", "arrived(newton) < 20"),
        Claim(
            "damping",
            "surface=ravine&racers=newton&newton.damping=10",
            "length(newton, 1) < 1.2 and arrived(newton) > 1",
        ),
        Claim("idea", "surface=ravine&racers=newton&steps=20", "arrived(newton) == 1"),
        Claim(
            "deeper", "surface=ravine&ravine.kappa=1000&ravine.angle=70&racers=newton&steps=20", "arrived(newton) == 1"
        ),
    )
    typical = texts({"lr": "1", "damping": "0, or raised until a step falls"})
    symbols = texts(
        {
            "H": "the Hessian: how the slope changes, as a 2 × 2 matrix",
        }
    )
    deeper = (
        Note(
            (
                "Its path does not depend on the scale or the direction of the axes: a loss in other linear "
                "coordinates gives the same steps. So it crosses Ravine in one step, whatever the angle and the "
                "condition number."
            ),
            "Boyd & Vandenberghe (2004), Convex optimization, section 9.5",
        ),
    )

    lr = LearningRate(1.0, doc="Share of the Newton step that is taken; 1 is Newton's own.")
    damping = Damping(
        0.0,
        softbounds=(0, 10),
        doc="Damping: where curvatures are positive, the larger, the shorter the step and the closer to the gradient.",
    )
    saddle_free = param.Boolean(
        False, label="Saddle-free", doc="Use |H|: negative curvatures count by their size, so that saddles repel."
    )

    @property
    def variant(self) -> str:
        return "saddle-free" if self.saddle_free else "plain Hessian"

    @property
    def recurrence(self) -> tuple[str, ...]:
        matrix = r"\lvert H \rvert" if self.saddle_free else "H"
        return (
            r"g \leftarrow \nabla L(\theta)",
            r"H \leftarrow \nabla^2 L(\theta)",
            rf"\theta \leftarrow \theta - \eta ({matrix} + \mu I)^{{-1}} g",
        )

    @property
    def torch(self) -> str:
        return "none: torch.optim has no Newton's method"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, mu, saddle_free = hyper[0], hyper[1], hyper[2]
        h = np.empty((3, x.shape[1]))
        gradient(loss, x, t, g)
        look(loss, x, h)
        for k in range(x.shape[1]):
            xx, xy, yy = h[0, k], h[1, k], h[2, k]
            if saddle_free[k]:
                xx, xy, yy = absolute(xx, xy, yy)
            u, v = solve(xx + mu[k], xy, yy + mu[k], g[0, k], g[1, k])
            x[0, k] -= lr[k] * u
            x[1, k] -= lr[k] * v
