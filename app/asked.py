"""What is asked beside the race: of whom, with which options, and how many races that takes."""

from __future__ import annotations

from typing import Any, TypedDict

from app.in_force import Held, axes, racing
from surfaces.written import number, whole

#: What is said where the settings are others before it is answered, by what was asked.
STOPPED = {
    "tune": "The settings have changed: tuning was stopped.",
    "best": "The settings have changed: the sweep was stopped.",
}
#: What is said where there is nobody to ask it of.
NOBODY = {
    "tune": "There is nobody to tune: no racer is switched on.",
    "best": "There is no rate of its own to find: the racer is not switched on, or one is for all.",
}


#: Seconds between two words of progress; for which a first answer is worked on although something newer is asked.
EVERY = 0.2
PATIENCE = 0.3


class Asked(TypedDict):
    """A question to settings in force; there is none where nobody races."""

    #: The key of the view that asks, ``"tune"`` or ``"best"``.
    kind: str
    racers: list[str]
    #: What that has options for.
    options: list[Any]
    #: Whether the replicates of a noisy race are raced as well.
    replicated: bool


def everybody(settings: Held, kind: str) -> Asked | None:
    """What a view like the sweep asks of all who race."""
    return _of(kind, racing(settings), [], True)


def basins(settings: Held) -> Asked | None:
    """What becomes of a race from all starts: of one race from each."""
    return _of("basins", racing(settings), [], False)


def heat(settings: Held) -> Asked | None:
    """What both hyperparameters do to the racer chosen, whether it is switched on or not."""
    racer = settings.texts["heat"]
    able = [] if racer in settings.absent else [racer]
    return _of("heat", able, axes(settings), True)


def tuning(settings: Held) -> Asked | None:
    """What tuning finds for all who race, with so many trials from that seed."""
    options = [whole(number(settings.texts[key])) for key in ("trials", "draw")]
    return _of("tune", racing(settings), options, True)


def best(settings: Held, racer: str) -> Asked | None:
    """What the best rate of ``racer`` is, where it races at one of its own."""
    alone = racer in racing(settings) and settings.texts["shared"] != "1"
    return _of("best", [racer] if alone else [], [racer], True)


def _of(kind: str, racers: list[str], options: list[Any], replicated: bool) -> Asked | None:
    if not racers:
        return None
    return {"kind": kind, "racers": racers, "options": options, "replicated": replicated}


def races(asked: Asked, replicates: int, minima: int) -> int:
    """How many races each racer runs at most for each point of an answer, on a surface that lists so many minima.

    Where it lists none a race is run again, to find when it arrived.
    """
    once = replicates if asked["replicated"] else 1
    return once if minima > 0 else 2 * once


def gives_way(answered: bool, seconds: float) -> bool:
    """Whether work that began so long ago ends once something newer is asked.

    While a slider is dragged, questions come faster than sharp answers: a coarse one is given all the same.
    """
    return answered or seconds > PATIENCE


def is_told(share: float, seconds: float) -> bool:
    """Whether a word of progress is due, so long after the one before.

    What is done is told by its answer: a word after the last one would stand there for ever.
    """
    return share < 1 and seconds > EVERY
