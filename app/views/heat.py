"""Where one racer ends, over a grid of two of its hyperparameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import param
from bokeh.models import ColorBar, FixedTicker, Image, LinearColorMapper, Range1d, Scatter
from bokeh.plotting import figure

from app import asked
from app.cache import Known, built, cached
from app.in_force import axes
from app.inquiry import Inquiry, Question, question_of
from app.plot import MOVING, columns, draw, plain, ticked_by_the_browser
from app.style import THEMES
from app.views.view import View
from optimizers import OPTIMIZERS, Optimizer, Sweep, sweep
from optimizers.racing.listed import base
from optimizers.racing.pool import Watch
from optimizers.racing.ranges import values
from surfaces.numbers import Real, declared

if TYPE_CHECKING:
    from app.settings import Settings

#: Points along each axis: coarse, then sharper.
OFFERED = [(n, n * n, 0) for n in (21, 61)]

#: The real-numbered hyperparameters of each racer that has two or more of them.
HEATED = {
    key: names
    for key, rule in OPTIMIZERS.items()
    if len(names := [name for name in declared(rule) if isinstance(rule.param[name], Real)]) > 1
}
_NUMBERS = list(dict.fromkeys(name for names in HEATED.values() for name in names))


def picture() -> figure:
    """Colours over places of the grid, which both axes are in."""
    plot = plain("heat", x_range=Range1d(0, 1), y_range=Range1d(0, 1))
    plot.grid.visible = False
    mapper = LinearColorMapper(palette=THEMES["light"]["heat"], low=0, high=1, name="heat colours")
    draw(plot, columns("image", "x", "y", "dw", "dh"), Image(color_mapper=mapper), "image", "grid")
    now = columns("x", "y")
    draw(plot, now, Scatter(marker="circle", size=16, fill_color=None, line_width=5), MOVING, "casing")
    draw(plot, now, Scatter(marker="circle", size=16, fill_color=None, line_width=2.5), MOVING, "mark")
    bar = ColorBar(
        color_mapper=mapper,
        ticker=FixedTicker(ticks=[]),
        background_fill_color=None,
        width=12,
        name="heat bar",
    )
    plot.add_layout(bar, "right")
    ticked_by_the_browser(plot.xaxis, plot.yaxis)
    return plot


def ask(settings: Settings) -> Question | None:
    """What of both hyperparameters, for the racer chosen, whether it is switched on or not."""
    return question_of(settings, asked.heat(settings))


def answer(question: Question, n: int, watch: Watch) -> dict[str, Any]:
    """Losses over about ``n`` by ``n`` values, row by row from below, as an image is."""
    of = question.setup
    rule, surface = built(of.racers[0]), built(of.surface)
    swept = _swept(of.surface, of.racers[0], of.start, of.steps, of.recipe, question.options, n, watch=watch)
    across, up = (
        {"name": name, "label": type(rule).param[name].label, "values": axis(rule, name, n)}
        for name in question.options
    )
    return {
        "racer": rule.key,
        "across": across,
        "up": up,
        "losses": np.ascontiguousarray(swept.losses.T),
        "base": base(surface.minima),
        "replicates": of.replicates,
    }


@cached(megabytes=16)
def _swept(
    surface: Known,
    racer: Known,
    start: tuple[float, float],
    steps: int,
    recipe: Known,
    names: tuple[str, str],
    n: int,
    *,
    watch: Watch,
) -> Sweep:
    rule: Optimizer = built(racer)
    values = tuple(axis(rule, name, n) for name in names)
    return sweep(rule, built(surface), names, values, start, steps, built(recipe), watch=watch)


def axis(rule: Optimizer, name: str, n: int) -> np.ndarray:
    """Different values of a hyperparameter from end to end of its slider, ``n`` or a few less."""
    return np.array(values(type(rule).param[name], n))


VIEW = View(
    order=40,
    title="Heat map",
    about="Where one racer ends over two hyperparameters; the line above says the best in words",
    figure=picture,
    frame=(640, 560),
    inquiry=Inquiry(ask, answer, offered=lambda _: OFFERED),
    in_force=lambda settings: dict(zip(("across", "up"), axes(settings), strict=True)),
    facts={
        "labels": {key: {name: OPTIMIZERS[key].param[name].label for name in names} for key, names in HEATED.items()}
    },
    settings={
        "heat": param.Selector(default="adam", objects=list(HEATED), label="Racer", doc="Whose heat map is shown."),
        "across": param.Selector(
            default="lr", objects=_NUMBERS, label="Across", doc="Hyperparameter along the heat map."
        ),
        "up": param.Selector(default="beta1", objects=_NUMBERS, label="Up", doc="Hyperparameter up the heat map."),
    },
)
