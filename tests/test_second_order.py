"""Second-order rules against their displayed recurrences and naive twins; what Newton's method promises."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from tests.pairs import RACE_IDS, RACES, SECOND_ORDER, numbers
from tests.recurrence import follow, functions, parsed, symmetric

EVERY_RACE = pytest.mark.parametrize(
    ("key", "variant", "surface_key"),
    [race for race in RACES if race[0] in SECOND_ORDER],
    ids=[name for name, race in zip(RACE_IDS, RACES, strict=True) if race[0] in SECOND_ORDER],
)
#: Trials that a backtracking search makes before it gives up.
TRIALS = {"gd_line_search": 60, "trust_region": 10}


def alive(trajectory):
    return int(np.isfinite(trajectory.losses).sum())


def solvable(optimizer, surface, place):
    """Whether the rule's matrix leaves more than half of the digits to its inverse."""
    if "damping" not in numbers(type(optimizer)):
        return True
    matrix = symmetric(getattr(surface, optimizer.curvature), surface)(place) + optimizer.damping * np.eye(2)
    return np.linalg.cond(matrix) < 1e7


def assert_follows(optimizer, surface, trajectory):
    """Every step as displayed, while the gradient is not lost in rounding."""
    followed = 0
    for t in range(1, alive(trajectory)):
        size = np.hypot(*trajectory.gradients[t - 1])
        if size < 1e-6 or size**2 < 1e-8 * abs(trajectory.losses[t - 1]):
            break
        if not solvable(optimizer, surface, trajectory.positions[t - 1]):
            continue
        known = follow(optimizer, surface, trajectory, t, TRIALS.get(optimizer.key, 0))
        if known is None:
            assert np.array_equal(trajectory.positions[t], trajectory.positions[t - 1])
            continue
        size = np.abs(trajectory.positions[: t + 1]).max() + 1
        np.testing.assert_allclose(trajectory.positions[t], known["theta"], rtol=1e-9, atol=1e-10 * size)
        for name in optimizer.slots:
            scale = np.abs(known[name]).max() + 1
            np.testing.assert_allclose(trajectory.slots[name][t], known[name], rtol=1e-9, atol=1e-10 * scale)
        followed += 1
    return followed


@EVERY_RACE
def test_displayed_recurrence_equals_the_kernel(key, variant, surface_key):
    optimizer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
    x, y = surface.start
    assert assert_follows(optimizer, surface, run(optimizer, surface, (x + 0.05, y - 0.07), 40)) > 0


@pytest.mark.parametrize("key", SECOND_ORDER)
def test_displayed_recurrence_uses_every_hyperparameter(key):
    cls = OPTIMIZERS[key]
    shown = " ".join(" ".join(cls(**variant).recurrence) for k, variant, _ in RACES if k == key)
    symbols = {"η": r"\eta", "μ": r"\mu", "δ": r"\delta", "ε": r"\epsilon", "ρ": r"\rho", "c₁": "c_1", "c₂": "c_2"}
    # L-BFGS says in words where its search begins.
    assert all(symbols[cls.param[name].label] in shown for name in numbers(cls))
    for k, variant, _ in RACES:
        if k == key:
            names = [name for name, _ in parsed(cls(**variant).recurrence)]
            assert names[-1] == "theta"


def naive_newton(known, place, optimizer):
    h = known["hessian"](place).entries + optimizer.damping * np.eye(2)
    if optimizer.saddle_free:
        values, vectors = np.linalg.eigh(known["hessian"](place).entries)
        h = vectors @ np.diag(np.abs(values)) @ vectors.T + optimizer.damping * np.eye(2)
    return place - optimizer.lr * np.linalg.solve(h, known["gradient"](place))


def naive_natural(known, place, optimizer):
    fisher = known["fisher"](place).entries + optimizer.damping * np.eye(2)
    return place - optimizer.lr * np.linalg.solve(fisher, known["gradient"](place))


def naive_kfac(known, place, optimizer):
    """Martens & Grosse (2015), section 6.3, with a factor for input and slope: any split will do."""
    step = np.empty(2)
    for i, (block, g) in enumerate(zip(known["kfac"](place), known["gradient"](place), strict=True)):
        inputs, slopes = 0.3, block / 0.3
        pi = np.sqrt(inputs / slopes) if block else 1
        if optimizer.factored:
            damped = (inputs + pi * np.sqrt(optimizer.damping)) * (slopes + np.sqrt(optimizer.damping) / pi)
        else:
            damped = inputs * slopes + optimizer.damping
        step[i] = g / damped
    return place - optimizer.lr * step


TWINS = {"newton": naive_newton, "natural_gradient": naive_natural, "kfac": naive_kfac}


