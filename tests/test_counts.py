"""What a race says that its rule has asked for, against a naive run that watches: gradients, trials, matrices."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Recipe, replicates, run
from surfaces import SURFACES
from tests.counted import STEPS, begins
from tests.pairs import RACE_IDS, RACES


def counts(path):
    """Gradients, trials and matrices of each step before any divergence, ``(steps, 3)``."""
    alive = int(np.isfinite(path.losses).sum())
    totals = np.stack([path.evaluations - path.trials, path.trials, path.matrices], axis=1)[:alive]
    return np.diff(totals, axis=0)


@pytest.fixture(scope="module")
def watched():
    """What the naive run counted, by race."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.counted"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(RACE_IDS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize(("key", "variant", "surface_key"), RACES, ids=RACE_IDS)
def test_a_race_counts_what_its_rule_asks_for(watched, key, variant, surface_key, request):
    optimizer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
    found = counts(run(optimizer, surface, begins(surface), STEPS)).tolist()
    seen = watched[request.node.callspec.id]
    assert seen and found[: len(seen)] == seen


def test_noise_clipping_and_neighbours_change_what_is_seen_and_not_how_it_is_counted():
    """Replicates stop searching at different trials; each pays for its own."""
    recipe = Recipe(noise=0.5, clip_norm=5.0)
    for key, asks in (("sam", [2, 0, 0]), ("sophia", [1, 0, None]), ("gd_line_search", [1, None, 0])):
        for path in replicates(OPTIMIZERS[key](), SURFACES["beale"](), steps=40, recipe=recipe, count=8):
            found = counts(path)
            for column, each in enumerate(asks):
                assert each is None or (found[:, column] == each).all()
            if key == "sophia":
                assert found[:, 2].tolist() == [int(t % 10 == 0) for t in range(len(found))]
            if key == "gd_line_search":
                assert len(set(found[:, 1].tolist())) > 1


def test_lbfgs_asks_anew_for_the_gradient_at_the_start_of_each_step():
    path = run(OPTIMIZERS["lbfgs"](), SURFACES["rosenbrock"](), steps=20)
    # As torch's with max_iter=1 does: one, and at least one trial whose slope is wanted too.
    assert (counts(path)[:, 0] >= 2).all() and (path.trials == 0).all()


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_no_step_asks_for_more_matrices_than_its_rule_declares(key):
    rule, surface = OPTIMIZERS[key], SURFACES["deep_linear"]()
    found = counts(run(rule(), surface, steps=20))
    assert found[:, 2].max() == rule.most_looked
    assert found[:, :2].sum(axis=1).max() <= rule.most_asked
