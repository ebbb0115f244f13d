"""Presets set what their source prints, by the same way in as a visitor."""

from __future__ import annotations

import pytest

from app.presets import PRESETS, presets
from app.runs import race, setup
from app.settings import Settings, apply


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_accepted_whole_and_races(key):
    settings = Settings()
    apply(settings, {"recipe.noise": "3", "recipe.clip_value": "1"})
    changes = presets(settings)[key]["changes"]
    assert apply(settings, changes) == []
    values = {name: field.value for name, field in settings.fields.items()}
    assert (values["recipe.noise"], values["recipe.clip_value"]) == (0, 0)
    shown = race(setup(settings))
    assert [racer["key"] for racer in shown["racers"]] == PRESETS[key].changes["racers"].split(",")


def test_the_printed_numbers():
    settings = Settings()
    apply(settings, presets(settings)["llm"]["changes"])
    adamw, recipe = settings.optimizers["adamw"], settings.recipe
    assert (adamw.beta1, adamw.beta2, adamw.weight_decay, recipe.clip_norm) == (0.9, 0.95, 0.1, 1)
    assert (recipe.schedule, recipe.warmup, recipe.floor) == ("cosine", 2000, 0.1)
    apply(settings, presets(settings)["vision"]["changes"])
    momentum = settings.optimizers["momentum"]
    assert (momentum.momentum, recipe.weight_decay, recipe.drop, recipe.clip_norm) == (0.9, 1e-4, 0.1, 0)
    factors = recipe.factors(settings.steps)
    assert [factors[t] for t in (0, 299, 300, 600)] == pytest.approx([1, 1, 0.1, 0.01])
    apply(settings, presets(settings)["fine-tuning"]["changes"])
    assert settings.optimizers["lion"].lr == pytest.approx(settings.optimizers["adamw"].lr / 10)
