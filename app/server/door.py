"""How many are let in, one page after another, and each token once."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

#: Between two pages, the time that belongs to those who are already here, over that of a page.
SHARE = 1.5

FULL = "The server is full. Try again in a minute."


class Full(Exception):
    """There is no room for another visitor."""


def max_visitors(text: str | None = None) -> int:
    """How many visitors are let in, as MAX_VISITORS says; ValueError if it does not."""
    text = (os.environ.get("MAX_VISITORS") if text is None else text) or "600"
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 100_000:
        raise ValueError(f"MAX_VISITORS must be a whole number from 1 to 100000, not {text!r}")
    return int(text)


class Door:
    """Who is here, and who may come in."""

    def __init__(self, most: int) -> None:
        self.most = most
        #: Says how many visitors are here, with a page or with a websocket.
        self.count: Callable[[], int] = lambda: 0
        self._waiting = 0
        self._making = asyncio.Lock()
        #: Sessions whose token has been used, and when that token expires.
        self._used: dict[str, float] = {}

    @property
    def full(self) -> bool:
        """Whether everybody who is here, or waits for a page, is as many as are let in."""
        return self.count() + self._waiting >= self.most

    @asynccontextmanager
    async def entering(self) -> AsyncIterator[None]:
        """Make a page within this context, alone; raises Full."""
        if self.full:
            raise Full
        self._waiting += 1
        try:
            async with self._making:
                begun = time.monotonic()
                try:
                    yield
                finally:
                    # A request of somebody who is here takes several turns of the event loop; without the pause each
                    # would wait for a page.
                    await asyncio.sleep(SHARE * (time.monotonic() - begun))
        finally:
            self._waiting -= 1

    def use(self, session: str, expires: float) -> bool:
        """Whether the token of ``session``, which expires at that time of day, had not been used before."""
        now = time.time()
        if session in self._used:
            return False
        if len(self._used) > 2 * self.most:
            self._used = {each: end for each, end in self._used.items() if end > now}
        self._used[session] = expires
        return True
