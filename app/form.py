"""What the template makes the page of, the same for every visitor."""

from __future__ import annotations

from functools import cache
from typing import Any

import bokeh

from app.controls import SLIDERS, controls
from app.explain import titles
from app.figures import figures
from app.presets import presets
from app.settings import Settings
from app.style import THEMES, TONES, racer_style
from app.views import MAP, MAPS, VIEWS
from optimizers import OPTIMIZERS
from optimizers.racing.outcome import Ending
from surfaces.numbers import declared


@cache
def form() -> dict[str, Any]:
    """The template's variables; what the browser reads as well is in ``facts``, by name."""
    settings = Settings()
    described = controls(settings)
    views = [
        {
            "key": key,
            "title": view.title,
            "about": view.about,
            "stage": view.figure if view.figure in (MAP, MAPS) else key,
            "settings": list(view.settings),
            "asks": view.inquiry is not None,
            "facts": view.facts,
        }
        for key, view in VIEWS.items()
    ]
    return {
        "bokeh_version": bokeh.__version__,
        "controls": described,
        "by_key": {control["key"]: control for control in described},
        "more_of": {key: [f"{key}.{name}" for name in declared(rule)[1:]] for key, rule in OPTIMIZERS.items()},
        "styles": {key: racer_style(key) for key in OPTIMIZERS},
        "themes": THEMES,
        "titles": titles(),
        "presets": presets(settings),
        "views": views,
        "figures": figures(),
        "facts": {
            "themes": THEMES,
            "titles": titles(),
            "presets": presets(settings),
            "views": views,
            "sliders": SLIDERS,
            "endings": {
                ending.value: {
                    "kind": ending.kind,
                    "words": ending.words,
                    "meaning": ending.meaning,
                    "tone": TONES[ending],
                }
                for ending in Ending
            },
        },
    }
