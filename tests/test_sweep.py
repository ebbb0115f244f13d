"""Sweeps: every entry is the race that ``run`` runs, whatever the block, the thread and the neighbours."""

import math
import threading

import numpy as np
import pytest

import optimizers
from optimizers import OPTIMIZERS, Ending, Recipe, replicates, run, sweep
from optimizers.racing import lanes, pool
from optimizers.racing.lanes import descend
from optimizers.racing.prepare import ends_of
from optimizers.racing.records import Field
from optimizers.racing.sweep import _summed_up
from surfaces import SURFACES
from tests.pairs import RACE_IDS, RACES

#: Recipes that between them use all that a recipe can do.
RECIPES = [
    Recipe(),
    Recipe(schedule="one-cycle", clip_norm=1.0, weight_decay=0.01),
    Recipe(schedule="cosine", warmup=5, weight_decay=0.01, decay="coupled", clip_value=2.0, noise=0.3, seed=5),
]
RATES = [1e-4, 0.003, 0.02, 0.1, 0.5, 3.0]


def same(a, b):
    return np.array_equal(a, b, equal_nan=True)


@pytest.mark.parametrize(("key", "variant", "surface_key"), RACES, ids=RACE_IDS)
def test_an_entry_is_a_race_to_the_bit(key, variant, surface_key):
    surface, recipe = SURFACES[surface_key](), RECIPES[len(key + surface_key) % 3]
    found = sweep(OPTIMIZERS[key](**variant), surface, "lr", RATES, steps=60, recipe=recipe)
    best = min((point.value for point in surface.minima), default=math.nan)
    for k, lr in enumerate(RATES):
        trajectory = run(OPTIMIZERS[key](**variant, lr=lr), surface, steps=60, recipe=recipe)
        assert same(found.losses[k], trajectory.losses[-1])
        assert Ending(found.outcomes[k]).kind == trajectory.outcome.kind
        reached = np.flatnonzero(trajectory.losses <= best + 1e-6)
        assert found.steps_to_tolerance[k] == (reached[0] if len(reached) else -1)


@pytest.mark.parametrize("steps", [0, 1, 24, 25, 400, 2000])
@pytest.mark.parametrize("surface_key", ["ravine", "beale", "saddle", "three_hump_camel", "formula", "plateau"])
def test_every_outcome_has_its_step(surface_key, steps):
    """All kinds of outcome, at their steps, from many starts."""
    surface, optimizer = SURFACES[surface_key](), OPTIMIZERS["momentum"](lr=0.03)
    (left, right), (bottom, top) = surface.domain
    rng = np.random.default_rng(1)
    starts = rng.uniform([[left], [bottom]], [[right], [top]], (2, 60))
    if surface_key == "saddle":
        starts[0, ::2] = 0.0
    field = Field(optimizer.hyper[:, None], starts, np.zeros(1, np.int64))
    ends = descend(optimizer, surface, Recipe(), steps, field)
    for k, start in enumerate(starts.T):
        trajectory = run(optimizer, surface, tuple(start), steps)
        outcome = trajectory.outcome
        assert (Ending(ends.outcomes[k]).kind, ends.steps[k]) == (outcome.kind, outcome.step)
        assert same(ends.positions[:, k], trajectory.positions[-1]) and same(ends.losses[k], trajectory.losses[-1])


@pytest.mark.parametrize(
    ("key", "surface_key", "recipe"),
    [
        ("adam", "beale", Recipe(noise=1.0, replicates=3, seed=2)),
        ("sgd", "logistic", Recipe(batch=4, replicates=2)),
        ("lbfgs", "rosenbrock", Recipe()),
        ("gd_line_search", "plateau", Recipe(noise=0.1)),
        ("momentum", "formula", Recipe()),
    ],
)
def test_blocks_threads_and_order_change_nothing(monkeypatch, key, surface_key, recipe):
    optimizer, surface = OPTIMIZERS[key](), SURFACES[surface_key]()
    values = np.geomspace(1e-4, 10, 45)

    def found(values, block, chunk, cores):
        monkeypatch.setattr(lanes, "BLOCK", block)
        monkeypatch.setattr(pool, "CHUNK", chunk)
        monkeypatch.setattr(pool, "usable_cores", lambda: cores)
        swept = sweep(optimizer, surface, "lr", values, steps=80, recipe=recipe)
        return swept.losses, swept.outcomes, swept.steps_to_tolerance

    usual = found(values, 1024, 16, 2)
    for block, chunk, cores in ((1, 1, 3), (7, 5, 2), (16, 64, 1)):
        assert all(map(same, usual, found(values, block, chunk, cores)))
    assert all(map(same, usual, [each[::-1] for each in found(values[::-1], 8, 8, 2)]))


