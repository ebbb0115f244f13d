"""What races cost, before they are run: counted in what steps really ask for, in nanoseconds of one core, about.

The numbers were measured once, on a server of some years' age; a faster machine is faster for all of them alike. That
a step asks for no more gradients than its rule declares is held by a test that counts them.
"""

from __future__ import annotations

from app.cache import built
from app.runs import Setup, largest

#: A step of one lane, beside the gradients that it asks for: where all its rows are kept, and where its end alone is.
ROWS, END = 100.0, 5.0
#: The noise of a gradient; one sample of a batch.
NOISE, SAMPLE = 80.0, 10.0
#: A row of a racer, on its way into a reply.
PACKED = 450.0

SECOND = 1e9
#: What one race may cost, of all its racers and replicates together, and how many bytes its rows may be. With the
#: words that go with them, a reply is then within two million.
MOST, MOST_BYTES = 2 * SECOND, 1_900_000


def step(of: Setup, kept: float) -> float:
    """One step of one lane of every racer, in a kernel that takes ``kept`` beside what it asks for."""
    surface, recipe = built(of.surface), built(of.recipe)
    # A batch is the whole surface with other weights, drawn anew.
    gradient = surface.price + (NOISE if recipe.noise > 0 else 0.0) + SAMPLE * recipe.batch
    # The last is the surface's own, by which the race's rows or marks are made.
    # A matrix takes about as long as value and gradient.
    rules = [built(racer) for racer in of.racers]
    return sum(kept + rule.most_asked * gradient + (1 + rule.most_looked) * surface.price for rule in rules)


def race(of: Setup) -> float:
    """All racers and replicates, with their rows."""
    return of.steps * (of.replicates * step(of, ROWS) + len(of.racers) * PACKED)


def seconds(*of: Setup) -> float:
    """What races take together."""
    return sum(map(race, of)) / SECOND


def megabytes(*of: Setup) -> float:
    """What races are together, as they are sent."""
    return sum(map(largest, of)) / 1e6


def excess(*of: Setup) -> float:
    """How much too dear or too large the races of one reply are together: 1 is just affordable."""
    return max(seconds(*of) * SECOND / MOST, megabytes(*of) * 1e6 / MOST_BYTES)


def share(of: Setup, *beside: Setup) -> float:
    """The share of a race that is affordable with those beside it; 0 where these alone are too much."""
    time, room = MOST - seconds(*beside) * SECOND, MOST_BYTES - megabytes(*beside) * 1e6
    return max(0.0, min(time / race(of), room / largest(of)))
