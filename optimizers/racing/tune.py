"""The hyperparameters of several rules, searched with the same budget for each: ``tune``."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import param

from optimizers.optimizer import Optimizer
from optimizers.racing.checks import check, point
from optimizers.racing.dice import draws
from optimizers.racing.outcome import kinds
from optimizers.racing.pool import Watch, part
from optimizers.racing.ranges import scale, values_at
from optimizers.racing.ranks import Result, best, lowest
from optimizers.racing.recipe import PLAIN, Recipe
from optimizers.racing.sweep import TOLERANCE, race_points
from surfaces.numbers import Snapshot, declared, snapshot
from surfaces.surface import Surface


@dataclass(frozen=True, repr=False)
class Tuned:
    """The trials of one rule; trial 0 is the rule as it was given."""

    given: Optimizer
    #: The hyperparameters that were searched, and the range of each: low, high and ``ranges.scale``.
    names: tuple[str, ...]
    ranges: tuple[tuple[float, float, str], ...]
    #: Their values in each trial, ``(budget, len(names))``.
    values: np.ndarray
    #: What each trial came to, ``(budget,)``, as ``Sweep`` has it.
    losses: np.ndarray
    outcomes: np.ndarray
    steps_to_tolerance: np.ndarray
    #: As trials are ranked: see ``ranks``.
    results: list[Result]
    #: Which trial was best, the rule with its values, and its loss; NaN where every trial diverged.
    best_trial: int
    best: Optimizer
    best_loss: float

    @property
    def title(self) -> str:
        """Who was tuned."""
        return self.given.title

    def __repr__(self) -> str:
        found = ", ".join(f"{name}={getattr(self.best, name):g}" for name in self.names)
        before = f"loss {self.losses[0]:.3g} before, {self.best_loss:.3g} with {found}"
        return f"<{self.title}, {len(self.losses)} trials: {before}>"

    def to_pandas(self) -> Any:
        """All trials as a ``pandas.DataFrame``, indexed by their number: the values tried, and what came of them."""
        import pandas as pd

        columns: dict[str, Any] = dict(zip(self.names, self.values.T, strict=True))
        columns |= {"loss": self.losses, "outcome": kinds(self.outcomes)}
        columns["steps_to_tolerance"] = self.steps_to_tolerance
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self.losses), name="trial"))


@dataclass(frozen=True, repr=False)
class Tuning:
    """What ``tune`` spent on each rule, and what came of it."""

    #: Trials of each rule, the seed of their points, and the steps of each trial.
    budget: int
    seed: int
    steps: int
    #: In the order in which the rules were given.
    racers: tuple[Tuned, ...]
    surface: Snapshot

    @property
    def title(self) -> str:
        """On what, with what."""
        return f"{self.surface.cls.title}, {self.budget} trials of {self.steps} steps"

    def __repr__(self) -> str:
        best = ", ".join(f"{each.title} {each.best_loss:.3g}" for each in self.racers)
        return f"<Tuning on {self.title}: best loss of {best}>"

    def to_pandas(self) -> Any:
        """All trials of all racers as a ``pandas.DataFrame``, indexed by racer and trial."""
        import pandas as pd

        tables = {type(each.given).key: each.to_pandas() for each in self.racers}
        return pd.concat(tables, names=["racer"])

    def plot(self) -> Any:
        """The best loss of each racer against the number of trials, as a figure of Bokeh."""
        from optimizers.racing.pictures import searched

        return searched(self)


def tune(
    racers: Sequence[Optimizer],
    surface: Surface,
    start: tuple[float, float] | None = None,
    steps: int = 500,
    recipe: Recipe | None = None,
    budget: int = 256,
    seed: int = 0,
    *,
    watch: Watch | None = None,
) -> Tuning:
    """Search the hyperparameters of each racer at random (Bergstra & Bengio 2012, JMLR 13), ``budget`` trials each.

    Trial 0 is the racer as given, so that no racer gets worse. The others are drawn from the soft bounds of its
    declarations, on ``ranges.scale``: the logarithm of a rate or an ε, the logarithm of 1 − β, that is, evenly in
    length of memory. Switches stay as they are. Trial i of every racer comes from the same point of the unit cube,
    whose coordinate j is its j-th hyperparameter. Values are rounded before they race, so that a trial can be
    repeated from what is displayed.

    The best trial is the one that ``ranks`` has first: that arrived at the lowest minimum soonest, or, where none did,
    that has the lowest loss after the last step; of equals, the first. Where the recipe has replicates, it is the step
    by which half of them had arrived, and the median of their losses.
    What is equal is the number of trials and of steps, not what a step asks for: see ``Trajectory.evaluations``.
    ``watch`` is that of ``sweep``, and there is no limit on the work either.

    Raises what ``run`` raises, and ``ValueError`` for no racers at all, a budget that is not a whole number from 1 or
    a seed that is not one from 0.
    """
    recipe = PLAIN if recipe is None else recipe
    if isinstance(racers, Optimizer):
        raise TypeError("racers must be a list of optimizers, such as [adam], not a single one")
    racers = tuple(racers)
    if not racers:
        raise ValueError("racers must be at least one optimizer, not none")
    for racer in racers:
        steps, _ = check(racer, surface, recipe, steps)
    place = point(surface.start if start is None else start)
    for name, value, least in (("budget", budget, 1), ("seed", seed, 0)):
        if not isinstance(value, numbers.Integral) or isinstance(value, bool) or value < least:
            raise ValueError(f"{name} must be a whole number from {least}, not {value!r}")

    searched = [searched_of(racer) for racer in racers]
    # The points are drawn coordinate by coordinate, so that who else is tuned changes nothing.
    sides = max(map(len, searched)), int(budget) - 1
    cube = draws(int(seed), math.prod(sides)).reshape(sides)
    start_loss, found = float(surface.evaluate(*place)[0]), []
    for i, (racer, declarations) in enumerate(zip(racers, searched, strict=True)):
        columns = {
            name: np.array([getattr(racer, name), *values_at(declaration, cube[j].tolist())], np.float64)
            for j, (name, declaration) in enumerate(declarations.items())
        }
        points = race_points(racer, surface, recipe, steps, place, columns, TOLERANCE, part(watch, i, len(racers)))
        results = points.results()
        first = best(results, lowest(surface), start_loss)
        values = np.stack(list(columns.values()), axis=1)
        settings = {name: getattr(racer, name) for name in declared(type(racer))}
        found.append(
            Tuned(
                given=racer,
                names=tuple(declarations),
                ranges=tuple(
                    (*declaration.get_soft_bounds(), scale(declaration)) for declaration in declarations.values()
                ),
                values=values,
                losses=points.losses,
                outcomes=points.outcomes,
                steps_to_tolerance=points.within,
                results=results,
                best_trial=first,
                best=type(racer)(**{**settings, **dict(zip(declarations, map(float, values[first]), strict=True))}),
                best_loss=float(points.losses[first]),
            )
        )
    return Tuning(int(budget), int(seed), steps, tuple(found), snapshot(surface))


def searched_of(racer: Optimizer) -> dict[str, param.Number]:
    """The declarations of a rule's hyperparameters that are searched: the real-numbered ones."""
    found = {name: racer.param[name] for name in declared(type(racer))}
    return {
        name: declaration
        for name, declaration in found.items()
        if isinstance(declaration, param.Number) and not isinstance(declaration, param.Integer)
    }
