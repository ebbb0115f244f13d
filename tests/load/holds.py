"""For how long the event loop is held at a time, and how large an answer is, over random settings that are allowed."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from typing import NamedTuple

from tests.load.choose import chosen
from tests.load.client import Gone, Visitor, query
from tests.load.watched import Hold, Watched

#: One setting in so many is asked for as an address, the others within a page.
AS_ADDRESS = 8


class Asked(NamedTuple):
    """One of the settings: what became of it."""

    address: str
    how: str
    hold: Hold
    #: Milliseconds until the whole answer was there.
    waited: float
    bytes: int


class Holds(NamedTuple):
    asked: list[Asked]
    refused: int
    failures: list[str]

    @property
    def longest(self) -> list[Asked]:
        return sorted(self.asked, key=lambda each: -each.hold.held)

    @property
    def largest(self) -> Asked:
        return max(self.asked, key=lambda each: each.bytes)

    def over(self, milliseconds: float) -> int:
        return sum(each.hold.held > milliseconds for each in self.asked)

    @property
    def median(self) -> float:
        return statistics.median(each.hold.held for each in self.asked)


async def holds(server: Watched, count: int, seconds: float, seed: int = 0) -> Holds:
    """Ask for ``count`` settings, one after another, or for as many as there is time for."""
    chance, until = random.Random(seed), time.monotonic() + seconds
    found, failures, refused = [], [], 0
    visitor = await Visitor.enter(server.port)
    for place in range(count):
        if time.monotonic() > until:
            break
        settings = chosen(chance)
        address = "/app" + query(settings.query)
        # What came after the answer before is none of this one's.
        await asyncio.sleep(0.01)
        server.hold()
        begun = time.perf_counter()
        try:
            if place % AS_ADDRESS == 0:
                visitor.leave()
                visitor = await Visitor.enter(server.port, settings.query)
                how, size = "address", visitor.bytes
            else:
                answer = await visitor.ask(settings.texts)
                how, size = "request", answer.bytes
                refused += answer.refused
        except (Gone, TimeoutError) as error:
            failures.append(f"{address}: {error!r}")
            visitor = await Visitor.enter(server.port)
            continue
        waited = 1000 * (time.perf_counter() - begun)
        # The turn of the loop that sent the answer is over by then.
        await asyncio.sleep(0.01)
        found.append(Asked(address, how, server.hold(), waited, size))
    visitor.leave()
    return Holds(found, refused, failures)
