"""Small pictures of the surfaces, made of the surfaces themselves, for the page's choice of one."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from app.contours import levels
from app.style import BANDS
from surfaces import SURFACES, Surface

#: Pixels of a picture across and up.
WIDE, HIGH = 56, 42


class Pictured(NamedTuple):
    """A surface in the page's choice: its key, its title, its kind in a word, and its picture."""

    key: str
    title: str
    kind: str
    #: The band of the map at each pixel, row by row from the top, as a letter from "A" on; a number after a letter says
    #: how often it comes one after another. ``static/model/thumbnails.js`` reads it.
    picture: str
    #: Texts of the learning rates that the surface brings, by rule.
    rates: dict[str, str]


@cache
def pictured() -> tuple[Pictured, ...]:
    """Every surface with its picture, in menu order: once for all visitors, some fifteen kilobytes."""
    return tuple(
        Pictured(key, cls.title, cls.kind, picture(cls()), {rule: f"{rate:g}" for rule, rate in cls.rates.items()})
        for key, cls in SURFACES.items()
    )


def picture(surface: Surface) -> str:
    """The bands of the domain's map in ``WIDE`` × ``HIGH`` pixels."""
    (left, right), (bottom, top) = surface.domain
    x = np.linspace(left, right, WIDE)
    y = np.linspace(top, bottom, HIGH)
    loss, _ = surface.evaluate(*np.meshgrid(x, y))
    bands = np.clip(np.searchsorted(levels(surface), loss, side="right") - 1, 0, BANDS - 1)
    letters = "".join(chr(ord("A") + band) for band in bands.ravel().tolist())
    return re.sub(r"(.)\1+", lambda run: f"{run[1]}{len(run[0])}", letters)