@pytest.mark.parametrize("damping", [0.0, 0.02, 1.5])
@pytest.mark.parametrize("lr", [0.1, 0.7])
@EVERY_RACE
def test_step_equals_a_naive_twin(key, variant, surface_key, lr, damping):
    if key not in TWINS:
        return
    optimizer, surface = OPTIMIZERS[key](lr=lr, damping=damping, **variant), SURFACES[surface_key]()
    trajectory = run(optimizer, surface, steps=30)
    for t in range(1, min(alive(trajectory), 30)):
        place = trajectory.positions[t - 1]
        if np.hypot(*trajectory.gradients[t - 1]) > 1e-6 and solvable(optimizer, surface, place):
            expected = TWINS[key](functions(surface), place, optimizer)
            np.testing.assert_allclose(trajectory.positions[t], expected, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("eps", [1e-6, 1e-2])
@pytest.mark.parametrize("surface_key", SURFACES)
def test_shampoo_equals_a_naive_twin(surface_key, eps):
    """Gupta et al. (2018), algorithm 1, on a 2 × 1 matrix, with fractional powers by eigenvalues."""

    def power(matrix, exponent):
        values, vectors = np.linalg.eigh(matrix)
        return vectors @ np.diag(values**exponent) @ vectors.T

    surface = SURFACES[surface_key]()
    optimizer = OPTIMIZERS["shampoo"](eps=eps, lr=0.3)
    trajectory = run(optimizer, surface, steps=100)
    w, left, right = np.array(surface.start)[:, None], eps * np.eye(2), eps * np.eye(1)
    for t in range(1, 101):
        g = surface.evaluate(*w[:, 0])[1][:, None]
        left, right = left + g @ g.T, right + g.T @ g
        w = w - optimizer.lr * power(left, -1 / 4) @ g @ power(right, -1 / 4)
        np.testing.assert_allclose(trajectory.positions[t], w[:, 0], rtol=1e-7, atol=1e-7)
        # What rounding has added would grow on a ridge: the next step begins where the race stands.
        w = trajectory.positions[t][:, None]


@pytest.mark.parametrize("saddle_free", [False, True])
@pytest.mark.parametrize(("kappa", "angle"), [(1, 0), (100, 20), (1000, -65)])
def test_newton_reaches_a_quadratics_minimum_in_one_step(kappa, angle, saddle_free):
    ravine = SURFACES["ravine"](kappa=kappa, angle=angle)
    path = run(OPTIMIZERS["newton"](saddle_free=saddle_free), ravine, steps=1).positions
    np.testing.assert_allclose(path[1], [0, 0], atol=1e-12)


def test_newton_is_drawn_to_the_saddle_and_saddle_free_leaves_it():
    plain = run(OPTIMIZERS["newton"](), SURFACES["saddle"](), (0.01, 1.6), 50)
    free = run(OPTIMIZERS["newton"](saddle_free=True), SURFACES["saddle"](), (0.01, 1.6), 50)
    assert plain.outcome.kind == "at rest" and "at the saddle (0, 0)" in plain.outcome.text
    assert free.outcome.kind == "arrived" and free.outcome.step < 20
    # At 0.01 the negative curvature is about −10: the first step is repelled as strongly as it was attracted.
    assert free.positions[1, 0] == pytest.approx(0.02, abs=1e-4) and plain.positions[1, 0] == pytest.approx(0, abs=1e-4)


def test_newton_doubles_its_digits():
    path = run(OPTIMIZERS["newton"](), SURFACES["beale"](), (3.1, 0.52), 6).positions
    errors = np.hypot(*(path - [3, 0.5]).T)
    errors = errors[errors > 1e-13]
    assert len(errors) >= 3 and (errors[1:] <= 20 * errors[:-1] ** 2).all()


def test_a_singular_matrix_is_no_step():
    """Where both weights are equal, the Fisher matrix of the deep linear network is singular to the last bit."""
    trajectory = run(OPTIMIZERS["natural_gradient"](damping=0), SURFACES["deep_linear"](), (0.5, 0.5), 5)
    assert (trajectory.positions == 0.5).all() and (trajectory.gradients != 0).all()


@pytest.mark.parametrize("factored", [True, False])
def test_a_block_of_kfac_that_is_nothing_is_no_step_along_it(factored):
    """Where one weight of the deep linear network is 0, the output does not depend on the other."""
    for start, still in (((0.0, 0.7), 1), ((0.7, 0.0), 0)):
        path = run(OPTIMIZERS["kfac"](damping=0, factored=factored), SURFACES["deep_linear"](), start, 1)
        assert path.positions[1, still] == 0.7 and path.gradients[0, still] != 0 and path.positions[1, 1 - still] > 0.1
