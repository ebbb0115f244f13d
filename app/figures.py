"""The figures of the page, in Bokeh: built once for all visitors, filled and moved in the browser alone."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from functools import cache
from itertools import count
from typing import Any

from bokeh.core.json_encoder import serialize_json
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.models import (
    ColumnDataSource,
    ImageRGBA,
    Patches,
    Range1d,
    Row,
    Scatter,
    Span,
    Text,
)
from bokeh.plotting import figure

from app.heights import heights
from app.marks import marks
from app.plot import MOVING, columns, draw, moving, plain, ticked_by_the_browser
from app.views import MAP, MAPS, VIEWS
from optimizers import OPTIMIZERS
from surfaces import Surface

#: The columns of a source of pictures.
PICTURE = ("image", "x", "y", "dw", "dh")


def ground(surface: Surface) -> dict[str, dict[str, Any]]:
    """What is drawn of ``surface``: its ``heights``, and columns for the source of its marks."""
    return {"heights": heights(surface), "mark": marks(*surface.marked)}


@cache
def figures() -> str:
    """The document of all figures, which every visitor's browser makes its own."""
    return _json(_built()[1].to_json())


def own_map(key: str) -> str:
    """The map of the racer ``key`` alone, to be added to that document; it shares the ranges and the contours.

    Its models are named after it, for the next map may come from another server: Bokeh counts its ids in the order
    in which visitors ask.
    """
    with _BUILDING:
        if key not in _MAPS:
            still, document = _built()
            plot = still.map(f"map {key}", title=OPTIMIZERS[key].title)
            shared, own = {model.id for model in document.models}, count()
            names: dict[str, str] = defaultdict(lambda: f"{key}-{next(own)}")
            text = _json(Serializer(references=set(document.models)).encode(plot))
            _MAPS[key] = re.sub(
                r'(?<="id":")[^"]+', lambda found: found[0] if found[0] in shared else names[found[0]], text
            )
    return _MAPS[key]


#: The maps that are built, by racer. Bokeh's models are built by one thread at a time.
_MAPS: dict[str, str] = {}
_BUILDING = threading.Lock()


def is_built(key: str) -> bool:
    """Whether the map of a racer need not be built any more."""
    return key in _MAPS


@cache
def _built() -> tuple[Ground, Document]:
    still, document = Ground(), Document()
    # Filled when it is first looked at: most visitors never do.
    maps = Row(
        name=MAPS,
        sizing_mode="stretch_both",
    )
    roots = [still.map(MAP), maps, loss_figure()]
    for key, view in VIEWS.items():
        if callable(view.figure):
            plot = view.figure()
            plot.name = key
            roots.append(plot)
    for root in roots:
        document.add_root(root)
    return still, document


def _json(content: Any) -> str:
    """Text that may stand within a script element."""
    return serialize_json(content).replace("<", "\\u003c")


class Ground:
    """The still part of the map, shared by all maps: sources, markers and ranges."""

    def __init__(self) -> None:
        # The browser paints them: the colours, and lines and shades where a view has a picture between the two.
        self.colours, self.relief = (columns(*PICTURE) for _ in range(2))
        self.letters = columns("x", "y", "text", "casing")
        self.points = columns("x", "y", "marker", "size", "rim")
        self.x_range, self.y_range = Range1d(), Range1d()
        self.start = ColumnDataSource({"x": [0.0], "y": [0.0]})

    def map(self, name: str, title: str | None = None) -> figure:
        """A map with trails and heads of its own, over this ground."""
        plot = plain(name, x_range=self.x_range, y_range=self.y_range)
        # Named where there is room for it: see static/figures/sizes.js.
        plot.xaxis.name, plot.yaxis.name = "x", "y"
        plot.grid.visible = False
        if title:
            plot.title.text = title
        marker = {"field": "marker"}
        draw(plot, self.colours, ImageRGBA(), "image", "ground")
        # What ends where, over the ground: filled by a view that tells it.
        draw(plot, columns(*PICTURE), ImageRGBA(), "image", "picture")
        draw(plot, self.relief, ImageRGBA(), "image", "relief")
        draw(plot, self.points, Scatter(marker=marker, size="rim", line_width=4), "glyph", "casing")
        draw(plot, self.points, Scatter(marker=marker, size="size", line_width=2), "glyph", "mark")
        # The minima by their letters, where a view speaks of them: on a casing, to be read on any colour.
        letters = Text(text="text", text_font_style="bold", text_outline_color="casing", x_offset=9, y_offset=-5)
        draw(plot, self.letters, letters, "glyph", "letter")
        draw(plot, self.start, Scatter(size=18, line_width=2.5, fill_alpha=0.25), MOVING, "start")
        moving(plot, width=2.2, size=13)
        draw(plot, columns("x", "y", "text", "colour"), _sign(x_offset=9, y_offset=-9), MOVING, "arrival")
        return plot


def _sign(**options: Any) -> Text:
    """What stands where somebody has arrived."""
    return Text(text="text", text_color="colour", text_font_size="17px", text_font_style="bold", **options)


def loss_figure() -> figure:
    """Loss against step: all of it, faint; up to the playhead, bold."""
    plot = plain("loss", x_range=Range1d(0, 1), y_range=Range1d(0, 1), x_axis_label="step", y_axis_label="loss")
    band = Patches(fill_color="colour", fill_alpha=0.16, line_color=None)
    draw(plot, columns("xs", "ys", "colour"), band, "glyph", "band")
    plot.add_layout(Span(location=0, dimension="height", line_width=1.5, level=MOVING, name="playhead"))
    moving(plot, width=2.2, size=10)
    flag = _sign(text_align="center", text_baseline="top")
    draw(plot, columns("x", "y", "text", "colour"), flag, MOVING, "arrival")
    # The y axis is drawn in decades where the loss allows it.
    ticked_by_the_browser(plot.yaxis)
    return plot
