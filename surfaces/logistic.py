"""Logistic regression with two weights: a slope and an intercept."""

from typing import ClassVar

import numpy as np

from surfaces.claim import Claim
from surfaces.elementary import exp, log1p
from surfaces.kernel import scratch
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel, tuned

#: Hours that twelve students spent on an exercise sheet, and whether they passed (1) or not (−1).
HOURS = np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5])
PASSED = np.array([-1.0, -1.0, -1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, 1.0, 1.0, 1.0])
STUDENTS = 12


class Logistic(Surface):
    """The mean negative log-likelihood of a pass after h hours, with log-odds x·h + y."""

    order = 160
    title = "Logistic regression"
    kind = "likelihood"
    formula = r"\frac{1}{12} \sum_{i=1}^{12} \log(1 + \exp(-t_i \cdot (x h_i + y)))"
    torch = (
        "hours = torch.tensor([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5])\n"
        "passed = torch.tensor([-1.0, -1.0, -1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, 1.0, 1.0, 1.0])\n"
        "return (weights * torch.nn.functional.softplus(-passed * (x * hours + y))).mean()"
    )
    intuition = (
        "Convex, with one minimum, and yet slow: the hours are not centred, so that slope and intercept trade "
        "off along a tilted ravine, which the Fisher matrix, here equal to the Hessian, takes out."
    )
    claims = (
        Claim(
            "intuition",
            "surface=logistic&racers=sgd,momentum,natural_gradient",
            "arrived(natural_gradient) < 300 and distance(sgd) > 3 and distance(momentum) > 2",
        ),
        Claim(
            "intuition",
            "surface=logistic&x=0.5&y=-2&racers=newton,natural_gradient&natural_gradient.lr=1"
            "&natural_gradient.damping=0&steps=5",
            "x(newton) - x(natural_gradient) == 0 and y(newton) - y(natural_gradient) == 0",
        ),
    )
    reference = (
        "Cox (1958), The regression analysis of binary sequences, Journal of the Royal Statistical Society B 20(2)"
    )
    domain = ((-3.0, 5.0), (-7.0, 1.0))
    start = (-1.5, -1.0)
    rates = tuned(sgd=1, momentum=0.1, nesterov=0.5, rmsprop=0.03, adam=0.5, adagrad=1)
    price = 90.0
    # The root of the gradient to 40 digits, rounded.
    minima = (Point(1.1193235750723023, -3.357970725216907, 0.4797448306390838),)
    log_colour = True
    samples = STUDENTS
    data = {"h": tuple(HOURS.tolist()), "t": tuple(PASSED.tolist())}  # noqa: RUF012

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        # What each sample adds is put aside first: in a loop whose turns do not wait for each other, so in vectors.
        loss, slope = scratch(STUDENTS), scratch(STUDENTS)
        for k in range(x.shape[1]):
            a, b = x[0, k], x[1, k]
            for i in range(STUDENTS):
                margin = PASSED[i] * (a * HOURS[i] + b)
                e = exp(-abs(margin))
                loss[i] = shape[i] * (max(-margin, 0.0) + log1p(e))
                # The probability of the other label, σ(−margin).
                slope[i] = shape[i] * PASSED[i] * ((e if margin > 0.0 else 1.0) / (1.0 + e))
            f_sum, a_sum, b_sum = 0.0, 0.0, 0.0
            for i in range(STUDENTS):
                f_sum += loss[i]
                a_sum -= slope[i] * HOURS[i]
                b_sum -= slope[i]
            f[k], g[0, k], g[1, k] = f_sum / STUDENTS, a_sum / STUDENTS, b_sum / STUDENTS

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        spread = scratch(STUDENTS)
        for k in range(x.shape[1]):
            a, b = x[0, k], x[1, k]
            for i in range(STUDENTS):
                e = exp(-abs(a * HOURS[i] + b))
                spread[i] = shape[i] * e / ((1.0 + e) * (1.0 + e))
            xx, xy, yy = 0.0, 0.0, 0.0
            for i in range(STUDENTS):
                xx += spread[i] * HOURS[i] * HOURS[i]
                xy += spread[i] * HOURS[i]
                yy += spread[i]
            h[0, k], h[1, k], h[2, k] = xx / STUDENTS, xy / STUDENTS, yy / STUDENTS

    # The Hessian does not depend on the labels, so its mean over them is itself.
    fisher = hessian
    matrices: ClassVar[dict[str, str]] = {"fisher": r"\mathcal{F}(\theta) = \nabla^2 L(\theta)"}
