"""The threads that race lanes, shared by all who ask: ``spread``; and turns for those who work beside others."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache

import numpy as np

#: The fewest lanes that are worth a call of a task: jobs are cut at multiples of this number, or, where so many would
#: keep a thread to themselves for long, of a few.
CHUNK, FEW = 64, 8
#: The cost of a lane, in steps of the cheapest, from which on a task takes a few.
DEAR = 40_000
#: How much the first tasks of a job do, in steps of one lane; and how many seconds the later tasks, which are cut by
#: the time of the first, may last: long beside the cost of a call, short beside what a visitor waits.
FIRST, TASK = 50_000, 0.01
#: Seconds after which ``watch`` is called again, however long a task lasts.
LOOK = 0.05

#: A function that is called with the share of a job that is done. An exception that it raises ends the job.
Watch = Callable[[float], None]


def spread(task: Callable[[int, int], None], n: int, cost: float, stop: np.ndarray, watch: Watch | None) -> None:
    """Have the pool do ``task(first, last)`` for all of ``range(n)``, some at a time.

    ``cost`` is that of a lane, in steps of the cheapest rule on the cheapest surface. ``stop[0]`` becomes 1 when it
    ends, for tasks that are under way while ``watch`` raises.
    """

    def timed(first: int, last: int) -> float:
        begun = time.perf_counter()
        task(first, last)
        return (time.perf_counter() - begun) / (last - first)

    threads, crew = usable_cores(), pool()
    chunk = CHUNK if cost < DEAR else FEW
    share = _chunks(-(-n // threads) + chunk - 1, chunk)
    size = min(share, _chunks(int(FIRST / (cost + 1)), chunk))
    under_way: deque[tuple[int, Future]] = deque()
    first = done = 0
    try:
        while done < n:
            # Two tasks for each thread, no more: those of another caller then need not wait for the whole job.
            while len(under_way) < 2 * threads and first < n:
                last = min(n, first + size)
                under_way.append((last - first, crew.submit(timed, first, last)))
                first = last
            try:
                with aside():
                    seconds = under_way[0][1].result(None if watch is None else LOOK)
            except TimeoutError:
                pass
            else:
                done += under_way.popleft()[0]
                size = min(share, _chunks(int(TASK / max(seconds, 1e-9)), chunk))
            if watch is not None:
                watch(done / n)
    finally:
        stop[0] = 1
        for _, each in under_way:
            each.cancel()
        wait([each for _, each in under_way])


def part(watch: Watch | None, i: int, count: int) -> Watch | None:
    """The watch over part ``i`` of ``count``."""
    return watch and (lambda share: watch((i + share) / count))


def _chunks(lanes: int, chunk: int) -> int:
    return max(chunk, lanes // chunk * chunk)


@cache
def pool() -> ThreadPoolExecutor:
    """The threads of this process that race lanes, one for each core that it may use."""
    return ThreadPoolExecutor(usable_cores(), "lanes", initializer=_give_way)


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _give_way() -> None:
    """Let the threads that answer visitors go first; only Linux has a priority for each thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


# Python runs one thread at a time. Whoever wants its lock waits behind all that work in Python just then: a server's
# event loop, beside ten of them, ten times as long, a dozen times in each answer. So they take turns, and it waits for
# one.
_TURN = threading.Semaphore()
_HELD = threading.local()


@contextmanager
def in_turn() -> Iterator[None]:
    """Work beside others who do the same, one of all at a time, but for what they do ``aside``."""
    with _TURN:
        _HELD.turn = True
        try:
            yield
        finally:
            _HELD.turn = False


@contextmanager
def aside() -> Iterator[None]:
    """Wait, or run compiled code, while another has the turn; nothing to those who work alone."""
    if not getattr(_HELD, "turn", False):
        yield
        return
    _TURN.release()
    try:
        yield
    finally:
        _TURN.acquire()
