"""A process that plays attackers: told what to do line by line, in JSON, and answering each line with one.

``{"port": …, "thing": …, "count": …}`` has so many visitors enter, ``{"seconds": …}`` has them ask for that thing as
fast as they are answered, each for itself, and ``{}`` has them leave.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.load.client import Answer, Gone, Visitor, fetch, play
from tests.load.things import THINGS, Thing


@dataclass
class Tally:
    """What one attacker has got."""

    #: Replies, and pieces of what takes longer.
    answers: int = 0
    refused: int = 0
    #: How often it was shown the door.
    gone: int = 0
    #: Bytes of the largest answer.
    largest: int = 0


class Attacker:
    def __init__(self, port: int, thing: Thing, seed: int) -> None:
        self._port, self._thing, self._chance = port, thing, random.Random(seed)
        self._visitor: Visitor | None = None

    async def enter(self) -> None:
        if self._thing.answered != "page" and self._visitor is None:
            self._visitor = await Visitor.enter(self._port)

    async def attack(self, seconds: float) -> Tally:
        tally, until = Tally(), time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                async with asyncio.timeout(until - time.monotonic()) as limit:
                    await self.enter()
                    answer = await self._asked()
            except (Gone, TimeoutError):
                if limit.expired():
                    # What is under way is not waited for.
                    self.leave()
                    break
                tally.gone += 1
                self.leave()
                await asyncio.sleep(0.1)
                continue
            tally.answers += 0 if answer.refused else answer.pieces
            tally.refused += answer.refused
            tally.largest = max(tally.largest, answer.bytes)
        return tally

    async def _asked(self) -> Answer:
        settings = self._thing.anew(self._chance)
        if self._visitor is None:
            page = await fetch(self._port, settings)
            return Answer(len(page), False)
        if self._thing.answered == "later":
            return await self._visitor.inquire(settings, self._thing.action)
        return await self._visitor.ask(settings)

    def leave(self) -> None:
        if self._visitor is not None:
            self._visitor.leave()
            self._visitor = None


async def _main() -> None:
    there: list[Attacker] = []
    running: list[Tally] = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = json.loads(line)
        if "thing" in told:
            there = [Attacker(told["port"], THINGS[told["thing"]], each) for each in range(told["count"])]
            await asyncio.gather(*(each.enter() for each in there))
        elif "seconds" in told:
            running = await asyncio.gather(*(each.attack(told["seconds"]) for each in there))
        else:
            for each in there:
                each.leave()
            running = []
        print(json.dumps([asdict(each) for each in running]), flush=True)


class Attackers:
    """The process, from outside."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    async def tell(self, **what: Any) -> list[Tally]:
        return await asyncio.to_thread(self._tell, what)

    def _tell(self, what: dict[str, Any]) -> list[Tally]:
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return [Tally(**each) for each in json.loads(self._process.stdout.readline())]


@contextmanager
def attackers() -> Iterator[Attackers]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.load.attackers"],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Attackers(process)
    finally:
        process.kill()
        process.communicate(timeout=20)


if __name__ == "__main__":
    play(_main())
