"""Long work for one session, beside its races: in a thread, one piece at a time, the newest."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from app.inquiry import Question
from optimizers.racing.pool import Watch

#: Pieces of work of all sessions that are under way at once; each spreads over all cores, and they share these.
SLOTS = threading.BoundedSemaphore(32)
#: Seconds between two words of progress.
EVERY = 0.2
#: Seconds for which a first answer is worked on although something newer has been asked.
PATIENCE = 0.3

Answers = Callable[[Question, Watch], Iterator[dict[str, Any]]]
Post = Callable[[Question, dict[str, Any]], None]


class Unwanted(Exception):
    """Nobody waits for this piece of work any more."""


class Job:
    """What one session has asked for and not yet got: one question at a time, the newest."""

    def __init__(self, answers: Answers, post: Post) -> None:
        """``answers(question, watch)`` yields answers; ``post(question, answer)`` gets each, from another thread."""
        self._answers, self._post = answers, post
        self._lock = threading.Lock()
        self._next: Question | None = None
        self._busy = self._ended = False
        #: The question asked last, answered or not; None after ``drop``.
        self.asked: Question | None = None
        #: The question that the visitor has stopped, not to be worked on again unless something else comes between.
        self.stopped: Question | None = None

    def ask(self, question: Question | None) -> None:
        """Answer ``question`` instead of whatever was asked before; None is no question."""
        if question is None:
            self.drop()
        elif question not in (self.asked, self.stopped):
            self.stopped = None
            self.begin(question)

    def begin(self, question: Question) -> None:
        """Answer ``question``, even if it has been answered before."""
        with self._lock:
            self.asked = self._next = question
            if not self._busy:
                self._busy = True
                # A daemon, so that a server that is told to stop does.
                threading.Thread(target=self._run, name="job", daemon=True).start()

    def stop(self) -> None:
        """End the work as the visitor wishes."""
        self.stopped = self.asked
        self.drop()

    def drop(self) -> None:
        """End the work at once and forget what was asked."""
        with self._lock:
            self.asked = self._next = None
            self._ended = self._busy

    def _run(self) -> None:
        while True:
            with self._lock:
                question, self._next, self._ended = self._next, None, False
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

    def _answer(self, question: Question) -> None:
        answered, begun = False, time.monotonic()
        reported = begun

        def watch(share: float) -> None:
            nonlocal reported
            now = time.monotonic()
            # While a slider is dragged, questions come faster than sharp answers: a coarse one is given all the same.
            if self._ended or (self._next is not None and (answered or now - begun > PATIENCE)):
                raise Unwanted
            if now - reported > EVERY:
                reported = now
                self._post(question, {"kind": "progress", "of": question.kind, "share": share})

        for answer in self._answers(question, watch):
            if self._ended:
                return
            self._post(question, answer)
            answered = True
            watch(1.0)
