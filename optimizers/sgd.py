"""Gradient descent."""

from optimizers.optimizer import LearningRate, Note, Optimizer, kernel, texts
from surfaces.claim import Claim


class SGD(Optimizer):
    """A step against the gradient."""

    order = 10
    title = "SGD"
    asks_once = True
    reference = "Cauchy (1847); Robbins & Monro (1951), A stochastic approximation method"
    idea = "Walks downhill: each step goes against the slope, and the steeper the slope, the longer the step."
    best_for = "a baseline, and the rule that all the others mend; with a tuned rate and schedule a strong one"
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
        Claim("typical", "surface=ravine&racers=sgd&sgd.lr=0.0199&steps=2000", "arrived(sgd) < 500"),
        Claim("typical", "surface=ravine&racers=sgd&sgd.lr=0.0201&steps=2000", "diverged(sgd) < never"),
        Claim("lr", "surface=beale&racers=sgd,adam&sgd.lr=0.0001&adam.lr=0.0001", "min(loss(sgd), loss(adam)) > 1"),
        Claim("idea", "surface=quadratic&racers=sgd&steps=200", "length(sgd, 1) > 10 * length(sgd)"),
        Claim(
            "deeper",
            (
                "surface=sharp_and_flat&x=0.95&y=0&racers=sgd&sgd.lr=0.01&steps=2000&recipe.noise=10&recipe.schedule=cosine&recipe.replicates=64"
            ),
            "share(sgd, -1, 0, 0.5) > 0.65 and share(sgd, 1, 0, 0.5) < 0.1",
        ),
        Claim(
            "deeper",
            "surface=sharp_and_flat&x=0.95&y=0&racers=sgd&sgd.lr=0.01&steps=2000&recipe.schedule=cosine",
            "x(sgd) > 0.99",
        ),
    )
    typical = texts({"lr": "0.01 to 0.1; above 2/λ of the largest curvature λ it diverges"})
    deeper = (
        Note(
            (
                "Why SGD generalises: the noise of mini-batches keeps it moving about a minimum, the more the "
                "larger η over the batch, and it leaves a sharp minimum sooner than a flat one of the same depth."
                " On Sharp and flat, with noise, three in four races that begin beside the sharp minimum end in "
                "the flat one; without noise none does. That flat minima do better on data that was not seen is "
                "common and no law: other parameters for the same function can make any minimum sharp."
            ),
            (
                "Keskar et al. (2017), arXiv:1609.04836; Smith & Le (2018), arXiv:1710.06451; Dinh et al. (2017),"
                " arXiv:1703.04933"
            ),
        ),
        Note(
            (
                "On deep networks the largest curvature itself rises until it stays at about 2/η, the edge of "
                "stability. A surface in two variables does not change its curvature while it is descended, so "
                "that this is not to be seen here."
            ),
            "Cohen et al. (2021), arXiv:2103.00065",
        ),
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
