"""The app as ``python -m app`` serves it, saying on demand for how long its event loop was held.

A line on standard input is answered by a line of JSON on standard output:

``hold``    the longest time since the last such line for which the loop did not turn, in milliseconds, how much of it
            the loop's thread was at work (the rest others were), and which functions were under way
``kept``    bytes of all results that the app keeps on purpose
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from tornado.ioloop import IOLoop

import app.__main__
from app.server import ready

ROOT = str(Path(__file__).resolve().parents[2])
#: Seconds between two turns of the probe, after which a hold is worth a look at what is under way, and between looks.
TURN, LOOK_AFTER, LOOK_EVERY = 0.005, 0.05, 0.01


class Probe:
    """Turns with the loop and notes the longest gap; a thread beside it looks what is done meanwhile."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread = threading.get_ident()
        self._turned, self._worked = time.perf_counter(), time.thread_time()
        self._seen: Counter[str] = Counter()
        self._longest = (0.0, 0.0, "")

    async def turn(self) -> None:
        # Its thread is not the one that has imported this.
        self._thread = threading.get_ident()
        self._turned, self._worked = time.perf_counter(), time.thread_time()
        threading.Thread(target=self._look, daemon=True).start()
        while True:
            await asyncio.sleep(TURN)
            now, worked = time.perf_counter(), time.thread_time()
            with self._lock:
                held = now - self._turned - TURN
                if held > self._longest[0]:
                    self._longest = held, worked - self._worked, self._under_way()
                self._turned, self._worked = now, worked
                self._seen.clear()

    def _under_way(self) -> str:
        looks = sum(self._seen.values())
        return ", ".join(f"{where} {count / looks:.0%}" for where, count in self._seen.most_common(3))

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            if time.perf_counter() - self._turned > LOOK_AFTER:
                frame = sys._current_frames().get(self._thread)
                with self._lock:
                    self._seen[_place(frame)] += 1

    def longest(self) -> dict[str, float | str]:
        """The longest hold since this was asked last, one that is under way included."""
        with self._lock:
            held, worked, where = self._longest
            self._longest = (0.0, 0.0, "")
            if (now := time.perf_counter() - self._turned - TURN) > held:
                held, worked, where = now, 0.0, self._under_way()
        return {"held": 1000 * held, "worked": 1000 * worked, "where": where}


def _place(frame: FrameType | None) -> str:
    """The app's innermost function, and the innermost of the project's; where there is neither, the innermost."""
    if frame is None:
        return "?"
    innermost = frame.f_code.co_qualname
    own: list[str] = []
    at: FrameType | None = frame
    while at is not None:
        path = at.f_code.co_filename
        if path.startswith(ROOT) and "/tests/" not in path and "/.venv/" not in path:
            own.append(f"{path.removeprefix(ROOT + '/')}:{at.f_code.co_name}")
        at = at.f_back
    ours = next((each for each in own if each.startswith("app/")), None)
    if ours is None:
        return own[0] if own else innermost
    return ours if ours == own[0] else f"{ours} > {own[0]}"


def kept() -> int:
    from app.cache import Cached

    found = {
        id(each): each.bytes
        for name, module in list(sys.modules.items())
        if name.startswith("app.")
        for each in vars(module).values()
        if isinstance(each, Cached)
    }
    return sum(found.values())


def main() -> None:
    # Room for the largest crowd.
    os.environ.setdefault("MAX_VISITORS", "700")
    probe, say = Probe(), ready.say

    def say_and_turn() -> None:
        # Asked from here on: before, the loop is held by the start itself.
        IOLoop.current().add_callback(probe.turn)
        say()

    ready.say = say_and_turn

    def answer() -> None:
        for line in sys.stdin:
            print(json.dumps(probe.longest() if line.strip() == "hold" else kept()), flush=True)

    threading.Thread(target=answer, daemon=True).start()
    app.__main__.main()


if __name__ == "__main__":
    main()
