"""How races end: outcomes and their steps, closed forms on the quadratic ravine, published convergence."""

import math

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Recipe, run
from optimizers.racing.outcome import FLAT, NEAR
from surfaces import SURFACES, Point
from tests.pairs import RACES


def race(key, surface_key, start=None, steps=500, recipe=None, **hyperparameters):
    return run(OPTIMIZERS[key](**hyperparameters), SURFACES[surface_key](), start, steps, recipe)


def first_row_since(holds):
    """First row from which on ``holds`` is true, found by walking back from the end."""
    row = len(holds)
    while row > 0 and holds[row - 1]:
        row -= 1
    return row


def flat(trajectory):
    return [math.hypot(*gradient) <= FLAT for gradient in trajectory.gradients]


def near(trajectory, surface, point):
    (left, right), (bottom, top) = surface.domain
    reach = NEAR * math.hypot(right - left, top - bottom)
    return [math.dist(position, point[:2]) <= reach for position in trajectory.positions]


@pytest.mark.parametrize(
    ("key", "surface_key", "steps", "hyperparameters"),
    [
        ("sgd", "ravine", 3000, {"lr": 0.019}),
        ("sgd", "saddle", 3000, {"lr": 1e-3}),
        ("momentum", "rosenbrock", 3000, {"lr": 1e-3}),
        ("momentum", "saddle", 3000, {"lr": 5e-3, "form": "EMA"}),
        ("nesterov", "saddle", 1000, {"lr": 1e-3}),
        ("adam", "beale", 1000, {"lr": 0.05}),
    ],
)
def test_converged(key, surface_key, steps, hyperparameters):
    trajectory = race(key, surface_key, steps=steps, **hyperparameters)
    kind, step, text = trajectory.outcome
    surface = SURFACES[surface_key]()
    minimum = min(surface.minima, key=lambda point: math.dist(trajectory.positions[-1], point[:2]))
    there = np.logical_and(flat(trajectory), near(trajectory, surface, minimum))
    assert (kind, text) == ("converged", f"converged at step {step}")
    assert 0 < step == first_row_since(there) < steps


@pytest.mark.parametrize(
    ("key", "variant"), [(key, variant) for key, variant, surface in RACES if surface == "saddle"], ids=str
)
def test_from_the_axis_every_rule_stalls_at_the_saddle(key, variant):
    """The gradient never leaves x = 0; a rate that falls to zero lets the rules settle that would circle."""
    trajectory = race(key, "saddle", (0.0, 1.5), 5000, Recipe(schedule="cosine"), **variant)
    kind, step, text = trajectory.outcome
    assert (trajectory.positions[:, 0] == 0).all()
    assert (kind, text) == ("stalled", f"stalled at step {step}, at the saddle (0, 0)")
    assert 0 < step == first_row_since(flat(trajectory)) < 5000


def test_off_the_axis_the_saddle_is_left():
    assert race("momentum", "saddle", (0.0, 1.5), 1000, lr=1e-3).outcome.kind == "stalled"
    assert race("momentum", "saddle", (1e-6, 1.5), 1000, lr=1e-3).outcome.kind == "converged"


def test_rmsprop_at_a_constant_rate_circles():
    trajectory = race("rmsprop", "saddle", steps=2000, lr=0.01)
    kind, step, text = trajectory.outcome
    assert kind == "oscillating" and step == trajectory.losses.argmin() < 1000
    assert text.startswith(f"oscillating, no better since step {step} (loss ")
    last = np.diff(trajectory.positions[-100:], axis=0)
    assert np.hypot(*last.sum(axis=0)) < 0.1 * np.hypot(*last.T).sum()


def test_sgd_at_the_stability_limit_oscillates():
    assert race("sgd", "ravine", steps=1000, lr=2 / 100).outcome.kind == "oscillating"


@pytest.mark.parametrize("kappa", [10, 100, 1000])
def test_sgd_is_stable_up_to_two_over_kappa(kappa):
    ravine = SURFACES["ravine"](kappa=kappa)
    below, above = (run(OPTIMIZERS["sgd"](lr=factor * 2 / kappa), ravine, steps=3000) for factor in (0.99, 1.01))
    assert below.losses[-1] < 1e-4 * below.losses[0]
    assert above.outcome.kind == "diverged" and 100 < above.outcome.step < 3000
    assert above.outcome.text == f"diverged at step {above.outcome.step}"


