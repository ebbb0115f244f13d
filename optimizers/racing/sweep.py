"""One rule over a grid of hyperparameters: ``sweep``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import param

from optimizers.optimizer import Optimizer
from optimizers.racing.checks import check, point
from optimizers.racing.lanes import descend
from optimizers.racing.measures import MOST
from optimizers.racing.ordered import insert
from optimizers.racing.outcome import Ending, kinds
from optimizers.racing.pool import Watch
from optimizers.racing.ranks import Result, lowest
from optimizers.racing.recipe import PLAIN, Recipe
from optimizers.racing.records import Ends, Field
from optimizers.racing.standings import ALIKE
from surfaces.kernel import Vector, Whole, compiled, helper, scratch
from surfaces.numbers import Snapshot, declared, is_real, limits, snapshot
from surfaces.surface import Surface

#: A loss this close to the lowest listed one is within tolerance.
TOLERANCE = 1e-6

#: The endings: of those that are as frequent among replicates, the first counts.
ORDER = np.array(list(Ending))


@dataclass(frozen=True, repr=False)
class Sweep:
    """The ends of a grid of races; each array has an axis for each hyperparameter that was swept, in that order.

    Where the recipe has several replicates, an entry is about all of them.
    """

    names: tuple[str, ...]
    #: The values along each axis.
    values: tuple[np.ndarray, ...]
    #: Loss after the last step, or the median of the replicates'; NaN where that has diverged.
    losses: np.ndarray
    #: Numbers of ``Ending``. Where there are replicates, the most frequent ending, and of equals the best.
    outcomes: np.ndarray
    #: The first step at which the loss was within tolerance, or by which half of the replicates had been; −1 where
    #: there is none.
    steps_to_tolerance: np.ndarray
    #: The rule and the surface as they were raced, and the steps of each race.
    rule: Snapshot
    surface: Snapshot
    steps: int

    @property
    def title(self) -> str:
        """What was swept, on what."""
        return f"{self.rule.cls.title} on {self.surface.cls.title}, {' and '.join(self.names)}"

    def __repr__(self) -> str:
        races = " × ".join(str(len(each)) for each in self.values)
        arrived = int((self.outcomes == Ending.ARRIVED).sum())
        return f"<Sweep of {self.title}: {races} races of {self.steps} steps, {arrived} arrived{self._best()}>"

    def _best(self) -> str:
        if np.isnan(self.losses).all():
            return ", all diverged"
        place = np.unravel_index(np.nanargmin(self.losses), self.losses.shape)
        at = ", ".join(f"{name}={each[i]:g}" for name, each, i in zip(self.names, self.values, place, strict=True))
        return f", lowest loss {self.losses[place]:.3g} at {at}"

    def to_pandas(self) -> Any:
        """All races as a ``pandas.DataFrame``: a row for each combination of values, and what came of it."""
        import pandas as pd

        grid = np.meshgrid(*self.values, indexing="ij")
        columns: dict[str, Any] = {name: each.ravel() for name, each in zip(self.names, grid, strict=True)}
        columns |= {"loss": self.losses.ravel(), "outcome": kinds(self.outcomes)}
        return pd.DataFrame({**columns, "steps_to_tolerance": self.steps_to_tolerance.ravel()})

    def plot(self) -> Any:
        """The loss against one hyperparameter, or two, as a figure of Bokeh; ``ValueError`` for more than two."""
        from optimizers.racing.pictures import swept

        return swept(self)


def sweep(
    optimizer: Optimizer,
    surface: Surface,
    names: str | tuple[str, ...],
    values: Any,
    start: tuple[float, float] | None = None,
    steps: int = 500,
    recipe: Recipe | None = None,
    *,
    tolerance: float = TOLERANCE,
    watch: Watch | None = None,
) -> Sweep:
    """Race ``optimizer`` on ``surface`` once for each value of a hyperparameter, or for each combination of several.

    ``names`` is one name and ``values`` the sequence of its values, or ``names`` is a tuple and ``values`` a sequence
    for each. Start, steps and recipe are those of ``run``, and so is each entry, to the bit: a recipe with noise and
    ``replicates`` runs every point that often. Within tolerance is a loss of at most ``tolerance`` over that of the
    surface's lowest minimum; a surface that lists none has no such loss, and the steps are −1 throughout.

    ``watch`` is called, on this thread, with the share of the work that is done; if it raises, the work ends and the
    exception is passed on. There is no limit on the work.

    Raises what ``run`` raises; ``TypeError`` for a name that is no hyperparameter and ``ValueError`` for one that is
    a switch, for values that are empty, not in one dimension, not finite or out of its bounds, and for a negative
    tolerance.
    """
    recipe = PLAIN if recipe is None else recipe
    steps, _ = check(optimizer, surface, recipe, steps)
    place = point(surface.start if start is None else start)
    axes = _axes(optimizer, names, values)
    if not (is_real(tolerance) and tolerance >= 0):
        raise ValueError(f"tolerance must be a finite number from 0, not {tolerance!r}")
    grid = np.stack([each.ravel() for each in np.meshgrid(*axes.values(), indexing="ij")])
    found = race_points(optimizer, surface, recipe, steps, place, dict(zip(axes, grid, strict=True)), tolerance, watch)
    lengths = [len(each) for each in axes.values()]
    losses, outcomes, within = (each.reshape(lengths) for each in (found.losses, found.outcomes, found.within))
    raced = (snapshot(optimizer), snapshot(surface), steps)
    return Sweep(tuple(axes), tuple(axes.values()), losses, outcomes, within, *raced)


class Points(NamedTuple):
    """What came of the races at each of ``n`` points, ``(n,)`` each; where there are replicates, of all of them."""

    losses: Vector
    outcomes: Whole
    #: Steps to tolerance.
    within: Whole
    #: The step by which half of the replicates had arrived at the lowest minimum, −1 where they had not; and the loss
    #: there, NaN where they had not. Where none is listed, that is the lowest at which any race of these arrived.
    arrivals: Whole
    bottoms: Vector

    def results(self) -> list[Result]:
        """As ``ranks`` compares them."""
        return list(map(Result, self.losses.tolist(), self.arrivals.tolist(), self.bottoms.tolist()))


def race_points(
    optimizer: Optimizer,
    surface: Surface,
    recipe: Recipe,
    steps: int,
    start: tuple[float, float],
    columns: dict[str, np.ndarray],
    tolerance: float,
    watch: Watch | None,
) -> Points:
    """Race where hyperparameters take the values in ``columns``, each ``(n,)``."""
    count, n = recipe.differing, len(next(iter(columns.values())))
    hyper = np.repeat(optimizer.hyper[:, None], n, axis=1)
    for name, column in columns.items():
        hyper[declared(type(optimizer)).index(name)] = column
    goal = lowest(surface) + tolerance
    field = Field(np.repeat(hyper, count, axis=1), np.array([start]).T, np.tile(np.arange(count), n))
    ends = descend(optimizer, surface, recipe, steps, field, goal, watch)
    return _summed_up(surface, float(surface.evaluate(*start)[0]), ends, n, count)


def points_of(n: int) -> Points:
    """Where ``n`` points are to be summed up."""
    outcomes, within, arrivals = (np.empty(n, np.int64) for _ in range(3))
    return Points(np.empty(n), outcomes, within, arrivals, np.empty(n))


def _summed_up(surface: Surface, start_loss: float, ends: Ends, n: int, count: int) -> Points:
    """What came of ``n`` points from the ends of their ``count`` replicates each."""
    bottoms, _ = surface.evaluate(*ends.homes)
    points = points_of(n)
    sum_up(ends, count, bottoms, start_loss, points)
    return points


@helper
def half_by(steps, first, count, ordered):
    """The step by which half of the replicates from ``first`` on were somewhere; −1 where so many never were."""
    for k in range(count):
        insert(float(steps[first + k]) if steps[first + k] >= 0 else np.inf, k, ordered)
    half = ordered[(count - 1) // 2]
    return np.int64(half) if half < np.inf else -1


@compiled
def sum_up(ends: Ends, count: int, bottoms: Vector, start_loss: float, points: Points) -> None:
    """What came of all points, from the ends of the ``count`` replicates of each and the losses of their homes."""
    ordered, steps, least = scratch(MOST), scratch(MOST), np.inf
    for k in range(bottoms.shape[0]):
        least = bottoms[k] if bottoms[k] < least else least
    slack = ALIKE * max(abs(least), abs(start_loss - least))
    for i in range(points.losses.shape[0]):
        first, most = i * count, 0
        for k in range(count):
            loss, there = ends.losses[first + k], bottoms[first + k] <= least + slack
            insert(loss if loss == loss else np.inf, k, ordered)
            steps[k] = float(ends.steps[first + k]) if there else -1.0
        middle = ordered[count // 2]
        if count % 2 == 0:
            middle = (ordered[count // 2 - 1] + middle) / 2
        points.losses[i] = middle if middle < np.inf else np.nan
        for j in range(ORDER.shape[0]):
            alike = 0
            for k in range(count):
                alike += ends.outcomes[first + k] == ORDER[j]
            if alike > most:
                points.outcomes[i], most = ORDER[j], alike
        points.within[i] = half_by(ends.arrivals, first, count, ordered)
        points.arrivals[i] = half_by(steps, 0, count, ordered)
        points.bottoms[i] = least if points.arrivals[i] >= 0 else np.nan


def _axes(optimizer: Optimizer, names: Any, values: Any) -> dict[str, np.ndarray]:
    """The values of each hyperparameter that is swept, checked."""
    if isinstance(names, str):
        names, values = (names,), (values,)
    names, values = tuple(names), tuple(values)
    if not names or len(names) != len(values) or len(set(names)) != len(names):
        raise ValueError(
            f"names must be one or several different hyperparameters with values for each, "
            f"not {names!r} with values for {len(values)}"
        )
    return {name: _axis(optimizer, name, each) for name, each in zip(names, values, strict=True)}


def _axis(optimizer: Optimizer, name: Any, values: Any) -> np.ndarray:
    cls = type(optimizer)
    if name not in declared(cls):
        raise TypeError(f"{cls.__name__} has no hyperparameter {name!r}: it has {', '.join(declared(cls))}")
    declaration = optimizer.param[name]
    if not isinstance(declaration, param.Number):
        raise ValueError(f"{cls.__name__}.{name} is a switch: only numbers are swept")
    if np.ndim(values) != 1 or len(values) == 0:
        raise ValueError(f"values of {name} must be a sequence of at least one number, not {values!r}")
    for value in values:
        if not is_real(value):
            raise ValueError(f"values of {name} must be finite real numbers, not {value!r}")
    axis = np.array(values, np.float64)
    (low, high), (with_low, with_high) = declaration.bounds, declaration.inclusive_bounds
    within = (axis >= low if with_low else axis > low) & (axis <= high if with_high else axis < high)
    if isinstance(declaration, param.Integer):
        within &= axis == np.round(axis)
    if not within.all():
        whole = "whole numbers" if isinstance(declaration, param.Integer) else "numbers"
        raise ValueError(f"values of {name} must be {whole}, {limits(declaration)}, not {axis[~within][0]}")
    return axis
