"""Values that Keras' own tests hold their optimizers to: five steps of ten parameters, from ones.

The gradient is 0.01 everywhere in the first step, then 0.1, 0.2, … 1.0 in each. Keras compares to 5e-4, and so
does this. Its RMSprop is left out, as it is centred.
"""

import numpy as np
import pytest

from optimizers import OPTIMIZERS
from optimizers.optimizer import COUNTS, Loss
from optimizers.racing.recipe import gradient_kernel
from surfaces import SURFACES

LANES = 5
ADAGRAD = """
    .9963 .9963 .9963 .9963 .9963 .9963 .9963 .9963 .9963 .9963
    .9604 .9278 .9003 .8784 .8615 .8487 .8388 .8313 .8255 .8209
    .9251 .8629 .8137 .7768 .7497 .7298 .7151 .7040 .6956 .6891
    .8903 .8012 .7342 .6862 .6521 .6277 .6099 .5967 .5867 .5790
    .8560 .7422 .6604 .6037 .5644 .5367 .5168 .5021 .4910 .4825
"""
ADAMW = """
    .4998 .4998 .4998 .4998 .4998 .4998 .4998 .4998 .4998 .4998
    .2486 .2475 .2463 .2451 .2440 .2428 .2417 .2405 .2394 .2382
    .1223 .1198 .1174 .1149 .1124 .1100 .1075 .1051 .1027 .1003
    .0586 .0549 .0512 .0475 .0439 .0402 .0366 .0330 .0294 .0258
    .0263 .0215 .0167 .0120 .0073 .0026 -.0021 -.0067 -.0113 -.0159
"""
NADAM = """
    .4281 .4281 .4281 .4281 .4281 .4281 .4281 .4281 .4281 .4281
    -.1738 -.1731 -.1726 -.1723 -.1721 -.1720 -.1719 -.1718 -.1718 -.1717
    -.7115 -.7103 -.7096 -.7092 -.7090 -.7088 -.7086 -.7085 -.7085 -.7084
    -1.2335 -1.2322 -1.2313 -1.2309 -1.2306 -1.2304 -1.2302 -1.2301 -1.2300 -1.2299
    -1.7492 -1.7478 -1.7469 -1.7464 -1.7461 -1.7459 -1.7457 -1.7456 -1.7455 -1.7454
"""
SGD = """
    .9999 .9999 .9999 .9999 .9999 .9999 .9999 .9999 .9999 .9999
    .9989 .9979 .9969 .9959 .9949 .9939 .9929 .9919 .9909 .9899
    .9979 .9959 .9939 .9919 .9899 .9879 .9859 .9839 .9819 .9799
    .9969 .9939 .9909 .9879 .9849 .9819 .9789 .9759 .9729 .9699
    .9959 .9919 .9879 .9839 .9799 .9759 .9719 .9679 .9639 .9599
"""


def alike(*column):
    """A table whose ten columns are the same."""
    return "\n".join(" ".join([str(value)] * 10) for value in column)


#: Rule, its hyperparameters, the same in every slot before the first step, and Keras' table.
GOLDEN = [
    ("sgd", {"lr": 0.01}, 0, SGD),
    ("adam", {"lr": 1e-3, "eps": 1e-7, "amsgrad": True}, 0, alike(0.999, 0.9982, 0.9974, 0.9965, 0.9955)),
    ("adagrad", {"lr": 0.2, "eps": 1e-6}, 0.3, ADAGRAD),
    ("adadelta", {"lr": 1.0, "rho": 0.8, "eps": 1e-6}, 0, alike(0.9978, 0.9947, 0.9915, 0.9882, 0.9849)),
    ("lion", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.99}, 0, alike(0.999, 0.998, 0.997, 0.996, 0.995)),
    # Keras' momentum warms up 250 times as fast as PyTorch's.
    ("nadam", {"lr": 0.5, "beta1": 0.5, "beta2": 0.67, "eps": 1e-5, "momentum_decay": 1}, 0, NADAM),
    ("adamw", {"lr": 1.0, "weight_decay": 0.5}, 0, ADAMW),
]


@gradient_kernel
def given(loss, x, t, g):
    for i in range(2):
        for k in range(x.shape[1]):
            g[i, k] = 0.01 if t == 1 else 0.1 * (i * x.shape[1] + k + 1)


def steps(key, hyperparameters, slots, start, count, gradient, epsilons=None):
    """Places ``(count, 10)`` after each step, with an ε for each step if it is to change."""
    optimizer, surface = OPTIMIZERS[key](**hyperparameters), SURFACES["rosenbrock"]()
    x, state = np.full((2, LANES), start), np.full((len(optimizer.slots), 2, LANES), float(slots))
    hyper = np.repeat(optimizer.hyper[:, None], LANES, axis=1)
    counts = np.zeros((COUNTS, LANES), np.int64)
    kernels = surface.value_and_gradient, surface.hessian
    loss = Loss(*kernels, surface.shape, np.zeros(7), np.empty(LANES), counts, np.arange(LANES), False)
    places = []
    for t in range(1, count + 1):
        if epsilons is not None:
            hyper[list(optimizer.param).index("eps") - 1] = epsilons[t - 1]
        optimizer.step(gradient, loss, x, np.empty_like(x), t, state, hyper)
        places.append(x.ravel().copy())
    return np.array(places)


@pytest.mark.parametrize(("key", "hyperparameters", "slots", "table"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_golden_values(key, hyperparameters, slots, table):
    # Keras' Adam adds ε to the root of the uncorrected v, which tells at the ε of 2 in its AdamW's test.
    corrected = 2 / np.sqrt(1 - 0.999 ** np.arange(1, 6)) if key == "adamw" else None
    expected = np.array(table.split(), float).reshape(5, 10)
    places = steps(key, hyperparameters, slots, 1.0, 5, given, corrected)
    np.testing.assert_allclose(places, expected, rtol=5e-4, atol=5e-4)


@gradient_kernel
def none(loss, x, t, g):
    g[:] = 0.0


@pytest.mark.parametrize("key", ["adamw", "lion"])
def test_decoupled_decay_alone(key):
    places = steps(key, {"lr": 1.0, "weight_decay": 0.004}, 0, 2.0, 3, none)
    np.testing.assert_allclose(places[-1], 1.9760959, atol=5e-7)