def test_beale_from_the_left_leaves_the_map_through_the_valley():
    """The loss falls towards 0.4520 like 1/|x|: the race is leaving, not converging."""
    trajectory = race("adam", "beale", (-3.0, 2.0), 100_000, Recipe(schedule="cosine"), lr=0.01)
    kind, step, text = trajectory.outcome
    inside = np.abs(trajectory.positions).max(axis=1) <= 4.5
    assert kind == "left the map" and 0 < step == first_row_since(~inside)
    assert text == f"left the map at step {step} (loss {trajectory.losses[-1]:.4g} at the end)"
    assert inside[step - 1] and not inside[step]
    x, losses = trajectory.positions[:, 0], trajectory.losses
    assert 0.4520 < losses[-1] < 0.48
    halfway = int(np.argmax(x < x[-1] / 2))
    limit = (losses[-1] * x[-1] - losses[halfway] * x[halfway]) / (x[-1] - x[halfway])
    assert limit == pytest.approx(0.4520, abs=5e-4)


class Ledge(SURFACES["formula"]):
    """A surface that lists its minimum, and is flat elsewhere too: none of those on the menu is."""

    __abstract = True
    minima = (Point(0.0, 0.0, 0.0),)


def test_a_flat_place_that_is_no_listed_point_says_so():
    """It runs off to where the loss falls ever more gently."""
    ledge = Ledge(text="(x^2 + y^2)/(1 + x^2 + y^2)^4")
    trajectory = run(OPTIMIZERS["sgd"](lr=10), ledge, (2.6, 0.0), 400)
    _, step, text = trajectory.outcome
    assert 0 < step == first_row_since(flat(trajectory)) < 400
    assert text == f"stalled at step {step}, where it is flat (loss {trajectory.losses[-1]:.4g})"
    assert run(OPTIMIZERS["sgd"](lr=10), ledge, (2.6, 0.0), step - 1).outcome.kind == "running"


@pytest.mark.parametrize(
    ("text", "start", "outcome"),
    [
        ("x^2 + 2y^2", (1.0, 1.0), "converged at step {}, at a minimum near (0, 0)"),
        ("x^2 - y^2 + y^4", (1.0, 0.0), "stalled at step {}, at a saddle near (0, 0)"),
        ("exp(-x)/1000", (4.0, 0.0), "stalled at step {}, where it is flat (loss {})"),
        ("(x^2 + y^2)/1e5", (3.0, 0.0), "stalled at step {}, where it is flat (loss {})"),
        ("-x^2 - y^2", (0.0, 0.0), "stalled at step {}, where it is flat (loss {})"),
        ("log(x)", (-1.0, 0.0), "diverged at step {}"),
    ],
)
def test_where_no_minima_are_listed_the_curvature_tells(text, start, outcome):
    """A gentle slope is not taken for a minimum, nor a place without a number for any."""
    trajectory = run(OPTIMIZERS["sgd"](lr=0.3), SURFACES["formula"](text=text), start, 60 if "1e5" in text else 300)
    _, step, said = trajectory.outcome
    assert said == outcome.format(step, f"{trajectory.losses[-1]:.4g}")


def test_running():
    trajectory = race("sgd", "rosenbrock", steps=100, lr=1e-3)
    assert trajectory.outcome == ("running", 100, "still running at step 100")


@pytest.mark.parametrize(
    ("surface_key", "start", "text"),
    [
        ("beale", (3.0, 0.5), "converged at step 0"),
        ("beale", (0.0, 1.0), "stalled at step 0, at the saddle (0, 1)"),
        ("beale", (1.0, 1.0), "still running at step 0"),
        ("beale", (5.0, 0.5), "left the map at step 0 (loss 6.312 at the end)"),
    ],
)
def test_no_steps(surface_key, start, text):
    outcome = race("adam", surface_key, start, 0).outcome
    assert outcome.text == text and outcome.step == 0


