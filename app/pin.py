"""The setting that pins a race: it stays in sight, in thin lines, while one thing of the race is changed."""

from __future__ import annotations

from typing import Any

import param

from app.pinned import differences, parts
from optimizers import OPTIMIZERS

__all__ = ["PinText", "differences"]


class PinText(param.String):
    """A race in the grammar of a link, without its surface; empty for none."""

    def _validate_value(self, val: Any, allow_None: bool) -> None:
        super()._validate_value(val, allow_None)
        _, why = parts(val, list(OPTIMIZERS))
        if why:
            raise ValueError(why)
