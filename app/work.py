"""Long work for one session, beside its races: in a thread, one piece at a time, the newest."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from optimizers.racing.pool import Watch

#: Pieces of work of all sessions that are under way at once; each spreads over all cores, and they share these.
SLOTS = threading.BoundedSemaphore(32)
#: Seconds between two words of progress.
EVERY = 0.2
#: Seconds for which a first answer is worked on although something newer has been asked.
PATIENCE = 0.3

Post = Callable[[Any, dict[str, Any]], None]
Answers = Callable[[Any, Watch], Iterator[dict[str, Any]]]


class Unwanted(Exception):
    """Nobody waits for this piece of work any more."""


class Work:
    """What one session has asked for and not yet got."""

    def __init__(self, answers: Answers, post: Post) -> None:
        """``answers(question, watch)`` yields answers; ``post(question, answer)`` gets each, from another thread."""
        self._answers, self._post = answers, post
        self._lock = threading.Lock()
        self._wanted: Any = None
        self._busy = self._dropped = False
        #: The question asked last, answered or not; None after ``drop``.
        self.asked: Any = None

    def ask(self, question: Any) -> None:
        """Answer ``question`` instead of whatever was asked before."""
        with self._lock:
            self.asked = self._wanted = question
            if not self._busy:
                self._busy = True
                # A daemon, so that a server that is told to stop does.
                threading.Thread(target=self._run, name="work", daemon=True).start()

    def drop(self) -> None:
        """Stop at once and forget what was asked."""
        with self._lock:
            self.asked = self._wanted = None
            self._dropped = self._busy

    def _run(self) -> None:
        while True:
            with self._lock:
                question, self._wanted, self._dropped = self._wanted, None, False
                if question is None:
                    self._busy = False
                    return
            try:
                with SLOTS:
                    self._answer(question)
            except Unwanted:
                pass
            except Exception:
                logging.getLogger(__name__).exception("No answer to %r", question)
                self._post(question, {"kind": "refused", "of": question.kind, "text": "This went wrong on the server."})

    def _answer(self, question: Any) -> None:
        answered, begun = False, time.monotonic()
        told = begun

        def watch(share: float) -> None:
            nonlocal told
            now = time.monotonic()
            # While a slider is dragged, questions come faster than sharp answers: a coarse one is given all the same.
            if self._dropped or (self._wanted is not None and (answered or now - begun > PATIENCE)):
                raise Unwanted
            if now - told > EVERY:
                told = now
                self._post(question, {"kind": "progress", "of": question.kind, "share": share})

        for answer in self._answers(question, watch):
            if self._dropped:
                return
            self._post(question, answer)
            answered = True
            watch(1.0)
