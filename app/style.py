"""How things look: colours, markers and dashes for those who race, and two palettes for the map.

The racers' colours are told apart with any of the common colour-vision deficiencies (after Okabe &
Ito), and never stand alone: each racer has a marker and a dash of its own as well. Which look a racer has,
``static/model/looks.js`` says: it depends on who else races.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from optimizers import OPTIMIZERS, Ending

#: Bands of colour between contour lines.
BANDS = 20

_LIGHT = ("#0072b2", "#c24f00", "#007a5a", "#9a3a9f", "#33205f", "#8a6a00", "#a31545", "#3b5b00")
_DARK = ("#6cc5ff", "#ff9a4d", "#3fe0b0", "#f09be6", "#c9bcff", "#f5e663", "#ff8aa8", "#c3e88d")
_MARKERS = ("circle", "triangle", "square", "diamond", "hex", "inverted_triangle", "star", "plus")
_DASHES = ((), (10, 4), (2, 4), (10, 4, 2, 4), (), (6, 3), (14, 5), (3, 3))


def _ramp(*stops: str, count: int = BANDS) -> list[str]:
    """``count`` colours evenly along ``stops``."""
    colours = [[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops]
    ramp = []
    for band in range(count):
        place = band / (count - 1) * (len(stops) - 1)
        first = min(int(place), len(stops) - 2)
        share = place - first
        mixed = (round(a + share * (b - a)) for a, b in zip(colours[first], colours[first + 1], strict=True))
        ramp.append("#" + "".join(f"{channel:02x}" for channel in mixed))
    return ramp


#: From the lowest loss to the highest: even steps of lightness, told apart in grey as well.
_HEAT = _ramp("#fcf3c4", "#f6c667", "#e58a4b", "#b9495f", "#6f2a6b", "#2a1a4f", count=64)
#: A hue for each minimum, lowest first, after Okabe & Ito.
BASINS = ("#56b4e9", "#e69f00", "#0072b2", "#f0e442", "#d55e00", "#009e73", "#cc79a7", "#7f7fff")

#: Colours by theme: the style sheet has those that are one colour by these names, ``static/figures/theme.js`` hands
#: them to the figures.
THEMES: dict[str, dict[str, Any]] = {
    "light": {
        "map": _ramp("#fff7d6", "#cfe3d4", "#8fb8c4", "#5b84ab", "#3d5688"),
        "heat": _HEAT,
        "basins": BASINS,
        "gone": "#aab2bb",
        "close": "#f7f8fa",
        "pattern": "#59636e",
        "line": "#10233f",
        # What light and shade on the map go to: shades are bluish, as those of mountains are.
        "lit": "#ffffff",
        "shaded": "#08163c",
        "ink": "#1d2733",
        "faint": "#d5dce4",
        "casing": "#ffffff",
        "page": "#ffffff",
        "soft": "#5a6877",
        "rule": "#dde3ea",
        "quiet": "#f4f6f9",
        "accent": "#0b62c4",
        "on-accent": "#ffffff",
        "bad": "#b3261e",
        "good": "#00695c",
        "warn": "#a33a00",
        "local": "#866000",
    },
    "dark": {
        "map": _ramp("#0b1113", "#10262a", "#163f4c", "#245872", "#3f6a9c"),
        "heat": _HEAT,
        "basins": BASINS,
        "gone": "#414c57",
        "close": "#0d1218",
        "pattern": "#98a4b0",
        "line": "#a9c6de",
        "lit": "#6f9fc0",
        "shaded": "#000408",
        "ink": "#e6edf3",
        "faint": "#2b3642",
        "casing": "#05080c",
        "page": "#11171e",
        "soft": "#9aa8b6",
        "rule": "#2b3642",
        "quiet": "#1a222b",
        "accent": "#63a8ff",
        "on-accent": "#06101c",
        "bad": "#ff8a80",
        "good": "#5fd9bd",
        "warn": "#ffa071",
        "local": "#f0c94a",
    },
}


#: Whether the words of an outcome are in the colour of what is good, bad, between, or none of these; and its sign.
TONES = {
    Ending.ARRIVED: "good",
    Ending.DID_NOT_STAY: "warn",
    Ending.AT_REST: "warn",
    Ending.TO_AND_FRO: "warn",
    Ending.DIVERGED: "bad",
    Ending.LEFT_THE_MAP: "bad",
    Ending.ON_ITS_WAY: "soft",
}
SIGNS = {
    Ending.ARRIVED: "✓",
    Ending.DID_NOT_STAY: "↶",
    Ending.AT_REST: "■",
    Ending.TO_AND_FRO: "↔",
    Ending.DIVERGED: "✕",
    Ending.LEFT_THE_MAP: "↗",
    Ending.ON_ITS_WAY: "…",
}
#: The same of a race at a minimum that is not the lowest.
LOCAL = {"tone": "local", "sign": "◇"}


#: Those who have the first looks, in this order, and keep them for ever.
CLASSICS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")


def look(place: int) -> dict[str, Any]:
    """Colours by theme, marker and dash; of two places that share a colour, marker and dash differ."""
    again, colour = divmod(place, len(_LIGHT))
    return {
        "light": _LIGHT[colour],
        "dark": _DARK[colour],
        "marker": _MARKERS[(place + again) % len(_MARKERS)],
        "dash": list(_DASHES[(place + 3 * again) % len(_DASHES)]),
    }


#: A look for everybody, were all to race; how many come before a colour is had again.
LOOKS, COLOURS = [look(place) for place in range(len(OPTIMIZERS))], len(_LIGHT)


def looks(keys: Sequence[str]) -> list[dict[str, Any]]:
    """How those who race look, in the order of the menu, on a page that begins with them."""
    taken = {CLASSICS.index(key) for key in keys if key in CLASSICS}
    # Those of the classics come after all other colours, and before these are had again.
    own = len(CLASSICS)
    free = [*range(own, COLOURS), *range(own), *range(COLOURS, len(LOOKS))]
    places = iter([place for place in free if place not in taken])
    return [LOOKS[CLASSICS.index(key) if key in CLASSICS else next(places)] for key in keys]


def racer_style(key: str) -> dict[str, Any]:
    """How ``key`` looks on a page on which everybody races."""
    return looks(list(OPTIMIZERS))[list(OPTIMIZERS).index(key)]
