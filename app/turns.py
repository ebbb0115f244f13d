"""Whose request is answered next: that of the visitor who has had least of the server lately."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

#: Seconds in which what somebody has had of the server is half forgotten.
FORGOTTEN = 2.0
#: Seconds after which the next one's turn comes, whatever holds up the one before: a browser that does not read
#: what it is sent keeps its own document locked.
PATIENCE = 0.05


class Turn:
    """One visitor's: asked for, and then taken in ``answer``."""

    def __init__(self, answer: Callable[[], None]) -> None:
        self._answer = answer
        self._document: Any = None
        self._used, self._since = 0.0, time.monotonic()

    def ask(self, document: Any) -> None:
        """Have ``answer`` called, in the event loop and with ``document`` locked, when it is this visitor's turn."""
        self._document = document
        _TURNS.ask(self)

    def leave(self) -> None:
        """Wait no longer."""
        _TURNS.leave(self)

    @property
    def lately(self) -> float:
        """Seconds that this visitor has had, the older the less."""
        return self._used * 0.5 ** ((time.monotonic() - self._since) / FORGOTTEN)

    def begin(self) -> None:
        self._document.add_next_tick_callback(self._take)

    def _take(self) -> None:
        begun = time.perf_counter()
        try:
            self._answer()
        finally:
            self._used, self._since = self.lately + time.perf_counter() - begun, time.monotonic()
            _TURNS.over(self)


class _Turns:
    """Those who wait, and the one whose turn it is.

    One at a time, and between two of them the event loop does whatever else there is to do: were all answered in the
    order of their asking, whoever asks rarely would wait for all who ask as fast as they are answered.
    """

    def __init__(self) -> None:
        self._waiting: list[Turn] = []
        self._taken: Turn | None = None
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, turn: Turn) -> None:
        if turn not in self._waiting:
            self._waiting.append(turn)
        if self._taken is None:
            self._next()

    def leave(self, turn: Turn) -> None:
        if turn in self._waiting:
            self._waiting.remove(turn)
        self.over(turn)

    def over(self, turn: Turn) -> None:
        if self._taken is turn and self._timer is not None:
            self._timer.cancel()
            asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        self._taken = min(self._waiting, key=lambda turn: turn.lately, default=None)
        if self._taken is not None:
            self._waiting.remove(self._taken)
            self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._next)
            self._taken.begin()


_TURNS = _Turns()
