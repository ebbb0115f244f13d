"""What the template makes the page of, the same for every visitor."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader  # Bokeh brings it

from app import __version__
from app.browser import kept
from app.classroom import COVERED, GROUPS, group
from app.controls import controls
from app.explain import titles
from app.figures import figures
from app.first import LOADING, PLACES, hole, parted
from app.languages import LANGUAGES, NAMES
from app.loaded import PIECES, address
from app.presets import presets
from app.sets import families, sets
from app.settings import Settings
from app.style import CLASSICS, COLOURS, LOCAL, LOOKS, SIGNS, THEMES, TONES, racer_style
from app.thumbnails import pictured
from app.views import VIEWS, stage_of
from optimizers import OPTIMIZERS
from optimizers.racing.outcome import Ending
from surfaces.numbers import declared

#: Those of ``templates/``.
TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"))
TEMPLATES.globals.update(hole=hole, places=PLACES)


@cache
def form() -> dict[str, Any]:
    """The variables of ``templates/index.html``; the page, which is most of it, already written, but for its holes.

    What the browser reads as well is in the page's ``facts``, by name.
    """
    settings = Settings()
    described = controls(settings)
    views = [
        {
            "key": key,
            "title": view.title,
            "about": view.about,
            "stage": stage_of(key),
            "frame": view.frame,
            "settings": list(view.settings),
            "asks": view.inquiry is not None,
            "facts": view.facts,
        }
        for key, view in VIEWS.items()
    ]
    addresses = {name: address(name) for name in PIECES}
    styles = {key: racer_style(key) for key in OPTIMIZERS}
    page = TEMPLATES.get_template("page.html").render(
        controls=described,
        by_key={control["key"]: control for control in described},
        more_of={key: [f"{key}.{name}" for name in declared(rule)[1:]] for key, rule in OPTIMIZERS.items()},
        version=__version__,
        loading=LOADING,
        source=os.environ.get("SOURCE_URL", ""),
        styles=styles,
        titles=titles(),
        families=families(),
        sets=sets(),
        pictured=pictured(),
        presets=presets(settings),
        covered=COVERED,
        languages={"auto": "as the browser has it", **LANGUAGES},
        groups=GROUPS,
        views=views,
        figures=figures(),
        facts={
            "themes": THEMES,
            "alike": NAMES,
            "titles": titles(),
            "surfaces": {each.key: each._asdict() for each in pictured()},
            "rates": {key: settings.texts[f"{key}.lr"] for key in OPTIMIZERS},
            "names": {control["key"]: control["name"] for control in described},
            "presets": presets(settings),
            "views": views,
            "recipe": {each["key"]: each["default"] for each in described if each["key"].startswith("recipe.")},
            "sliders": {"places": PLACES},
            "groups": {key: name for key in settings.fields if (name := group(key))},
            "local": LOCAL,
            "addresses": {**addresses, "kernels.wasm": f"kernels.wasm?v={kept.key()}"},
            "looks": {"all": LOOKS, "colours": COLOURS, "classics": CLASSICS},
            "endings": {
                ending.value: {
                    "kind": ending.kind,
                    "words": ending.words,
                    "meaning": ending.meaning,
                    "tone": TONES[ending],
                    "sign": SIGNS[ending],
                }
                for ending in Ending
            },
        },
    )
    return {
        "addresses": addresses,
        "styles": styles,
        "themes": THEMES,
        "views": views,
        "page": parted(page),
    }
