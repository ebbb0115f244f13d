"""Who races where: rules that a surface has no matrix for are left out, and the page says why."""

import json

import numpy as np
import pytest

from app.in_force import racing
from app.reply import Browser, order, reply
from app.runs import absent, race, setup
from app.settings import Settings, apply
from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from tests.pairs import races_on


def test_who_cannot_race_is_left_out_and_told_why():
    for surface in SURFACES:
        settings = Settings()
        assert apply(settings, {"surface": surface, "steps": "3"}) == []
        settings.put("racers", list(OPTIMIZERS))
        able = [key for key in OPTIMIZERS if races_on(key, surface)]
        assert racing(settings) == able == [racer["key"] for racer in race(setup(settings))["racers"]]
        reasons = absent(settings.surfaces[surface])
        assert list(reasons) == [key for key in OPTIMIZERS if key not in able]
        title = SURFACES[surface].title
        assert all(text.startswith("Needs a ") and text.endswith(f"; {title} has none.") for text in reasons.values())


def test_who_is_left_out_stays_chosen():
    settings = Settings()
    apply(settings, {"surface": "ravine", "racers": "sgd,natural_gradient"})
    assert racing(settings) == ["sgd"] and settings.racers == ["sgd", "natural_gradient"]
    apply(settings, {"surface": "gaussian_nll"})
    assert racing(settings) == ["sgd", "natural_gradient"]


def test_the_page_knows_and_draws_no_map_for_them():
    settings = Settings()
    apply(settings, {"surface": "ravine", "racers": "sgd,kfac", "view": "side"})
    said = reply(order(settings, Browser()))
    reasons = json.loads(said["words"])["absent"]
    assert "network" in reasons["kfac"] and "sgd" not in reasons
    assert list(said["maps"]) == ["sgd"]


def test_a_race_of_nobody_is_empty():
    settings = Settings()
    apply(settings, {"surface": "ravine", "racers": "trust_region"})
    found = race(setup(settings))
    assert found["racers"] == [] and found["measured"].shape == (4, 0, settings.steps + 1)


@pytest.mark.parametrize("surface", SURFACES)
def test_a_reply_can_be_written_at_a_rate_far_too_high(surface):
    query = {"surface": surface, "steps": "60", "shared": "1", "lr": "10"}
    settings = Settings()
    assert apply(settings, {"racers": ",".join(OPTIMIZERS), **query}) == []
    # JSON has no NaN and no infinity: either would have raised.
    said = json.loads(reply(order(settings, Browser()))["words"])
    assert {key: said["values"][key] for key in query} == query
    assert len(said["race"]["racers"]) > 15


@pytest.mark.parametrize("surface", SURFACES)
def test_losses_are_sent_above_the_lowest_minimum(surface):
    """As they were raced, in what float32 holds of the difference; a rounding below the minimum is none the lower."""
    ground, start = SURFACES[surface](), {"x": "0.4", "y": "-0.6"}
    settings = Settings()
    noise = {"recipe.noise": "0.01", "recipe.replicates": "4"}
    assert apply(settings, {"surface": surface, "racers": "adam", "adam.lr": "0.3", "steps": "300", **start}) == []
    found = race(setup(settings))
    path = run(settings.optimizers["adam"], ground, settings.start, 300)
    lowest = min((point.value for point in ground.minima), default=0.0)
    assert found["base"] == lowest
    sent = found["measured"][0, 0]
    np.testing.assert_allclose(sent, path.losses - lowest, rtol=1e-7, atol=1e-12 * max(1, abs(lowest)))
    assert sent.min() >= 0 or not ground.minima
    # The band of replicates is read from there too.
    assert apply(settings, noise) == []
    low, high = race(setup(settings))["spread"]["band"][0]
    assert low[0] == high[0] == sent[0]
