"""Small pictures of the surfaces, made of the surfaces themselves, for the page's choice of one."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from app.style import BANDS
from surfaces import SURFACES, Surface

#: Pixels of a picture across and up.
WIDE, HIGH = 56, 42


class Pictured(NamedTuple):
    """A surface in the page's choice: its key, its title, its kind in a word, and its picture."""

    key: str
    title: str
    kind: str
    #: The band of colour at each pixel, row by row from the top, as a letter from "A" on; a number after a letter says
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
    """The bands of the domain in ``WIDE`` × ``HIGH`` pixels."""
    (left, right), (bottom, top) = surface.domain
    loss, _ = surface.evaluate(*np.meshgrid(np.linspace(left, right, WIDE), np.linspace(top, bottom, HIGH)))
    loss = np.nan_to_num(loss, nan=np.inf, posinf=1e9).clip(max=1e9).ravel()
    above = loss - min([loss.min(), *(point.value for point in surface.minima)])
    if surface.log_colour:
        above = np.log(np.maximum(above, np.quantile(above, 0.02)))
        above -= above.min()
    # Half by how high it is, half by how much of the map is lower: neither alone shows all of them in so few pixels.
    lower = np.searchsorted(np.sort(loss), loss) / loss.size
    bands = (BANDS * (above / above.max() + lower) / 2).astype(int).clip(max=BANDS - 1)
    letters = "".join(chr(ord("A") + band) for band in bands.tolist())
    return re.sub(r"(.)\1+", lambda run: f"{run[1]}{len(run[0])}", letters)
