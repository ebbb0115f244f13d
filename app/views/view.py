"""What every view is: the record that a module of this folder keeps as ``VIEW``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import param

from app.inquiry import Inquiry

if TYPE_CHECKING:
    from app.settings import Settings

#: The figures that views share: one map for all racers, or a map for each.
MAP: Literal["map"] = "map"
MAPS: Literal["maps"] = "maps"


class View(NamedTuple):
    """One way to look at the race, or at all the races that could be run instead.

    The module's name is the view's key: in the URL, in ``static/views/<key>.js``, and in the names of its parts.
    """

    #: Place among the tabs, lowest first.
    order: int
    #: What its tab says.
    title: str
    #: What a screen reader is told of its picture.
    about: str
    #: ``MAP``, ``MAPS``, or a function that makes a Bokeh figure of its own, once for all visitors; None where its
    #: module in the browser draws without Bokeh.
    figure: Literal["map", "maps"] | Callable[[], Any] | None
    #: Pixels across and down of a frame that shows it well.
    frame: tuple[int, int] = (700, 520)
    #: What it asks of the server beside the race, if anything.
    inquiry: Inquiry | None = None
    #: Settings of its own, by URL key: they stand above its picture.
    settings: Mapping[str, param.Parameter] = {}
    #: ``in_force(settings)``: of these settings, by key, those that cannot be in force as they are set, and what is.
    in_force: Callable[[Settings], dict[str, str]] = lambda settings: {}
    #: What its module in the browser needs to know, the same for every visitor.
    facts: Mapping[str, Any] = {}
