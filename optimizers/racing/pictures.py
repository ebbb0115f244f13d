"""Grids of races and their search as pictures for notebooks. Bokeh is imported here and in ``picture`` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from bokeh.models import ColorBar, LinearColorMapper
from bokeh.palettes import Blues256, Category10_10
from bokeh.plotting import figure

from optimizers.racing.outcome import Ending
from optimizers.racing.picture import scale_of

if TYPE_CHECKING:
    from optimizers.racing.basin import Basin
    from optimizers.racing.sweep import Sweep
    from optimizers.racing.tune import Tuning

#: Colours of the minima of a map of basins, and greys of the other endings, by the endings' numbers.
MINIMA = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#332288")
OTHERS = {Ending.AT_REST: "#9a9a9a", Ending.TO_AND_FRO: "#7d7d7d", Ending.DIVERGED: "#202020"}
OTHERS |= {Ending.LEFT_THE_MAP: "#505050", Ending.ON_ITS_WAY: "#d5d5d5"}
#: What is drawn over the colour of a minimum where a race did not stay at it: in stripes so many cells apart.
GONE, STRIPES = "#202020", 3


def swept(of: Sweep) -> Any:
    """The loss against one hyperparameter, or, in colours, against two; ``ValueError`` for more."""
    if len(of.names) == 1:
        return _curve(of)
    if len(of.names) == 2:
        return _field(of)
    raise ValueError(f"a sweep of {len(of.names)} hyperparameters has no picture: only one or two have")


def _curve(of: Sweep) -> figure:
    [name], [values] = of.names, of.values
    order = np.argsort(values)
    axes = {"x_axis_type": _axis_of(values), "y_axis_type": scale_of(of.losses)}
    plot = figure(width=640, height=360, title=of.title, x_axis_label=name, y_axis_label="loss at the end", **axes)
    plot.line(values[order], of.losses[order], line_width=2)
    diverged = values[np.isnan(of.losses)]
    if diverged.size:
        level = np.nanmax(of.losses, initial=1.0)
        plot.scatter(diverged, np.full(diverged.size, level), marker="x", size=8, legend_label="diverged")
        plot.add_layout(plot.legend[0], "right")
    return plot


def _field(of: Sweep) -> figure:
    """Places on the axes are places in the grid, since it need not be even."""
    first, second = of.values
    losses = of.losses
    logarithmic = not (losses < 0).any() and (losses > 0).any()
    if logarithmic:
        # A loss of 0 is as dark as the lowest other.
        losses = np.maximum(losses, losses.min(initial=np.inf, where=losses > 0))
    shown = np.log10(losses) if logarithmic else losses
    known = shown[np.isfinite(shown)]
    low, high = (known.min(), known.max()) if known.size else (0.0, 1.0)
    mapper = LinearColorMapper(Blues256, low=low, high=high, nan_color="#202020")
    labels = {"x_axis_label": of.names[0], "y_axis_label": of.names[1]}
    plot = figure(width=560, height=460, title=of.title, **labels)
    image = {"x": -0.5, "y": -0.5, "dw": len(first), "dh": len(second)}
    plot.image([shown.T], color_mapper=mapper, **image)
    for axis, values in ((plot.xaxis, first), (plot.yaxis, second)):
        places = np.unique(np.linspace(0, len(values) - 1, 6).round()).astype(int).tolist()
        axis.ticker = places
        axis.major_label_overrides = {place: f"{values[place]:.3g}" for place in places}
    title = "log₁₀ of the loss at the end" if logarithmic else "loss at the end"
    plot.add_layout(ColorBar(color_mapper=mapper, title=title), "right")
    return plot


def reached(of: Basin) -> Any:
    """The map of where each start leads: a colour for each minimum, lighter where it took longer; greys elsewhere.

    Where a race did not stay at its minimum there are stripes.
    """
    colours = np.zeros(of.destinations.shape, np.uint32)
    view = colours.view(np.uint8).reshape(*colours.shape, 4)
    arrived = of.places >= 0
    share = of.steps / max(1, of.steps.max(initial=1, where=arrived))
    keys = np.where(arrived, of.places, of.destinations)
    for key in np.unique(keys).tolist():
        here = keys == key
        base = np.array(_rgb(MINIMA[key % len(MINIMA)] if key >= 0 else OTHERS[Ending(key)]))
        fade = 0.65 * share[here] if key >= 0 else np.zeros(here.sum())
        view[here, :3] = base + (255 - base) * fade[:, None]
        view[here, 3] = 255
    striped = np.add(*np.indices(keys.shape)) % STRIPES == 0
    view[(of.destinations == Ending.DID_NOT_STAY) & striped, :3] = _rgb(GONE)
    (left, right), (bottom, top) = (_edges(each) for each in (of.x, of.y))
    options = {"x_axis_label": "start x", "y_axis_label": "start y", "match_aspect": True}
    plot = figure(width=680, height=460, title=of.title, x_range=(left, right), y_range=(bottom, top), **options)
    plot.image_rgba([colours], x=left, y=bottom, dw=right - left, dh=top - bottom)
    for i, (x, y, _) in enumerate(of.minima):
        look = {"line_color": "#000000", "fill_color": MINIMA[i % len(MINIMA)], "legend_label": f"({x:.4g}, {y:.4g})"}
        plot.scatter([x], [y], marker="circle", size=10, **look)
    if of.minima:
        plot.add_layout(plot.legend[0], "right")
    return plot


def searched(of: Tuning) -> Any:
    """The best loss of each racer against the number of trials."""
    best = [np.fmin.accumulate(each.losses) for each in of.racers]
    axes = {"x_axis_label": "trials", "y_axis_label": "best loss so far", "y_axis_type": scale_of(np.concatenate(best))}
    plot = figure(width=560, height=360, title=of.title, **axes)
    for i, (each, losses) in enumerate(zip(of.racers, best, strict=True)):
        colour = Category10_10[i % 10]
        plot.step(np.arange(of.budget) + 1, losses, mode="after", line_width=2, color=colour, legend_label=each.title)
    plot.legend.click_policy = "hide"
    return plot


def _axis_of(values: np.ndarray) -> str:
    """Decades where the values span more than one."""
    return "log" if values.min() > 0 and values.max() / values.min() > 10 else "linear"


def _edges(centres: np.ndarray) -> tuple[float, float]:
    half = (centres[-1] - centres[0]) / (2 * (len(centres) - 1)) if len(centres) > 1 else 0.5
    return float(centres[0] - half), float(centres[-1] + half)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
