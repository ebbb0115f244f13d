"""Results that all sessions share: ``kept``."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from surfaces import Surface

#: Results that are kept for whoever asks next.
KEPT = 64

_results: OrderedDict[Any, Any] = OrderedDict()
_guard = threading.Lock()


def kept(identity: tuple[Any, ...], surface: Surface, work: Callable[[], Any]) -> Any:
    """What ``work`` returns, or returned when ``identity`` was last asked for; what a visitor typed is not kept."""
    if not surface.cacheable:
        return work()
    with _guard:
        if identity in _results:
            _results.move_to_end(identity)
            return _results[identity]
    result = work()
    with _guard:
        _results[identity] = result
        while len(_results) > KEPT:
            _results.popitem(last=False)
    return result
