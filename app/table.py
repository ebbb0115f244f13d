"""All that a browser needs to know to answer by itself what the server answers: one table, made of the declarations."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from typing import Any

import param

from app.controls import describe
from app.explain import about_surface
from app.figures import own_map
from app.heights import grids
from app.lesson import lessons
from app.links import BESIDE_A_LESSON
from app.opening import OPENING
from app.runs import LATE, absent
from app.settings import Field, Settings, declarations
from app.style import BASINS
from app.views import MAPS, VIEWS, basins, heat, relief, sweep
from app.ways import Traced, Way, ways
from optimizers import OPTIMIZERS, Optimizer, Recipe
from optimizers.racing.outcome import Ending, diagonal, nearness
from optimizers.racing.sweep import TOLERANCE
from optimizers.racing.tune import searched_of
from surfaces import SURFACES, Surface
from surfaces.numbers import Real, declared

#: What is said of a racer that depends on its hyperparameters.
_TOLD = ("variant",)
#: What is said of it anyway.
_STILL = ("key", "title")

#: What views ask with.
_ASKED: dict[str, dict[str, Any]] = {
    "sweep": {
        "offered": sweep.OFFERED,
        "rates": sweep.RATES.tolist(),
        "tolerance": TOLERANCE,
        "touched": sweep.TOUCHED,
    },
    "heat": {"offered": heat.OFFERED},
    "basins": {
        "offered": basins.OFFERED,
        "shades": basins.SHADES,
        "decades": basins.DECADES,
        "named": len(BASINS),
    },
    "relief": {"offered": relief.OFFERED},
}


@cache
def table() -> str:
    """The table as JSON: ``app/static/local/`` says what is done with it."""
    return json.dumps(contents(), ensure_ascii=False, separators=(",", ":"))


@cache
def contents() -> dict[str, Any]:
    """Everything in the table, as plain values."""
    settings = Settings()
    return {
        "settings": [_setting(key, field) for key, field in settings.fields.items()],
        "surfaces": {key: _surface(surface()) for key, surface in SURFACES.items()},
        "rules": {key: _rule(rule) for key, rule in OPTIMIZERS.items()},
        "recipe": {name: _place(Recipe.param[name]) for name in declared(Recipe)},
        "views": {
            key: {"maps": view.figure == MAPS, "asks": view.inquiry is not None, **_ASKED.get(key, {})}
            for key, view in VIEWS.items()
        },
        "map": _map(),
        "opening": OPENING,
        "lessons": {key: lesson.states() for key, lesson in lessons().items()},
        "beside_a_lesson": BESIDE_A_LESSON,
        "endings": {
            ending.value: {"name": ending.name, "kind": ending.kind, "texts": list(ending.texts.values())}
            for ending in Ending
        },
        "late": LATE,
    }


def _setting(key: str, field: Field) -> dict[str, Any]:
    """One setting: what may be set, and what is said of what may not."""
    told = declarations()[key]
    if told["kind"] != "number":
        return {**told}
    control = describe(key, field)
    return {**told, "least": control["low"], "most": control["high"], "scale": control["scale"]}


def _place(declaration: param.Parameter) -> list[str] | None:
    """How a text becomes the number that kernels read: by its place in this list, or, with none, as it stands."""
    return list(declaration.objects) if isinstance(declaration, param.Selector) else None


def _surface(surface: Surface) -> dict[str, Any]:
    cls = type(surface)
    looked_at = grids(surface) | {"relief": relief.grid(surface, relief.COLUMNS)}
    return {
        "shape": declared(cls),
        "angles": cls.angles,
        "about": about_surface(surface),
        # None where they are those of ``about``, which may move with the shape.
        "marked": None if surface.marked == (surface.minima, surface.saddles) else surface.marked,
        "moving": cls.moving,
        "diagonal": diagonal(surface),
        "near": nearness(surface),
        "start": cls.start,
        "samples": cls.samples,
        "price": None if isinstance(cls.price, property) else cls.price,
        "log": None if isinstance(cls.log_colour, property) else cls.log_colour,
        "absent": absent(surface),
        "grids": {name: grid._asdict() for name, grid in looked_at.items()},
    }


def _rule(rule: type[Optimizer]) -> dict[str, Any]:
    names = declared(rule)
    switches = {name: choices for name in names if (choices := _choices(rule.param[name]))}
    # No text says a whole number.
    numbers = {name: rule.param[name].default for name in names if isinstance(rule.param[name], Real)}
    variants = {}
    for chosen in product(*switches.values()):
        texts = ["01"[each] if isinstance(each, bool) else each for each in chosen]
        variants[",".join(texts)] = _ways(rule, numbers, dict(zip(switches, chosen, strict=True)))
    return {
        "hyper": names,
        "searched": list(searched_of(rule())),
        "places": {name: _place(rule.param[name]) for name in names},
        "switches": list(switches),
        "still": {name: getattr(rule, name) for name in _STILL},
        "variants": variants,
        "most_asked": rule.most_asked,
        "most_looked": rule.most_looked,
    }


def _ways(rule: type[Optimizer], numbers: dict[str, float], chosen: dict[str, Any]) -> list[Way]:
    def say(held: Any) -> dict[str, Any]:
        limit = held.stability_limit(Traced(["curvature"]))
        return {**{name: getattr(held, name) for name in _TOLD}, "limit": limit and limit.program}

    return ways(rule, numbers, chosen, say)


def _choices(declaration: param.Parameter) -> list[Any]:
    """What a switch between variants may be; nothing for a number."""
    if isinstance(declaration, param.Boolean):
        return [False, True]
    return list(declaration.objects) if isinstance(declaration, param.Selector) else []


def _map() -> str:
    """The map of a racer alone, with holes for its key and its title."""
    key = "sgd"
    made = own_map(key)
    made = made.replace(f'"map {key}"', '"map {key}"').replace(f'"{OPTIMIZERS[key].title}"', '"{title}"')
    return made.replace(f'"{key}-', '"{key}-')
