"""What races cost, before they are run: counted in what steps really ask for, in nanoseconds of one core, about.

The numbers were measured once, on a server of some years' age; a faster machine is faster for all of them alike. That
a step asks for no more gradients than its rule declares is held by a test that counts them. A browser counts with the
same lines: what is refused is the same wherever it is raced.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from app.sent import Bill, largest
from surfaces.written import fixed, grouped, whole

#: A step of one lane, beside the gradients that it asks for: where all its rows are kept, and where its end alone is.
ROWS = 100.0
END = 5.0
#: The noise of a gradient; one sample of a batch.
NOISE = 80.0
SAMPLE = 10.0
#: A row of a racer, on its way into a reply.
PACKED = 450.0

SECOND = 1e9
#: What one race may cost, of all its racers and replicates together, and how many bytes its rows may be. With the
#: words that go with them, a reply is then within two million.
MOST = 2 * SECOND
MOST_BYTES = 1_900_000
#: What one answer of what takes longer may cost, which all cores share, and how many bytes it may have.
MOST_OF_AN_ANSWER = 8 * SECOND
MOST_BYTES_OF_AN_ANSWER = 1_950_000


def step(of: Bill, kept: float) -> float:
    """One step of one lane of every racer, in a kernel that takes ``kept`` beside what it asks for."""
    # A batch is the whole surface with other weights, drawn anew.
    gradient = of["price"] + (NOISE if of["noise"] > 0 else 0.0) + SAMPLE * of["batch"]
    total = 0.0
    for asked, looked in of["asks"]:
        # The last look is the surface's own, by which the race's rows or marks are made.
        # A matrix takes about as long as value and gradient.
        total += kept + asked * gradient + (1 + looked) * of["price"]
    return total


def race(of: Bill) -> float:
    """All racers and replicates, with their rows."""
    return of["steps"] * (of["replicates"] * step(of, ROWS) + len(of["asks"]) * PACKED)


def seconds(of: list[Bill]) -> float:
    """What races take together."""
    total = 0.0
    for each in of:
        total += race(each)
    return total / SECOND


def megabytes(of: list[Bill]) -> float:
    """What races are together, as they are sent."""
    total = 0.0
    for each in of:
        total += largest(each)
    return total / 1e6


def longest(of: list[Bill]) -> float:
    """Nanoseconds that the dearest of these races takes."""
    most = 0.0
    for each in of:
        most = max(most, race(each))
    return most


def excess(of: list[Bill]) -> float:
    """How much too dear or too large the races of one reply are together: 1 is just affordable."""
    return max(seconds(of) * SECOND / MOST, megabytes(of) * 1e6 / MOST_BYTES)


def share(of: Bill, beside: list[Bill]) -> float:
    """The share of a race that is affordable with those beside it; 0 where these alone are too much."""
    time = MOST - seconds(beside) * SECOND
    room = MOST_BYTES - megabytes(beside) * 1e6
    return max(0.0, min(time / race(of), room / largest(of)))


def too_dear(of: Bill, beside: list[Bill]) -> str:
    """Why a race is refused, beside the pinned one or none, and what would fit."""
    both = [of] + beside
    fit = whole(of["steps"] * share(of, beside))
    pinned = ", or without the pinned one" if beside else ""
    fits = "beside the pinned race, which is too much by itself, none would fit"
    if fit > 0:
        fits = f"{grouped(fit)} steps would fit, or more with fewer racers or replicates{pinned}"
    return (
        f"the race would take about {fixed(seconds(both), 1)} seconds of a processor and {fixed(megabytes(both), 1)} "
        f"megabytes, and at most {fixed(MOST / SECOND, 0)} seconds and {fixed(MOST_BYTES / 1e6, 1)} megabytes are "
        f"given to one; {fits}"
    )


class Rung(TypedDict):
    """One answer of several, coarse, then sharper: its resolution, and whether it is the sharpest and the last."""

    n: int
    sharpest: bool
    last: bool


def ladder(of: Bill, races: int, offered: Sequence[Sequence[int]]) -> tuple[list[Rung], str]:
    """The answers that are given of those offered, with so many races of each racer at each point; why none is."""
    fitting = small_enough(of, offered)
    within = affordable(of, races, fitting)
    if len(within) == 0:
        return [], too_long(of, races, fitting[0])
    rungs: list[Rung] = []
    for place, each in enumerate(within):
        last = place == len(within) - 1
        rungs.append({"n": each[0], "sharpest": last and each[0] == fitting[-1][0], "last": last})
    return rungs, ""


def small_enough(of: Bill, offered: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Those answers that a message has room for; of each is said its resolution, its points, and bytes for a racer."""
    return [each for each in offered if len(of["asks"]) * each[2] <= MOST_BYTES_OF_AN_ANSWER]


def affordable(of: Bill, races: int, offered: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Those answers that take no more than is given to one, with so many races of each racer at each point."""
    return [each for each in offered if answer(of, races, each) <= MOST_OF_AN_ANSWER]


def too_long(of: Bill, races: int, least: Sequence[int]) -> str:
    """Why even the answer of the least points is refused, and what would fit."""
    time = answer(of, races, least)
    fit = whole(of["steps"] * MOST_OF_AN_ANSWER / time)
    return (
        f"This would take about {grouped(whole(time / SECOND + 0.5))} seconds of a processor at once, and at most "
        f"{fixed(MOST_OF_AN_ANSWER / SECOND, 0)} are given. {grouped(fit)} steps would fit, or more with fewer racers, "
        "trials or replicates."
    )


def answer(of: Bill, races: int, offer: Sequence[int]) -> float:
    """Nanoseconds of an answer whose races leave nothing but their ends."""
    return of["steps"] * races * step(of, END) * offer[1]
