"""What races are said to cost, against what they ask for: counted, not timed."""

from __future__ import annotations

import numpy as np
import pytest

from app import cost
from app.runs import setup
from app.settings import Settings, apply
from optimizers import OPTIMIZERS, Recipe, replicates, run
from surfaces import SURFACES
from tests.pairs import RACE_IDS, RACES


def asked(trajectory) -> np.ndarray:
    """Gradients asked for in each step before any divergence, ``(steps,)``."""
    return np.diff(trajectory.evaluations[: int(np.isfinite(trajectory.losses).sum())])


@pytest.mark.parametrize(("key", "variant", "surface_key"), RACES, ids=RACE_IDS)
def test_no_step_asks_for_more_gradients_than_its_rule_declares(key, variant, surface_key):
    rule, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
    recipes = [Recipe(), Recipe(noise=1.0, replicates=4, clip_norm=1.0)]
    recipes += [Recipe(batch=4, replicates=4)] if surface.samples else []
    for recipe in recipes:
        for path in replicates(rule, surface, steps=60, recipe=recipe, count=recipe.replicates):
            counts = asked(path)
            assert counts.max(initial=0) <= rule.most_asked
            # The others are exact; a search may be over sooner.
            assert rule.most_asked > 2 or (counts == rule.most_asked).all()


@pytest.mark.parametrize("key", [key for key, rule in OPTIMIZERS.items() if rule.most_asked > 2])
def test_some_step_of_a_search_asks_for_all_that_is_declared(key):
    rule = OPTIMIZERS[key]
    most = 0
    for surface_key, surface in SURFACES.items():
        if getattr(surface, rule.curvature) is not None:
            for lr in (rule().lr, 10.0):
                most = max(most, asked(run(rule(lr=lr), SURFACES[surface_key](), steps=300)).max(initial=0))
    assert most == rule.most_asked


def priced(**changes: str) -> float:
    settings = Settings()
    assert apply(settings, {key.replace("__", "."): text for key, text in changes.items()}) == []
    return cost.race(setup(settings).bill)


def test_a_race_costs_what_its_steps_ask_for():
    plain = priced(racers="sgd")
    assert priced(racers="sgd", steps="1000") == pytest.approx(2 * plain)
    assert priced(racers="sgd,momentum") == pytest.approx(2 * plain)
    assert priced(racers="gd_line_search") > priced(racers="trust_region", surface="gaussian_nll") > plain
    noisy = priced(racers="sgd", recipe__noise="1")
    assert priced(racers="sgd", recipe__noise="1", recipe__replicates="64") > 10 * noisy > 10 * plain
    # Without noise replicates are one race, and a batch is drawn only where there are samples.
    assert priced(racers="sgd", recipe__replicates="64", recipe__batch="64") == plain
    batches = priced(racers="sgd", surface="logistic", recipe__batch="64")
    assert batches > 1.5 * priced(racers="sgd", surface="logistic") > 1.5 * plain
    long, short = ({"surface": "formula", "formula__text": text} for text in ("+".join(["x^y"] * 49) + "+y", "x^2+y^2"))
    assert priced(racers="sgd", **long) > 5 * priced(racers="sgd", **short)


@pytest.mark.parametrize(
    "query",
    [
        {
            **{"surface": "logistic", "recipe.batch": "64", "recipe.replicates": "64", "steps": "5000"},
            **{"racers": "gd_line_search", "gd_line_search.c1": "0.999", "gd_line_search.rho": "0.99"},
        },
        {
            **{"surface": "formula", "formula.text": "x^y+" * 49 + "y", "x": "1.5", "y": "1.5", "steps": "2500"},
            **{"recipe.noise": "1e-9", "recipe.replicates": "64", "racers": "gd_line_search"},
        },
    ],
    ids=["batches", "formula"],
)
def test_what_froze_everybody_is_refused_with_what_would_fit(query):
    settings = Settings()
    notices = apply(settings, query)
    assert notices and all("steps would fit" in notice for notice in notices)
    assert cost.excess([setup(settings).bill]) <= 1
