"""How a race can end: the constants that decide it, and its words. ``verdict`` decides."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, NamedTuple

from optimizers.racing.endings import filled
from surfaces.kernel import compiled, helper
from surfaces.surface import Point, Surface

#: A race has diverged once its loss is larger than this in size, or anything is not finite.
DIVERGED = 1e12
#: Within this share of the map's diagonal, a place is at a minimum or a saddle.
NEAR = 5e-3
#: A stay at a point is that of a race that was there in all but one of so many of its steps, up to each of them.
STAY = 10
#: What keeps within this share of the diagonal of one place is at rest; within the other, it does not move at all.
REST, STILL = 1e-3, 1e-6
#: The share of a race, at its end, that shows how it ends: the window; and the fewest steps that show anything.
WINDOW, FEWEST = 0.2, 5
#: A race goes to and fro where the two ends of the window are closer than this share of the way between them …
NET = 0.1
#: … where the way in the second half of the window is at least this share of the way in the first …
KEPT = 0.95
#: … and where the best loss gains no more in the window than this share of the range of losses there.
GAIN = 1e-3


class Ending(IntEnum):
    """How a race ended, as a number: 0 where it arrived at a minimum, below 0 where it did anything else."""

    ARRIVED = 0
    DID_NOT_STAY = -6
    AT_REST = -1
    TO_AND_FRO = -2
    DIVERGED = -3
    LEFT_THE_MAP = -4
    ON_ITS_WAY = -5

    @property
    def kind(self) -> str:
        """The same as ``Outcome.kind`` has it, and as people say it."""
        return self.name.lower().replace("_", " ")

    @property
    def words(self) -> str:
        """The ending as a map of many races names it."""
        return SAID[self].words

    @property
    def meaning(self) -> str:
        """Its definition, in plain words."""
        return SAID[self].meaning

    @property
    def texts(self) -> dict[str, str]:
        """Templates of ``Outcome.text``, by what is known of the place; ``telling.tell`` chooses by their order."""
        return SAID[self].texts

    def outcome(self, step: int, text: int, place: Point | None, loss: float, far: float) -> Outcome:
        """This ending in words: of its ``texts``, in order, that one."""
        words = list(self.texts.values())[text]
        return Outcome(self.kind, step, filled(words, step, place and place[:2], loss, far), place)


class Outcome(NamedTuple):
    """``kind`` is arrived, did not stay, at rest, to and fro, diverged, left the map or on its way."""

    kind: str
    #: The step from which on the race was as ``kind`` says, or, where it goes to and fro or comes to rest at no listed
    #: point, the step from which on it was looked at; where it did not stay, that of its arrival; where it is on its
    #: way, its last.
    step: int
    #: The outcome in words, with its step and place.
    text: str
    #: The minimum at which it arrived, or arrived and did not stay.
    place: Point | None = None


def kinds(numbers: Any) -> list[str]:
    """``Outcome.kind`` of an array of endings by their numbers, in one row; a number of 0 and more is an arrival."""
    return [Ending(min(number, 0)).kind for number in numbers.ravel().tolist()]


class Said(NamedTuple):
    """What people are told of an ending: ``Ending.words``, ``.meaning`` and ``.texts``."""

    words: str
    meaning: str
    texts: dict[str, str]


SAID = {
    Ending.ARRIVED: Said(
        "arrived",
        "From this step on it was at one minimum, that is, within 0.5 % of the map's diagonal of it: at the end, and "
        "up to each step before in at least nine tenths of the steps. That was so throughout the last fifth of the "
        "race. It bursts out if it was farther away at any step of that fifth. Else it closes in if the second half of "
        "that fifth is nearer than the first by 5 % or more, rests if it kept within 0.1 % of the diagonal of one "
        "place, and circles if it did neither.",
        {
            "lowest, rests": "arrived at step {step}, rests",
            "lowest, closes in": "arrived at step {step}, closes in",
            "lowest, circles": "arrived at step {step}, circles within {far}",
            "lowest, bursts": "arrived at step {step}, bursts out as far as {far}",
            "local, rests": "arrived at step {step} at the local minimum ({x}, {y}), rests",
            "local, closes in": "arrived at step {step} at the local minimum ({x}, {y}), closes in",
            "local, circles": "arrived at step {step} at the local minimum ({x}, {y}), circles within {far}",
            "local, bursts": "arrived at step {step} at the local minimum ({x}, {y}), bursts out as far as {far}",
            "found, rests": "arrived at step {step} at a minimum near ({x}, {y}), rests",
            "found, closes in": "arrived at step {step} at a minimum near ({x}, {y}), closes in",
            "found, circles": "arrived at step {step} at a minimum near ({x}, {y}), circles within {far}",
            "found, bursts": "arrived at step {step} at a minimum near ({x}, {y}), bursts out as far as {far}",
        },
    ),
    Ending.DID_NOT_STAY: Said(
        "did not stay",
        "It was at a minimum for so long that with fewer steps, five or more, it would have arrived there, at this "
        "step. At the end it was away, or had not been back throughout the last fifth of the race. Of several such "
        "stays this is the last.",
        {
            "lowest, away": "arrived at step {step}, did not stay: away at the end (loss {loss})",
            "lowest, back": "arrived at step {step}, did not stay: only just back (loss {loss})",
            "local, away": "arrived at step {step} at the local minimum ({x}, {y}), did not stay: away at the end "
            "(loss {loss})",
            "local, back": "arrived at step {step} at the local minimum ({x}, {y}), did not stay: only just back "
            "(loss {loss})",
        },
    ),
    Ending.AT_REST: Said(
        "at rest elsewhere",
        "Throughout the last fifth of the race it kept within 0.1 % of the map's diagonal of one place, and that place "
        "is not at a minimum: a saddle, a maximum, where the slope is next to nothing, where a weight decay balances "
        "the slope, or where its steps have become too short to get on.",
        {
            "saddle": "at rest from step {step} at the saddle ({x}, {y})",
            "found saddle": "at rest by step {step}, at a saddle near ({x}, {y})",
            "maximum": "at rest by step {step}, at a maximum near ({x}, {y})",
            "flat": "at rest by step {step}, where it is flat (loss {loss})",
            "decay": "at rest by step {step}, where its weight decay holds it (loss {loss})",
            "": "hardly moving by step {step} (loss {loss})",
        },
    ),
    Ending.TO_AND_FRO: Said(
        "to and fro",
        "In the last fifth of the race it moved without getting anywhere: the two ends of its way there were closer "
        "than a tenth of that way, its second half at least 95 % as long as its first, and its best loss better "
        "by no more than a thousandth of the range of its losses there.",
        {"": "to and fro by step {step} (best loss {loss})"},
    ),
    Ending.DIVERGED: Said(
        "diverged",
        "At this step its loss was beyond 10¹² in size, or a number was not finite: the race ended there.",
        {"": "diverged at step {step}"},
    ),
    Ending.LEFT_THE_MAP: Said(
        "left the map",
        "It started on what is drawn of the map and was outside throughout the last fifth of the race, at the end of "
        "it farther out, and with a lower loss, than at its beginning.",
        {"": "left the map at step {step} (loss {loss} at the end)"},
    ),
    Ending.ON_ITS_WAY: Said(
        "on its way",
        "None of the others: it was still moving when its steps were used up, and more steps would show where to.",
        {"": "on its way at step {step}"},
    ),
}


def diagonal(surface: Surface) -> float:
    """The length of the diagonal of the map: what distances are compared with."""
    (left, right), (bottom, top) = surface.domain
    return math.hypot(right - left, top - bottom)


def nearness(surface: Surface) -> float:
    """How far from a point of ``surface`` is still at it."""
    return NEAR * diagonal(surface)


@helper
def showing(steps):
    """How many steps at its end show how a race of ``steps`` steps ends: of fewer than that, nothing does."""
    return max(FEWEST, round(WINDOW * steps))


@compiled
def window(steps: int) -> int:
    """Steps in the window at the end of a race of ``steps`` steps."""
    return min(steps, showing(steps))
