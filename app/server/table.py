"""The table of declarations, for browsers that race by themselves: ``Table``."""

from __future__ import annotations

import gzip
from functools import cache

from app.server.answers import Answer

#: Seconds for which it may be kept: its address names its contents.
FOR_EVER = 31_536_000


class Table(Answer):
    """``app.table``, made once for all."""

    def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", f"public, max-age={FOR_EVER}, immutable")
        self.finish_with(*contents())


@cache
def contents() -> tuple[bytes, bytes]:
    """The table as it is, and compressed."""
    from app.table import table  # what compiles is imported when the guard is in place

    plain = table().encode()
    return plain, gzip.compress(plain, 9)
