"""``python -m tests.load``: see the package."""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import psutil

from tests.load import report
from tests.load.attacks import Attacked, attacked
from tests.load.client import play
from tests.load.crowds import Crowd, Drag, crowds, drags
from tests.load.holds import Holds, holds
from tests.load.memory import Memory, memory
from tests.load.things import THINGS
from tests.load.watched import Watched, machine, watching

PARTS = ("attacks", "crowds", "drags", "holds", "memory")


@dataclass
class Extent:
    """How much of it there is."""

    things: Sequence[str] = tuple(THINGS)
    attackers: Sequence[int] = (1, 10)
    #: Of each turn, idle or under attack, and pairs of such turns.
    seconds: float = 3.0
    turns: int = 2
    crowds: Sequence[int] = (50, 100, 150, 200, 250, 300)
    crowd_seconds: float = 8.0
    #: Visitors who drag a slider all the time.
    dragging: int = 100
    settings: int = 2000
    settings_seconds: float = 150.0
    rounds: int = 5
    visits: int = 200
    used: int = 200
    #: Seconds that the server has to forget those who left.
    forgotten: float = 12.0


QUICK = Extent(
    things=("normal", "sweep"),
    attackers=(2,),
    seconds=0.5,
    turns=1,
    crowds=(3,),
    crowd_seconds=1.0,
    dragging=3,
    settings=12,
    settings_seconds=20.0,
    rounds=2,
    visits=4,
    used=0,
    forgotten=1.0,
)

Part = Callable[[Watched, Extent], Coroutine[Any, Any, Any]]


async def attack(server: Watched, extent: Extent) -> list[Attacked]:
    return await attacked(server, extent.things, extent.attackers, extent.seconds, extent.turns)


async def crowd(server: Watched, extent: Extent) -> list[Crowd]:
    return await crowds(server, extent.crowds, extent.crowd_seconds)


async def drag(server: Watched, extent: Extent) -> list[Drag]:
    return await drags(server, extent.dragging, extent.crowd_seconds)


async def hold(server: Watched, extent: Extent) -> Holds:
    return await holds(server, extent.settings, extent.settings_seconds)


async def remember(server: Watched, extent: Extent) -> Memory:
    return await memory(
        server, extent.rounds, extent.visits, extent.things, extent.seconds, extent.used, extent.forgotten
    )


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def _ours() -> float:
    """Processor seconds of this process and of those that it has started and that have ended."""
    times = psutil.Process().cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def _asked() -> argparse.Namespace:
    whole = Extent()
    asked = argparse.ArgumentParser(prog="python -m tests.load", description="What load does to the server.")
    add = asked.add_argument
    add("--quick", action="store_true", help="a little of everything, half a minute")
    add("--parts", type=lambda text: text.split(","), default=list(PARTS), help=",".join(PARTS))
    add("--things", type=lambda text: text.split(","), help="attacks by name: " + ",".join(THINGS))
    add("--attackers", type=_numbers, help="how many at a time, as 1,10")
    add("--seconds", type=float, help=f"of each turn of an attack ({whole.seconds:g})")
    add("--turns", type=int, help=f"idle and attacked, so often each ({whole.turns})")
    add("--crowds", type=_numbers, help="visitors, as 50,100,600")
    add("--dragging", type=int, help=f"visitors who drag a slider all the time ({whole.dragging})")
    add("--settings", type=int, help=f"random ones, at most ({whole.settings})")
    add("--settings-seconds", type=float, help=f"for them, at most ({whole.settings_seconds:g})")
    add("--visits", type=int, help=f"of a round ({whole.visits})")
    add("--used", type=int, help=f"random settings of simulated use ({whole.used})")
    return asked.parse_args()


def main() -> None:
    asked = _asked()
    extent = QUICK if asked.quick else Extent()
    for name, value in vars(asked).items():
        if value is not None and hasattr(extent, name):
            setattr(extent, name, value)
    print(f"{psutil.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}\n", flush=True)
    for name, part in zip(PARTS, (attack, crowd, drag, hold, remember), strict=True):
        if name not in asked.parts:
            continue
        begun, load, before = time.monotonic(), psutil.getloadavg()[0], machine() - _ours()
        # A server of its own: what one part leaves behind is none of the next one's.
        with watching() as server:
            found = play(part(server, extent))
            strangers = (machine() - before - _ours() - server.cpu) / (time.monotonic() - begun)
        print(f"## {name.capitalize()}\n")
        print(getattr(report, name)(found))
        if isinstance(found, Memory):
            print("\n" + report.bursts(found.bursts))
        print(f"\n{time.monotonic() - begun:.0f} s; load before: {load:.1f}", end="")
        print(f"; what else ran on this machine took {strangers:.0%} of a core meanwhile\n", flush=True)


if __name__ == "__main__":
    main()
