"""Schedules in closed form, as their papers and PyTorch state them, and what guards read of a recipe."""

from __future__ import annotations

import math

import pytest

from optimizers import Recipe

#: Half a cosine from 1 to 0.2 in six steps: its angles are sixths of π.
HALF_COSINE = [0.6 + 0.4 * cosine for cosine in (1, math.sqrt(3) / 2, 0.5, 0, -0.5, -math.sqrt(3) / 2)]


@pytest.mark.parametrize(
    ("name", "settings", "factors"),
    [
        ("constant", {"drop": 0.5, "every": 2, "floor": 0.2}, [1] * 5),
        ("step decay", {"drop": 0.5, "every": 3}, [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]),
        ("exponential", {"drop": 0.25, "every": 2}, [1, 0.5, 0.25, 0.125, 0.0625, 0.03125]),
        ("cosine", {"floor": 0.2, "every": 2}, [*HALF_COSINE, 0.2]),
        ("cosine, warm restarts", {"floor": 0.2, "every": 6}, [*HALF_COSINE, *HALF_COSINE, 1]),
        ("linear", {"floor": 0.2}, [1, 0.8, 0.6, 0.4, 0.2]),
        ("inverse square root", {"every": 3}, [1, *(math.sqrt(3 / (3 + t)) for t in (1, 2)), math.sqrt(0.5)]),
        ("triangular", {"floor": 0.2, "every": 4}, [0.2, 0.4, 0.6, 0.8, 1, 0.8, 0.6, 0.4, 0.2, 0.4, 0.6]),
    ],
)
def test_a_schedule_is_its_closed_form(name, settings, factors):
    recipe = Recipe(schedule=name, **settings)
    assert recipe.factors(len(factors) - 1) == pytest.approx(factors, rel=1e-14)
    assert recipe.momenta(len(factors) - 1) is None


def test_one_cycle_rises_for_three_tenths_and_falls_for_the_rest():
    """Of thirty steps: to the peak at step 8, and to the end at step 29, after which it stays."""
    recipe = Recipe(schedule="one-cycle", floor=0.2, drop=0.5, every=3)
    factors, momenta = recipe.factors(30), recipe.momenta(30)
    last = 1 / 250_000
    assert factors[[0, 4, 8]] == pytest.approx([1 / 25, (1 / 25 + 1) / 2, 1], rel=1e-14)
    # A third and two thirds of the fall.
    assert factors[[15, 22, 29, 30]] == pytest.approx([0.75 + 0.25 * last, 0.25 + 0.75 * last, last, last], rel=1e-10)
    assert momenta[[0, 4, 8, 15, 22, 29, 30]] == pytest.approx([0.95, 0.9, 0.85, 0.875, 0.925, 0.95, 0.95], rel=1e-14)


def test_a_cycle_of_too_few_steps_to_rise_falls_from_before_its_first():
    """Its peak is at step 0.3 T − 1: of two steps 0.4 before the first, of one 0.7."""
    share, last = (1 + math.cos(math.pi * 0.4 / 1.4)) / 2, 1 / 250_000
    recipe = Recipe(schedule="one-cycle")
    assert recipe.factors(2) == pytest.approx([last + (1 - last) * share, last, last], rel=1e-12)
    assert recipe.momenta(2) == pytest.approx([0.95 - 0.1 * share, 0.95, 0.95], rel=1e-14)
    for steps in (0, 1):
        assert recipe.factors(steps) == pytest.approx([last] * (steps + 1), rel=1e-12)
        assert recipe.momenta(steps) == pytest.approx([0.95] * (steps + 1), rel=1e-14)


def test_a_warm_up_rises_in_a_straight_line_and_the_schedule_has_the_steps_that_are_left():
    recipe = Recipe(schedule="linear", warmup=3)
    assert recipe.factors(7) == pytest.approx([0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25, 0], rel=1e-14)
    assert recipe.factors(4) == pytest.approx([0.25, 0.5, 0.75, 1, 0], rel=1e-14)
    assert recipe.factors(3) == pytest.approx([0.25, 0.5, 0.75, 1], rel=1e-14)
    assert recipe.factors(1) == pytest.approx([0.25, 0.5], rel=1e-14)
    # The momentum of a cycle waits where it begins.
    cycle = Recipe(schedule="one-cycle").momenta(30)
    assert Recipe(schedule="one-cycle", warmup=2).momenta(32).tolist() == [cycle[0], cycle[0], *cycle]


def test_guards_read_what_is_off_as_no_limit_and_each_decay_in_its_own_place():
    recipe = Recipe(noise=0.5, seed=7, batch=3)
    assert recipe.numbers(20).tolist() == [math.inf, math.inf, 0, 0.5, 7, 3, 20, 0]
    assert Recipe(clip_norm=0.25, clip_value=0.75).numbers(0)[:2].tolist() == [0.25, 0.75]
    assert Recipe(clip_norm=2, weight_decay=0.1).numbers(0).tolist() == [2, math.inf, 0, 0, 0, 0, 0, 0.1]
    coupled = Recipe(clip_value=3, weight_decay=0.1, decay="coupled")
    assert coupled.numbers(0).tolist() == [math.inf, 3, 0.1, 0, 0, 0, 0, 0]
