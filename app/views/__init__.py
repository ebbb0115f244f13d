"""The views of the page. ``VIEWS`` maps each key to its record, in the order of the tabs.

A view is one file in this folder and one of the same name in ``static/views/``: adding both adds its tab, its figure,
its settings, its question and its answer.
"""

import sys

from app.views.view import MAP, MAPS, View
from surfaces.registry import modules

__all__ = ["MAP", "MAPS", "VIEWS", "View", "stage_of"]

_FOUND = {key: module.VIEW for key, module in modules(sys.modules[__name__]).items() if hasattr(module, "VIEW")}

VIEWS: dict[str, View] = dict(sorted(_FOUND.items(), key=lambda item: item[1].order))


def stage_of(key: str) -> str:
    """Where the view is shown: on the map, on maps side by side, or in a picture of its own, which has its key."""
    figure = VIEWS[key].figure
    return figure if isinstance(figure, str) else key
