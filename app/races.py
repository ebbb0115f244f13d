"""From settings to the numbers that the browser plays: pure, and shared by all sessions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from app.explain import explanation
from app.settings import Settings
from app.style import racer_style
from optimizers import OPTIMIZERS, Optimizer, Outcome, Recipe, Trajectory, replicates
from surfaces import SURFACES, Surface
from surfaces.numbers import declared

#: Rows of ``exact`` and of ``drawn``, for each racer and step.
EXACT, DRAWN = ("loss", "slope", "distance"), ("x", "y", "evaluations", "clipped")

#: A cloud of replicates is sent at this many moments of a race at the most.
CLOUD_MOMENTS = 200


class Rows(NamedTuple):
    """One racer's share of a race, read-only."""

    exact: np.ndarray
    drawn: np.ndarray
    band: np.ndarray | None
    cloud: np.ndarray | None
    outcome: Outcome


#: What a rule asks of a surface, by the name of its matrix.
NEEDS = {
    "hessian": "a Hessian",
    "fisher": "a likelihood with a Fisher matrix",
    "kfac": "a network with K-FAC's block for each layer",
}

#: What a cached race is known by: a class's key and its Param values.
Frozen = tuple[str, tuple[Any, ...]]


def race(settings: Settings) -> dict[str, Any]:
    """Run every racer that is on and can race here; their numbers, styles, outcomes and explanations.

    ``exact`` is float64, ``(3, racers, steps + 1)``, and ``drawn`` float32, ``(4, racers, steps + 1)``,
    with rows as ``EXACT`` and ``DRAWN`` name them: loss, gradient norm and distance to the nearest
    minimum; place, gradient evaluations and whether a gradient was clipped. NaN after divergence.
    ``spread`` is None without replicates of a noisy race, else their ``band`` of losses (10 % and 90 %
    quantile), float64 ``(racers, 2, steps + 1)``, and their ``cloud`` of places at every ``stride``-th
    step, float32 ``(racers, moments, 2, count)``.
    """
    surface = settings.surfaces[settings.surface]
    racers = [raced(settings, key) for key in racing(settings)]
    # What a visitor typed leaves nothing behind for others.
    run_one = _rows if surface.cacheable else _rows.__wrapped__
    rows = [
        run_one(
            frozen(racer.key, racer),
            frozen(surface.key, surface),
            settings.start,
            settings.steps,
            frozen("", settings.recipe),
        )
        for racer in racers
    ]
    columns = (len(racers), settings.steps + 1)
    exact, drawn = np.empty((len(EXACT), *columns)), np.empty((len(DRAWN), *columns), np.float32)
    for i, each in enumerate(rows):
        exact[:, i], drawn[:, i] = each.exact, each.drawn
    spread = None
    bands, clouds = [each.band for each in rows], [each.cloud for each in rows]
    if bands and bands[0] is not None:
        spread = {
            "count": settings.recipe.replicates,
            "stride": stride(settings.steps),
            "band": np.array(bands),
            "cloud": np.array(clouds),
        }
    return {
        "steps": settings.steps,
        "start": settings.start,
        "exact": exact,
        "drawn": drawn,
        "spread": spread,
        "factors": settings.recipe.factors(settings.steps).astype(np.float32),
        "racers": [
            {**racer_style(racer.key), **explanation(racer), "outcome": each.outcome._asdict()}
            for racer, each in zip(racers, rows, strict=True)
        ],
    }


def stride(steps: int) -> int:
    """Steps between the moments at which a cloud of replicates is sent."""
    return max(1, -(-steps // CLOUD_MOMENTS))


def absent(settings: Settings) -> dict[str, str]:
    """The racers that cannot race on the surface in force, by key, each with the reason in a sentence."""
    surface = settings.surfaces[settings.surface]
    return {
        key: f"Needs {NEEDS[rule.curvature]}; {surface.title} has none."
        for key, rule in OPTIMIZERS.items()
        if getattr(surface, rule.curvature) is None
    }


def racing(settings: Settings) -> list[str]:
    """The racers that are on and can race on the surface in force."""
    left_out = absent(settings)
    return [key for key in settings.racers if key not in left_out]


def raced(settings: Settings, key: str) -> Any:
    """The rule ``key`` as it is raced: with the shared learning rate where one is set for all."""
    own = settings.optimizers[key]
    if not settings.shared:
        return own
    return type(own)(**{name: getattr(own, name) for name in declared(type(own))} | {"lr": settings.lr})


def frozen(key: str, held: Any) -> Frozen:
    """What ``held``, of the class ``key``, is now."""
    return key, tuple(getattr(held, name) for name in declared(type(held)))


def thawed(optimizer: Frozen, surface: Frozen, recipe: Frozen) -> tuple[Optimizer, Surface, Recipe]:
    """The rule, the surface and the recipe of a race, from what each is known by."""

    def built(cls: Any, known: Frozen) -> Any:
        return cls(**dict(zip(declared(cls), known[1], strict=True)))

    ground, shared = built(SURFACES[surface[0]], surface), built(Recipe, recipe)
    if ground.samples == 0:
        # The page shows this setting only where there are samples; elsewhere it waits.
        shared.batch = 0
    return built(OPTIMIZERS[optimizer[0]], optimizer), ground, shared


@lru_cache(maxsize=128)
def _rows(optimizer: Frozen, surface: Frozen, start: tuple[float, float], steps: int, recipe: Frozen) -> Rows:
    rule, ground, shared = thawed(optimizer, surface, recipe)
    # Without noise, replicates are one race.
    count = shared.replicates if shared.noisy else 1
    paths = replicates(rule, ground, start, steps, shared, count)
    path: Trajectory = paths[0]
    x, y = path.positions.T
    distances = [np.hypot(x - point.x, y - point.y) for point in ground.minima]
    distance = np.min(distances, axis=0) if distances else np.full_like(x, np.nan)
    exact = np.stack([path.losses, np.hypot(*path.gradients.T), distance])
    # A place that float32 cannot hold is as far off the map as ∞.
    with np.errstate(over="ignore"):
        drawn = np.stack([x, y, path.evaluations, path.clipped]).astype(np.float32)
    band = cloud = None
    if count > 1:
        # A replicate that has diverged counts as the worst.
        losses = np.nan_to_num(np.stack([each.losses for each in paths]), nan=np.inf)
        band = np.quantile(losses, [0.1, 0.9], axis=0, method="nearest")
        with np.errstate(over="ignore"):
            cloud = np.stack([each.positions[:: stride(steps)] for each in paths], axis=-1).astype(np.float32)
    for array in (exact, drawn, band, cloud):
        if array is not None:
            array.flags.writeable = False
    return Rows(exact, drawn, band, cloud, path.outcome)