def floor_and_wall(angle):
    """Unit vectors along the ravine's floor and across it, as rows."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return np.array([[cosine, sine], [-sine, cosine]])


@pytest.mark.parametrize(("kappa", "angle"), [(100, 20), (7, 0), (1000, -65)])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_sgd_on_the_ravine_is_a_power_of_one_minus_rate_times_curvature(kappa, angle, share):
    rate, start = share * 2 / kappa, np.array([-1.7, 0.6])
    trajectory = run(OPTIMIZERS["sgd"](lr=rate), SURFACES["ravine"](kappa=kappa, angle=angle), start, 500)
    axes = floor_and_wall(angle)
    powers = (1 - rate * np.array([1, kappa])) ** np.arange(501)[:, None]
    np.testing.assert_allclose(trajectory.positions, (powers * (axes @ start)) @ axes, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("kappa", "angle"), [(100, 20), (7, 0), (1000, -65)])
@pytest.mark.parametrize("beta", [0.3, 0.9])
def test_heavy_ball_on_the_ravine_is_a_power_of_its_iteration_matrix(kappa, angle, beta):
    rate, start = 1.5 / kappa, np.array([-1.7, 0.6])
    optimizer = OPTIMIZERS["momentum"](lr=rate, momentum=beta)
    trajectory = run(optimizer, SURFACES["ravine"](kappa=kappa, angle=angle), start, 300)
    axes = floor_and_wall(angle)
    expected = np.zeros((301, 2))
    for direction, curvature in zip(axes, (1, kappa), strict=True):
        # One step maps (position, velocity) along an eigenvector linearly.
        matrix = np.array([[1 - rate * curvature, -rate * beta], [curvature, beta]])
        for t in range(301):
            place, _ = np.linalg.matrix_power(matrix, t) @ [direction @ start, 0]
            expected[t] += place * direction
    np.testing.assert_allclose(trajectory.positions, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("key", "hyperparameters"),
    [
        ("momentum", {"lr": 1e-3, "momentum": 0.9}),
        ("adam", {"lr": 1e-1}),
        ("rmsprop", {"lr": 5e-3, "alpha": 0.9}),
        ("rmsprop", {"lr": 5e-3, "alpha": 0.9, "eps_place": "inside"}),
        ("adagrad", {"lr": 1.0, "eps": 1e-7, "eps_place": "inside"}),
        ("adadelta", {"lr": 0.1}),
        ("adam", {"lr": 0.1, "amsgrad": True}),
        ("adamw", {"lr": 0.1, "weight_decay": 1e-4}),
        ("nadam", {"lr": 1e-2}),
        ("radam", {"lr": 5e-3}),
        ("lion", {"lr": 1e-2, "weight_decay": 1e-4}),
    ],
)
def test_optax_settings_reach_rosenbrocks_minimum(key, hyperparameters):
    """From optax' own test: 10 000 steps from the origin end within 0.03 of (1, 1)."""
    trajectory = race(key, "rosenbrock", (0.0, 0.0), 10_000, **hyperparameters)
    np.testing.assert_allclose(trajectory.positions[-1], [1, 1], rtol=3e-2, atol=3e-2)


@pytest.mark.parametrize(
    ("key", "steps", "hyperparameters"),
    [
        ("radam", 800, {"lr": 0.01, "beta1": 0.9, "beta2": 0.95, "eps": 1e-3}),
        ("lion", 3600, {"lr": 0.025}),
    ],
)
def test_pytorch_optimizers_settings_reach_beales_minimum(key, steps, hyperparameters):
    """From the tests of the package pytorch-optimizer: it asks for 0.001, from (1.5, 1.5)."""
    trajectory = race(key, "beale", (1.5, 1.5), steps, **hyperparameters)
    np.testing.assert_allclose(trajectory.positions[-1], [3, 0.5], rtol=0, atol=1e-3)


@pytest.mark.parametrize(
    ("key", "hyperparameters", "warmup"),
    [
        ("schedule_free_sgd", {"lr": 1e-2}, 4999),
        ("schedule_free_adamw", {"lr": 1e-2}, 4999),
        ("sophia", {"lr": 1e-2, "beta1": 0.965, "eps": 1e-8, "weight_decay": 1e-4}, 0),
    ],
)
def test_optax_contributed_settings_reach_rosenbrocks_minimum(key, hyperparameters, warmup):
    """From optax' test of its contributed rules: 30 000 steps, of which Schedule-Free has 5000 to warm up."""
    trajectory = race(key, "rosenbrock", (0.0, 0.0), 30_000, Recipe(warmup=warmup), **hyperparameters)
    np.testing.assert_allclose(trajectory.positions[-1], [1, 1], rtol=3e-2, atol=3e-2)
