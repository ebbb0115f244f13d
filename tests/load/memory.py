"""Whether the server grows: with visits, with attacks, with use."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Sequence
from typing import NamedTuple

from tests.load.attackers import attackers
from tests.load.choose import chosen
from tests.load.client import Gone, Visitor
from tests.load.crowds import Burst, burst
from tests.load.waits import Waits, move
from tests.load.watched import Watched


class Level(NamedTuple):
    when: str
    megabytes: float
    #: Of them, what the app keeps on purpose.
    kept: float


class Memory(NamedTuple):
    #: The first is that at the start, the second that when warm: after the first round of visits.
    levels: list[Level]
    bursts: list[Burst]

    @property
    def warm(self) -> float:
        return self.levels[1].megabytes

    @property
    def growth(self) -> float:
        """From warm to the end, beside what is kept on purpose, in percent."""
        warm, last = self.levels[1], self.levels[-1]
        return 100 * ((last.megabytes - last.kept) / (warm.megabytes - warm.kept) - 1)


async def memory(
    server: Watched, rounds: int, visits: int, things: Sequence[str], seconds: float, used: int, forgotten: float
) -> Memory:
    """Rounds of visits, then each of ``things`` by ten attackers, then ``used`` random settings of several visitors.

    ``forgotten`` is the seconds within which the server has forgotten those who left: it looks for them every five.
    """
    levels, bursts = [_level(server, "at the start")], []
    for each in range(rounds):
        how, here = await burst(server, visits)
        await move(here, 1.0, 1.0, Waits())
        for visitor in here:
            visitor.leave()
        await asyncio.sleep(forgotten)
        bursts.append(how)
        levels.append(_level(server, f"after round {each + 1} of {visits} visits"))
    if things:
        with attackers() as crew:
            for thing in things:
                await crew.tell(port=server.port, thing=thing, count=10)
                await crew.tell(seconds=seconds)
                await crew.tell()
        await asyncio.sleep(forgotten)
        levels.append(_level(server, "after the attacks"))
    if used:
        await asyncio.gather(*(_use(server, each, used // 4) for each in range(4)))
        await asyncio.sleep(forgotten)
        levels.append(_level(server, f"after {used} random settings"))
        how, here = await burst(server, visits)
        for visitor in here:
            visitor.leave()
        await asyncio.sleep(forgotten)
        levels.append(_level(server, f"after {visits} more visits"))
    return Memory(levels, bursts)


async def _use(server: Watched, seed: int, count: int) -> None:
    chance = random.Random(1000 + seed)
    visitor = None
    for _ in range(count):
        try:
            if visitor is None or chance.random() < 0.1:
                if visitor is not None:
                    visitor.leave()
                visitor = await Visitor.enter(server.port)
            await visitor.ask(chosen(chance).texts)
        except (Gone, TimeoutError):
            visitor = None
    if visitor is not None:
        visitor.leave()


def _level(server: Watched, when: str) -> Level:
    level = Level(when, server.megabytes, server.kept())
    # It is some minutes until the table.
    print(f"{when}: {level.megabytes:.0f} MB", file=sys.stderr, flush=True)
    return level