def test_several_hyperparameters_make_a_grid():
    optimizer, surface, recipe = OPTIMIZERS["adam"](eps=1e-6), SURFACES["beale"](), Recipe(schedule="one-cycle")
    axes = [0.01, 0.3], [0.5, 0.9, 0.99], [0.9, 0.999]
    found = sweep(optimizer, surface, ("lr", "beta1", "beta2"), axes, (2.0, 2.0), 90, recipe)
    assert found.losses.shape == found.outcomes.shape == found.steps_to_tolerance.shape == (2, 3, 2)
    assert found.names == ("lr", "beta1", "beta2") and list(map(list, found.values)) == list(axes)
    for place in np.ndindex(2, 3, 2):
        lr, beta1, beta2 = (axis[i] for axis, i in zip(axes, place, strict=True))
        one = OPTIMIZERS["adam"](eps=1e-6, lr=lr, beta1=beta1, beta2=beta2)
        assert found.losses[place] == run(one, surface, (2.0, 2.0), 90, recipe).losses[-1]


def test_replicates_are_summed_up():
    optimizer, surface, recipe = OPTIMIZERS["sgd"](), SURFACES["sharp_and_flat"](), Recipe(noise=3.0, replicates=5)
    found = sweep(optimizer, surface, "lr", [0.01, 0.1, 10.0], steps=50, recipe=recipe, tolerance=0.01)
    for k, lr in enumerate([0.01, 0.1, 10.0]):
        races = replicates(OPTIMIZERS["sgd"](lr=lr), surface, steps=50, recipe=recipe, count=5)
        ends = np.sort([race.losses[-1] for race in races])
        assert same(found.losses[k], ends[2])
        kinds = [race.outcome.kind for race in races]
        most = max(kinds.count(kind) for kind in kinds)
        assert Ending(found.outcomes[k]).kind == next(e.kind for e in Ending if kinds.count(e.kind) == most)
        reached = [np.flatnonzero(race.losses <= 0.01) for race in races]
        first = sorted(each[0] if len(each) else math.inf for each in reached)[2]
        assert found.steps_to_tolerance[k] == (-1 if first == math.inf else first)


@pytest.mark.parametrize("curvatures", [(1.0, 10.0), (4.0, 0.25)])
@pytest.mark.parametrize(("key", "momentum"), [("sgd", 0.0), ("momentum", 0.5), ("momentum", 0.9)])
def test_divergence_starts_at_the_closed_form_rate(key, momentum, curvatures):
    """On a quadratic, 2(1 + β)/λ_max (Polyak 1964)."""
    a, b = curvatures
    surface = SURFACES["formula"](text=f"{a / 2}x^2 + {b / 2}y^2")
    edge = 2 * (1 + momentum) / max(curvatures)
    rates = edge * np.array([0.5, 0.98, 1 - 1e-3, 1 + 1e-3, 1.02, 1.5])
    optimizer = OPTIMIZERS[key](**({"momentum": momentum} if momentum else {}))
    found = sweep(optimizer, surface, "lr", rates[rates <= 10], (1.0, 1.0), 3000)
    last = 1.0 if key == "sgd" else 10.0
    assert (found.losses[:3] < last).all()
    grown = np.isnan(found.losses[3:]) | (found.losses[3:] > 30)
    assert grown.all()


@pytest.mark.parametrize(
    ("names", "values", "error", "message"),
    [
        ("rate", [0.1], TypeError, "Adam has no hyperparameter 'rate': it has lr, beta1"),
        ("amsgrad", [True], ValueError, "Adam.amsgrad is a switch"),
        ("lr", [], ValueError, "values of lr must be a sequence of at least one number"),
        ("lr", 0.1, ValueError, "values of lr must be a sequence"),
        ("lr", [[0.1]], ValueError, "values of lr must be a sequence"),
        ("lr", [0.1, math.nan], ValueError, "values of lr must be finite real numbers, not nan"),
        ("lr", ["0.1"], ValueError, "values of lr must be finite real numbers, not '0.1'"),
        ("lr", [0.1, 0.0], ValueError, r"values of lr must be numbers, more than 0 and at most 10, not 0.0"),
        ("beta1", [1.0], ValueError, r"values of beta1 must be numbers, at least 0 and less than 1, not 1.0"),
        (("lr", "lr"), ([0.1], [0.1]), ValueError, "names must be one or several different"),
        (("lr", "beta1"), ([0.1],), ValueError, "names must be one or several different"),
        ((), (), ValueError, "names must be one or several different"),
    ],
)
def test_wrong_axes_are_refused(names, values, error, message):
    with pytest.raises(error, match=message):
        sweep(OPTIMIZERS["adam"](), SURFACES["beale"](), names, values)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"start": (0, math.inf)}, ValueError, "start must be two finite numbers"),
        ({"steps": -1}, ValueError, "steps must be 0 or more"),
        ({"steps": 1.5}, TypeError, "steps must be a whole number"),
        ({"tolerance": -1.0}, ValueError, "tolerance must be a finite number from 0"),
        ({"recipe": 3}, TypeError, "recipe must be an instance of Recipe"),
        ({"recipe": Recipe(batch=3)}, ValueError, "batch must be 0 on Beale"),
    ],
)
def test_wrong_arguments_are_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        sweep(OPTIMIZERS["adam"](), SURFACES["beale"](), "lr", [0.1], **arguments)
    with pytest.raises(ValueError, match="surface must have a fisher matrix"):
        sweep(OPTIMIZERS["natural_gradient"](), SURFACES["beale"](), "lr", [0.1])


