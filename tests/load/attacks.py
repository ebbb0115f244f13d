"""What becomes of a normal visitor's slider while others ask for what is dear."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.load.attackers import Attackers, attackers
from tests.load.client import Visitor
from tests.load.things import THINGS
from tests.load.waits import Waits, move
from tests.load.watched import Watched

#: Normal visitors, and seconds between two moves of the slider of each.
NORMAL, EVERY = 3, 0.2


@dataclass
class Attacked:
    """One thing, asked for by so many."""

    name: str
    count: int
    idle: Waits = field(default_factory=Waits)
    under: Waits = field(default_factory=Waits)
    #: Answers that each attacker has got, the largest in bytes, and those that were refused or cut off.
    answers: list[int] = field(default_factory=list)
    refused: int = 0
    gone: int = 0
    largest: int = 0
    #: The longest hold of the event loop, in milliseconds.
    held: float = 0.0


async def _one(
    server: Watched, crew: Attackers, thing: str, count: int, seconds: float, turns: int, normal: Sequence[Visitor]
) -> Attacked:
    found = Attacked(THINGS[thing].name, count, answers=[0] * count)
    if THINGS[thing].answered == "later":
        # Long enough for ten to get something.
        seconds = 2 * seconds
    for _ in range(turns):
        # Whatever is still under way from before is waited for.
        await move(normal, 0.3, EVERY, Waits())
        await move(normal, seconds, EVERY, found.idle)
        await crew.tell(port=server.port, thing=thing, count=count)
        server.hold()
        tallies, _ = await asyncio.gather(crew.tell(seconds=seconds), move(normal, seconds, EVERY, found.under))
        found.held = max(found.held, server.hold().held)
        await crew.tell()
        found.answers = [sum(each) for each in zip(found.answers, (each.answers for each in tallies), strict=True)]
        found.refused += sum(each.refused for each in tallies)
        found.gone += sum(each.gone for each in tallies)
        found.largest = max(found.largest, *(each.largest for each in tallies))
    return found


async def attacked(
    server: Watched, things: Sequence[str], counts: Sequence[int], seconds: float, turns: int
) -> list[Attacked]:
    """Every thing, asked for by every count of attackers, idle and under attack in turns."""
    found = []
    normal = [await Visitor.enter(server.port) for _ in range(NORMAL)]
    with attackers() as crew:
        for thing in things:
            for count in counts:
                found.append(await _one(server, crew, thing, count, seconds, turns, normal))
    for each in normal:
        each.leave()
    return found
