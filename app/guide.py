"""The guide: the whole field on one page, made of the declarations. Every row of it opens a race that shows it."""

from __future__ import annotations

import gzip
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote

import numpy as np
import param

from app.cards import switches_of, variants_of
from app.cases import CASES, FIRST, GUARDS, SCHEDULES
from app.form import TEMPLATES
from app.languages import translated
from app.links import VERSION, to_query
from app.numerals import typeset
from app.presets import PRESETS, presets
from app.settings import Settings, apply, values
from app.style import THEMES, racer_style
from app.symbols import named, symbols_in
from app.texts import write
from optimizers import OPTIMIZERS, Optimizer, Recipe, run
from optimizers.optimizer import FAMILIES
from optimizers.racing.listed import base
from surfaces import SURFACES
from surfaces.numbers import declared, limits

#: Its style sheets, in the order in which a later one has the last word.
SHEETS = ("base", "guide", "touch", "forced")
#: What takes the guards from a race.
_WITHOUT = {f"recipe.{name}": "0" for name in ("warmup", "clip_norm", "clip_value", "weight_decay")}


def link(race: str) -> str:
    """Where a race opens, from the guide."""
    return f"app?v={VERSION}&{race.replace(' ', '+')}"


def race_of(rule: type[Optimizer]) -> str:
    """A race that shows what the rule is good for: that of the first claim about it."""
    shown = [claim.race for claim in rule.claims if claim.text == "use"]
    return f"{shown[0] if shown else _alone(rule)}&card={rule.key}"


def race_for(rule: type[Optimizer], name: str) -> str:
    """A race that shows what a hyperparameter does: that of a claim, else all its values, or both variants at once."""
    claimed = [claim.race for claim in rule.claims if claim.text == name]
    if claimed:
        return claimed[0]
    declaration, alone = rule.param[name], _alone(rule) + _with(rule, name)
    if name == "lr":
        return f"{alone}&view=sweep"
    if name in Settings.param.across.objects:
        return f"{alone}&view=heat&heat={rule.key}&across={name}&up=lr"
    options = getattr(declaration, "objects", [True, False])
    if isinstance(declaration, param.Number):
        options = declaration.get_soft_bounds()
    other = next(value for value in options if value != declaration.default)
    return f"{alone}&{rule.key}.{name}={write(declaration, other)}&pin={quote(f'racers={rule.key}', safe='')}"


def _alone(rule: type[Optimizer]) -> str:
    """The rule by itself, on the first surface where it can race."""
    able = next(key for key, surface in SURFACES.items() if getattr(surface, rule.curvature) is not None)
    return f"surface={able}&racers={rule.key}"


def _with(rule: type[Optimizer], name: str) -> str:
    """The switches, if there have to be any, of the first variant whose recurrence has the hyperparameter."""
    if name in switches_of(rule):
        return ""
    for _, switches in variants_of(rule):
        if name in {symbol.hyperparameter for symbol in named(rule(**switches))}:
            chosen = {each: value for each, value in switches.items() if value != rule.param[each].default}
            return "".join(f"&{rule.key}.{each}={write(rule.param[each], value)}" for each, value in chosen.items())
    return ""


def _racer(rule: type[Optimizer]) -> dict[str, Any]:
    return {
        "key": rule.key,
        "title": rule.title,
        "idea": rule.idea,
        "best_for": rule.best_for,
        "use": rule.use,
        "avoid": rule.avoid,
        "remembers": remembered(rule),
        "asks": rule.most_asked,
        "looks": rule.most_looked,
        "link": link(race_of(rule)),
        "settings": [_setting(rule, name) for name in declared(rule)],
    }


def remembered(rule: type[Optimizer]) -> str:
    """What the rule remembers from step to step as it is by default: so many vectors, or what it says itself."""
    # Both spell a subscript, one of them in LaTeX.
    used = {re.sub(r"[{}\\\\]", "", symbol) for symbol in symbols_in(rule().recurrence)}
    return rule.remembers or str(len(used & set(rule.slots) - set(rule.scalars)))


