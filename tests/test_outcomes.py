"""How races end: outcomes and their steps, closed forms on the quadratic ravine, published convergence."""

import itertools
import math

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Ending, Recipe, basin, run
from optimizers.racing.lanes import descend
from optimizers.racing.outcome import nearness, window
from optimizers.racing.records import Field
from optimizers.racing.stationary import stationary
from surfaces import SURFACES
from tests.naive_outcome import stay
from tests.pairs import RACES, races_on


def race(key, surface_key, start=None, steps=500, recipe=None, **hyperparameters):
    return run(OPTIMIZERS[key](**hyperparameters), SURFACES[surface_key](), start, steps, recipe)


def first_row_since(holds):
    """First row from which on ``holds`` is true, found by walking back from the end."""
    row = len(holds)
    while row > 0 and holds[row - 1]:
        row -= 1
    return row


def near(trajectory, surface, point):
    return [math.dist(position, point[:2]) <= nearness(surface) for position in trajectory.positions]


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
def test_arrived(key, surface_key, steps, hyperparameters):
    trajectory = race(key, surface_key, steps=steps, **hyperparameters)
    surface = SURFACES[surface_key]()
    minimum = min(surface.minima, key=lambda point: math.dist(trajectory.positions[-1], point[:2]))
    kind, step, text, place = trajectory.outcome
    assert kind == "arrived" and text in [f"arrived at step {step}, {how}" for how in ("rests", "closes in")]
    assert 0 < step == first_row_since(near(trajectory, surface, minimum)) <= steps - window(steps)
    assert place == minimum


@pytest.mark.parametrize(
    ("key", "variant"), [(key, variant) for key, variant, surface in RACES if surface == "saddle"], ids=str
)
def test_from_the_axis_every_rule_comes_to_rest_at_the_saddle(key, variant):
    """The gradient never leaves x = 0; a rate that falls to zero lets the rules settle that would circle.

    From the step on from which it is there in nine tenths of the steps, for RMSprop is out of it now and then.
    """
    trajectory = race(key, "saddle", (0.0, 1.5), 5000, Recipe(schedule="cosine"), **variant)
    kind, step, text, _ = trajectory.outcome
    assert (trajectory.positions[:, 0] == 0).all()
    assert (kind, text) == ("at rest", f"at rest from step {step} at the saddle (0, 0)")
    assert 0 < step == stay(SURFACES["saddle"](), trajectory.positions[:, :, None], np.zeros((2, 1)))[0] < 5000


def test_off_the_axis_the_saddle_is_left():
    assert race("momentum", "saddle", (0.0, 1.5), 1000, lr=1e-3).outcome.kind == "at rest"
    assert race("momentum", "saddle", (1e-6, 1.5), 1000, lr=1e-3).outcome.kind == "arrived"


def test_rmsprop_at_a_constant_rate_circles_its_minimum():
    trajectory = race("rmsprop", "saddle", steps=3000, lr=0.03)
    kind, step, text, place = trajectory.outcome
    late = trajectory.positions[-601:]
    reach = max(math.dist(position, place[:2]) for position in late)
    assert kind == "arrived" and text == f"arrived at step {step}, circles within {reach:.2g}"
    assert np.hypot(*(late[-1] - late[0])) < 0.1 * np.hypot(*np.diff(late, axis=0).T).sum()


def test_sgd_at_the_stability_limit_goes_to_and_fro():
    trajectory = race("sgd", "ravine", steps=1000, lr=2 / 100)
    kind, step, text, _ = trajectory.outcome
    assert kind == "to and fro" and step == 800
    assert text == f"to and fro by step 800 (best loss {trajectory.losses.min():.4g})"


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
    kind, step, text, _ = trajectory.outcome
    # Beside the map, more is drawn: 3.6 times its width and 1.8 times its height in all.
    inside = (np.abs(trajectory.positions) <= 4.5 * np.array([3.6, 1.8])).all(axis=1)
    assert kind == "left the map" and 0 < step == first_row_since(~inside)
    assert text == f"left the map at step {step} (loss {trajectory.losses[-1]:.4g} at the end)"
    assert inside[step - 1] and not inside[step]
    x, losses = trajectory.positions[:, 0], trajectory.losses
    assert 0.4520 < losses[-1] < 0.48
    halfway = int(np.argmax(x < x[-1] / 2))
    limit = (losses[-1] * x[-1] - losses[halfway] * x[halfway]) / (x[-1] - x[halfway])
    assert limit == pytest.approx(0.4520, abs=5e-4)


