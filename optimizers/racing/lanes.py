"""Many races of one rule side by side, of which only the end is kept: ``descend``."""

from __future__ import annotations

import math

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.outcome import at_rest
from optimizers.racing.pool import Watch, spread
from optimizers.racing.prepare import clock_of, ends_of, entry_of, room_for, tape_of
from optimizers.racing.recipe import Recipe
from optimizers.racing.records import Clock, Ends, Entry, Field, Tape
from optimizers.racing.settle import BLOCK, settle
from surfaces.surface import Surface


def descend(
    optimizer: Optimizer,
    surface: Surface,
    recipe: Recipe,
    steps: int,
    field: Field,
    goal: float = math.nan,
    watch: Watch | None = None,
    dated: bool = True,
) -> Ends:
    """Race the lanes of ``field``, ``steps`` steps each, on every core; a lane's result depends on that lane alone.

    ``field.hyper`` has the rows of ``optimizer.hyper``. An arrival is the first loss of at most ``goal``. On a surface
    that lists no minima, the step of convergence is known only once its place is, and takes a second race of the
    lanes that converge: without ``dated``, their ``steps`` are those from which on it was flat.
    """
    race = entry_of(optimizer, surface, recipe, counted=False), clock_of(optimizer, recipe, steps)
    tape, slots = tape_of(surface, steps, goal), len(optimizer.slots)
    # Against a rule that asks once, on the cheapest surface.
    cost = steps * (optimizer.most_asked + optimizer.most_looked) * surface.price / Surface.price
    if tape.minima:
        return _race(*race, field, tape, slots, cost, watch)

    def part(begin: float, size: float) -> Watch | None:
        return watch and (lambda share: watch(begin + size * share))

    ways = 0.5 if dated else 1.0
    ends = _race(*race, field, tape, slots, cost, part(0.0, ways))
    again = at_rest(surface, ends)
    if dated and len(again):

        def chosen(columns: np.ndarray) -> np.ndarray:
            return columns if columns.shape[-1] == 1 else np.ascontiguousarray(columns[..., again])

        homes = np.ascontiguousarray(ends.positions[:, again])
        chosen_few = Field(chosen(field.hyper), chosen(field.starts), chosen(field.replicates), homes)
        dates = _race(*race, chosen_few, tape, slots, cost, part(ways, 1.0 - ways))
        ends.steps[again] = dates.steps
    return ends


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
