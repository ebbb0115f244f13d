"""What the page shows before its scripts run: the values of one visitor in the page that is the same for all.

The template leaves holes where a value will stand. It is rendered once, and filled for each visitor by joining texts,
which takes a fraction of a millisecond; rendering it anew would take several.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

import param

from app.runs import absent
from app.settings import Settings, declarations
from app.titles import told
from app.views import VIEWS, stage_of
from optimizers.racing.ranges import share_of
from surfaces import SURFACES

#: Places of a slider from end to end.
PLACES = 200

# Around a hole: characters that no text of the page has.
_OPEN, _CLOSE, _APART = "\ue000", "\ue001", "\ue002"

#: What stands in the place of the race until it is there.
LOADING = "Loading the race…"

#: Settings that the style sheet goes by, as attributes of the page's root.
_STYLED_BY = ("theme", "embed", "view", "present")


class Shown(NamedTuple):
    """What a visitor is to see: ``texts`` of all settings as they are in force, and who cannot race, with why."""

    texts: dict[str, str]
    racers: list[str]
    absent: dict[str, str]
    fields: dict[str, Any]


def hole(kind: str, *about: str) -> str:
    """A place in the template for what ``HOLES[kind]`` says."""
    return f"{_OPEN}{_APART.join((kind, *about))}{_CLOSE}"


def parted(page: str) -> list[str | tuple[str, ...]]:
    """A rendered page as the texts between its holes and, in their places, what is to fill them."""
    parts = re.split(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", page)
    return [tuple(part.split(_APART)) if i % 2 else part for i, part in enumerate(parts)]


def filled(parts: list[str | tuple[str, ...]], settings: Settings) -> str:
    """The page for a visitor with these settings."""
    surface = settings.surfaces[settings.surface]
    x, y = settings.start
    texts = {
        **settings.texts,
        **VIEWS[settings.view].in_force(settings),
        "x": repr(float(x)).removesuffix(".0"),
        "y": repr(float(y)).removesuffix(".0"),
    }
    shown = Shown(texts, settings.racers, absent(surface), settings.fields)
    return "".join(part if isinstance(part, str) else HOLES[part[0]](shown, *part[1:]) for part in parts)


def styled(settings: Settings) -> str:
    """The attributes of the page's root."""
    shown = {key: settings.texts[key] for key in _STYLED_BY} | {"stage": stage_of(settings.view)}
    return " ".join(f'data-{key}="{text}"' for key, text in shown.items())


@lru_cache(maxsize=2048)
def _place(declaration: param.Number, text: str) -> str:
    return str(round(PLACES * share_of(declaration, float(text))))


def _declaration(shown: Shown, key: str) -> Any:
    return shown.fields[key].declaration


def _hidden(yes: bool) -> str:
    return " hidden" if yes else ""


#: What fills a hole, by its kind: a function of what is shown and of what the hole is about.
HOLES: dict[str, Callable[..., str]] = {
    "value": lambda shown, key: escape(shown.texts[key]),
    "place": lambda shown, key: _place(_declaration(shown, key), shown.texts[key]),
    "selected": lambda shown, key, option: " selected" if shown.texts[key] == option else "",
    "checked": lambda shown, key, option: " checked" if shown.texts[key] == option else "",
    "told": lambda shown, key: escape(told(declarations()[key], shown.texts[key])),
    "odd": lambda shown, key: "" if shown.fields[key].value == shown.fields[key].default else "odd",
    # What is there for one choice alone.
    "only": lambda shown, key, option: _hidden(shown.texts[key] != option),
    "titled": lambda shown, key: escape(SURFACES[shown.texts[key]].title),
    "kind": lambda shown, key: escape(SURFACES[shown.texts[key]].kind),
    "intuition": lambda shown, key: escape(SURFACES[shown.texts[key]].intuition),
    "rates": lambda shown, key: _hidden(shown.texts["shared"] == "1" or not SURFACES[shown.texts[key]].rates),
    "racing": lambda shown, key: _hidden(key not in shown.racers),
    "nobody": lambda shown, _: _hidden(bool(shown.racers)),
    "listed": lambda shown, key: " checked" if key in shown.racers else "",
    "disabled": lambda shown, key: " disabled" if key in shown.absent else "",
    "able": lambda shown, key: _hidden(key not in shown.absent),
    "why": lambda shown, key: escape(shown.absent.get(key, "")),
}
