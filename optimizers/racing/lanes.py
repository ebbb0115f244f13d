"""Many races of one rule side by side, of which only the end is kept: ``descend``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.outcome import Ending, half_window, nearness, stationary
from optimizers.racing.pool import Watch, spread
from optimizers.racing.recipe import Recipe, given, gradient_of, same_gradient
from optimizers.racing.settle import ARRIVAL, BLOCK, LOSS, OUTCOME, PLACE, STEP_OF_OUTCOME, finish, room
from surfaces.numbers import declared
from surfaces.surface import Surface


class Ends(NamedTuple):
    """What is left of ``n`` races."""

    #: Where they end, ``(2, n)``; NaN where they diverged.
    positions: np.ndarray
    #: Loss there, ``(n,)``; NaN where they diverged.
    losses: np.ndarray
    #: Numbers of ``Ending``, ``(n,)``.
    outcomes: np.ndarray
    #: The step of the outcome, ``(n,)``, as ``Outcome.step``.
    steps: np.ndarray
    #: Which of the surface's minima, then saddles, the end is at, ``(n,)``; −1 at none.
    places: np.ndarray
    #: The first step with a loss of ``goal`` or less, ``(n,)``; −1 where there is none.
    arrivals: np.ndarray


def descend(
    optimizer: Optimizer,
    surface: Surface,
    recipe: Recipe,
    steps: int,
    starts: np.ndarray,
    hyper: np.ndarray,
    replicates: np.ndarray,
    goal: float = np.nan,
    watch: Watch | None = None,
    dated: bool = True,
) -> Ends:
    """Race ``n`` lanes, ``steps`` steps each, on every core; a lane's result depends on that lane alone.

    ``starts`` is ``(2, n)``, ``hyper`` has the rows of ``optimizer.hyper``, ``(rows, n)``, and ``replicates`` keys
    the noise, ``(n,)``; each may have length 1 instead of n, for all lanes. An arrival is the first loss of at most
    ``goal``. On a surface that lists no minima, the step of convergence is known only once its place is, and takes a
    second race of the lanes that converge: without ``dated`` their ``steps`` are those from which on it was flat.
    """
    points = np.array([(point.x, point.y) for point in (*surface.minima, *surface.saddles)]).reshape(-1, 2).T.copy()
    nowhere = np.full((2, 1), np.nan)
    if surface.minima:
        return _race(optimizer, surface, recipe, steps, starts, hyper, replicates, points, nowhere, goal, watch)

    def part(begin: float, size: float) -> Watch | None:
        return watch and (lambda share: watch(begin + size * share))

    ways = 0.5 if dated else 1.0
    ends = _race(optimizer, surface, recipe, steps, starts, hyper, replicates, points, nowhere, goal, part(0.0, ways))
    flat = np.flatnonzero((ends.outcomes == Ending.STALLED) & (ends.places < 0))
    places = ends.positions[:, flat]
    found = stationary(surface, places, surface.evaluate(*places)[1])[0]
    ends.outcomes[flat[found > 0]] = Ending.CONVERGED
    if dated and (found != 0).any():
        again = flat[found != 0]

        def chosen(columns: np.ndarray) -> np.ndarray:
            return columns if columns.shape[-1] == 1 else np.ascontiguousarray(columns[..., again])

        columns = chosen(starts), chosen(hyper), chosen(replicates)
        homes = np.ascontiguousarray(ends.positions[:, again])
        dates = _race(
            optimizer, surface, recipe, steps, *columns, np.empty((2, 0)), homes, goal, part(ways, 1.0 - ways)
        )
        ends.steps[again] = dates.steps
    return ends


def _race(
    optimizer: Optimizer,
    surface: Surface,
    recipe: Recipe,
    steps: int,
    starts: np.ndarray,
    hyper: np.ndarray,
    replicates: np.ndarray,
    points: np.ndarray,
    homes: np.ndarray,
    goal: float,
    watch: Watch | None,
) -> Ends:
    n = max(starts.shape[1], hyper.shape[1], replicates.shape[0], homes.shape[1])
    (left, right), (bottom, top) = surface.domain
    momenta = recipe.momenta(steps)
    cycled = -1 if momenta is None or optimizer.cycled is None else declared(type(optimizer)).index(optimizer.cycled)
    ends, notes, stop = np.empty((3, n)), np.empty((4, n), np.int64), np.zeros(1, np.int64)
    # A block evaluates the surface after each step, to tell how its lanes stand: most rules next ask for just that.
    answer = gradient_of(recipe)
    if optimizer.asks_once and recipe.batch == 0:
        answer = given if recipe.plain else same_gradient
    kernels = optimizer.step, answer, surface.value_and_gradient, getattr(surface, optimizer.curvature)
    races = (
        surface.shape,
        recipe.numbers(surface.samples),
        recipe.decoupled,
        hyper,
        recipe.factors(steps),
        cycled,
        np.empty(0) if momenta is None else momenta,
        replicates,
        steps,
        starts,
    )
    ending = (
        len(surface.minima),
        points,
        homes,
        nearness(surface),
        np.array([left, right, bottom, top]),
        goal,
        half_window(steps),
    )

    def task(first: int, last: int) -> None:
        whole = last - (last - first) % BLOCK
        for begin, end, lanes in ((first, whole, BLOCK), (whole, last, last - whole)):
            if begin < end:
                finish(
                    *kernels,
                    *races,
                    *ending,
                    begin,
                    end,
                    room(len(hyper), len(optimizer.slots), lanes),
                    stop,
                    ends,
                    notes,
                )

    spread(task, n, steps, stop, watch)
    return Ends(ends[:LOSS], ends[LOSS], notes[OUTCOME], notes[STEP_OF_OUTCOME], notes[PLACE], notes[ARRIVAL])
