"""A race as a picture for notebooks: ``picture``. Bokeh is imported here and nowhere else in this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from bokeh.layouts import row
from bokeh.palettes import Blues256
from bokeh.plotting import figure

from surfaces.surface import Surface

if TYPE_CHECKING:
    from optimizers.racing.trajectory import Trajectory

#: Points of the grid along each side of the map, and the bands between contours.
GRID, BANDS = 201, 16


def picture(path: Trajectory) -> Any:
    """The path on the contours of its surface, and its loss against the step, in a row."""
    surface = path.surface.build()
    steps = np.arange(len(path.losses))
    title = f"{path.rule.cls.title} on {surface.title}: {path.outcome.text}"
    loss = figure(width=420, height=380, x_axis_label="step", y_axis_label="loss", y_axis_type=scale_of(path.losses))
    loss.line(steps, path.losses, line_width=2)
    return row(_map(path, surface, title), loss)


def _map(path: Trajectory, surface: Surface, title: str) -> figure:
    (left, right), (bottom, top) = surface.domain
    x, y = np.linspace(left, right, GRID), np.linspace(bottom, top, GRID)
    z, _ = surface.evaluate(*np.meshgrid(x, y))
    options = {"title": title, "x_axis_label": "x", "y_axis_label": "y", "match_aspect": True}
    plot = figure(width=480, height=420, x_range=(left, right), y_range=(bottom, top), **options)
    # As many places between any two contours.
    heights = z[np.isfinite(z)]
    levels = np.unique(np.quantile(heights, np.linspace(0, 1, BANDS + 1))) if heights.size else heights
    if len(levels) > 1:
        plot.contour(x, y, np.ma.masked_invalid(z), levels, fill_color=Blues256[::-1][40:200], line_color="#ffffff80")
    plot.line(*path.positions.T, line_width=2, line_color="#d55e00")
    plot.scatter(*path.positions[:1].T, size=12, fill_color="#ffffff", line_color="#d55e00", line_width=2)
    if surface.minima:
        plot.scatter([p.x for p in surface.minima], [p.y for p in surface.minima], marker="cross", size=12)
    return plot


def scale_of(losses: np.ndarray) -> str:
    """Decades where every loss is positive."""
    return "log" if (losses[np.isfinite(losses)] > 0).all() else "linear"
