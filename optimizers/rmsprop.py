"""RMSprop."""

import numpy as np
import param

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from surfaces.claim import Claim


class RMSprop(Optimizer):
    """Each coordinate's gradient over its own root mean square."""

    order = 40
    title = "RMSprop"
    family = "Adaptive"
    asks_once = True
    slots = ("v",)
    reference = "Tieleman & Hinton (2012), Coursera Neural Networks for Machine Learning, lecture 6.5"
    idea = (
        "A rate for every coordinate: the slope over the usual size of recent slopes, so that steps are about as "
        "long on gentle ground as on steep."
    )
    best_for = "recurrent networks, and problems whose slopes change over time"
    use = "Slopes both gentle and steep, as on Plateau: its steps are as long on either. In practice recurrent nets."
    avoid = (
        "The end of a long race at a constant rate: once v has forgotten the steep start, steps are about η again "
        "however small the gradient, and it circles. Its first step is η/√(1 − β), ten η."
    )
    claims = (
        Claim("use", "surface=plateau&racers=sgd,rmsprop", "moved(sgd) < 0.05 and distance(rmsprop) < 0.05"),
        Claim(
            "use",
            "surface=ravine&ravine.kappa=1&x=1&y=0&racers=rmsprop&rmsprop.lr=0.0001&steps=10",
            "slope(rmsprop, 0) > 0.99 and 0.0035 < moved(rmsprop) < 0.0065",
        ),
        Claim(
            "use",
            "surface=ravine&ravine.kappa=1&x=0.05&y=0&racers=rmsprop&rmsprop.lr=0.0001&steps=10",
            "slope(rmsprop, 0) < 0.06 and 0.0035 < moved(rmsprop) < 0.0065",
        ),
        Claim(
            "avoid",
            "surface=saddle&racers=rmsprop&steps=5000",
            "length(rmsprop, 200) < 1e-6 and 0.01 < length(rmsprop) < 0.04 and distance(rmsprop) > 0.005",
        ),
        Claim("avoid", "surface=saddle&x=1&y=1&racers=rmsprop&rmsprop.lr=0.02", "abs(length(rmsprop, 1) - 0.2) < 1e-6"),
        Claim(
            "eps",
            "surface=quadratic&quadratic.lambda_1=0.2&quadratic.lambda_2=0.1&x=-0.01&y=0.02&steps=20"
            "&racers=sgd,rmsprop&shared=1&lr=1&rmsprop.eps=1",
            "abs(x(rmsprop) / x(sgd) - 1) < 0.05",
        ),
        Claim("idea", "surface=plateau&racers=sgd,rmsprop", "moved(sgd, 100) < 0.01 and moved(rmsprop, 100) > 2"),
    )
    typical = texts({"lr": "1e-4 to 1e-2", "alpha": "0.9; 0.99 in PyTorch", "eps": "1e-8"})
    symbols = texts(
        {
            "v": "moving mean of the squared gradients",
        }
    )
    deeper = (
        Note(
            (
                "The mean of squared gradients is also called the empirical Fisher matrix, of which this is the "
                "diagonal. It is not the Fisher matrix of the natural gradient, which takes its labels from the "
                "model and not from the data, and the root of it is not its inverse: the likeness is one of form."
            ),
            "Kunstner et al. (2019), arXiv:1905.12558; Martens (2020), arXiv:1412.1193, section 11",
        ),
    )

    lr = LearningRate(0.02)
    alpha = Decay(0.99, label="β", doc="Memory of the mean square; PyTorch calls it alpha. Texts also use 0.9.")
    eps = Epsilon(1e-8, like="SGD")
    eps_place = param.Selector(
        default="outside",
        objects=["outside", "inside"],
        label="ε and the root",
        doc="√v + ε (PyTorch), or √(v + ε) (many texts).",
    )

    @property
    def variant(self) -> str:
        return f"ε {self.eps_place} the root"

    @property
    def recurrence(self) -> tuple[str, ...]:
        root = {"outside": r"\sqrt{v} + \epsilon", "inside": r"\sqrt{v + \epsilon}"}[self.eps_place]
        return (
            r"g \leftarrow \nabla L(\theta)",
            r"v \leftarrow \beta v + (1 - \beta) g^2",
            rf"\theta \leftarrow \theta - \eta \frac{{g}}{{{root}}}",
        )

    @property
    def torch(self) -> str:
        if self.eps_place == "inside":
            return "none: torch.optim.RMSprop adds ε outside the root"
        return f"torch.optim.RMSprop(params, lr={self.lr}, alpha={self.alpha}, eps={self.eps})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta, eps, inside = hyper[0], hyper[1], hyper[2], hyper[3]
        v = state[0]
        gradient(loss, x, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                v[i, k] = beta[k] * v[i, k] + (1.0 - beta[k]) * g[i, k] * g[i, k]
                root = np.sqrt(v[i, k] + eps[k]) if inside[k] else np.sqrt(v[i, k]) + eps[k]
                # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays, where PyTorch has NaN.
                x[i, k] -= lr[k] * g[i, k] / root if root != 0.0 else 0.0
