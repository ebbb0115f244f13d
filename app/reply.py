"""The whole answer to a browser, as a function of the settings and of what that browser already has."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.cache import Known, known
from app.explain import about_surface
from app.figures import ground, own_map
from app.runs import absent, race, racing, setup
from app.settings import Settings, to_query, values
from app.views import MAPS, VIEWS


@dataclass
class Browser:
    """What a browser has been sent already, and keeps."""

    #: The surface whose ground it draws.
    ground: Known | None = None
    #: The racers whose own maps it has.
    maps: set[str] = field(default_factory=set)


def reply(settings: Settings, has: Browser) -> dict[str, Any]:
    """The race of ``settings`` and all that is said of it; what is sent for good is noted in ``has``.

    ``words`` is one text, in JSON: as a thousand values, each looked at several times by Bokeh at either end, a reply
    takes some 4 ms longer. ``numbers``, the race's arrays, are beside it in one piece, as bytes: ``exact``, ``drawn``
    and ``factors`` of ``runs.race``, in this order. ``ground`` is None, and ``maps`` is empty, where the browser has
    them.
    """
    surface, texts = settings.surfaces[settings.surface], values(settings)
    run = race(setup(settings))
    numbers = [run.pop(name).view(np.uint8).ravel() for name in ("exact", "drawn", "factors")]
    spread = run.pop("spread")
    words = {
        "values": texts,
        "query": to_query(texts),
        "surface": about_surface(surface),
        "absent": absent(surface),
        "in_force": VIEWS[settings.view].in_force(settings),
        "race": run,
    }
    return {
        "words": json.dumps(words, ensure_ascii=False, allow_nan=False),
        "numbers": np.concatenate(numbers),
        "spread": spread,
        "ground": _ground(settings, has),
        "maps": _maps(settings, has),
    }


def _ground(settings: Settings, has: Browser) -> dict[str, Any] | None:
    surface = settings.surfaces[settings.surface]
    drawn = known(surface)
    if drawn == has.ground:
        return None
    has.ground = drawn
    return ground(surface)


def _maps(settings: Settings, has: Browser) -> dict[str, str]:
    shown = racing(settings) if VIEWS[settings.view].figure == MAPS else []
    new = [key for key in shown if key not in has.maps]
    has.maps.update(new)
    return {key: own_map(key) for key in new}
