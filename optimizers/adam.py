"""Adam."""

import numpy as np
import param

from optimizers.optimizer import Decay, Epsilon, LearningRate, Note, Optimizer, kernel, texts
from optimizers.parts.bias import run_of_equals, unbias
from surfaces.claim import Claim


class Adam(Optimizer):
    """Momentum over the root mean square, both corrected for their start at zero."""

    order = 50
    title = "Adam"
    family = "Adaptive"
    asks_once = True
    cycled = "beta1"
    slots = ("m", "v", "v_max")
    reference = "Kingma & Ba (2015), Adam, arXiv:1412.6980, algorithm 1; AMSGrad: Reddi et al. (2018), alg. 2"
    idea = (
        "Momentum and a rate for every coordinate at once, both corrected for their start at zero: first steps "
        "are η long in each coordinate, however steep the slope."
    )
    best_for = "transformers, sparse gradients, recurrent networks, and no time to tune"
    use = (
        "No time to tune: from η = 0.1 to 1 it arrives on Beale, where SGD and momentum blow up. "
        "In practice also transformers and sparse gradients, not to be seen in two dimensions."
    )
    avoid = (
        "Long races at a constant rate: once v has forgotten, it can leave a minimum again, as on Rosenbrock. "
        "That a tuned SGD often generalises better is not to be seen in two dimensions."
    )
    claims = (
        Claim(
            "use",
            "surface=beale&racers=sgd,momentum,adam&shared=1&lr=0.1",
            "max(diverged(sgd), diverged(momentum)) < 10 and arrived(adam) < 200",
        ),
        Claim(
            "use",
            "surface=beale&racers=sgd,momentum,adam&shared=1&lr=1",
            "max(diverged(sgd), diverged(momentum)) < 10 and arrived(adam) < 200",
        ),
        Claim("avoid", "racers=adam&steps=5000", "loss(adam, 2600) < 1e-20 and arrived(adam) > 2700"),
        Claim("bias_correction", "surface=saddle&x=1&y=1&racers=adam&steps=30", "abs(length(adam, 1) - 0.1) < 1e-6"),
        Claim(
            "bias_correction",
            "surface=saddle&x=1&y=1&racers=adam&steps=30&adam.bias_correction=0",
            "0.3 < length(adam, 1) < 0.32",
        ),
        Claim(
            "eps",
            "surface=quadratic&quadratic.lambda_1=0.2&quadratic.lambda_2=0.1&x=-0.01&y=0.02&steps=100"
            "&racers=momentum,adam&shared=1&lr=1&momentum.form=EMA&adam.eps=1",
            "abs(x(adam) - x(momentum)) < 0.0005",
        ),
        Claim("amsgrad", "racers=adam&adam.amsgrad=1&steps=5000", "arrived(adam) < 2000"),
        Claim("idea", "surface=saddle&x=1&y=1.2&racers=adam&steps=3", "abs(y(adam, 1) - 1.1) < 1e-6"),
        Claim("idea", "surface=saddle&x=1&y=0.3&racers=adam&steps=3", "abs(y(adam, 1) - 0.2) < 1e-6"),
        Claim(
            "deeper",
            "surface=himmelblau&racers=adam&adam.beta1=0&adam.beta2=0&adam.lr=0.01&steps=30",
            "abs(length(adam, 1) - 0.0141421) < 1e-6 and abs(length(adam, 20) - 0.0141421) < 1e-6",
        ),
        Claim("deeper", "surface=ravine&ravine.angle=0&racers=adam", "arrived(adam) == 69"),
        Claim("deeper", "surface=ravine&ravine.angle=45&racers=adam", "arrived(adam) == never"),
    )
    typical = texts(
        {
            "lr": "1e-3; 1e-5 to 1e-3",
            "beta1": "0.9",
            "beta2": "0.999; 0.95 for large language models",
            "eps": "1e-8; up to 1e-3",
        }
    )
    symbols = texts(
        {
            "m": "moving mean of the gradients",
            "v": "moving mean of the squared gradients",
            r"v_{\max}": "largest v so far, in each coordinate",
            r"\hat{m}": "m without the pull of its start at zero",
            r"\hat{v}": "v without the pull of its start at zero",
        }
    )
    deeper = (
        Note(
            (
                "Without memory, β₁ = β₂ = 0, a step is η times the sign of the gradient. With it, a coordinate's"
                " step is that sign, times a factor that shrinks where the gradient's mean is small beside its "
                "noise: sign and caution can be told apart, and used one without the other."
            ),
            "Balles & Hennig (2018), Dissecting Adam, arXiv:1705.07774",
        ),
        Note(
            (
                "Rates by coordinate depend on what the coordinates are. On Ravine along the axes it arrives at "
                "step 69; turned by 45 degrees, with the same two curvatures, it has not arrived after 500."
            ),
            "Wilson et al. (2017), The marginal value of adaptive gradient methods, arXiv:1705.08292",
        ),
    )

    lr = LearningRate(0.1)
    beta1 = Decay(0.9, label="β₁", doc="Memory of the mean gradient m.")
    beta2 = Decay(0.999, label="β₂", doc="Memory of the mean squared gradient v.")
    eps = Epsilon(1e-8)
    bias_correction = param.Boolean(
        True, label="Bias correction", doc="Undo the pull of m and v towards their start at zero; it matters early."
    )
    amsgrad = param.Boolean(
        False, label="AMSGrad", doc="Divide by the largest v so far: without bias correction, no rate ever grows."
    )

    @property
    def variant(self) -> str:
        correction = "bias-corrected" if self.bias_correction else "without bias correction"
        return f"AMSGrad, {correction}" if self.amsgrad else correction

    @property
    def recurrence(self) -> tuple[str, ...]:
        v = r"v_{\max}" if self.amsgrad else "v"
        moments = (
            r"g \leftarrow \nabla L(\theta)",
            r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
            r"v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
            *([r"v_{\max} \leftarrow \max(v_{\max}, v)"] if self.amsgrad else []),
        )
        if not self.bias_correction:
            return (*moments, rf"\theta \leftarrow \theta - \eta \frac{{m}}{{\sqrt{{{v}}} + \epsilon}}")
        return (
            *moments,
            r"\hat{m} \leftarrow \frac{m}{1 - \beta_1^t}",
            rf"\hat{{v}} \leftarrow \frac{{{v}}}{{1 - \beta_2^t}}",
            r"\theta \leftarrow \theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        )

    @property
    def torch(self) -> str:
        if not self.bias_correction:
            return "none: torch.optim.Adam always corrects the bias"
        amsgrad = ", amsgrad=True" if self.amsgrad else ""
        return f"torch.optim.Adam(params, lr={self.lr}, betas=({self.beta1}, {self.beta2}), eps={self.eps}{amsgrad})"

    @kernel
    def step(gradient, loss, x, g, t, state, hyper):
        lr, beta1, beta2, eps, correct, amsgrad = hyper[0], hyper[1], hyper[2], hyper[3], hyper[4], hyper[5]
        m, v, v_max = state[0], state[1], state[2]
        gradient(loss, x, t, g)
        last = np.uintp(0)
        while last < x.shape[1]:
            first, last = last, run_of_equals(last, loss, beta1, beta2, correct)
            unbias1, unbias2 = unbias(beta1[first], t, correct[first]), unbias(beta2[first], t, correct[first])
            for i in range(2):
                for k in range(first, last):
                    m[i, k] = beta1[k] * m[i, k] + (1.0 - beta1[k]) * g[i, k]
                    v[i, k] = beta2[k] * v[i, k] + (1.0 - beta2[k]) * g[i, k] * g[i, k]
                    largest = v[i, k]
                    if amsgrad[k]:
                        # A comparison with NaN is false: it goes on into v_max.
                        largest = v_max[i, k] if v[i, k] <= v_max[i, k] else v[i, k]
                        v_max[i, k] = largest
                    m_hat = m[i, k] * unbias1
                    root = np.sqrt(largest * unbias2) + eps[k]
                    # 0/0 where ε = 0 and no gradient was ever felt: the coordinate stays, where PyTorch has NaN.
                    x[i, k] -= lr[k] * m_hat / root if root != 0.0 else 0.0