def _setting(rule: type[Optimizer], name: str) -> dict[str, str]:
    declaration = rule.param[name]
    if isinstance(declaration, param.Number):
        allowed = limits(declaration)
    elif isinstance(declaration, param.Boolean):
        allowed = "yes or no"
    else:
        allowed = " or ".join(declaration.objects)
    default = declaration.default
    return {
        "label": declaration.label,
        "default": ("yes" if default else "no") if isinstance(default, bool) else typeset(write(declaration, default)),
        "allowed": allowed,
        "typical": typeset(rule.typical.get(name, "")),
        "doc": declaration.doc,
        "link": link(race_for(rule, name)),
    }


def curve(ys: np.ndarray, low: float, high: float) -> str:
    """The points of an SVG polyline, 100 wide and 40 high, through ``ys``, ``(n,)``; it ends where they do."""
    alive = np.isfinite(ys)
    # Some hundred points of a line of a hundred pixels, but all of one that is short.
    every = max(1, int(alive.sum()) // 100)
    x = np.linspace(0, 100, len(ys))[alive][::every]
    y = 38 - 36 * (np.clip(ys[alive][::every], low, high) - low) / (high - low)
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))


def schedule_plot(name: str) -> str:
    """η over a race of 200 steps, by the very schedule that a race has."""
    return curve(Recipe(schedule=name, every=50, floor=0.1).factors(200)[:-1], 0.0, 1.0)


def guard_plot(race: str) -> list[str]:
    """The loss of a race over its steps, in decades, with the guard and without."""
    with_, without = Settings(), Settings()
    asked = dict(parse_qsl(race))
    for settings, changes in ((with_, asked), (without, {**asked, **_WITHOUT})):
        apply(settings, changes)
    decades = []
    for settings in (with_, without):
        [key] = settings.racers
        surface = settings.surfaces[settings.surface]
        path = run(settings.optimizers[key], surface, settings.start, settings.steps, settings.recipe)
        decades.append(np.log10(np.maximum(path.losses - base(surface.minima), 1e-12)))
    both = np.concatenate(decades)
    finite = both[np.isfinite(both)]
    low, high = float(finite.min()), float(finite.max())
    return [curve(each, max(low, high - 8), high) for each in decades]


@cache
def page(lang: str, chosen: bool = False) -> tuple[bytes, bytes]:
    """The guide as it is sent, in a language that was ``chosen`` or is the reader's; and packed."""
    sent = translated(_page(), lang, chosen).encode()
    return sent, gzip.compress(sent, 9, mtime=0)


@cache
def _page() -> str:
    settings = Settings()
    described = presets(settings)
    recipes = []
    for key, preset in PRESETS.items():
        changed = Settings()
        apply(changed, described[key]["changes"])
        query = "&".join(f"{name}={quote(text, safe=',')}" for name, text in to_query(values(changed)).items())
        said = {each: [typeset(text) for text in described[key][each]] for each in ("printed", "chosen")}
        recipes.append({**described[key], **said, "link": f"app?{query}", "title": preset.title})
    return TEMPLATES.get_template("guide.html").render(
        sheets=SHEETS,
        themes=THEMES,
        styles={key: racer_style(key) for key in OPTIMIZERS},
        titles={key: rule.title for key, rule in OPTIMIZERS.items()},
        families={each: [_racer(rule) for rule in OPTIMIZERS.values() if rule.family == each] for each in FAMILIES},
        first=FIRST,
        cases=CASES,
        schedules=[
            {**SCHEDULES[name]._asdict(), "title": name, "plot": schedule_plot(name)}
            for name in Recipe.param.schedule.objects
        ],
        guards=[{**each._asdict(), "plots": guard_plot(each.race)} for each in GUARDS],
        recipes=recipes,
        link=link,
    )
