"""AdaGrad."""

import numpy as np
import param

from optimizers.optimizer import Epsilon, LearningRate, Note, Optimizer, kernel, texts
from surfaces.claim import Claim
from surfaces.numbers import Real


class AdaGrad(Optimizer):
    """Each coordinate's gradient over the root of all its squares so far."""

    order = 60
    title = "AdaGrad"
    family = "Adaptive"
    asks_once = True
    slots = ("v",)
    reference = "Duchi, Hazan & Singer (2011), JMLR 12, figure 1 (diagonal matrices); δ there is ε here"
    idea = (
        "Remembers every slope that it has felt: the more of them a coordinate has felt, the shorter its steps, "
        "for good."
    )
    best_for = "sparse data, such as rare words, and convex problems"
    use = (
        "Slopes that differ between coordinates: each has a rate of its own, first on Saddle, Plateau and many others. "
        "Sparse data, for which it was made, is not to be seen in two dimensions."
    )
    avoid = "A steep start, as on Rosenbrock: v never forgets it, so the rate stays small for the rest of the race."
    claims = (
        Claim(
            "use",
            "surface=saddle&racers=sgd,momentum,nesterov,rmsprop,adam,adagrad",
            "arrived(adagrad) < min(arrived(momentum), arrived(nesterov), arrived(rmsprop), arrived(adam)) / 2",
        ),
        Claim(
            "use",
            "surface=plateau&racers=rmsprop,adam,adagrad",
            "arrived(adagrad) < min(arrived(rmsprop), arrived(adam)) / 2",
        ),
        Claim("avoid", "racers=adagrad,adam&shared=1&lr=0.1&steps=2000", "loss(adagrad) > 0.1 and loss(adam) < 1e-10"),
        Claim(
            "avoid",
            "racers=adagrad&adagrad.lr=0.1&steps=5000",
            "length(adagrad) < length(adagrad, 1) / 500 and arrived(adagrad) == never",
        ),
        Claim(
            "eps",
            "surface=quadratic&quadratic.lambda_1=0.2&quadratic.lambda_2=0.1&x=-0.01&y=0.02&steps=20"
            "&racers=sgd,adagrad&shared=1&lr=1&adagrad.eps=1",
            "abs(x(adagrad) / x(sgd) - 1) < 0.05",
        ),
        Claim("idea", "surface=beale&racers=adagrad", "length(adagrad, 400) < length(adagrad, 1) / 1000"),
    )
    typical = texts({"lr": "0.01 to 1", "lr_decay": "0", "eps": "1e-10"})
    symbols = texts(
        {
            "v": "sum of all squared gradients so far",
        }
    )
    deeper = (
        Note(
            (
                "The diagonal stands for a whole matrix, the sum of all g gᵀ, whose inverse root would also see "
                "which coordinates' slopes go together; Shampoo brings that back, by factors. For convex losses "
                "its regret grows like √T with a constant that adapts to the data: rare features keep a large "
                "rate."
            ),
            "Duchi, Hazan & Singer (2011), JMLR 12, theorem 5",
        ),
    )

    lr = LearningRate(0.5)
    lr_decay = Real(
        0.0,
        bounds=(0, 1),
        softbounds=(0, 0.1),
        label="δ",
        doc="lr_decay in PyTorch: η falls like 1/(1 + δt), beside the fall from v.",
    )
    eps = Epsilon(1e-10, like="SGD")
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
            r"v \leftarrow v + g^2",
            rf"\theta \leftarrow \theta - \frac{{\eta}}{{1 + (t - 1) \delta}} \cdot \frac{{g}}{{{root}}}",
        )

    @property
    def torch(self) -> str:
        if self.eps_place == "inside":
            return "none: torch.optim.Adagrad adds ε outside the root"
        return f"torch.optim.Adagrad(params, lr={self.lr}, lr_decay={self.lr_decay}, eps={self.eps})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, lr_decay, eps, inside = hyper[0], hyper[1], hyper[2], hyper[3]
        v = state[0]
        gradient(loss, x, t, g)
        for i in range(2):
            for k in range(x.shape[1]):
                v[i, k] += g[i, k] * g[i, k]
                root = np.sqrt(v[i, k] + eps[k]) if inside[k] else np.sqrt(v[i, k]) + eps[k]
                rate = lr[k] / (1.0 + (t - 1) * lr_decay[k])
                # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays, where PyTorch has NaN.
                x[i, k] -= rate * g[i, k] / root if root != 0.0 else 0.0
