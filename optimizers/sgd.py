"""Gradient descent."""

from optimizers.optimizer import LearningRate, Optimizer, kernel
from surfaces.claim import Claim


class SGD(Optimizer):
    """A step against the gradient."""

    order = 10
    title = "SGD"
    asks_once = True
    reference = "Cauchy (1847); Robbins & Monro (1951), A stochastic approximation method"
    use = "The baseline, and a fine last word once its rate and schedule are tuned."
    avoid = "Curvatures that differ widely: the steepest direction limits the rate, the flattest sets the time."
    claims = (
        Claim("use", "surface=beale&racers=sgd,adam&sgd.lr=0.042&adam.lr=0.003", "loss(sgd) < loss(adam) / 100000"),
        Claim(
            "use",
            "surface=quadratic&racers=sgd&sgd.lr=0.02&steps=900&recipe.noise=5&recipe.replicates=32",
            "median(sgd) > 0.1",
        ),
        Claim(
            "use",
            "surface=quadratic&racers=sgd&sgd.lr=0.02&steps=900&recipe.noise=5&recipe.replicates=32"
            "&recipe.schedule=step decay&recipe.every=300",
            "median(sgd) < 0.01",
        ),
        Claim("avoid", "surface=ravine&racers=sgd&sgd.lr=0.0199&steps=2000", "arrived(sgd) < 500"),
        Claim("avoid", "surface=ravine&racers=sgd&sgd.lr=0.0201&steps=2000", "diverged(sgd) < never"),
        Claim("lr", "surface=beale&racers=sgd,adam&sgd.lr=0.0001&adam.lr=0.0001", "min(loss(sgd), loss(adam)) > 1"),
    )
    recurrence = (r"g \leftarrow \nabla L(\theta)", r"\theta \leftarrow \theta - \eta g")

    lr = LearningRate(0.001)

    def stability_limit(self, curvature: float) -> float:
        """2/λ: beyond it, the factor 1 − ηλ of each step is larger than 1 in size."""
        return 2 / curvature

    @property
    def torch(self) -> str:
        return f"torch.optim.SGD(params, lr={self.lr})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr = hyper[0]
        gradient(loss, x, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                x[i, k] -= lr[k] * g[i, k]