def test_values_at_bounds_that_are_allowed_are_raced_and_whole_numbers_beside_them_refused():
    beale = SURFACES["beale"]()
    found = sweep(OPTIMIZERS["adam"](), beale, ("lr", "beta1"), ([1e-3, 10], [0, 0.5]), steps=3)
    assert found.losses.shape == (2, 2)
    for name, refused in (("beta1", -1e-9), ("beta2", 1.0), ("lr", 10.001)):
        with pytest.raises(ValueError, match=f"values of {name} must be numbers, .*, not {refused}"):
            sweep(OPTIMIZERS["adam"](), beale, name, [0.5, refused])
    every = OPTIMIZERS["sophia"].param.every
    assert sweep(OPTIMIZERS["sophia"](), beale, "every", list(every.bounds), steps=3).losses.shape == (2,)
    for refused in (0.5 + every.bounds[0], every.bounds[1] + 1):
        with pytest.raises(ValueError, match=f"values of every must be whole numbers, .*, not {float(refused)}"):
            sweep(OPTIMIZERS["sophia"](), beale, "every", [refused])


def test_a_tolerance_of_nothing_asks_for_the_lowest_loss_itself():
    """Newton's method is at a bowl's minimum after a step, to the bit, and the descent never is."""
    bowl = SURFACES["formula"](text="x^2 + y^2")
    assert sweep(OPTIMIZERS["newton"](), bowl, "lr", [1.0], (1.0, 1.0), 5, tolerance=0).steps_to_tolerance == -1
    bowl = SURFACES["quadratic"](lambda_1=1, lambda_2=1)
    assert sweep(OPTIMIZERS["newton"](), bowl, "lr", [1.0], (1.0, 1.0), 5, tolerance=0).steps_to_tolerance == 1
    found = sweep(OPTIMIZERS["sgd"](), bowl, "lr", [0.5], (1.0, 0.0), 30, tolerance=0.5)
    assert found.steps_to_tolerance.tolist() == [0]
    assert sweep(OPTIMIZERS["sgd"](), bowl, "lr", [0.5], (1.0, 0.0), 30, tolerance=0.01).steps_to_tolerance == 3


def test_half_of_the_replicates_decide_when_and_the_lowest_minimum_where():
    """Of an even number the lower half is half; what arrived at a local minimum has not arrived."""
    surface = SURFACES["three_hump_camel"]()
    local, lowest = min(surface.minima), min(surface.minima, key=lambda point: point.value)
    homes = np.array([lowest[:2], lowest[:2], local[:2], (np.nan, np.nan)]).T.copy()
    ends = ends_of(4)._replace(
        losses=np.array([0.0, 2.0, local.value, np.nan]),
        outcomes=np.array([0, 0, 0, int(Ending.DIVERGED)]),
        steps=np.array([30, 20, 10, 5]),
        arrivals=np.array([9, 7, -1, -1]),
        homes=homes,
    )
    [loss], [outcome], [within], [arrival], [bottom] = _summed_up(surface, 5.0, ends, 1, 4)
    assert loss == (local.value + 2) / 2 and outcome == Ending.ARRIVED
    assert (within, arrival, bottom) == (9, 30, 0)
    apart = _summed_up(surface, 5.0, ends, 4, 1)
    assert apart.within.tolist() == [9, 7, -1, -1] and apart.arrivals.tolist() == [30, 20, -1, -1]
    assert np.isnan(apart.losses).tolist() == [False] * 3 + [True]
    assert np.isnan(apart.bottoms).tolist() == [False, False, True, True]


def test_what_the_watch_raises_ends_the_work():
    class Enough(Exception):
        pass

    seen = []

    def watch(share):
        assert threading.current_thread() is threading.main_thread()
        seen.append(share)
        if share > 0.1:
            raise Enough

    values = np.geomspace(1e-3, 1e-2, 20_000)
    with pytest.raises(Enough):
        sweep(OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), "lr", values, steps=1000, watch=watch)
    assert seen == sorted(seen) and seen[-1] < 0.5
    shares = []
    sweep(OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), "lr", [0.1], steps=10, watch=shares.append)
    assert shares[-1] == 1.0


def test_the_package_s_names_are_functions():
    assert callable(optimizers.sweep) and callable(optimizers.basin) and callable(optimizers.tune)
