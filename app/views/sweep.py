"""Where each racer ends, against its learning rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import param
from bokeh.models import MultiLine, Range1d, Scatter, Text
from bokeh.plotting import figure

from app import asked
from app.cache import Known, built, cached, known
from app.inquiry import Inquiry, Question, question_of
from app.plot import MOVING, columns, draw, plain, read_off, ticked_by_the_browser
from app.views.view import View
from optimizers import Optimizer, Recipe, Sweep, sweep
from optimizers.racing.listed import base
from optimizers.racing.pool import Watch, part
from optimizers.racing.quadratic import SIDE, steepest
from optimizers.racing.scales import evenly
from optimizers.racing.stationary import ground_of
from optimizers.racing.sweep import TOLERANCE
from surfaces import Surface
from surfaces.numbers import declared

if TYPE_CHECKING:
    from app.settings import Settings

#: Learning rates of a sweep: forty to a decade, which the places of the sliders are among.
RATES = np.array([float(f"{rate:.3g}") for rate in np.geomspace(1e-5, 10, 241)])
#: How many of them are tried: coarse, then sharper.
OFFERED = [(n, n, 0) for n in (61, len(RATES))]
#: What of a recipe touches η or the gradient.
TOUCHED = ("schedule", "warmup", "clip_norm", "clip_value", "weight_decay", "batch")


def picture() -> figure:
    """Loss, or steps to tolerance, against the rate; both axes in decades."""
    plot = plain("sweep", x_range=Range1d(-5, 1), y_range=Range1d(0, 1), x_axis_label="learning rate η (log)")
    limit = MultiLine(line_color="colour", line_width=1.5, line_dash="4 4")
    draw(plot, columns("xs", "ys", "colour"), limit, "glyph", "limit")
    text = Text(text="text", text_color="colour", text_font_size="12px", text_baseline="top")
    text.update(text_align="align", x_offset="aside")
    draw(plot, columns("x", "y", "text", "colour", "align", "aside"), text, "glyph", "word")
    ends = columns("xs", "ys", "colour", "dash", "title", "racer")
    lines = draw(plot, ends, MultiLine(line_color="colour", line_dash="dash", line_width=2.2), "glyph", "end")
    draw(plot, columns("xs", "ys", "colour"), MultiLine(line_color="colour", line_width=4), "glyph", "gone")
    marker = Scatter(marker={"field": "marker"}, fill_color="colour", line_width=1.2, size=13)
    draw(plot, columns("x", "y", "colour", "marker"), marker, MOVING, "head")
    read_off(plot, [lines], {name: name for name in ("η", "loss", "steps to tolerance", "outcome")})
    ticked_by_the_browser(plot.xaxis, plot.yaxis)
    return plot


def ask(settings: Settings) -> Question | None:
    """What of all rates, for everybody who races."""
    return question_of(settings, asked.everybody(settings, "sweep"))


def answer(question: Question, n: int, watch: Watch) -> dict[str, Any]:
    """Ends of ``n`` rates: ``losses``, ``arrivals`` (steps to tolerance) and ``outcomes`` of each racer, ``(n,)``."""
    of, values = question.setup, RATES[evenly(len(RATES), n)]
    surface, recipe = built(of.surface), built(of.recipe)
    found, limits = [], []
    for i, racer in enumerate(of.racers):
        rule: Optimizer = built(racer)
        # The rate in force is none of the sweep's business: another finds the same result.
        any_rate = known(type(rule)(**{name: getattr(rule, name) for name in declared(type(rule)) if name != "lr"}))
        swept = _swept(of.surface, any_rate, of.start, of.steps, of.recipe, n, watch=part(watch, i, len(of.racers)))
        found.append(
            {
                "key": rule.key,
                "losses": swept.losses,
                "arrivals": swept.steps_to_tolerance.astype(np.int32),
                "outcomes": swept.outcomes.astype(np.int8),
            }
        )
        if (limit := stability_limit(rule, surface, recipe)) is not None:
            limits.append({"key": rule.key, "x": limit})
    return {
        "values": values,
        "racers": found,
        "limits": limits,
        "base": base(surface.minima),
        "steps": of.steps,
        "replicates": of.replicates,
        "tolerance": TOLERANCE,
    }


@cached(megabytes=16)
def _swept(
    surface: Known, racer: Known, start: tuple[float, float], steps: int, recipe: Known, n: int, *, watch: Watch | None
) -> Sweep:
    values = RATES[evenly(len(RATES), n)]
    return sweep(built(racer), built(surface), "lr", values, start, steps, built(recipe), watch=watch)


def stability_limit(rule: Optimizer, surface: Surface, recipe: Recipe) -> float | None:
    """The rate beyond which theory has ``rule`` diverge here: on quadratics, where the recipe leaves η and g alone."""
    if any(getattr(recipe, name) != Recipe.param[name].default for name in TOUCHED):
        return None
    box, places = np.array(surface.domain, np.float64).ravel(), SIDE * SIDE
    largest = steepest(ground_of(surface), box, np.empty((2, places)), np.empty((3, places)))
    return None if math.isnan(largest) else rule.stability_limit(largest)


SWEEP = Inquiry(ask, answer, offered=lambda _: OFFERED)

VIEW = View(
    order=30,
    title="Sweep",
    about="Where each racer ends against its learning rate; the line above says the best in words",
    figure=picture,
    frame=(700, 560),
    inquiry=SWEEP,
    settings={
        "measure": param.Selector(
            default="final loss",
            objects=["final loss", "steps to tolerance"],
            label="Show",
            doc="What a sweep measures.",
        )
    },
)
