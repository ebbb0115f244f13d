"""Many visitors who each move a slider now and then, and many who come at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

from tests.load.client import Gone, Visitor
from tests.load.waits import Waits, move
from tests.load.watched import Watched, machine

#: Seconds between two moves of one visitor's slider, and within which a burst of visitors comes.
EVERY, WITHIN = 2.0, 2.0
#: How many come at a time where nobody hurries.
AT_ONCE = 4
#: Who answers a slider that is dragged without rest, and seconds between two requests of one page. To the server there
#: is one as soon as the one before is answered, and at most one a frame. Where the page answers since the server is
#: far, there is one when the hand rests, here for a quarter of a second after two; where it is set to answer, none.
DRAGS: dict[str, float | None] = {
    "the server": 1 / 60,
    "the page, for the server is far": 2.25,
    "the page": None,
}


class Crowd(NamedTuple):
    visitors: int
    waits: Waits
    #: The server's share of one core, and that of those who play the visitors and of whatever else runs here.
    cpu: float
    others: float
    megabytes: float


class Burst(NamedTuple):
    visitors: int
    #: Seconds from the first asking until half and all have their page, and how many were turned away.
    half: float
    all: float
    refused: int


class Drag(NamedTuple):
    """Visitors who all drag a slider."""

    who: str
    visitors: int
    #: Requests a second of all together.
    asked: float
    waits: Waits
    cpu: float
    others: float


async def drags(server: Watched, count: int, seconds: float) -> list[Drag]:
    """So many visitors who drag a slider all the time, by who answers them."""
    here = await _enter(server, [], count)
    found = []
    for who, every in DRAGS.items():
        waits, cpu, busy, begun = Waits(), server.cpu, machine(), time.monotonic()
        if every is None:
            await asyncio.sleep(seconds)
        else:
            await move(here, seconds, every, waits)
        took, cpu, busy = time.monotonic() - begun, server.cpu - cpu, machine() - busy
        found.append(Drag(who, count, len(waits.each) / took, waits, cpu / took, (busy - cpu) / took))
    for each in here:
        each.leave()
    return found


async def _enter(server: Watched, here: list[Visitor], size: int) -> list[Visitor]:
    """Have visitors come until there are so many."""
    while len(here) < size:
        count = min(AT_ONCE, size - len(here))
        here = [*here, *await asyncio.gather(*(Visitor.enter(server.port) for _ in range(count)))]
    return here


async def crowds(server: Watched, sizes: Sequence[int], seconds: float) -> list[Crowd]:
    """Crowds of growing size: those who are here stay."""
    here: list[Visitor] = []
    found = []
    for size in sizes:
        here = await _enter(server, here, size)
        waits, cpu, busy, begun = Waits(), server.cpu, machine(), time.monotonic()
        await move(here, seconds, EVERY, waits)
        took, cpu, busy = time.monotonic() - begun, server.cpu - cpu, machine() - busy
        found.append(Crowd(size, waits, cpu / took, (busy - cpu) / took, server.megabytes))
    for each in here:
        each.leave()
    return found


async def burst(server: Watched, count: int) -> tuple[Burst, list[Visitor]]:
    """Have so many come within two seconds; how it went, and those who are here."""
    begun, served = time.monotonic(), []
    here: list[Visitor] = []

    async def one(delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            here.append(await Visitor.enter(server.port))
        except (Gone, TimeoutError):
            return
        served.append(time.monotonic() - begun)

    await asyncio.gather(*(one(WITHIN * each / count) for each in range(count)))
    half = served[len(served) // 2] if served else float("nan")
    return Burst(count, half, max(served, default=float("nan")), count - len(served)), here
