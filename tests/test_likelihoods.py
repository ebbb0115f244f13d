"""What natural gradient, K-FAC and trust region promise of a likelihood, on Gaussians whose divergences are known."""

from itertools import pairwise

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES, Surface
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, kernel
from tests.latex import python_expression
from tests.recurrence import symmetric


class Gaussian(Surface):
    """The expected negative log-likelihood of N(x, y²) where the truth is N(0, 1), less its constant."""

    domain, start, minima = ((-2.0, 2.0), (0.2, 3.0)), (1.5, 2.0), (Point(0.0, 1.0, 0.5),)

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            m, s = x[0, k], x[1, k]
            f[k] = np.log(s) + 0.5 * (1.0 + m * m) / (s * s)
            g[0, k] = m / (s * s)
            g[1, k] = 1.0 / s - (1.0 + m * m) / (s * s * s)

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            m, s = x[0, k], x[1, k]
            h[0, k] = 1.0 / (s * s)
            h[1, k] = -2.0 * m / (s * s * s)
            h[2, k] = 3.0 * (1.0 + m * m) / (s * s * s * s) - 1.0 / (s * s)

    @kernel(HESSIAN)
    def fisher(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = 1.0 / (x[1, k] * x[1, k])
            h[1, k] = 0.0
            h[2, k] = 2.0 / (x[1, k] * x[1, k])

    kfac = fisher


class LogGaussian(Gaussian):
    """The same likelihood in m and log s."""

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            m, s = x[0, k], np.exp(x[1, k])
            f[k] = np.log(s) + 0.5 * (1.0 + m * m) / (s * s)
            g[0, k] = m / (s * s)
            g[1, k] = 1.0 - (1.0 + m * m) / (s * s)

    @kernel(HESSIAN)
    def fisher(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = np.exp(-2.0 * x[1, k])
            h[1, k] = 0.0
            h[2, k] = 2.0


def test_natural_gradient_does_not_depend_on_the_parameters_to_first_order():
    """In σ and in log σ, the distributions after a step of size η differ by O(η²); the gradient's differ by O(η)."""
    gaps = {}
    for key, options in (("natural_gradient", {"damping": 0}), ("sgd", {})):
        for lr in (1e-2, 1e-3):
            sigma = run(OPTIMIZERS[key](lr=lr, **options), Gaussian(), (1.5, 2.0), 1).positions[1]
            log_sigma = run(OPTIMIZERS[key](lr=lr, **options), LogGaussian(), (1.5, np.log(2.0)), 1).positions[1]
            gaps[key, lr] = abs(sigma[1] - np.exp(log_sigma[1])) + abs(sigma[0] - log_sigma[0])
    assert gaps["natural_gradient", 1e-2] / gaps["natural_gradient", 1e-3] == pytest.approx(100, rel=0.02)
    assert gaps["sgd", 1e-2] / gaps["sgd", 1e-3] == pytest.approx(10, rel=0.2)


def test_natural_gradient_is_scoring_where_the_fisher_matrix_is_the_hessian():
    surface = SURFACES["logistic"]()
    start = (0.9, -2.5)
    natural = run(OPTIMIZERS["natural_gradient"](lr=1, damping=0), surface, start, 20)
    newton = run(OPTIMIZERS["newton"](), surface, start, 20)
    assert np.array_equal(natural.positions, newton.positions) and natural.outcome.kind == "arrived"


def test_kfac_is_the_natural_gradient_where_the_fisher_matrix_is_block_diagonal():
    options = {"lr": 0.3, "damping": 0.05}
    natural = run(OPTIMIZERS["natural_gradient"](**options), Gaussian(), steps=100)
    kfac = run(OPTIMIZERS["kfac"](factored=False, **options), Gaussian(), steps=100)
    np.testing.assert_allclose(kfac.positions, natural.positions, rtol=1e-12, atol=1e-13)
    undamped = [run(OPTIMIZERS["kfac"](lr=0.3, damping=0, factored=on), Gaussian()).positions for on in (True, False)]
    assert np.array_equal(*undamped)


@pytest.mark.parametrize("delta", [1e-2, 1e-4, 1e-6])
def test_a_trust_regions_step_has_the_kl_divergence_that_it_says_to_second_order(delta):
    """KL(N(m, s²) ‖ N(m′, s′²)) of a step is δ(1 + O(√δ)), and ½ sᵀFs is δ exactly."""
    gaussian = Gaussian()
    optimizer = OPTIMIZERS["trust_region"](delta=delta, damping=0, backtracking=False)
    path = run(optimizer, gaussian, (1.5, 2.0), 5).positions
    for (m, s), (m2, s2) in pairwise(path):
        divergence = np.log(s2 / s) + (s * s + (m - m2) ** 2) / (2 * s2 * s2) - 0.5
        move = np.array([m2 - m, s2 - s])
        assert 0.5 * move @ symmetric(gaussian.fisher, gaussian)((m, s)) @ move == pytest.approx(delta, rel=1e-8)
        assert divergence == pytest.approx(delta, rel=3 * np.sqrt(delta) + 1e-6)


def test_damping_and_rates_below_one_keep_the_divergence_below_its_bound():
    gaussian = Gaussian()
    fisher = symmetric(gaussian.fisher, gaussian)
    for lr, damping in ((1.0, 0.5), (0.5, 0.0)):
        path = run(OPTIMIZERS["trust_region"](lr=lr, damping=damping, backtracking=False), gaussian, steps=5).positions
        moves = np.diff(path, axis=0)
        assert all(0.5 * move @ fisher(place) @ move < 0.01 for move, place in zip(moves, path[:-1], strict=True))


@pytest.mark.parametrize("surface_key", ["gaussian_nll", "deep_linear", "logistic"])
def test_backtracking_never_lets_the_loss_rise(surface_key):
    trajectory = run(OPTIMIZERS["trust_region"](delta=0.5), SURFACES[surface_key](), steps=200)
    assert (np.diff(trajectory.losses) <= 0).all()


def test_without_backtracking_a_trust_region_circles():
    searched, bound = (
        run(OPTIMIZERS["trust_region"](backtracking=on), SURFACES["gaussian_nll"]()) for on in (True, False)
    )
    assert searched.outcome.text.endswith("rests") and bound.outcome.kind == "to and fro"
    moves = np.diff(bound.positions[-101:], axis=0)
    assert np.hypot(*moves.T).min() > 0.01 and np.hypot(*moves.sum(axis=0)) < 0.1 * np.hypot(*moves.T).sum()


def test_no_likelihood_no_race():
    for key, matrix in (("natural_gradient", "fisher"), ("trust_region", "fisher"), ("kfac", "kfac")):
        with pytest.raises(ValueError, match=f"must have a {matrix} matrix"):
            run(OPTIMIZERS[key](), SURFACES["ravine"]())


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, cls in SURFACES.items() for name in ("fisher", "kfac") if getattr(cls, name)]
)
def test_the_page_says_what_a_matrix_is_on_a_surface(key, name):
    surface, place = SURFACES[key](), np.array([0.7, -0.4])
    symbol, shown = surface.matrices[name].split(r"(\theta) = ")
    assert symbol == {"fisher": r"\mathcal{F}", "kfac": r"\mathcal{K}"}[name]
    is_so = symmetric(getattr(surface, name), surface)(place)
    if shown == r"\nabla^2 L(\theta)":
        assert np.array_equal(is_so, symmetric(surface.hessian, surface)(place))
        return
    inside = shown.removeprefix(r"\begin{pmatrix}").removesuffix(r"\end{pmatrix}")
    known = {"x": place[0], "y": place[1], "exp": np.exp}
    rows = [[eval(python_expression(entry), known) for entry in row.split("&")] for row in inside.split(r"\\")]
    # K-FAC has a number for each layer.
    assert np.array(rows).ravel() == pytest.approx(np.diag(is_so) if name == "kfac" else is_so.ravel())


def test_who_has_no_such_matrix_says_nothing_of_one():
    assert {key for key, cls in SURFACES.items() if cls.matrices} == {"gaussian_nll", "deep_linear", "logistic"}
