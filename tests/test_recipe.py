"""The recipe: schedules against torch's, guards and decay against torch's, noise against its own promises."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, Recipe, replicates, run
from optimizers.racing import schedules
from optimizers.racing.noise import normal_pair, scrambled, uniform
from optimizers.racing.recipe import ANSWERS, answering
from optimizers.racing.schedules import SCHEDULES
from surfaces import SURFACES
from surfaces.numbers import declared

QUIET = settings(deadline=None, derandomize=True, max_examples=40)
WITHOUT_TORCH = "torch is not installed: it is the oracle here"
ROSENBROCK, LOGISTIC = SURFACES["rosenbrock"](), SURFACES["logistic"]()


def torch_rates(make, steps: int, eta: float = 0.3) -> list[float]:
    """What torch's scheduler sets before each of ``steps`` steps."""
    torch = pytest.importorskip("torch", reason=WITHOUT_TORCH)
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=eta, momentum=0.5)
    scheduler = make(torch.optim.lr_scheduler, optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"] / eta)
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize("name", SCHEDULES)
@settings(QUIET, max_examples=8)
@given(
    st.integers(2, 200),
    st.integers(1, 60),
    st.floats(0.05, 1),
    st.floats(0, 0.9),
    st.integers(0, 20),
)
def test_schedules_are_torch_s(name, steps, every, drop, floor, warmup):
    if name == "one-cycle":
        steps = max(steps, 12)
    after = max(1, steps - warmup)
    if name == "one-cycle" and after < 12:
        return  # torch divides by zero where a phase has no step

    def scheduler(kinds, optimizer):
        eta = 0.3
        made = {
            "constant": lambda: kinds.LambdaLR(optimizer, lambda t: 1.0),
            "step decay": lambda: kinds.StepLR(optimizer, every, drop),
            "exponential": lambda: kinds.ExponentialLR(optimizer, drop ** (1 / every)),
            "cosine": lambda: kinds.CosineAnnealingLR(optimizer, after, floor * eta),
            "cosine, warm restarts": lambda: kinds.CosineAnnealingWarmRestarts(optimizer, every, 1, floor * eta),
            "linear": lambda: kinds.LinearLR(optimizer, 1.0, floor, after),
            "inverse square root": lambda: kinds.LambdaLR(optimizer, lambda t: 1 / math.sqrt(1 + t / every)),
            "triangular": lambda: kinds.CyclicLR(optimizer, floor * eta, eta, every, cycle_momentum=False),
            "one-cycle": lambda: kinds.OneCycleLR(optimizer, eta, total_steps=after),
        }[name]()
        return made

    recipe = Recipe(schedule=name, every=every, drop=drop, floor=floor, warmup=warmup)
    ours = recipe.factors(steps)
    expected = torch_rates(scheduler, max(1, steps - warmup))
    if warmup >= steps:
        expected = []
    rise = [(t + 1) / (warmup + 1) for t in range(min(warmup, steps))]
    assert ours[:steps] == pytest.approx([*rise, *expected], rel=1e-9, abs=1e-12)


def test_plan_finds_settings_and_schedules_at_the_places_that_it_names():
    names = declared(Recipe)
    assert [getattr(schedules, name.upper()) for name in names] == list(range(len(names)))
    names = [re.sub(r"\W+", "_", name.replace("warm ", "")).upper() for name in SCHEDULES]
    assert [getattr(schedules, name) for name in names] == list(range(len(SCHEDULES)))
    recipe = Recipe(schedule="linear", decay="coupled", seed=999_999_999, drop=0.25)
    assert recipe.vector.tolist() == [5, 0, 100, 0.25, 0, 0, 0, 0, schedules.COUPLED, 0, 0, 999_999_999, 1]


def test_one_cycle_moves_the_momentum_against_the_rate():
    torch = pytest.importorskip("torch", reason=WITHOUT_TORCH)
    parameter = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=0.3, momentum=0.5)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.3, total_steps=100)
    momenta = []
    for _ in range(100):
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        scheduler.step()
    assert Recipe(schedule="one-cycle").momenta(100)[:100] == pytest.approx(momenta, rel=1e-12)


