"""The public face of a race: shapes, purity, divergence, the recipe, and what is refused."""

import inspect

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Recipe, run
from surfaces import SURFACES
from surfaces.numbers import declared
from tests.pairs import RACE_IDS, RACES

EVERY_RACE = pytest.mark.parametrize(("key", "variant", "surface_key"), RACES, ids=RACE_IDS)


def sgd(**hyperparameters):
    return OPTIMIZERS["sgd"](**hyperparameters)


def arrays(trajectory):
    fixed = ("positions", "losses", "gradients", "learning_rates", "evaluations")
    return {name: getattr(trajectory, name) for name in fixed} | trajectory.slots


def bits(trajectory):
    return {name: array.tobytes() for name, array in arrays(trajectory).items()}, trajectory.outcome


@EVERY_RACE
@pytest.mark.parametrize("steps", [0, 1, 25])
def test_shapes_and_first_row(key, variant, surface_key, steps):
    optimizer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
    start = (surface.start[0] - 0.1, surface.start[1] + 0.1)
    trajectory = run(optimizer, surface, start, steps)
    shapes = {name: array.shape for name, array in arrays(trajectory).items()}
    row = (steps + 1,)
    assert shapes == {
        "positions": (*row, 2),
        "losses": row,
        "gradients": (*row, 2),
        "learning_rates": row,
        "evaluations": row,
        **{name: (*row, 2) for name in optimizer.slots},
    }
    assert tuple(trajectory.positions[0]) == start
    assert list(trajectory.slots) == list(optimizer.slots)
    assert all((slot[0] == 0).all() for slot in trajectory.slots.values())
    # Plain Newton leaves some surfaces.
    alive = slice(0, int(np.isfinite(trajectory.losses).sum()))
    assert trajectory.evaluations[0] == 0 and (np.diff(trajectory.evaluations[alive]) >= 1).all()
    loss, gradient = surface.evaluate(*trajectory.positions[alive].T)
    assert np.array_equal(trajectory.losses[alive], loss)
    assert np.array_equal(trajectory.gradients[alive], gradient.T)


def test_defaults_are_the_surfaces_start_500_steps_and_a_constant_rate():
    surface = SURFACES["beale"]()
    plain = run(sgd(), surface)
    assert bits(plain) == bits(run(sgd(), surface, surface.start, 500, Recipe(schedule="constant", warmup=0)))
    assert list(inspect.signature(run).parameters) == ["optimizer", "surface", "start", "steps", "recipe"]


@EVERY_RACE
def test_same_arguments_same_bits(key, variant, surface_key):
    optimizer, surface, start = OPTIMIZERS[key](**variant), SURFACES[surface_key](), np.array([0.4, 0.9])
    before = optimizer.hyper.tobytes(), surface.shape.tobytes()
    first = run(optimizer, surface, start, 60)
    kept = bits(first)
    for array in arrays(first).values():
        array[:] = 7
    run(OPTIMIZERS["adam"](lr=0.3), SURFACES["saddle"](), steps=10)
    assert bits(run(optimizer, surface, start, 60)) == kept
    assert bits(run(OPTIMIZERS[key](**variant), SURFACES[surface_key](), [0.4, 0.9], np.int64(60))) == kept
    assert start.tolist() == [0.4, 0.9]
    assert before == (optimizer.hyper.tobytes(), surface.shape.tobytes())


@EVERY_RACE
def test_a_longer_race_begins_like_a_shorter_one(key, variant, surface_key):
    optimizer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
    short, long = (arrays(run(optimizer, surface, steps=steps)) for steps in (20, 50))
    assert all(np.array_equal(short[name], long[name][:21], equal_nan=True) for name in short)


@pytest.mark.parametrize("surface_key", ["rosenbrock", "beale", "saddle"])
@pytest.mark.parametrize("key", ["sgd", "momentum", "nesterov"])
def test_divergence_ends_the_path(key, surface_key):
    surface = SURFACES[surface_key]()
    trajectory = run(OPTIMIZERS[key](lr=10), surface, steps=40)
    kind, step, text, _ = trajectory.outcome
    assert kind == "diverged" and 0 < step < 40 and text == f"diverged at step {step}"
    for name in ("positions", "losses", "gradients", *trajectory.slots):
        assert np.isfinite(arrays(trajectory)[name][:step]).all() and np.isnan(arrays(trajectory)[name][step:]).all()
    assert (np.abs(trajectory.losses[:step]) <= 1e12).all()
    assert trajectory.evaluations.tolist() == [min(t, step) for t in range(41)]
    assert (trajectory.learning_rates == 10).all()
    same = run(OPTIMIZERS[key](lr=10), surface, steps=step - 1)
    assert np.array_equal(same.positions, trajectory.positions[:step])
    assert same.outcome.kind != "diverged"


def test_a_start_beyond_all_bounds_has_diverged_at_once():
    trajectory = run(OPTIMIZERS["adam"](), SURFACES["beale"](), (1e20, 1e20), 3)
    assert trajectory.outcome[:3] == ("diverged", 0, "diverged at step 0")
    assert np.isnan(trajectory.positions).all() and (trajectory.evaluations == 0).all()


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(warmup=30), Recipe(schedule="cosine", warmup=30)], ids=repr)
def test_learning_rates_are_those_used(recipe):
    trajectory = run(sgd(lr=4e-4), SURFACES["rosenbrock"](), steps=100, recipe=recipe)
    moved = np.diff(trajectory.positions, axis=0)
    np.testing.assert_allclose(
        moved, -trajectory.learning_rates[:-1, None] * trajectory.gradients[:-1], rtol=0, atol=1e-15
    )
    assert trajectory.learning_rates.max() <= 4e-4
    ball = run(OPTIMIZERS["momentum"](lr=4e-4), SURFACES["rosenbrock"](), steps=100, recipe=recipe)
    expected = -ball.learning_rates[:-1, None] * ball.slots["v"][1:]
    np.testing.assert_allclose(np.diff(ball.positions, axis=0), expected, rtol=0, atol=1e-15)


