"""The views of the page. ``VIEWS`` maps each key to its record, in the order of the tabs.

A view is one file in this folder and one of the same name in ``static/views/``: adding both adds its tab, its figure,
its settings, its question and its answer.
"""

import sys

from app.views.view import MAP, MAPS, View
from surfaces.registry import modules

__all__ = ["MAP", "MAPS", "VIEWS", "View"]

_FOUND = {key: module.VIEW for key, module in modules(sys.modules[__name__]).items() if hasattr(module, "VIEW")}

VIEWS: dict[str, View] = dict(sorted(_FOUND.items(), key=lambda item: item[1].order))
