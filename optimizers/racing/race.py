"""One racer on one surface, with all that it leaves behind: ``run``, and ``replicates`` of it."""

from __future__ import annotations

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.checks import check, point
from optimizers.racing.lanes import take_over
from optimizers.racing.outcome import Outcome
from optimizers.racing.pool import aside
from optimizers.racing.prepare import clock_of, ends_of, entry_of, room_for, rows_of, tape_of
from optimizers.racing.recipe import PLAIN, Recipe
from optimizers.racing.records import Field, Rows
from optimizers.racing.stationary import ground_of, minima_near
from optimizers.racing.telling import told
from optimizers.racing.trace import trace
from optimizers.racing.trajectory import Replicates, Trajectory
from optimizers.racing.verdict import judge
from surfaces.numbers import snapshot
from surfaces.surface import Surface


class Stopped(Exception):
    """The race was ended by whoever had asked for it."""


def run(
    optimizer: Optimizer,
    surface: Surface,
    start: tuple[float, float] | None = None,
    steps: int = 500,
    recipe: Recipe | None = None,
) -> Trajectory:
    """Race ``optimizer`` on ``surface`` from ``start`` (the surface's own unless given) for ``steps`` steps.

    Pure: the same arguments give the same bits. Divergence is an outcome, not an error.

    Raises ``TypeError`` for an argument of the wrong type and ``ValueError`` for a start that is not
    two finite numbers, a negative number of steps, or a surface that lacks what the rule needs; each
    names the argument, the value and what is allowed.
    """
    return replicates(optimizer, surface, start, steps, recipe, 1)[0]


def replicates(
    optimizer: Optimizer,
    surface: Surface,
    start: tuple[float, float] | None = None,
    steps: int = 500,
    recipe: Recipe | None = None,
    count: int = 16,
    *,
    stop: np.ndarray | None = None,
) -> Replicates:
    """``count`` races (1 to 64) that differ in their noise alone; the first is what ``run`` gives.

    Another thread ends the work by setting ``stop[0]``, int64 ``(1,)``, to 1: that raises ``Stopped``.
    """
    recipe = PLAIN if recipe is None else recipe
    rates, rows, outcomes = raced(optimizer, surface, start, steps, recipe, count, stop=stop)
    found, ground = snapshot(optimizer), snapshot(surface)
    return Replicates(
        Trajectory(
            rule=found,
            surface=ground,
            positions=rows.positions[:, :, k],
            losses=rows.losses[:, k],
            gradients=rows.gradients[:, :, k],
            slots={name: rows.slots[:, i, :, k] for i, name in enumerate(optimizer.slots)},
            learning_rates=rates,
            evaluations=rows.evaluations[:, k],
            trials=rows.trials[:, k],
            matrices=rows.matrices[:, k],
            clipped=rows.clipped[:, k].astype(bool),
            outcome=outcome,
        )
        for k, outcome in enumerate(outcomes)
    )


def raced(
    optimizer: Optimizer,
    surface: Surface,
    start: tuple[float, float] | None,
    steps: int,
    recipe: Recipe,
    count: int,
    *,
    stop: np.ndarray | None = None,
) -> tuple[np.ndarray, Rows, list[Outcome]]:
    """The rates, the rows and the outcomes of ``replicates``, ``(steps + 1,)``, ``count`` lanes and ``count``."""
    steps, count = check(optimizer, surface, recipe, steps, count)
    x, y = point(surface.start if start is None else start)
    field = Field(optimizer.hyper[:, None], np.array([[x], [y]]), np.arange(count))
    clock, tape = clock_of(optimizer, recipe, steps), tape_of(surface, steps)
    if stop is not None:
        clock = clock._replace(stop=stop)
    entry, slots = entry_of(optimizer, surface, recipe, counted=True), len(optimizer.slots)
    room, ends, rows = room_for(field, slots, count), ends_of(count), rows_of(steps, slots, count)
    with aside():
        trace(entry, clock, field, tape, room, ends, rows)
    if clock.stop[0] != 0:
        raise Stopped
    if not tape.minima:
        homes = minima_near(surface, ends.positions)
        if not np.isnan(homes[0]).all():
            again = ends_of(count)
            judge(clock, field._replace(homes=homes), tape, room, again, rows)
            take_over(np.arange(count), again, ends)
    ground = ground_of(surface)
    outcomes = [told(optimizer, entry.recipe, ground, tape, ends, rows, k) for k in range(count)]
    return field.hyper[0] * clock.factors, rows, outcomes
