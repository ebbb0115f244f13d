"""Long work for one session: in another thread, one piece at a time, the newest."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import numpy as np

from app.asked import gives_way, is_told
from optimizers.racing.pool import in_turn, usable_cores
from optimizers.racing.race import Stopped

#: Who works: at what spreads over all cores by itself, and at what takes one core, short or long, so that a long piece
#: of work holds up its like alone. None of them gives way to others: whoever holds Python's lock must be done with it.
SPREAD = ThreadPoolExecutor(16, "spread")
#: One core less than there are for short work: more hands at once would each hold Python's lock when the event loop
#: wants it.
FEW = max(1, usable_cores() - 1)
SHORT, LONG = ThreadPoolExecutor(FEW, "short"), ThreadPoolExecutor(usable_cores(), "long")


def call_up() -> None:
    """Have all threads begin: the event loop would wait for each that begins when it is first needed."""
    for crew, count in ((SPREAD, 16), (SHORT, FEW), (LONG, usable_cores())):
        for _ in range(count):
            crew.submit(time.sleep, 0.05)


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
        if self.stop[0] or (self._job.waiting and gives_way(self.answered, now - self._begun)):
            raise Unwanted
        if is_told(share, now - self._told):
            self._told = now
            self._job.post(self._asked, {"kind": "progress", "of": self._asked.kind, "share": share})


Answers = Callable[[Any, Watch], Iterator[dict[str, Any]]]
Post = Callable[[Any, dict[str, Any]], None]


class Job:
    """What one session has asked for and not yet got: one question at a time, the newest."""

    def __init__(self, answers: Answers, post: Post, crew: Callable[[Any], ThreadPoolExecutor]) -> None:
        """``answers(asked, watch)`` yields answers; ``post(asked, answer)`` gets each, from another thread.

        ``crew(asked)`` are the threads that work at it.
        """
        self._answers, self.post, self._crew = answers, post, crew
        self._lock = threading.Lock()
        self._next: Any = None
        #: Of the piece of work that is under way, or waits for a thread.
        self._watch: Watch | None = None
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
        """Answer ``asked``, even if it has been answered before, once a first answer to what came before is given."""
        with self._lock:
            self.asked = asked
            if self._watch:
                self._next = asked
            else:
                self._submit(asked)

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
            self._watch = None

    def _submit(self, asked: Any) -> None:
        self._watch = Watch(self, asked)
        self._crew(asked).submit(self._work, asked, self._watch)

    def _work(self, asked: Any, watch: Watch) -> None:
        try:
            with in_turn():
                if not watch.stop[0]:
                    self._answer(asked, watch)
        except (Unwanted, Stopped):
            pass
        except Exception:
            logging.getLogger(__name__).exception("No answer of the kind %s", asked.kind)
            self.post(asked, {"kind": "refused", "of": asked.kind, "text": "This went wrong on the server."})
        with self._lock:
            # Unless it was dropped, and something else is under way by now.
            if self._watch is watch:
                self._watch = None
                if self._next is not None:
                    newer, self._next = self._next, None
                    self._submit(newer)

    def _answer(self, asked: Any, watch: Watch) -> None:
        for answer in self._answers(asked, watch):
            if watch.stop[0]:
                return
            self.post(asked, answer)
            watch.answered = True
            watch(1.0)
