"""Long work for one session: in a thread, one piece at a time, the newest."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np

from optimizers.racing.pool import usable_cores
from optimizers.racing.race import Stopped

#: Pieces of work of all sessions that spread over all cores, and of those that take one core for themselves, that are
#: under way at once: of these the short ones, so that a long one holds up its like alone.
SPREAD = threading.BoundedSemaphore(16)
SHORT, LONG = threading.BoundedSemaphore(2 * usable_cores()), threading.BoundedSemaphore(usable_cores())
#: Seconds between two words of progress.
EVERY = 0.2
#: Seconds for which a first answer is worked on although something newer has been asked.
PATIENCE = 0.3


class Asked(Protocol):
    """Whatever can be asked: a question of a view, or an order of a race."""

    @property
    def kind(self) -> str: ...


class Unwanted(Exception):
    """Nobody waits for this piece of work any more."""


class Watch:
    """Looks after one piece of work: called with the share that is done, it says whether the rest is wanted."""

    def __init__(self, job: Job, asked: Any) -> None:
        self._job, self._asked = job, asked
        #: Becomes 1 when the work is unwanted: compiled code looks at it.
        self.stop = np.zeros(1, np.int64)
        self._begun = self._told = time.monotonic()
        #: Whether some answer has been given.
        self.answered = False

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        # While a slider is dragged, questions come faster than sharp answers: a coarse one is given all the same.
        late = self.answered or now - self._begun > PATIENCE
        if self.stop[0] or (self._job.waiting and late):
            raise Unwanted
        if now - self._told > EVERY:
            self._told = now
            self._job.post(self._asked, {"kind": "progress", "of": self._asked.kind, "share": share})


Answers = Callable[[Any, Watch], Iterator[dict[str, Any]]]
Post = Callable[[Any, dict[str, Any]], None]


class Job:
    """What one session has asked for and not yet got: one question at a time, the newest."""

    def __init__(self, answers: Answers, post: Post, slots: Callable[[Any], AbstractContextManager]) -> None:
        """``answers(asked, watch)`` yields answers; ``post(asked, answer)`` gets each, from another thread.

        ``slots(asked)`` is the semaphore that lets so many work at once.
        """
        self._answers, self.post, self._slots = answers, post, slots
        self._lock = threading.Lock()
        self._next: Any = None
        self._watch: Watch | None = None
        self._busy = False
        #: The question asked last, answered or not; None after ``drop``.
        self.asked: Any = None
        #: The question that the visitor has stopped, not to be worked on again unless something else comes between.
        self.stopped: Any = None

    @property
    def waiting(self) -> bool:
        """Whether something newer has been asked than what is worked on."""
        return self._next is not None

    def ask(self, asked: Any) -> None:
        """Answer ``asked`` instead of whatever was asked before; None is no question."""
        if asked is None:
            self.drop()
        elif asked not in (self.asked, self.stopped):
            self.stopped = None
            self.begin(asked)

    def begin(self, asked: Asked) -> None:
        """Answer ``asked``, even if it has been answered before."""
        with self._lock:
            self.asked = self._next = asked
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
            if self._watch:
                self._watch.stop[0] = 1

    def _run(self) -> None:
        _give_way()
        while True:
            with self._lock:
                asked, self._next = self._next, None
                if asked is None:
                    self._busy, self._watch = False, None
                    return
                watch = self._watch = Watch(self, asked)
            try:
                with self._slots(asked):
                    self._answer(asked, watch)
            except (Unwanted, Stopped):
                pass
            except Exception:
                logging.getLogger(__name__).exception("No answer of the kind %s", asked.kind)
                self.post(asked, {"kind": "refused", "of": asked.kind, "text": "This went wrong on the server."})

    def _answer(self, asked: Any, watch: Watch) -> None:
        for answer in self._answers(asked, watch):
            if watch.stop[0]:
                return
            self.post(asked, answer)
            watch.answered = True
            watch(1.0)


def _give_way() -> None:
    """Let the thread that answers visitors go first; only Linux has a priority for each thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
