"""For how long visitors who move a slider wait, in milliseconds."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Sequence

from tests.load.client import Gone, Visitor
from tests.load.things import THINGS


class Waits:
    """Of all that were here."""

    def __init__(self) -> None:
        self.each: list[float] = []
        #: Visitors whom the server has lost.
        self.lost = 0

    @property
    def median(self) -> float:
        return statistics.median(self.each) if self.each else float("nan")

    @property
    def high(self) -> float:
        """What one in twenty waits longer than."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] if ordered else float("nan")

    @property
    def worst(self) -> float:
        return max(self.each, default=float("nan"))


async def move(visitors: Sequence[Visitor], seconds: float, every: float, waits: Waits) -> None:
    """Have each visitor move a slider every so many seconds, at times of its own; a wait that has begun is waited."""
    chance, until = random.Random(len(visitors)), time.monotonic() + seconds

    async def one(visitor: Visitor, first: float) -> None:
        await asyncio.sleep(first)
        while time.monotonic() < until:
            begun = time.perf_counter()
            try:
                await visitor.ask(THINGS["normal"].anew(chance))
            except (Gone, TimeoutError):
                waits.lost += 1
                return
            waited = time.perf_counter() - begun
            waits.each.append(1000 * waited)
            await asyncio.sleep(max(0.0, every - waited))

    await asyncio.gather(*(one(each, chance.uniform(0, every)) for each in visitors))
