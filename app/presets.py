"""Recipes that practice has settled on, each with its source: what a menu sets in one go."""

from __future__ import annotations

from typing import NamedTuple

from app.settings import Settings, write


class Preset(NamedTuple):
    """Settings by URL key, over a recipe that is otherwise the default."""

    title: str
    source: str
    changes: dict[str, str]


#: Printed learning rates (3e-4, 0.1, 1e-3) are for networks, not for two coordinates: their ratio alone is kept.
PRESETS = {
    "llm": Preset(
        "LLM pre-training",
        "Touvron et al. (2023), LLaMA, arXiv:2302.13971, section 2.3: cosine to a tenth after 2000 steps of warm-up",
        {
            "racers": "adamw",
            "adamw.beta1": "0.9",
            "adamw.beta2": "0.95",
            "adamw.weight_decay": "0.1",
            "recipe.clip_norm": "1",
            "recipe.schedule": "cosine",
            "recipe.floor": "0.1",
            "recipe.warmup": "2000",
            "steps": "5000",
        },
    ),
    "vision": Preset(
        "Vision from scratch",
        "He et al. (2016), Deep residual learning, arXiv:1512.03385, section 3.4, but with drops after epochs 30 and "
        "60 of 90, where the paper waits for a plateau; ten steps stand for an epoch",
        {
            "racers": "momentum",
            "momentum.momentum": "0.9",
            "momentum.form": "heavy ball",
            "recipe.weight_decay": "0.0001",
            "recipe.decay": "coupled",
            "recipe.schedule": "step decay",
            "recipe.every": "300",
            "recipe.drop": "0.1",
            "steps": "900",
        },
    ),
    "fine-tuning": Preset(
        "Fine-tuning, AdamW or Lion",
        "Chen et al. (2023), Lion, arXiv:2302.06675, section 5: Lion at a tenth of AdamW's rate, ten times its decay "
        "(advised: 3 to 10)",
        {
            "racers": "adamw,lion",
            "adamw.weight_decay": "0.01",
            "adamw.lr": "0.1",
            "lion.weight_decay": "0.1",
            "lion.lr": "0.01",
            "recipe.schedule": "cosine",
            "steps": "500",
        },
    ),
}


def presets(settings: Settings) -> dict[str, dict[str, object]]:
    """Each preset as one request to the server: the whole recipe back to its defaults, then the preset."""
    defaults = {
        key: write(field.declaration, field.default)
        for key, field in settings.fields.items()
        if key.startswith("recipe.")
    }
    return {
        key: {"title": preset.title, "source": preset.source, "changes": {**defaults, "shared": "0", **preset.changes}}
        for key, preset in PRESETS.items()
    }
