"""From settings to the numbers that the browser plays: pure, and shared by all sessions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from app.explain import explanation
from app.settings import Settings
from app.style import racer_style
from optimizers import OPTIMIZERS, Outcome, Recipe, Trajectory, run
from surfaces import SURFACES, Surface
from surfaces.surface import declared

#: Rows of ``exact`` and of ``drawn``, for each racer and step.
EXACT, DRAWN = ("loss", "slope", "distance"), ("x", "y", "evaluations", "clipped")

#: What a cached race is known by: a class's key and its Param values.
Frozen = tuple[str, tuple[Any, ...]]


def race(settings: Settings) -> dict[str, Any]:
    """Run every racer that is on; their numbers, styles, outcomes and explanations.

    ``exact`` is float64, ``(3, racers, steps + 1)``, and ``drawn`` float32, ``(4, racers, steps + 1)``,
    with rows as ``EXACT`` and ``DRAWN`` name them: loss, gradient norm and distance to the nearest
    minimum; place, gradient evaluations and whether a gradient was clipped. NaN after divergence.
    """
    surface = settings.surfaces[settings.surface]
    racers = [raced(settings, key) for key in settings.racers]
    columns = (len(racers), settings.steps + 1)
    exact, drawn = np.empty((len(EXACT), *columns)), np.empty((len(DRAWN), *columns), np.float32)
    outcomes = []
    for i, racer in enumerate(racers):
        exact[:, i], drawn[:, i], outcome = _rows(
            _frozen(racer.key, racer),
            _frozen(surface.key, surface),
            settings.start,
            settings.steps,
            _frozen("", settings.recipe),
        )
        outcomes.append(outcome)
    return {
        "steps": settings.steps,
        "start": settings.start,
        "exact": exact,
        "drawn": drawn,
        "factors": settings.recipe.factors(settings.steps).astype(np.float32),
        "racers": [
            {**racer_style(racer.key), **explanation(racer), "outcome": outcome._asdict()}
            for racer, outcome in zip(racers, outcomes, strict=True)
        ],
    }


def raced(settings: Settings, key: str) -> Any:
    """The rule ``key`` as it is raced: with the shared learning rate where one is set for all."""
    own = settings.optimizers[key]
    if not settings.shared:
        return own
    return type(own)(**{name: getattr(own, name) for name in declared(type(own))} | {"lr": settings.lr})


def _frozen(key: str, held: Any) -> Frozen:
    return key, tuple(getattr(held, name) for name in declared(type(held)))


def _thawed(cls: Any, frozen: Frozen) -> Any:
    return cls(**dict(zip(declared(cls), frozen[1], strict=True)))


@lru_cache(maxsize=128)
def _rows(
    optimizer: Frozen, surface: Frozen, start: tuple[float, float], steps: int, recipe: Frozen
) -> tuple[np.ndarray, np.ndarray, Outcome]:
    ground: Surface = _thawed(SURFACES[surface[0]], surface)
    path: Trajectory = run(_thawed(OPTIMIZERS[optimizer[0]], optimizer), ground, start, steps, _thawed(Recipe, recipe))
    x, y = path.positions.T
    distance = np.min([np.hypot(x - point.x, y - point.y) for point in ground.minima], axis=0)
    exact = np.stack([path.losses, np.hypot(*path.gradients.T), distance])
    drawn = np.stack([x, y, path.evaluations, path.clipped]).astype(np.float32)
    exact.flags.writeable = drawn.flags.writeable = False
    return exact, drawn, path.outcome
