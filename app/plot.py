"""What all figures of the page are made with."""

from __future__ import annotations

from typing import Any

from bokeh.models import (
    ColumnDataSource,
    CustomJSHover,
    FixedTicker,
    Glyph,
    GlyphRenderer,
    HoverTool,
    MultiLine,
    Scatter,
)
from bokeh.plotting import figure

#: What hangs on the playhead is painted over a picture that stays: only this level is redrawn for a frame.
MOVING = "overlay"


def plain(name: str, **options: Any) -> figure:
    """An empty figure that fills its place."""
    plot = figure(
        name=name,
        sizing_mode="stretch_both",
        min_height=80,
        min_width=80,
        toolbar_location=None,
        tools="",
        lod_threshold=None,
        min_border_top=6,
        min_border_right=10,
        outline_line_color=None,
        **options,
    )
    plot.background_fill_color = plot.border_fill_color = None
    plot.axis.axis_label_standoff = 4
    plot.axis.axis_label_text_font_style = "normal"
    plot.toolbar.logo = None
    return plot


def columns(*names: str) -> ColumnDataSource:
    """A source that the browser fills."""
    return ColumnDataSource({name: [] for name in names})


def draw(plot: figure, source: ColumnDataSource, glyph: Glyph, level: str, name: str | None = None) -> GlyphRenderer:
    """Add one glyph. The figure's own methods make four of each, and a session waits for them."""
    renderer = GlyphRenderer(data_source=source, glyph=glyph, level=level, name=name)
    plot.renderers.append(renderer)
    return renderer


def moving(plot: figure, width: float, size: float) -> None:
    """Trails up to the playhead with a head each, and what the pointer reads off them.

    The browser paints them over the figure (``static/figures/playing.js``); Bokeh's own are for the pointer alone.
    """
    named = ("xs", "ys", "colour", "dash", "title", "racer")
    thin = MultiLine(line_color="colour", line_dash="dash", line_width=1.2, line_alpha=0.45)
    pinned = draw(plot, columns(*named), thin, MOVING, "pinned")
    lines = draw(plot, columns(*named), MultiLine(line_color="colour", line_width=width, line_alpha=0), MOVING, "trail")
    head = Scatter(marker={"field": "marker"}, size=size, fill_alpha=0, line_alpha=0)
    draw(plot, columns("x", "y", "colour", "marker"), head, MOVING, "head")
    read_off(
        plot,
        [lines, pinned],
        {"step": "step", "loss": "loss", "x, y": "place", "gradient norm": "slope"},
    )


#: What the pointer reads; Bokeh would write a table. The rest of its look is in the style sheet.
_TIP = (
    "<div>"
    '<div style="font-weight: 600"><span style="display: inline-block; width: 18px; height: 4px; border-radius: 2px; '
    'margin-right: 6px; vertical-align: 3px; background: @colour"></span>@title</div>{}</div>'
)
_READ = '<div><span style="color: var(--soft)">{}</span> @racer{{{}}}</div>'


def read_off(plot: figure, lines: list[GlyphRenderer], quantities: dict[str, str]) -> None:
    """Have the pointer read off ``lines`` what the quantities, by their labels, are at its place.

    The browser puts a function of its own into the formatter, which Bokeh would otherwise have to compile from text.
    """
    plot.add_tools(
        HoverTool(
            renderers=lines,
            line_policy="nearest",
            limit=1,
            tooltips=_TIP.format("".join(_READ.format(*each) for each in quantities.items())),
            formatters={"@racer": CustomJSHover()},
        )
    )


def ticked_by_the_browser(*axes: Any) -> None:
    """Leave it to the browser where these axes have ticks and what they read."""
    for axis in axes:
        axis.ticker = FixedTicker(ticks=[])
