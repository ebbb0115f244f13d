"""Where a rule gets to from everywhere on the map: ``basin``."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.alike import merge
from optimizers.racing.checks import check
from optimizers.racing.grids import centres
from optimizers.racing.lanes import descend
from optimizers.racing.outcome import REST, Ending, diagonal, kinds
from optimizers.racing.pool import Watch
from optimizers.racing.prepare import crowd_of
from optimizers.racing.recipe import PLAIN, Recipe
from optimizers.racing.records import Field
from optimizers.racing.verdict import ARRIVED, DID_NOT_STAY
from surfaces.kernel import Whole, compiled
from surfaces.numbers import Snapshot, is_real, snapshot
from surfaces.surface import Point, Surface


@dataclass(frozen=True, repr=False)
class Basin:
    """The ends of a grid of races; arrays are ``(rows, columns)``, row 0 at the bottom of the map."""

    #: Where the columns start, ``(columns,)``, and where the rows do, ``(rows,)``.
    x: np.ndarray
    y: np.ndarray
    #: Which of ``minima`` was reached, or the number below 0 of another ``Ending``.
    destinations: np.ndarray
    #: Loss after the last step; NaN where it diverged.
    losses: np.ndarray
    #: The step of the outcome, as ``Outcome.step``: of arrival, of divergence, of leaving the map ….
    steps: np.ndarray
    #: At which of ``minima`` it arrived, whether it stayed or not; −1 where at none.
    places: np.ndarray
    #: The surface's minima; where it lists none, those that races reached, lowest first.
    minima: tuple[Point, ...]
    #: The rule and the surface as they were raced, and the steps that each race had at the most.
    rule: Snapshot
    surface: Snapshot
    budget: int

    @property
    def title(self) -> str:
        """Who was raced, on what."""
        return f"{self.rule.cls.title} on {self.surface.cls.title}"

    def __repr__(self) -> str:
        rows, columns = self.destinations.shape
        shares = [
            f"{(self.destinations == i).mean():.1%} to ({point.x:.4g}, {point.y:.4g})"
            for i, point in enumerate(self.minima)
            if (self.destinations == i).any()
        ]
        shares += [
            f"{(self.destinations == each).mean():.1%} {each.words}"
            for each in Ending
            if each < 0 and (self.destinations == each).any()
        ]
        of = f"{self.title}, {rows} × {columns} starts, {self.budget} steps"
        return f"<Basin of {of}: {', '.join(shares[:_NAMED])}{', …' if len(shares) > _NAMED else ''}>"

    def to_pandas(self) -> Any:
        """All races as a ``pandas.DataFrame``: a row for each start, from the bottom of the map."""
        import pandas as pd

        x, y = np.meshgrid(self.x, self.y)
        columns = {"x": x, "y": y, "loss": self.losses, "destination": self.destinations}
        columns |= {"step": self.steps, "place": self.places}
        table = {name: each.ravel() for name, each in columns.items()}
        return pd.DataFrame({**table, "outcome": kinds(self.destinations)})

    def plot(self) -> Any:
        """The map of where each start leads, as a figure of Bokeh: lighter where it took longer, grey where nowhere."""
        from optimizers.racing.pictures import reached

        return reached(self)


#: Shares of a map that its line names.
_NAMED = 6


def basin(
    optimizer: Optimizer,
    surface: Surface,
    shape: tuple[int, int] = (256, 256),
    steps: int = 200,
    recipe: Recipe | None = None,
    *,
    region: tuple[tuple[float, float], tuple[float, float]] | None = None,
    watch: Watch | None = None,
) -> Basin:
    """Race ``optimizer`` on ``surface`` from the centre of each cell of a grid over ``region``.

    ``shape`` is ``(rows, columns)``; ``region`` is ``((x_min, x_max), (y_min, y_max))``, the surface's domain unless
    given. Each entry is that of ``run`` from there, to the bit, and meets the same noise: replicate 0 alone is raced.
    ``watch`` is that of ``sweep``, and there is no limit on the work either.

    Raises what ``run`` raises, and ``ValueError`` for a shape that is not two positive whole numbers or a region that
    is not two finite intervals.
    """
    recipe = PLAIN if recipe is None else recipe
    steps, _ = check(optimizer, surface, recipe, steps)
    rows, columns = _shape(shape)
    (left, right), (bottom, top) = surface.domain if region is None else _region(region)
    x, y = np.empty(columns), np.empty(rows)
    centres(left, right, x)
    centres(bottom, top, y)
    starts = np.stack([np.tile(x, rows), np.repeat(y, columns)])
    field = Field(optimizer.hyper[:, None], starts, np.zeros(1, np.int64))
    ends = descend(optimizer, surface, recipe, steps, field, watch=watch)
    minima, which, destinations = surface.minima, np.empty(0, np.int64), np.empty_like(ends.outcomes)
    if not minima:
        minima, which = minima_at(surface, ends.homes[:, ~np.isnan(ends.homes[0])])
    reach(ends.outcomes, which, ends.places, destinations)
    return Basin(
        x,
        y,
        destinations.reshape(rows, columns),
        ends.losses.reshape(rows, columns),
        ends.steps.reshape(rows, columns),
        ends.places.reshape(rows, columns),
        minima,
        snapshot(optimizer),
        snapshot(surface),
        steps,
    )


@compiled
def reach(outcomes: Whole, which: Whole, places: Whole, destinations: Whole) -> None:
    """From ``outcomes`` and ``places`` of ``Ends`` to those of ``Basin``, and to its ``destinations``, ``(n,)`` each.

    Where the surface lists no minima, ``which`` has of each race that arrived which of those that were found it is.
    """
    arrived = 0
    for k in range(outcomes.shape[0]):
        destinations[k] = outcomes[k]
        if outcomes[k] == ARRIVED:
            if which.shape[0] > 0:
                places[k] = which[arrived]
            destinations[k] = places[k]
            arrived += 1
        elif outcomes[k] != DID_NOT_STAY:
            places[k] = -1


def minima_at(surface: Surface, places: np.ndarray) -> tuple[tuple[Point, ...], np.ndarray]:
    """The different minima among the points ``places``, ``(2, n)``, lowest first, and which of them each is, ``(n,)``.

    Points are the same within ``outcome.REST`` of the diagonal.
    """
    losses, _ = surface.evaluate(*places)
    crowd = crowd_of(places, losses)
    chosen = crowd.chosen[: merge(REST * diagonal(surface), crowd)]
    minima = zip(*places[:, chosen].tolist(), losses[chosen].tolist(), strict=True)
    return tuple(Point(*each) for each in minima), crowd.which


def _shape(shape: Any) -> tuple[int, int]:
    lengths = list(shape) if isinstance(shape, (tuple, list)) else []
    whole = all(isinstance(length, numbers.Integral) and not isinstance(length, bool) for length in lengths)
    if len(lengths) != 2 or not whole or min(lengths) < 1:
        raise ValueError(f"shape must be two whole numbers from 1, rows and columns, not {shape!r}")
    return int(lengths[0]), int(lengths[1])


def _region(region: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    try:
        (left, right), (bottom, top) = region
        usable = all(map(is_real, (left, right, bottom, top))) and left < right and bottom < top
    except (TypeError, ValueError):
        usable = False
    if not usable:
        raise ValueError(f"region must be ((x_min, x_max), (y_min, y_max)) in finite numbers, not {region!r}")
    return (float(left), float(right)), (float(bottom), float(top))
