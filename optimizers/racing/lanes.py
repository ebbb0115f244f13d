"""Many races of one rule side by side, of which only the end is kept: ``descend``."""

from __future__ import annotations

import math

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.pool import Watch, spread
from optimizers.racing.prepare import clock_of, ends_of, entry_of, room_for, tape_of
from optimizers.racing.recipe import Recipe
from optimizers.racing.records import Clock, Ends, Entry, Field, Tape
from optimizers.racing.settle import BLOCK, settle
from optimizers.racing.stationary import minima_near
from optimizers.racing.verdict import ARRIVED
from surfaces.kernel import Whole, compiled
from surfaces.surface import Surface


def descend(
    optimizer: Optimizer,
    surface: Surface,
    recipe: Recipe,
    steps: int,
    field: Field,
    goal: float = math.nan,
    watch: Watch | None = None,
) -> Ends:
    """Race the lanes of ``field``, ``steps`` steps each, on every core; a lane's result depends on that lane alone.

    ``field.hyper`` has the rows of ``optimizer.hyper``. An arrival is the first loss of at most ``goal``. On a surface
    that lists no minima, it takes a second race of the lanes that ended near one to know whether and when they had
    arrived there; ``Ends.homes`` is then the minimum.
    """
    race = entry_of(optimizer, surface, recipe, counted=False), clock_of(optimizer, recipe, steps)
    tape, slots = tape_of(surface, steps, goal), len(optimizer.slots)
    # Against a rule that asks once, on the cheapest surface.
    cost = steps * (optimizer.most_asked + optimizer.most_looked) * surface.price / Surface.price
    if tape.minima:
        return _race(*race, field, tape, slots, cost, watch)

    def half(begin: float) -> Watch | None:
        return watch and (lambda share: watch(begin + share / 2))

    ends = _race(*race, field, tape, slots, cost, half(0.0))
    minima = minima_near(surface, ends.positions)
    near = np.flatnonzero(~np.isnan(minima[0]))
    if len(near):

        def chosen(columns: np.ndarray) -> np.ndarray:
            return columns if columns.shape[-1] == 1 else np.ascontiguousarray(columns[..., near])

        chosen_few = Field(*map(chosen, (field.hyper, field.starts, field.replicates, minima)))
        take_over(near, _race(*race, chosen_few, tape, slots, cost, half(0.5)), ends)
    elif watch:
        watch(1.0)
    return ends


@compiled
def take_over(lanes: Whole, again: Ends, ends: Ends) -> None:
    """Take over into ``ends`` which of its ``lanes`` arrived at their homes, as ``again`` has it, once told them."""
    for k in range(lanes.shape[0]):
        if again.outcomes[k] == ARRIVED:
            lane = lanes[k]
            ends.outcomes[lane], ends.steps[lane] = ARRIVED, again.steps[k]
            ends.homes[0, lane], ends.homes[1, lane] = again.homes[0, k], again.homes[1, k]


def _race(entry: Entry, clock: Clock, field: Field, tape: Tape, slots: int, cost: float, watch: Watch | None) -> Ends:
    n, ends = field.lanes, ends_of(field.lanes)
    clock = clock._replace(stop=np.zeros(1, np.int64))

    def task(first: int, last: int) -> None:
        whole = last - (last - first) % BLOCK
        for begin, end, lanes in ((first, whole, BLOCK), (whole, last, last - whole)):
            if begin < end:
                settle(entry, clock, field, tape, room_for(field, slots, lanes), ends, begin, end)

    spread(task, n, cost, clock.stop, watch)
    return ends
