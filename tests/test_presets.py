"""Presets set what their source prints, and all else that they speak of, by the same way in as a visitor."""

from __future__ import annotations

import pytest

from app.presets import PRESETS, changes, presets
from app.runs import race, setup
from app.settings import Settings, apply, values


def preset(key: str, **before: str) -> Settings:
    """Settings after a preset, over others set before, whose dots are written as two underscores."""
    settings = Settings()
    assert apply(settings, {name.replace("__", "."): text for name, text in before.items()}) == []
    assert apply(settings, presets(settings)[key]["changes"]) == []
    return settings


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_accepted_whole_and_races(key):
    settings = preset(key, recipe__noise="3", recipe__clip_value="1", shared="1")
    assert (settings.recipe.noise, settings.recipe.clip_value, settings.shared) == (0, 0, False)
    shown = race(setup(settings))
    assert [racer["key"] for racer in shown["racers"]] == list(PRESETS[key].racers)
    assert all(racer["outcome"]["kind"] != "diverged" for racer in shown["racers"])


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_in_force_by_what_the_server_writes(key):
    settings = preset(key)
    wanted = presets(settings)[key]["changes"]
    assert {name: values(settings)[name] for name in wanted} == wanted


@pytest.mark.parametrize("key", PRESETS)
def test_nothing_survives_of_a_rule_or_a_recipe_that_a_preset_speaks_of(key):
    settings = Settings()
    wanted = changes(PRESETS[key], settings)
    spoken = {name for name in settings.fields if name.split(".")[0] in ("recipe", *PRESETS[key].racers)}
    assert spoken | {"racers", "shared", "steps"} == set(wanted)
    # Where the source says nothing, the rule is at its default.
    silent = spoken - set(PRESETS[key].printed) - set(PRESETS[key].chosen)
    after = preset(key)
    assert all(after.fields[name].value == after.fields[name].default for name in silent)


@pytest.mark.parametrize("key", PRESETS)
def test_what_is_printed_and_what_is_chosen_is_told_apart_and_complete(key):
    one = PRESETS[key]
    assert not set(one.printed) & set(one.chosen)
    assert {f"{racer}.lr" for racer in one.racers} | {"steps"} <= set(one.chosen)
    said = presets(Settings())[key]
    assert len(said["printed"]) == len(one.printed) and len(said["chosen"]) == len(one.chosen)
    assert all(text in words for text, words in zip(one.printed.values(), said["printed"], strict=True))
    for (here, there), words in zip(one.chosen.values(), said["chosen"], strict=True):
        assert here in words and f"(in the source {there})" in words


def test_the_printed_numbers():
    settings = preset("llm", adamw__eps="0.1", adamw__beta1="0.5")
    adamw, recipe = settings.optimizers["adamw"], settings.recipe
    assert (adamw.beta1, adamw.beta2, adamw.weight_decay, adamw.eps, recipe.clip_norm) == (0.9, 0.95, 0.1, 1e-8, 1)
    assert (recipe.schedule, recipe.floor) == ("cosine", 0.1)
    # 2000 of LLaMA's quarter of a million steps, or of its 350,000.
    assert 2000 / 350_000 < (recipe.warmup + 1) / settings.steps < 0.02
    settings = preset("vision", momentum__lr="0.00001")
    momentum, recipe = settings.optimizers["momentum"], settings.recipe
    assert (momentum.momentum, recipe.weight_decay, recipe.drop, recipe.clip_norm) == (0.9, 1e-4, 0.1, 0)
    factors = recipe.factors(settings.steps)
    assert [factors[t] for t in (0, 299, 300, 600)] == pytest.approx([1, 1, 0.1, 0.01])
    settings = preset("lion", adamw__beta2="0.5", lion__beta2="0.5")
    adamw, lion = settings.optimizers["adamw"], settings.optimizers["lion"]
    assert (adamw.beta1, adamw.beta2, lion.beta1, lion.beta2) == (0.9, 0.999, 0.9, 0.99)
    assert 3 <= adamw.lr / lion.lr <= 10.0001
    # The strength ηλ of the decay stays.
    assert adamw.lr * adamw.weight_decay == pytest.approx(lion.lr * lion.weight_decay)
