"""What the field's texts state of these rules, as races that show it."""

from __future__ import annotations

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Recipe, replicates, run
from surfaces import SURFACES

BEALE, RAVINE, ROSENBROCK = (SURFACES[key]() for key in ("beale", "ravine", "rosenbrock"))


def final(key: str, surface, steps: int = 500, **hyperparameters) -> float:
    return run(OPTIMIZERS[key](**hyperparameters), surface, steps=steps).losses[-1]


def test_a_well_tuned_sgd_beats_a_poorly_tuned_adam():
    assert final("sgd", BEALE, lr=0.02) < final("adam", BEALE, lr=0.003) / 1000


def test_the_learning_rate_matters_more_than_the_rule():
    rates = 10.0 ** np.arange(-4, 0)
    losses = np.array([[final(key, BEALE, lr=lr) for lr in rates] for key in ("sgd", "momentum", "rmsprop", "adam")])
    losses = np.log10(np.nan_to_num(np.maximum(losses, 1e-12), nan=1e12))
    over_rates, over_rules = np.ptp(losses, axis=1), np.ptp(losses.min(axis=1))
    assert over_rates.min() > 3
    assert np.median(over_rates) > over_rules


def test_momentum_rolls_through_the_ravine_that_sgd_zigzags_in():
    assert final("momentum", RAVINE) < final("sgd", RAVINE) / 1000


def test_no_rule_dominates():
    winners = {
        min(("sgd", "momentum", "nesterov", "rmsprop", "adam"), key=lambda key: final(key, SURFACES[surface]()))
        for surface in ("rosenbrock", "ravine", "saddle", "beale")
    }
    assert len(winners) >= 3


def test_rmsprop_steps_as_far_where_the_slope_is_gentle():
    round_ = SURFACES["ravine"](kappa=1)
    steep, gentle = (run(OPTIMIZERS["rmsprop"](lr=1e-4), round_, (x, 0.0), 50) for x in (1.0, 0.01))
    lengths = [np.abs(np.diff(path.positions[:, 0])) for path in (steep, gentle)]
    assert steep.gradients[0, 0] == pytest.approx(100 * gentle.gradients[0, 0])
    assert lengths[1][:10] == pytest.approx(lengths[0][:10], rel=0.25)


def test_adagrad_s_rate_only_falls_and_leaves_it_behind():
    path = run(OPTIMIZERS["adagrad"](lr=0.1), ROSENBROCK, steps=5000)
    lengths = np.hypot(*np.diff(path.positions, axis=0).T)
    assert lengths[-100:].max() < lengths[:100].max() / 500
    assert path.outcome.kind == "on its way"
    assert final("adam", ROSENBROCK, 5000, lr=0.1) < path.losses[-1] / 1e6


def test_warm_up_prevents_the_large_first_steps():
    rule = OPTIMIZERS["momentum"](lr=0.003)
    assert run(rule, ROSENBROCK, (-2, 2), 1000).outcome.kind == "diverged"
    assert run(rule, ROSENBROCK, (-2, 2), 1000, Recipe(warmup=50)).outcome.kind == "arrived"


def test_clipping_prevents_the_explosion():
    rule = OPTIMIZERS["sgd"](lr=0.01)
    assert run(rule, ROSENBROCK, (-2, 2), 500).outcome.kind == "diverged"
    clipped = run(rule, ROSENBROCK, (-2, 2), 500, Recipe(clip_norm=10))
    assert clipped.outcome.kind == "on its way"
    assert clipped.losses[-1] < 1.1


def test_noise_finds_the_flat_minimum():
    surface = SURFACES["sharp_and_flat"]()
    curvature = [np.trace(surface.curvature(point.x, point.y)) for point in surface.minima]
    flat, sharp = (np.array(surface.minima[i][:2]) for i in (int(np.argmin(curvature)), int(np.argmax(curvature))))
    start = tuple(sharp + 0.05 * (flat - sharp))
    rule = OPTIMIZERS["sgd"](lr=0.02)

    def share_at_the_flat_one(noise: float) -> float:
        ends = [path.positions[-1] for path in replicates(rule, surface, start, 2000, Recipe(noise=noise), 64)]
        return np.mean([np.hypot(*(end - flat)) < np.hypot(*(end - sharp)) for end in ends])

    assert share_at_the_flat_one(0.0) == 0
    assert share_at_the_flat_one(10.0) > 0.5


def test_noise_frees_sgd_from_the_saddle():
    saddle = SURFACES["saddle"]()
    stuck = run(OPTIMIZERS["sgd"](), saddle, (0.0, 1.5), 2000)
    assert stuck.outcome.kind == "at rest"
    freed = run(OPTIMIZERS["sgd"](), saddle, (0.0, 1.5), 2000, Recipe(noise=0.5))
    assert abs(freed.positions[-1, 0]) == pytest.approx(1, abs=0.05)


def test_sam_costs_two_gradients_a_step():
    path = run(OPTIMIZERS["sam"](), BEALE, steps=50)
    assert path.evaluations[-1] == 100


def test_warm_restarts_leave_a_local_minimum():
    surface, recipe = SURFACES["rastrigin"](), Recipe(schedule="cosine, warm restarts", every=100)
    minima = np.array([(point.x, point.y) for point in surface.minima])
    left = 0
    for x in np.linspace(-2, 2, 5) + 0.3:
        for y in np.linspace(-2, 2, 5) + 0.1:
            path = run(OPTIMIZERS["sgd"](lr=0.02), surface, (x, y), 299, recipe)
            ends = path.positions[[99, 299]]
            apart = np.hypot(*(ends[:, None] - minima).transpose(2, 0, 1))
            # At rest in a minimum at the end of a cycle, and in another at the end of a later one.
            left += bool((apart.min(axis=1) < 0.02).all() and len(set(apart.argmin(axis=1))) == 2)
    assert left >= 8