def test_a_warm_up_holds_the_momentum_where_one_cycle_begins():
    momenta = Recipe(schedule="one-cycle", warmup=20).momenta(100)
    cycle = Recipe(schedule="one-cycle").momenta(80)
    assert momenta[:20].tolist() == [cycle[0]] * 20 and momenta[20:].tolist() == cycle.tolist()
    assert cycle[0] == pytest.approx(0.95) and cycle.min() == pytest.approx(0.85, abs=1e-3)


def test_a_one_cycle_race_is_torch_s_step_for_step():
    torch = pytest.importorskip("torch", reason=WITHOUT_TORCH)
    theta = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.001, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.001, total_steps=200)
    places = [theta.tolist()]
    for _ in range(200):
        optimizer.zero_grad()
        ((1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2).backward()
        optimizer.step()
        scheduler.step()
        places.append(theta.tolist())
    path = run(OPTIMIZERS["momentum"](lr=0.001), ROSENBROCK, steps=200, recipe=Recipe(schedule="one-cycle"))
    assert path.positions == pytest.approx(np.array(places), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(clip_norm=5),
        Recipe(clip_value=3),
        Recipe(clip_norm=4, clip_value=3.5),
        Recipe(weight_decay=0.1, decay="coupled"),
        Recipe(clip_norm=5, weight_decay=0.1, decay="coupled"),
    ],
    ids=str,
)
def test_guards_and_coupled_decay_are_torch_s(recipe):
    torch = pytest.importorskip("torch", reason=WITHOUT_TORCH)
    theta = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([theta], lr=0.1, weight_decay=recipe.weight_decay)
    places, clipped = [theta.tolist()], [False]
    for _ in range(80):
        optimizer.zero_grad()
        ((1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2).backward()
        raw = theta.grad.clone()
        if recipe.clip_value:
            torch.nn.utils.clip_grad_value_([theta], recipe.clip_value)
        if recipe.clip_norm and theta.grad.norm() > recipe.clip_norm:
            # torch's own clip_grad_norm_ divides by the norm + 1e-6.
            theta.grad.mul_(recipe.clip_norm / theta.grad.norm())
        clipped.append(not torch.equal(raw, theta.grad))
        optimizer.step()
        places.append(theta.tolist())
    path = run(OPTIMIZERS["adam"](lr=0.1), ROSENBROCK, steps=80, recipe=recipe)
    assert path.positions == pytest.approx(np.array(places), rel=1e-9, abs=1e-9)
    assert path.clipped.tolist() == clipped
    assert any(clipped) == bool(recipe.clip_norm or recipe.clip_value)


def test_decoupled_decay_on_adam_is_torch_s_adamw():
    torch = pytest.importorskip("torch", reason=WITHOUT_TORCH)
    theta = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([theta], lr=0.1, weight_decay=0.1)
    places = [theta.tolist()]
    for _ in range(150):
        optimizer.zero_grad()
        ((1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2).backward()
        optimizer.step()
        places.append(theta.tolist())
    path = run(OPTIMIZERS["adam"](lr=0.1), ROSENBROCK, steps=150, recipe=Recipe(weight_decay=0.1))
    assert path.positions == pytest.approx(np.array(places), rel=1e-10, abs=1e-10)


def test_the_true_gradient_and_loss_are_reported_whatever_a_rule_was_shown():
    path = run(OPTIMIZERS["sgd"](), ROSENBROCK, steps=50, recipe=Recipe(noise=5, clip_norm=1))
    losses, gradients = ROSENBROCK.evaluate(*path.positions.T)
    assert path.losses.tolist() == losses.tolist()
    assert path.gradients.T.tolist() == gradients.tolist()


def test_every_racer_meets_the_same_noise_at_the_same_step():
    seen = []
    for key in ("sgd", "momentum"):
        rule = OPTIMIZERS[key](lr=0.001, **({"momentum": 0} if key == "momentum" else {}))
        path = run(rule, ROSENBROCK, steps=30, recipe=Recipe(noise=2, seed=4))
        shown = -np.diff(path.positions, axis=0) / 0.001
        seen.append(shown - path.gradients[:-1])
    assert seen[0] == pytest.approx(seen[1], abs=1e-9)
    assert seen[0].std() == pytest.approx(2, rel=0.4)


def test_a_race_meets_the_noise_of_its_replicate_a_number_for_each_coordinate():
    recipe = Recipe(noise=2, seed=4)
    for k, path in enumerate(replicates(OPTIMIZERS["sgd"](lr=0.001), ROSENBROCK, steps=30, recipe=recipe, count=3)):
        met = -np.diff(path.positions, axis=0) / 0.001 - path.gradients[:-1]
        expected = 2 * np.array([normal_pair(4, t, k) for t in range(1, 31)])
        assert met == pytest.approx(expected, abs=1e-9)


def test_the_seed_and_the_replicate_change_the_noise_and_nothing_else_does():
    adam = OPTIMIZERS["adam"]()
    recipe = Recipe(noise=1, seed=7)
    once, again = (run(adam, ROSENBROCK, steps=40, recipe=recipe).positions for _ in range(2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, run(adam, ROSENBROCK, steps=40, recipe=Recipe(noise=1, seed=8)).positions)
    many = [path.positions for path in replicates(adam, ROSENBROCK, steps=40, recipe=recipe, count=64)]
    assert np.array_equal(many[0], once)
    assert len({path.tobytes() for path in many}) == 64
    few = replicates(adam, ROSENBROCK, steps=40, recipe=recipe, count=3)
    assert all(np.array_equal(path.positions, other) for path, other in zip(few, many, strict=False))


def batch_gradients(seed: int, batch: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The gradients that plain SGD was shown on the logistic surface, and where."""
    path = run(OPTIMIZERS["sgd"](lr=0.01), LOGISTIC, steps=steps, recipe=Recipe(batch=batch, seed=seed))
    return -np.diff(path.positions, axis=0) / 0.01, path.positions[:-1]


def sample_gradients(place: np.ndarray) -> np.ndarray:
    """The gradient of each sample's own loss, written anew: ``(samples, 2)``."""
    hours, passed = np.array(LOGISTIC.data["h"]), np.array(LOGISTIC.data["t"])
    wrong = 1 / (1 + np.exp(passed * (place[0] * hours + place[1])))
    return -(wrong * passed)[:, None] * np.stack([hours, np.ones_like(hours)], axis=1)


def test_a_batch_of_one_is_one_sample_s_gradient():
    shown, places = batch_gradients(seed=3, batch=1, steps=200)
    drawn = []
    for gradient, place in zip(shown, places, strict=True):
        apart = np.abs(sample_gradients(place) - gradient).max(axis=1)
        assert apart.min() < 1e-11
        drawn.append(int(apart.argmin()))
    assert set(drawn) == set(range(LOGISTIC.samples))


def test_each_replicate_draws_batches_of_its_own():
    paths = replicates(OPTIMIZERS["sgd"](lr=0.01), LOGISTIC, steps=30, recipe=Recipe(batch=2), count=16)
    assert len({path.tobytes() for path in paths.positions}) == 16
    # And keeps drawing: nobody sees the same gradient from one place twice, but for the few pairs that are drawn again.
    assert len(np.unique(paths.positions[:, 1], axis=0)) > 5


def test_batches_are_unbiased_and_tell_less_apart_as_they_grow():
    spread = {}
    for batch in (1, 4, 16):
        errors = []
        for seed in range(400):
            shown, places = batch_gradients(seed, batch, steps=1)
            errors.append(shown[0] - sample_gradients(places[0]).mean(axis=0))
        spread[batch] = np.std(errors, axis=0)
        assert np.abs(np.mean(errors, axis=0)).max() < 4 * spread[batch].max() / 20
    assert spread[1] / spread[4] == pytest.approx([2, 2], rel=0.15)
    assert spread[4] / spread[16] == pytest.approx([2, 2], rel=0.15)


def test_a_batch_needs_samples():
    with pytest.raises(ValueError, match="batch must be 0 on Rosenbrock"):
        run(OPTIMIZERS["sgd"](), ROSENBROCK, recipe=Recipe(batch=4))


def test_the_noise_is_standard_normal():
    draws = np.array([normal_pair(seed, t, k) for seed in range(4) for t in range(1, 60) for k in range(64)])
    assert np.abs(draws.mean(axis=0)).max() < 0.03
    assert np.abs(np.cov(draws.T) - np.eye(2)).max() < 0.03
    assert np.mean(np.abs(draws) < 1.959964) == pytest.approx(0.95, abs=0.006)


def test_the_scrambler_is_splitmix64():
    # The first outputs of the published generator for the seed 1234567.
    state, golden = np.uint64(1234567), np.uint64(0x9E3779B97F4A7C15)
    said = []
    with np.errstate(over="ignore"):
        for _ in range(3):
            state = state + golden
            said.append(int(scrambled(state)))
    assert said == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def drawn(*key):
    """The number in (0, 1) that belongs to a key, in whole numbers of any size."""
    z = 0
    for part in key:
        z = (z ^ ((part + 0x9E3779B97F4A7C15) % 2**64)) % 2**64
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            z = (z ^ (z >> shift)) * factor % 2**64
        z ^= z >> 31
    return ((z >> 11) + 0.5) / 2**53


@pytest.mark.parametrize(("seed", "t", "k"), [(0, 1, 0), (7, 3, 0), (7, 4, 5), (999_999_999, 5000, 63)])
def test_the_noise_of_a_seed_a_step_and_a_replicate_is_what_it_always_was(seed, t, k):
    """What a link shows hangs on it."""
    first, second = drawn(seed, t, k, 0), drawn(seed, t, k, 1)
    assert [uniform(seed, t, k, 0), uniform(seed, t, k, 1)] == [first, second]
    expected = math.sqrt(-2 * math.log(first)) * np.exp(2j * math.pi * second)
    assert normal_pair(seed, t, k) == pytest.approx((expected.real, expected.imag), rel=1e-12)


def test_a_gradient_as_long_as_a_guard_allows_is_not_cut():
    """On a bowl whose gradient is the place itself, of length 5 at (3, 4); a half of it is cut to a half."""
    bowl, rule = SURFACES["quadratic"](lambda_1=1, lambda_2=1), OPTIMIZERS["sgd"](lr=1)
    for allowed in (Recipe(clip_norm=5), Recipe(clip_value=4)):
        path = run(rule, bowl, (3, 4), 1, allowed)
        assert not path.clipped[1] and path.positions[1].tolist() == [0, 0]
    for start in ((3.0, 4.0), (-3.0, 4.0), (3.0, -4.0)):
        path = run(rule, bowl, start, 1, Recipe(clip_norm=2.5))
        assert path.clipped[1] and path.positions[1] == pytest.approx(np.array(start) / 2, rel=1e-15)
        path = run(rule, bowl, start, 1, Recipe(clip_value=2))
        assert path.clipped[1] and path.positions[1].tolist() == [start[0] - np.sign(start[0]) * 2, start[1] / 2]


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_has_a_factor_for_each_step_and_one_after_the_last(schedule):
    for warmup, steps in ((0, 0), (0, 9), (3, 9), (9, 3)):
        recipe = Recipe(schedule=schedule, warmup=warmup)
        assert recipe.factors(steps).shape == (steps + 1,)
        momenta = recipe.momenta(steps)
        assert (momenta is None) == (schedule != "one-cycle") and (momenta is None or momenta.shape == (steps + 1,))


def test_a_warm_up_as_long_as_the_race_never_comes_to_the_schedule():
    for steps in (0, 1, 7):
        factors = Recipe(schedule="cosine", warmup=7).factors(steps)
        assert factors == pytest.approx([(t + 1) / 8 if t < 7 else 1 for t in range(steps + 1)])


def test_what_is_plain_and_what_is_noisy():
    plain = [Recipe(), Recipe(weight_decay=0.1), Recipe(schedule="cosine", warmup=3), Recipe(decay="coupled")]
    noisy = [Recipe(noise=0.1, replicates=3), Recipe(batch=1, replicates=3)]
    others = [Recipe(clip_norm=1, replicates=3), Recipe(clip_value=0.5), Recipe(weight_decay=0.1, decay="coupled")]
    assert [recipe.plain for recipe in (*plain, *noisy, *others)] == [True] * 4 + [False] * 5
    assert [recipe.noisy for recipe in (*plain, *noisy, *others)] == [False] * 4 + [True] * 2 + [False] * 3
    assert [recipe.differing for recipe in (*plain, *noisy, *others)] == [1] * 4 + [3] * 2 + [1] * 3
    decays = [Recipe(weight_decay=0.1, decay=form).numbers(0)[[2, 7]].tolist() for form in ("decoupled", "coupled")]
    assert decays == [[0, 0.1], [0.1, 0]]


def test_what_answers_a_rules_questions():
    def answer(recipe, known, counted):
        kernel = ANSWERS[answering(recipe.numbers(LOGISTIC.samples), known, counted)]
        return getattr(kernel, "py_func", kernel).__name__

    free = [Recipe(), Recipe(weight_decay=0.1), Recipe(schedule="cosine")]
    guarded = [Recipe(clip_norm=1), Recipe(clip_value=1), Recipe(weight_decay=0.1, decay="coupled"), Recipe(noise=1)]
    for recipe in (*free, *guarded):
        assert answer(recipe, False, False) == answer(recipe, False, True) == "gradient"
        assert answer(recipe, True, True) == "gradient_from_known"
    assert [answer(recipe, True, False) for recipe in free] == ["gradient_known"] * 3
    assert [answer(recipe, True, False) for recipe in guarded] == ["gradient_from_known"] * 4
    for known, counted in itertools.product([True, False], repeat=2):
        assert answer(Recipe(batch=2), known, counted) == "batch_gradient"


def test_a_batch_is_kept_where_there_are_samples_and_all_else_everywhere():
    recipe = Recipe(batch=4, noise=2, schedule="cosine", seed=3)
    assert recipe.on(LOGISTIC) is recipe and Recipe(noise=1).on(ROSENBROCK).noise == 1
    without = recipe.on(ROSENBROCK)
    assert (without.batch, without.noise, without.schedule, without.seed) == (0, 2, "cosine", 3)


def test_a_replicate_that_diverges_does_not_stop_the_others():
    paths = replicates(OPTIMIZERS["sgd"](lr=0.0016), ROSENBROCK, (-1.9, 2.9), 80, Recipe(noise=60, seed=1), 64)
    kinds = {path.outcome.kind for path in paths}
    assert len(kinds) > 1
    assert "diverged" in kinds
    for path in paths:
        alive = path.outcome.step if path.outcome.kind == "diverged" else 81
        assert np.isfinite(path.losses[:alive]).all()
        assert np.isnan(path.losses[alive:]).all()


@pytest.mark.parametrize(("count", "error"), [(0, ValueError), (65, ValueError), (1.5, TypeError), (True, TypeError)])
def test_refuses_a_wrong_count(count, error):
    with pytest.raises(error, match="count must be"):
        replicates(OPTIMIZERS["sgd"](), ROSENBROCK, count=count)