def test_a_flat_place_says_so():
    """Newton's step is upwards there, and ever shorter."""
    trajectory = race("newton", "plateau")
    assert trajectory.outcome.text == f"at rest by step 400, where it is flat (loss {trajectory.losses[-1]:.4g})"
    assert np.hypot(*np.ptp(trajectory.positions[400:], axis=0)) <= 1e-3 * np.hypot(6, 6)


def test_newtons_step_beyond_all_numbers_is_not_short():
    surface, place = SURFACES["formula"](text="1e300*x + 1e-9*x^2 + y^2"), np.full((2, 1), 0.5)
    kinds, _ = stationary(surface, place, surface.evaluate(*place)[1])
    assert kinds.tolist() == [0]


@pytest.mark.parametrize(
    ("text", "start", "outcome"),
    [
        ("x^2 + 2y^2", (1.0, 1.0), "arrived at step {} at a minimum near (0, 0), rests"),
        ("(x^2 + 2y^2)*1e6", (1.0, 1.0), "arrived at step {} at a minimum near (0, 0), rests"),
        ("x^2 - y^2 + y^4", (1.0, 0.0), "at rest by step {}, at a saddle near (0, 0)"),
        ("-x^2 - y^2", (0.0, 0.0), "at rest by step {}, at a maximum near (0, 0)"),
        ("exp(-x)/1000", (4.0, 0.0), "hardly moving by step {} (loss {})"),
        ("(x^2 + y^2)/1e5", (3.0, 0.0), "hardly moving by step {} (loss {})"),
        ("log(x)", (-1.0, 0.0), "diverged at step {}"),
    ],
)
def test_where_no_minima_are_listed_the_curvature_tells(text, start, outcome):
    """A gentle slope is not taken for a minimum, nor a place without a number for any."""
    rule = OPTIMIZERS["sgd"](lr=0.3e-6 if "1e6" in text else 0.3)
    trajectory = run(rule, SURFACES["formula"](text=text), start, 300)
    _, step, said, _ = trajectory.outcome
    assert said == outcome.format(step, f"{trajectory.losses[-1]:.4g}")


@pytest.mark.parametrize(
    ("rule", "recipe"),
    [
        (OPTIMIZERS["adam_l2"](weight_decay=0.05), Recipe()),
        (OPTIMIZERS["sgd"](lr=0.02), Recipe(weight_decay=0.05)),
        (OPTIMIZERS["sgd"](lr=0.02), Recipe(weight_decay=0.05, decay="coupled")),
    ],
)
def test_a_weight_decay_holds_it_where_the_slope_is_not_zero(rule, recipe):
    trajectory = run(rule, SURFACES["beale"](), steps=3000, recipe=recipe)
    assert trajectory.outcome.kind == "at rest" and "where its weight decay holds it" in trajectory.outcome.text
    assert np.hypot(*trajectory.gradients[-1]) > 0.01


def test_ackleys_minimum_is_arrived_at_though_the_slope_beside_it_is_steep():
    trajectory = race("adam", "ackley", (0.3, 0.2), 1000, lr=0.01)
    kind, step, text, place = trajectory.outcome
    assert kind == "arrived" and place[:2] == (0, 0) and text.startswith(f"arrived at step {step}, ")
    assert np.hypot(*trajectory.gradients[-1]) > 1


def test_a_local_minimum_is_named():
    trajectory = race("sgd", "rastrigin", (1.9, -1.1), 500, lr=0.002)
    assert trajectory.outcome.text == "arrived at step 1 at the local minimum (1.99, -0.995), rests"


def test_a_start_outside_never_leaves():
    """Nor does a race that is still on what is drawn beside the map."""
    assert race("sgd", "beale", (20.0, 3.0), 50, lr=1e-9).outcome.kind == "at rest"
    trajectory = race("sgd", "saddle", (3.5, 0.0), 200, lr=1e-9)
    assert trajectory.outcome.kind == "at rest"


