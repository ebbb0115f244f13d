"""The surface as a relief in three dimensions, with the race on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from app.cache import Known, built, cached, known
from app.heights import Grid, losses, rows_for
from app.inquiry import Inquiry, Question
from app.runs import Setup
from app.views.view import View
from optimizers import Recipe
from optimizers.racing.listed import base
from optimizers.racing.pool import Watch
from surfaces import Surface

if TYPE_CHECKING:
    from app.settings import Settings

#: Points across the relief, as many in a unit up; and the most of them up. In all at most 300 kB.
COLUMNS, MOST_ROWS = 257, 289
OFFERED = [(COLUMNS, COLUMNS * MOST_ROWS, 0)]


def ask(settings: Settings) -> Question:
    """What of the surface in its shape: no race has a part in it, and none is run."""
    surface = known(settings.surfaces[settings.surface])
    return Question("relief", Setup((), surface, (0.0, 0.0), 1, known(Recipe())))


def answer(question: Question, columns: int, _watch: Watch) -> dict[str, Any]:
    """The losses of the domain above ``base``: ``loss``, float32, ``(rows, columns)``, row by row from below.

    ``x`` and ``y`` are the places of the first and the last column and row. NaN stands where a race counts as diverged,
    or there is no number. ``log`` says whether equal ratios of losses deserve equal steps of height.
    """
    surface = built(question.setup.surface)
    over = grid(surface, columns)
    return {
        "x": over.x,
        "y": over.y,
        "loss": _losses(question.setup.surface, columns),
        "log": surface.log_colour,
        "base": base(surface.minima),
    }


def grid(surface: Surface, columns: int) -> Grid:
    """Where a surface is looked at, whatever its shape."""
    x, y = surface.domain
    return Grid(x, y, min(rows_for(x, y, columns - 1), MOST_ROWS), columns)


@cached(megabytes=12)
def _losses(by: Known, columns: int) -> np.ndarray:
    surface: Surface = built(by)
    found = losses(surface, grid(surface, columns))
    found.flags.writeable = False
    return found


VIEW = View(
    order=60,
    title="3-D",
    about="The surface in three dimensions, with the paths of all racers; the standings say the same in words",
    figure=None,
    inquiry=Inquiry(ask, answer, offered=lambda _: OFFERED),
)
