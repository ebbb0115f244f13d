"""Whose request is answered next, so that who asks rarely does not wait for all who ask as fast as they are answered.

Start-time fair queueing (Goyal, Vin & Cheng 1996): an answer's start is the present or the end of the same visitor's
answer before, whichever is later; the earliest start is next, and the present is the start of the answer under way. Who
has just been answered thus waits until everybody else has had as much.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

#: Seconds after which the next one's turn comes, whatever holds up the one before: a browser that does not read
#: what it is sent keeps its own document locked.
PATIENCE = 0.05


class Turn:
    """One visitor's: asked for, and then taken in ``answer``."""

    def __init__(self, answer: Callable[[], None]) -> None:
        self._answer = answer
        self._document: Any = None
        #: In seconds of work, as all have had together.
        self.start = self.end = 0.0

    def ask(self, document: Any) -> None:
        """Have ``answer`` called, in the event loop and with ``document`` locked, when it is this visitor's turn."""
        self._document = document
        _TURNS.ask(self)

    def leave(self) -> None:
        """Wait no longer."""
        _TURNS.leave(self)

    def begin(self) -> None:
        self._document.add_next_tick_callback(self._take)

    def _take(self) -> None:
        begun = time.perf_counter()
        try:
            self._answer()
        finally:
            self.end = self.start + time.perf_counter() - begun
            _TURNS.over(self)


class _Turns:
    """Those who wait, and the one whose turn it is: one at a time, between which the event loop does all else."""

    def __init__(self) -> None:
        self._waiting: list[Turn] = []
        self._taken: Turn | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._present = 0.0

    def ask(self, turn: Turn) -> None:
        if turn not in self._waiting:
            turn.start = max(self._present, turn.end)
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
        self._taken = min(self._waiting, key=lambda turn: turn.start, default=None)
        if self._taken is not None:
            self._waiting.remove(self._taken)
            self._present = self._taken.start
            self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._next)
            self._taken.begin()


_TURNS = _Turns()