def test_warmup_rises_linearly_to_the_full_rate():
    assert Recipe(warmup=4).factors(6).tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1, 1, 1])
    assert Recipe().factors(3).tolist() == [1, 1, 1, 1]
    assert Recipe(warmup=9).factors(3).tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4])


@pytest.mark.parametrize("steps", [1, 2, 77])
def test_cosine_equals_its_formula_and_torch(steps):
    factors = Recipe(schedule="cosine").factors(steps)
    formula = [(1 + np.cos(np.pi * t / steps)) / 2 for t in range(steps + 1)]
    assert factors.tolist() == pytest.approx(formula, rel=1e-13, abs=1e-16)
    torch = pytest.importorskip(
        "torch", reason="torch is not installed: the schedule is compared with its formula alone"
    )
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)
    rates = schedule.get_last_lr()
    for _ in range(steps):
        optimizer.step()
        schedule.step()
        rates += schedule.get_last_lr()
    assert factors.tolist() == pytest.approx(rates, rel=1e-11, abs=1e-15)


def test_cosine_after_warmup_falls_from_the_full_rate_to_zero():
    factors = Recipe(schedule="cosine", warmup=10).factors(50)
    assert factors[:11].tolist() == pytest.approx(np.arange(1, 12) / 11)
    assert factors[30] == pytest.approx(0.5) and factors[50] == 0
    assert (np.diff(factors[10:]) < 0).all()


SURFACE = SURFACES["saddle"]()
WRONG_START = "start must be two finite numbers"


@pytest.mark.parametrize(
    ("error", "arguments", "words"),
    [
        (ValueError, {"steps": -1}, "steps must be 0 or more, not -1"),
        (TypeError, {"steps": 1.5}, "steps must be a whole number, not 1.5"),
        (TypeError, {"steps": True}, "steps must be a whole number, not True"),
        (TypeError, {"steps": None}, "steps must be a whole number, not None"),
        (TypeError, {"steps": "9"}, "steps must be a whole number, not '9'"),
        *(
            (ValueError, {"start": start}, f"{WRONG_START}, not {start!r}")
            for start in (
                *((float("nan"), 0.0), (0.0, float("inf")), (1.0, 2.0, 3.0), (1.0,), 5, "here", ("a", "b")),
                *((None, 0.0), (1j, 0.0), [[1.0, 2.0], [3.0, 4.0]]),
                *("12", b"12", ("1", "2"), (True, False), {1: 2, 3: 4}, (10**400, 0)),
            )
        ),
        (TypeError, {"optimizer": "sgd"}, "optimizer must be an instance of Optimizer, not 'sgd'"),
        (TypeError, {"optimizer": OPTIMIZERS["sgd"]}, "optimizer must be an instance of Optimizer, not <class"),
        (TypeError, {"surface": None}, "surface must be an instance of Surface, not None"),
        (TypeError, {"recipe": "cosine"}, "recipe must be an instance of Recipe, not 'cosine'"),
    ],
)
def test_refusals_name_the_argument_the_value_and_what_is_allowed(error, arguments, words):
    with pytest.raises(error) as refusal:
        run(**{"optimizer": sgd(), "surface": SURFACE, **arguments})
    assert words in str(refusal.value)


@pytest.mark.parametrize("cls", [*OPTIMIZERS.values(), Recipe])
def test_refuses_unknown_settings(cls):
    with pytest.raises(TypeError) as refusal:
        cls(lrr=0.25)
    assert all(word in str(refusal.value) for word in (cls.__name__, "lrr", "0.25", *declared(cls)))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: sgd(lr=0), ("SGD.lr", "greater than 0", "not 0")),
        (lambda: sgd(lr=11), ("SGD.lr", "at most 10", "not 11")),
        (lambda: sgd(lr=float("nan")), ("SGD.lr", "more than 0 and at most 10", "not nan")),
        (lambda: sgd(lr=True), ("SGD.lr", "finite real number", "not True")),
        (lambda: sgd(lr=1j), ("SGD.lr", "finite real number", "not 1j")),
        (lambda: sgd(lr="fast"), ("SGD.lr", "finite real number", "not 'fast'")),
        (lambda: OPTIMIZERS["momentum"](momentum=1.0), ("Momentum.momentum", "less than 1", "not 1.0")),
        (lambda: OPTIMIZERS["momentum"](form="Polyak"), ("Momentum.form", "'Polyak'", "heavy ball, EMA")),
        (lambda: OPTIMIZERS["adam"](bias_correction=2), ("Adam.bias_correction", "True or False", "not 2")),
        (lambda: OPTIMIZERS["adam"](eps=-1e-9), ("Adam.eps", "at least 0", "-1e-09")),
        (lambda: Recipe(warmup=-1), ("Recipe.warmup", "at least 0", "not -1")),
        (lambda: Recipe(warmup=1.5), ("Recipe.warmup", "integer", "float")),
        (lambda: Recipe(schedule="bumpy"), ("Recipe.schedule", "'bumpy'", "constant, step decay")),
    ],
)
def test_refuses_what_is_out_of_bounds(make, words):
    with pytest.raises(ValueError) as refusal:
        make()
    assert all(word in str(refusal.value) for word in words)
