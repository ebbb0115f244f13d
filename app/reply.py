"""The whole answer to a browser, as a function of the settings and of what that browser already has."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from app import cost
from app.cache import Known, built, cached
from app.explain import about_surface, explanation
from app.figures import ground, is_built, own_map
from app.heights import are_known, points
from app.identity import race_title
from app.links import VERSION, to_query
from app.pin import differences
from app.runs import Setup, absent, race, setup, to_race
from app.settings import Settings, values
from app.views import MAPS, VIEWS

#: Nanoseconds, about, to make the grids of a surface's map, beside its evaluation at their points; to build a map.
GRIDS, MAP = 2e6, 90e6
#: A racer, however short its race.
RACER = 350e3
#: A reply that costs no more is worked out at once: longer, and everybody else would notice.
AT_ONCE = 12e6


@dataclass
class Browser:
    """What a browser has been sent already, and keeps."""

    #: The surface whose ground it draws.
    ground: Known | None = None
    #: The pinned race whose numbers it has.
    pinned: Setup | None = None
    #: The racers whose own maps it has.
    maps: set[str] = field(default_factory=set)

    def note(self, order: Order) -> None:
        """The reply to ``order`` is on its way."""
        self.ground = order.setup.surface
        self.pinned = order.pinned
        self.maps.update(order.maps)


class Order(NamedTuple):
    """What a reply is to say, by value: while it is worked out, the settings may change."""

    setup: Setup
    #: ``settings.values``, and what is in force instead of the view's own settings.
    texts: dict[str, str]
    in_force: dict[str, str]
    #: Whether the browser lacks the ground of the surface, and the racers whose own maps it lacks.
    ground: bool
    maps: tuple[str, ...]
    #: The pinned race, if there is one; whether the browser lacks it; what of its racers is not as it is now.
    pinned: Setup | None
    lacks_pinned: bool
    differences: dict[str, str]

    @property
    def kind(self) -> str:
        """Beside ``Question.kind``."""
        return "race"

    @property
    def cost(self) -> float:
        """Nanoseconds that the reply takes, about."""
        surface = built(self.setup.surface)
        lacks = self.ground and not are_known(self.setup.surface)
        maps = sum(not is_built(key) for key in self.maps)
        races = [self.setup, *([self.pinned] if self.pinned and self.lacks_pinned else [])]
        lacking = [each._replace(racers=to_race(each)) for each in races]
        race = sum(RACER * len(each.racers) + cost.race(each.bill) for each in lacking)
        return race + (GRIDS + points(surface) * surface.price if lacks else 0.0) + MAP * maps


def order(settings: Settings, has: Browser) -> Order:
    """What these settings ask for, and what of it the browser lacks."""
    of, view = setup(settings), VIEWS[settings.view]
    shown = [key for key, _ in of.racers] if view.figure == MAPS else []
    pinned = setup(settings.pinned) if settings.pinned else None
    return Order(
        of,
        values(settings),
        view.in_force(settings),
        of.surface != has.ground,
        tuple(key for key in shown if key not in has.maps),
        pinned,
        pinned is not None and pinned != has.pinned,
        differences(settings),
    )


def reply(to: Order, stop: np.ndarray | None = None) -> dict[str, Any]:
    """The race that was ordered, and all that is said of it; another thread may end the work, as ``runs.race`` has it.

    ``words`` is one text, in JSON: as a thousand values, each looked at several times by Bokeh at either end, a reply
    takes some 4 ms longer. ``numbers``, the race's arrays, are beside it in one piece, as bytes: ``factors``,
    ``measured`` and ``counted`` of ``runs.race``, in this order, each with that of the pinned race behind it, where the
    browser lacks that. ``ground`` is None, and ``maps`` is empty, where the
    browser has them.
    """
    surface = built(to.setup.surface)
    run = race(to.setup, stop)
    pinned = race(to.pinned, stop) if to.pinned and to.lacks_pinned else None
    runs = [each for each in (run, pinned) if each]
    numbers = [each.pop(name).view(np.uint8).ravel() for name in ("factors", "measured", "counted") for each in runs]
    spread = run.pop("spread")
    racers = [_racer(by, each) for by, each in zip(to.setup.racers, run.pop("racers"), strict=True)]
    words = {
        "values": _text(to.texts),
        "title": _text(race_title(to.setup)),
        # An address that names nothing opens the page with a race of its own.
        "query": _text(to_query(to.texts) or {"v": VERSION}),
        **_of_surface(to.setup.surface),
        "in_force": _text(to.in_force),
        "pinned": _text(_pinned(to, pinned)),
        "race": _object({**{name: _text(value) for name, value in run.items()}, "racers": f"[{', '.join(racers)}]"}),
    }
    return {
        "words": _object(words),
        "numbers": np.concatenate(numbers),
        "spread": spread,
        "ground": ground(surface) if to.ground else None,
        "maps": {key: own_map(key) for key in to.maps},
    }


def _pinned(to: Order, run: dict[str, Any] | None) -> dict[str, Any] | None:
    """What is said of the pinned race; ``race`` is None where the browser has it. Its replicates are not shown."""
    if not to.pinned:
        return None
    if run:
        del run["spread"]
        rules = [built(racer) for racer in to.pinned.racers]
        run["racers"] = [
            {"title": rule.title, "variant": rule.variant, **raced}
            for rule, raced in zip(rules, run["racers"], strict=True)
        ]
    return {"differences": to.differences, "race": run}


# What is said of a racer and of a surface is most of the words, and most of it was said before: its text is kept.


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _object(texts: dict[str, str]) -> str:
    """The JSON object with these texts, which are JSON themselves, as its values."""
    return "{" + ", ".join(f"{_text(name)}: {text}" for name, text in texts.items()) + "}"


def _racer(by: Known, raced: dict[str, Any]) -> str:
    return f"{_explanation(by)[:-1]}, {_text(raced)[1:]}"


@lru_cache(maxsize=512)
def _explanation(by: Known) -> str:
    return _text(explanation(by))


@cached(megabytes=1)
def _of_surface(by: Known) -> dict[str, str]:
    surface = built(by)
    return {"surface": _text(about_surface(surface)), "absent": _text(absent(surface))}
