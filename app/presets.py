"""Recipes that practice has settled on, each with its source: what a menu sets in one go."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.settings import Settings
from app.texts import read, write
from optimizers import OPTIMIZERS


class Preset(NamedTuple):
    """Settings by URL key, over a recipe and rules that are otherwise at their defaults."""

    title: str
    source: str
    #: The rules that the source speaks of.
    racers: tuple[str, ...]
    #: What the source prints, as it prints it.
    printed: dict[str, str]
    #: What is chosen for two coordinates, and what stands for it in the source.
    chosen: dict[str, tuple[str, str]]


PRESETS = {
    "llm": Preset(
        "LLM pre-training",
        "Touvron et al. (2023), LLaMA, arXiv:2302.13971, section 2.3 and table 2",
        ("adamw",),
        {
            "adamw.beta1": "0.9",
            "adamw.beta2": "0.95",
            "adamw.weight_decay": "0.1",
            "recipe.clip_norm": "1",
            "recipe.schedule": "cosine",
            "recipe.floor": "0.1",
        },
        {
            "adamw.lr": ("0.1", "0.0003 or 0.00015"),
            "recipe.warmup": ("10", "2000, somewhat less than a hundredth of the race"),
            "steps": ("1000", "some 250,000 to 350,000"),
        },
    ),
    "vision": Preset(
        "Vision from scratch",
        "He et al. (2016), Deep residual learning, arXiv:1512.03385, section 3.4",
        ("momentum",),
        {
            "momentum.momentum": "0.9",
            "recipe.weight_decay": "0.0001",
            "recipe.drop": "0.1",
        },
        {
            "momentum.lr": ("0.001", "0.1"),
            "momentum.form": ("heavy ball", "not said; common practice"),
            "recipe.decay": ("coupled", "not said; common practice"),
            "recipe.schedule": ("step decay", "a drop whenever the error stands still"),
            "recipe.every": ("300", "not set; in common practice a third of the race"),
            "steps": ("900", "600,000 at the most"),
        },
    ),
    "lion": Preset(
        "AdamW, and Lion tuned after it",
        "Chen et al. (2023), Lion, arXiv:2302.06675, section 5, on tuning",
        ("adamw", "lion"),
        {
            "adamw.beta1": "0.9",
            "adamw.beta2": "0.999",
            "adamw.eps": "1e-08",
            "lion.beta1": "0.9",
            "lion.beta2": "0.99",
        },
        {
            "adamw.lr": ("0.1", "3 to 10 times Lion's"),
            "lion.lr": ("0.01", "a third to a tenth of AdamW's"),
            "adamw.weight_decay": ("0.01", "a third to a tenth of Lion's"),
            "lion.weight_decay": ("0.1", "3 to 10 times AdamW's"),
            "recipe.schedule": ("cosine", "the same for both"),
            "steps": ("500", "the same for both"),
        },
    ),
}


def changes(preset: Preset, settings: Settings) -> dict[str, str]:
    """A preset as one request: the recipe and its rules back to their defaults, then what it sets."""
    holders = ("recipe", *preset.racers)
    cleared = {key: field.default for key, field in settings.fields.items() if key.split(".")[0] in holders}
    texts = {key: write(settings.fields[key].declaration, default) for key, default in cleared.items()}
    chosen = {key: here for key, (here, _) in preset.chosen.items()}
    return {**texts, "shared": "0", "racers": ",".join(preset.racers), **preset.printed, **chosen}


def presets(settings: Settings) -> dict[str, dict[str, Any]]:
    """What the page knows of each preset: its changes, as the server writes them, and what to say of them."""
    return {
        key: {
            "title": preset.title,
            "source": preset.source,
            "printed": [_said(preset, settings, each, text) for each, text in preset.printed.items()],
            "chosen": [
                f"{_said(preset, settings, each, here)} (in the source {there})"
                for each, (here, there) in preset.chosen.items()
            ],
            "changes": {each: _written(settings, each, text) for each, text in changes(preset, settings).items()},
        }
        for key, preset in PRESETS.items()
    }


def _written(settings: Settings, key: str, text: str) -> str:
    declaration = settings.fields[key].declaration
    return write(declaration, read(declaration, text))


def _said(preset: Preset, settings: Settings, key: str, text: str) -> str:
    """A setting in words, with its rule where there are several."""
    label, holder = settings.fields[key].declaration.label, key.split(".")[0]
    whose = f"{OPTIMIZERS[holder].title} " if len(preset.racers) > 1 and holder in OPTIMIZERS else ""
    return f"{whose}{label} {text}"
