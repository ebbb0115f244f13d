"""The pinned race: that which was shown, to the bit, counted and refused like any other."""

from __future__ import annotations

import numpy as np
import pytest

from app import cost
from app.links import from_query, to_query
from app.pin import differences
from app.reply import Browser, order, reply
from app.runs import race, setup
from app.settings import Settings, apply, values
from tests.test_settings import as_arguments

RACE = {"surface": "beale", "racers": "sgd,adam", "steps": "80", "x": "2", "recipe.clip_norm": "1", "adam.lr": "0.2"}
PIN = "racers=sgd,adam&steps=80&x=2&adam.lr=0.2&recipe.clip_norm=1"


def pinned(**changes: str) -> Settings:
    """``RACE``, pinned, and then changed; dots are written as two underscores."""
    settings = Settings()
    assert apply(settings, RACE) == apply(settings, {"pin": PIN}) == []
    assert apply(settings, {key.replace("__", "."): text for key, text in changes.items()}) == []
    return settings


def test_its_numbers_are_those_of_the_race_that_was_shown():
    before = Settings()
    apply(before, RACE)
    shown = race(setup(before))
    settings = pinned(adam__beta1="0.5", steps="300", x="1", recipe__clip_norm="0", racers="adam")
    again = race(setup(settings.pinned))
    for name in ("measured", "counted", "factors"):
        assert np.array_equal(again[name], shown[name], equal_nan=True)
    assert again["racers"] == shown["racers"]


def test_it_is_sent_once_with_what_is_different_in_words():
    settings, browser = pinned(adam__beta1="0.5", recipe__clip_norm="0"), Browser()
    first = order(settings, browser)
    browser.note(first)
    then = order(settings, browser)
    assert len(reply(first)["numbers"]) - len(reply(then)["numbers"]) == (4 + 2 * 18) * 81
    assert (
        '"pinned": {"differences": {"sgd": "clip norm 1", "adam": "β₁ 0.9, clip norm 1"}, "race": null}'
        in (reply(then)["words"])
    )
    apply(settings, {"pin": ""})
    assert '"pinned": null' in reply(order(settings, browser))["words"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"adam.bias_correction": "0"}, "bias correction on"),
        ({"shared": "1", "lr": "0.3"}, "η 0.2"),
        ({"x": ""}, "start (2, 1)"),
        ({"steps": "90", "recipe.schedule": "cosine"}, "steps 80, schedule constant"),
    ],
)
def test_what_is_not_as_it_is_now_is_named(changes, told):
    settings = pinned()
    apply(settings, changes)
    assert differences(settings)["adam"] == told


def test_another_surface_or_shape_ends_it_with_a_word():
    for changes in ({"surface": "saddle"}, {"surface": "ravine", "x": "2"}):
        settings = pinned()
        [notice] = apply(settings, changes)
        assert "pinned race was on another surface" in notice
        assert settings.pin == "" and settings.pinned is None
    settings = Settings()
    apply(settings, {"pin": "racers=sgd"})
    assert len(apply(settings, {"rosenbrock.b": "30"})) == 1 and settings.pin == ""
    # Not the shape of another one, nor a surface that was refused or comes with a pin of its own.
    settings = pinned(ravine__kappa="5")
    assert len(apply(settings, {"surface": "nowhere"})) == 1 and settings.pin == PIN
    assert apply(settings, {"surface": "saddle", "pin": "racers=sgd"}) == []
    assert settings.pinned.start == settings.start


def test_it_is_in_the_link():
    settings = pinned(adam__beta1="0.5")
    again = Settings()
    assert from_query(again, as_arguments(to_query(values(settings)))) == []
    assert again.pin == PIN and setup(again.pinned) == setup(settings.pinned)


@pytest.mark.parametrize(
    "text",
    [
        *("adam", "=", "&", "racers", "racers=sgd&racers=adam", "surface=beale", "pin=racers%3Dsgd", "theme=dark"),
        *("racers=sgd&sgd.lr=11", "racers=sgd&sgd.lr=x", "racers=foo", "beale.x=1", "adam.nothing=1", "racers=%ff"),
        *("view=side", "step=3", "racers=sgd&steps=1e-400", "x" * 1001, "racers=sgd&formula.text=x", "ravine.kappa=3"),
    ],
)
def test_a_wrong_one_is_refused_whole(text):
    settings = Settings()
    [notice] = apply(settings, {"pin": text, "steps": "7"})
    assert notice.startswith("Pinned race (pin = ") and len(notice) < 400
    assert (settings.pin, settings.pinned, settings.steps) == ("", None, 7)


def test_it_counts_in_what_a_reply_costs():
    # On a start where nobody has raced, no rows are at hand.
    settings = Settings()
    apply(settings, {"surface": "beale", "racers": "sgd", "pin": "racers=sgd&x=1.2345&steps=300"})
    wanted = order(settings, Browser())
    assert wanted.cost > wanted._replace(pinned=None, lacks_pinned=False).cost + cost.race(setup(settings.pinned).bill)
    dear = {"recipe.noise": "1", "recipe.replicates": "64", "surface": "logistic", "racers": "sgd,adam,lbfgs"}
    settings = Settings()
    assert apply(settings, {**dear, "steps": "1000"}) == []
    pin = "racers=sgd,adam,lbfgs,trust_region&recipe.noise=1&recipe.replicates=64&steps="
    [notice] = apply(settings, {"pin": f"{pin}5000"})
    assert notice.key == "pin" and "pinned race, which is too much by itself" in notice
    assert settings.pinned is None
    assert apply(settings, {"pin": f"{pin}900"}) == []
    [notice] = apply(settings, {"steps": "5000"})
    assert notice.key == "steps" and "or without the pinned one" in notice
    assert cost.excess([setup(settings).bill, setup(settings.pinned).bill]) <= 1