def test_on_its_way():
    trajectory = race("sgd", "rosenbrock", steps=100, lr=1e-3)
    assert trajectory.outcome == ("on its way", 100, "on its way at step 100", None)


@pytest.mark.parametrize(
    ("surface_key", "start", "text"),
    [
        ("beale", (3.0, 0.5), "arrived at step 0, rests"),
        ("beale", (0.0, 1.0), "on its way at step 0"),
        ("beale", (5.0, 0.5), "on its way at step 0"),
    ],
)
def test_no_steps_show_nothing_but_a_start_at_a_minimum(surface_key, start, text):
    outcome = race("adam", surface_key, start, 0).outcome
    assert outcome.text == text and outcome.step == 0


#: Budgets that a person may try one after the other, and some more.
BUDGETS = (5, 30, 200, 500, 1000, 2000, 2750, 5000)
#: Rules of which few races are run: they take long.
DEAR = ("lbfgs", "gd_line_search")


def starts_on(surface, side):
    """The middles of so many cells a side of the map, ``(2, side²)``."""
    (left, right), (bottom, top) = surface.domain
    share = (np.arange(side) + 0.5) / side
    x, y = np.meshgrid(left + share * (right - left), bottom + share * (top - bottom))
    return np.stack([x.ravel(), y.ravel()])


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_larger_budget_never_loses_ground(key):
    """On every surface, what has arrived has arrived with more steps too, or did not stay, which is told of it.

    But for those that diverged, of which there are none here.
    """
    had = Ending.ARRIVED, Ending.DID_NOT_STAY
    rule = OPTIMIZERS[key]()
    for surface_key in SURFACES:
        surface = SURFACES[surface_key]()
        if not surface.minima or not races_on(key, surface_key):
            continue
        field = Field(rule.hyper[:, None], starts_on(surface, 3 if key in DEAR else 10), np.zeros(1, np.int64))
        every = [descend(rule, surface, Recipe(), steps, field) for steps in BUDGETS]
        for less, more in itertools.combinations(every, 2):
            arrived = np.isin(less.outcomes, had)
            assert np.isin(more.outcomes, had)[arrived].all(), surface_key
            # It is the same arrival, unless a later one is told of.
            assert (more.steps >= less.steps)[arrived].all()
            assert (more.places == less.places)[arrived & (more.steps == less.steps)].all()


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (2000, "arrived at step 1077, closes in"),
        (2750, "arrived at step 1077, did not stay: away at the end (loss 0.001097)"),
        (3000, "arrived at step 1077, bursts out as far as 0.056"),
        (5000, "arrived at step 1077, did not stay: only just back (loss 0.03486)"),
    ],
)
def test_a_burst_does_not_end_a_stay_unless_it_is_long_for_it(steps, said):
    """Adam on Rosenbrock: at the minimum from step 1077, away from 2705 to 2802, and ever more often."""
    trajectory = race("adam", "rosenbrock", (0.0, 1.0), steps)
    there = np.hypot(*(trajectory.positions - 1).T) <= nearness(SURFACES["rosenbrock"]())
    assert trajectory.outcome.text == said
    assert not there[1076] and there[1077 : min(2705, steps)].all() and not there[2713:2802].any()


@pytest.mark.parametrize(
    ("key", "surface_key", "steps"),
    [
        ("rmsprop", "ravine", 2000),
        ("rmsprop", "saddle", 2000),
        ("sgd", "saddle", 2000),
        ("momentum", "ravine", 500),
        ("adam", "ackley", 1000),
        ("sgd", "ackley", 1000),
    ],
)
def test_of_what_is_at_a_minimum_at_the_end_little_has_come_in_the_last_fifth(key, surface_key, steps):
    surface = SURFACES[surface_key]()
    found = basin(OPTIMIZERS[key](), surface, (24, 24), steps)
    x, y = np.meshgrid(found.x, found.y)
    starts = list(zip(x.ravel(), y.ravel(), strict=True))[::8]
    paths = [run(OPTIMIZERS[key](), surface, start, steps) for start in starts]
    there = np.mean([any(near(path, surface, minimum)[-1] for minimum in surface.minima) for path in paths])
    assert 0.8 * there <= np.mean(found.destinations.ravel()[::8] >= 0) <= there


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
