"""More than one race: sweeps, heat maps and basins of the settings in force, and the tuning of all racers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from app.kept import kept
from app.races import Frozen, absent, frozen, raced, racing, thawed
from app.settings import HEATED, INTERPRETED, Settings, write
from app.style import BASINS
from optimizers import Optimizer, Recipe, basin, sweep, tune
from optimizers.racing.basin import minima_at
from optimizers.racing.outcome import Ending
from optimizers.racing.pool import Watch, part
from optimizers.racing.ranges import value_at
from optimizers.racing.sweep import TOLERANCE
from surfaces import Point, Surface
from surfaces.numbers import declared

#: Learning rates of a sweep: forty to a decade, which the places of the sliders are among.
RATES = np.array([float(f"{rate:.3g}") for rate in np.geomspace(1e-5, 10, 241)])
#: Points along each axis of a heat map, and cells along each side of a basin map: coarse, then sharper.
HEATS, CELLS = (21, 61), (40, 128, 256)
#: The most steps of all lanes that one answer may take: some seconds of all cores.
MAX_STEPS = 500_000_000


class Question(NamedTuple):
    """All that an answer depends on, apart from the settings that it came from."""

    kind: str
    racers: tuple[Frozen, ...]
    surface: Frozen
    start: tuple[float, float]
    steps: int
    recipe: Frozen
    #: Of a heat map the two hyperparameters, of tuning the trials and their seed.
    options: tuple[Any, ...] = ()

    @property
    def replicates(self) -> int:
        """Races of each point, of which the median counts."""
        recipe = thawed(self.racers[0], self.surface, self.recipe)[2]
        return recipe.replicates if recipe.noisy and self.kind != "basins" else 1

    @property
    def cost(self) -> int:
        """Steps that each point of the answer takes, of all racers and replicates."""
        surface, replicates = thawed(self.racers[0], self.surface, self.recipe)[1], self.replicates
        # Where minima are not known beforehand, some races are run again to find when they arrived.
        again = 2 if self.kind == "basins" and not surface.minima else 1
        return len(self.racers) * self.steps * replicates * again * (1 if surface.cacheable else INTERPRETED)


def question(settings: Settings, kind: str) -> Question | None:
    """What the view ``kind`` of these settings asks, or ``"tune"``; None where nobody races or nothing is asked."""
    keys: list[str] = racing(settings)
    options: tuple[Any, ...] = ()
    if kind == "heat":
        keys = [key for key in [settings.heat] if key not in absent(settings)]
        options = heat_axes(settings)
    elif kind == "tune":
        options = settings.trials, settings.draw
    elif kind not in ("sweep", "basins"):
        return None
    if not keys:
        return None
    surface = settings.surfaces[settings.surface]
    return Question(
        kind,
        tuple(frozen(key, raced(settings, key)) for key in keys),
        frozen(surface.key, surface),
        settings.start,
        settings.steps,
        frozen("", settings.recipe),
        options,
    )


def heat_axes(settings: Settings) -> tuple[str, str]:
    """The two hyperparameters of the heat map: those chosen, where its racer has them, else its first others."""
    has = HEATED[settings.heat]
    across = settings.across if settings.across in has else has[0]
    others = [name for name in has if name != across]
    return across, settings.up if settings.up in others else others[0]


def answers(asked: Question, watch: Watch) -> Iterator[dict[str, Any]]:
    """Answers to ``asked``, each sharper than the one before; ``watch`` may end the work by raising."""
    answer, resolutions, points = {
        "sweep": (_sweep, (61, len(RATES)), lambda n: n),
        "heat": (_heat, HEATS, lambda n: n * n),
        "basins": (_basins, CELLS, lambda n: n * n),
        "tune": (_tune, asked.options[:1], lambda n: n),
    }[asked.kind]
    affordable = [n for n in resolutions if asked.cost * points(n) <= MAX_STEPS]
    if not affordable:
        least = asked.cost * points(resolutions[0])
        yield {
            "kind": "refused",
            "of": asked.kind,
            "text": f"This would take {least:,} steps at once; at most {MAX_STEPS:,} are. "
            "Fewer steps, racers, trials or replicates bring it within reach.",
        }
        return
    for place, n in enumerate(affordable):
        last = place == len(affordable) - 1
        yield {
            **answer(asked, n, watch),
            "kind": asked.kind,
            "surface": asked.surface[0],
            "sharpest": last and n == resolutions[-1],
            "last": last,
        }


def _sweep(asked: Question, n: int, watch: Watch) -> dict[str, Any]:
    values = RATES[:: (len(RATES) - 1) // (n - 1)]
    found, limits = [], []
    for i, known in enumerate(asked.racers):
        rule, surface, recipe = thawed(known, asked.surface, asked.recipe)
        # The rate in force is none of the sweep's business: another finds the same result.
        any_rate = frozen(rule.key, type(rule)(**_others(rule)))
        identity = ("sweep", any_rate, asked.surface, asked.start, asked.steps, asked.recipe, n)
        given = rule, surface, "lr", values, asked.start, asked.steps, recipe
        swept = kept(identity, surface, partial(sweep, *given, watch=part(watch, i, len(asked.racers))))
        found.append(
            {
                "key": rule.key,
                "losses": swept.losses,
                "arrivals": swept.steps_to_tolerance.astype(np.int32),
                "outcomes": swept.outcomes.astype(np.int8),
            }
        )
        if (limit := stability_limit(rule, surface, recipe)) is not None:
            limits.append({"key": rule.key, "x": limit})
    return {
        "values": values,
        "racers": found,
        "limits": limits,
        "base": _base(surface),
        "steps": asked.steps,
        "replicates": asked.replicates,
        "tolerance": TOLERANCE,
    }


def stability_limit(rule: Optimizer, surface: Surface, recipe: Recipe) -> float | None:
    """The rate beyond which theory has ``rule`` diverge here: on quadratics, where the recipe leaves η and g alone."""
    plain = Recipe()
    touched = ("schedule", "warmup", "clip_norm", "clip_value", "weight_decay", "batch")
    if any(getattr(recipe, name) != getattr(plain, name) for name in touched):
        return None
    (left, right), (bottom, top) = surface.domain
    x, y = np.meshgrid(np.linspace(left, right, 4), np.linspace(bottom, top, 4))
    hessians = np.moveaxis(surface.curvature(x, y).reshape(2, 2, -1), -1, 0)
    if not np.allclose(hessians, hessians[0], rtol=1e-9, atol=0):
        return None
    least, largest = np.linalg.eigvalsh(hessians[0]).tolist()
    return rule.stability_limit(largest) if least >= 0 and largest > 0 else None


def _heat(asked: Question, n: int, watch: Watch) -> dict[str, Any]:
    rule, surface, recipe = thawed(asked.racers[0], asked.surface, asked.recipe)
    axes = {name: axis(rule, name, n) for name in asked.options}
    identity = ("heat", asked.racers[0], asked.surface, asked.start, asked.steps, asked.recipe, asked.options, n)
    given = rule, surface, asked.options, tuple(axes.values()), asked.start, asked.steps, recipe
    swept = kept(identity, surface, partial(sweep, *given, watch=watch))
    described = [
        {"name": name, "label": type(rule).param[name].label, "values": values} for name, values in axes.items()
    ]
    return {
        "racer": rule.key,
        "across": described[0],
        "up": described[1],
        # Row by row from below, as an image is.
        "losses": np.ascontiguousarray(swept.losses.T),
        "base": _base(surface),
        "replicates": asked.replicates,
    }


def axis(rule: Optimizer, name: str, n: int) -> np.ndarray:
    """Different values of a hyperparameter from end to end of its soft bounds, ``n`` or a few less, rounded."""
    return np.unique([value_at(type(rule).param[name], share) for share in np.linspace(0, 1, n)])


def _basins(asked: Question, n: int, watch: Watch) -> dict[str, Any]:
    found = []
    for i, known in enumerate(asked.racers):
        rule, surface, recipe = thawed(known, asked.surface, asked.recipe)
        identity = ("basins", known, asked.surface, asked.steps, asked.recipe, n)
        given = rule, surface, (n, n), asked.steps, recipe
        found.append(kept(identity, surface, partial(basin, *given, watch=part(watch, i, len(asked.racers)))))
    minima, places = _same_minima(surface, [each.minima for each in found])
    racers = []
    for (key, _), each, place in zip(asked.racers, found, places, strict=True):
        reached = each.destinations >= 0
        destinations = each.destinations.astype(np.int32)
        destinations[reached] = place[destinations[reached]]
        shares = {ending.kind: float((each.destinations == ending).mean()) for ending in Ending if ending < 0}
        racers.append(
            {
                "key": key,
                "destinations": destinations,
                "steps": each.steps.astype(np.uint16),
                "shares": {"converged": float(reached.mean()), **shares},
            }
        )
    return {
        "cells": n,
        "steps": asked.steps,
        "domain": surface.domain,
        "minima": len(minima),
        "named": [tuple(point) for point in minima[: len(BASINS)]],
        "racers": racers,
    }


def _same_minima(surface: Surface, lists: list[tuple[Point, ...]]) -> tuple[tuple[Point, ...], list[np.ndarray]]:
    """One list of minima, the surface's or those reached, lowest first; and the places in it of each racer's own."""
    if surface.minima:
        return surface.minima, [np.arange(len(surface.minima))] * len(lists)
    reached = np.array([(point.x, point.y) for points in lists for point in points]).reshape(-1, 2).T
    minima, which = minima_at(surface, reached)
    return minima, np.split(which, np.cumsum([len(points) for points in lists])[:-1])


def _tune(asked: Question, n: int, watch: Watch) -> dict[str, Any]:
    rules = [thawed(known, asked.surface, asked.recipe)[0] for known in asked.racers]
    _, surface, recipe = thawed(asked.racers[0], asked.surface, asked.recipe)
    budget, seed = asked.options
    tuning = tune(rules, surface, asked.start, asked.steps, recipe, budget, seed, watch=watch)
    racers = []
    for tuned in tuning.racers:
        declarations = {name: type(tuned.best).param[name] for name in tuned.names}
        chosen = {name: write(each, getattr(tuned.best, name)) for name, each in declarations.items()}
        racers.append(
            {
                "key": tuned.best.key,
                "title": tuned.best.title,
                "before": float(tuned.losses[0]),
                "after": tuned.best_loss,
                "diverged": int((tuned.outcomes == Ending.DIVERGED).sum()),
                "values": {declarations[name].label: text for name, text in chosen.items()},
                "ranges": {
                    declarations[name].label: [write(declarations[name], end) for end in ends[:2]]
                    for name, ends in zip(tuned.names, tuned.ranges, strict=True)
                },
                "changes": {f"{tuned.best.key}.{name}": text for name, text in chosen.items()},
            }
        )
    return {
        "budget": tuning.budget,
        "seed": tuning.seed,
        "steps": tuning.steps,
        "replicates": asked.replicates,
        "where": f"{surface.title} from ({asked.start[0]:g}, {asked.start[1]:g})",
        "racers": racers,
    }


def _base(surface: Surface) -> float:
    """The lowest loss that there is, as far as the surface tells: what losses are measured from."""
    return min((point.value for point in surface.minima), default=0.0)


def _others(rule: Optimizer) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in declared(type(rule)) if name != "lr"}
