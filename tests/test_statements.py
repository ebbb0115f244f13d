"""What the field's texts state of these rules over many races at once; ``test_claims.py`` has what one race shows."""

from __future__ import annotations

import numpy as np

from optimizers import OPTIMIZERS, Recipe, run
from surfaces import SURFACES

BEALE = SURFACES["beale"]()


def final(key: str, surface, steps: int = 500, **hyperparameters) -> float:
    return run(OPTIMIZERS[key](**hyperparameters), surface, steps=steps).losses[-1]


def test_the_learning_rate_matters_more_than_the_rule():
    rates = 10.0 ** np.arange(-4, 0)
    losses = np.array([[final(key, BEALE, lr=lr) for lr in rates] for key in ("sgd", "momentum", "rmsprop", "adam")])
    losses = np.log10(np.nan_to_num(np.maximum(losses, 1e-12), nan=1e12))
    over_rates, over_rules = np.ptp(losses, axis=1), np.ptp(losses.min(axis=1))
    assert over_rates.min() > 3
    assert np.median(over_rates) > over_rules


def test_no_rule_dominates():
    winners = {
        min(("sgd", "momentum", "nesterov", "rmsprop", "adam"), key=lambda key: final(key, SURFACES[surface]()))
        for surface in ("rosenbrock", "ravine", "saddle", "beale")
    }
    assert len(winners) >= 3


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
