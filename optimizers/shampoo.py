"""Shampoo, of a vector of two."""

from optimizers.optimizer import Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.matrix import inverse_fourth_root
from surfaces.claim import Claim


class Shampoo(Optimizer):
    """A root of the summed gradient covariance for each dimension of a weight matrix, here one of 2 × 1.

    The left factor P is the whole 2 × 2 covariance; the right one is 1 × 1, the number R = tr(P) − ε. Nothing is saved
    by factors here: it is AdaGrad's full matrix to the power −¼, and a scalar AdaGrad to the power −¼. Where P is
    singular (ε = 0), its null space does not move.
    """

    order = 230
    title = "Shampoo"
    family = "Curvature and line search"
    slots = ("A_1", "A_2")
    remembers = "a matrix for each side"
    reference = "Gupta et al. (2018), Shampoo, arXiv:1802.09568, algorithm 1"
    idea = (
        "Learns which directions' slopes go together and evens all of them out, with one small matrix for each "
        "side of a weight matrix."
    )
    best_for = "large weight matrices, in training on many machines"
    use = "Gradients that are correlated, as in a ravine at an angle: it turns AdaGrad's axes to theirs."
    avoid = (
        "Ravines along the axes, where AdaGrad is faster. What it saves, by factors of a weight matrix, "
        "is not to be seen in two dimensions."
    )
    claims = (
        Claim("use", "surface=ravine&ravine.angle=45&racers=adagrad,shampoo", "loss(shampoo) < loss(adagrad) / 100000"),
        Claim(
            "avoid",
            "surface=ravine&ravine.angle=0&racers=adagrad,shampoo",
            "arrived(adagrad) < arrived(shampoo) / 5",
        ),
        Claim(
            "eps",
            "surface=quadratic&quadratic.lambda_1=0.2&quadratic.lambda_2=0.1&x=-0.01&y=0.02&steps=20"
            "&racers=sgd,shampoo&shared=1&lr=1&shampoo.eps=1",
            "abs(x(shampoo) / x(sgd) - 1) < 0.05",
        ),
        Claim(
            "idea",
            "surface=ravine&ravine.angle=45&racers=adagrad,shampoo&steps=300",
            "loss(shampoo) < loss(adagrad) / 1000",
        ),
        Claim(
            "deeper",
            "surface=ravine&ravine.angle=45&racers=adagrad,shampoo&steps=300",
            "loss(shampoo) < loss(adagrad) / 1000",
        ),
    )
    typical = texts({"lr": "as for AdaGrad; in practice AdamW's step length is grafted onto it", "eps": "1e-6 to 1e-4"})
    symbols = texts(
        {
            "A": "sum of all g gᵀ: which slopes go together",
            "P": "left factor of the covariance",
            "R": "right factor, here a number",
        }
    )
    deeper = (
        Note(
            (
                "Kronecker factors: for a weight matrix of m × n, AdaGrad's whole matrix has (mn)² entries. "
                "L^(1/2) ⊗ R^(1/2), with L the sum of G Gᵀ and R that of Gᵀ G, bounds it with m² + n², and its "
                "inverse root applied to G is L^(−1/4) G R^(−1/4). Here m is 2 and n is 1, so that nothing is "
                "saved; on Ravine turned by 45 degrees it still sees what AdaGrad's diagonal does not."
            ),
            "Gupta et al. (2018), arXiv:1802.09568, sections 2 and 3; Anil et al. (2020), arXiv:2002.09018",
        ),
    )

    lr = LearningRate(0.5)
    eps = Epsilon(1e-4, doc="Where the factors start: the larger, the closer first steps are to SGD at the rate η/√ε.")

    recurrence = (
        r"g \leftarrow \nabla L(\theta)",
        r"A \leftarrow A + g g^T",
        r"P \leftarrow A + \epsilon I",
        r"R \leftarrow \operatorname{tr} A + \epsilon",
        r"\theta \leftarrow \theta - \eta P^{-1/4} g R^{-1/4}",
    )

    @property
    def torch(self) -> str:
        return "none: torch.optim has no Shampoo"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, eps = hyper[0], hyper[1]
        # The rows of A.
        a1, a2 = state[0], state[1]
        gradient(loss, x, t, g)
        for k in range(x.shape[1]):
            for i in range(2):
                a1[i, k] += g[0, k] * g[i, k]
                a2[i, k] += g[1, k] * g[i, k]
            xx, xy, yy, right = inverse_fourth_root(a1[0, k], a1[1, k], a2[1, k], eps[k])
            x[0, k] -= lr[k] * right * (xx * g[0, k] + xy * g[1, k])
            x[1, k] -= lr[k] * right * (xy * g[0, k] + yy * g[1, k])
