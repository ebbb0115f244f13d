"""What becomes of a race from every point of the map, for each racer on its own map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from app import asked
from app.cache import Known, built, cached
from app.inquiry import Inquiry, Question, question_of
from app.style import BASINS
from app.views.view import MAPS, View
from optimizers import Basin, basin
from optimizers.racing.basin import minima_at
from optimizers.racing.outcome import Ending
from optimizers.racing.pool import Watch, part
from optimizers.racing.ranks import lowest
from optimizers.racing.shades import DECADES, SHADES, colour, shade
from surfaces import Point, Surface

if TYPE_CHECKING:
    from app.settings import Settings

#: Cells along each side: coarse, then sharper. Each is three bytes.
OFFERED = [(n, n * n, 3 * n * n) for n in (40, 128, 256)]


def ask(settings: Settings) -> Question | None:
    """What of all starts, for everybody who races."""
    return question_of(settings, asked.basins(settings))


def answer(question: Question, n: int, watch: Watch) -> dict[str, Any]:
    """``destinations`` and ``shades`` of ``n`` by ``n`` cells for each racer, row by row from below.

    A destination, int16, is what ``colour`` has, with places in the one list of minima; a shade, uint8, what ``shade``
    has. There are ``SHADES`` shares.
    """
    of = question.setup
    surface = built(of.surface)
    found = [
        _mapped(of.surface, racer, of.steps, of.recipe, n, watch=part(watch, i, len(of.racers)))
        for i, racer in enumerate(of.racers)
    ]
    minima, places = _same_minima(surface, [each.minima for each in found])
    begun = surface.evaluate(*np.meshgrid(found[0].x, found[0].y))[0]
    low = lowest(surface)
    if math.isnan(low):
        low = float(np.nanmin([begun, *(each.losses for each in found)]))
    racers = []
    for (key, _), each, place in zip(of.racers, found, places, strict=True):
        destinations, shades = np.empty((n, n), np.int64), np.empty((n, n), np.uint8)
        colour(each.destinations, each.places, place, destinations)
        shade(each.places, each.steps, of.steps, begun, each.losses, low, shades)
        endings = np.minimum(each.destinations, Ending.ARRIVED)
        racers.append(
            {
                "key": key,
                "destinations": destinations.astype(np.int16),
                "shades": shades,
                "shares": {ending.kind: float((endings == ending).mean()) for ending in Ending},
            }
        )
    return {
        "cells": n,
        "shades": SHADES,
        "decades": DECADES,
        "steps": of.steps,
        "domain": surface.domain,
        "minima": len(minima),
        "named": [tuple(point) for point in minima[: len(BASINS)]],
        "racers": racers,
    }


@cached(megabytes=48)
def _mapped(surface: Known, racer: Known, steps: int, recipe: Known, n: int, *, watch: Watch | None) -> Basin:
    return basin(built(racer), built(surface), (n, n), steps, built(recipe), watch=watch)


def _same_minima(surface: Surface, lists: list[tuple[Point, ...]]) -> tuple[tuple[Point, ...], list[np.ndarray]]:
    """One list of minima, the surface's or those reached, lowest first; and the places in it of each racer's own."""
    if surface.minima:
        return surface.minima, [np.arange(len(surface.minima))] * len(lists)
    reached = np.array([(point.x, point.y) for points in lists for point in points]).reshape(-1, 2).T
    minima, which = minima_at(surface, reached)
    return minima, np.split(which, np.cumsum([len(points) for points in lists])[:-1])


VIEW = View(
    order=50,
    title="Basins",
    about="For each racer the map, coloured by which minimum a race from there arrives at, striped where it does not "
    "stay there, elsewhere how far it gets; the line above says the shares",
    figure=MAPS,
    frame=(800, 700),
    inquiry=Inquiry(ask, answer, offered=lambda _: OFFERED),
)
