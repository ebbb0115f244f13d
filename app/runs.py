"""From a setup to the numbers that the browser plays: pure, and shared by all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from app.cache import Known, built, cached, known
from app.explain import explanation
from app.style import racer_style
from optimizers import OPTIMIZERS, Optimizer, Outcome, Recipe, Trajectory, replicates
from surfaces import Surface
from surfaces.numbers import declared

if TYPE_CHECKING:
    from app.settings import Settings

#: Rows of ``exact`` and of ``drawn``, for each racer and step: the browser is sent these names.
ROWS = {"exact": ("loss", "slope", "distance"), "drawn": ("x", "y", "evaluations", "clipped")}

#: A cloud of replicates is sent at this many moments of a race at the most.
CLOUD_MOMENTS = 200

#: What a rule asks of a surface, by the name of its matrix.
NEEDS = {
    "hessian": "a Hessian",
    "fisher": "a likelihood with a Fisher matrix",
    "kfac": "a network with K-FAC's block for each layer",
}


class Setup(NamedTuple):
    """All that a race depends on, by value."""

    #: The rules as they are raced: with the one rate for all, where there is one.
    racers: tuple[Known, ...]
    surface: Known
    start: tuple[float, float]
    steps: int
    #: As it applies to the surface.
    recipe: Known

    @property
    def replicates(self) -> int:
        """Races of each racer that differ in their noise: without noise, replicates are one race."""
        recipe = built(self.recipe)
        return recipe.replicates if recipe.noisy else 1


class Rows(NamedTuple):
    """One racer's share of a race, read-only."""

    exact: np.ndarray
    drawn: np.ndarray
    band: np.ndarray | None
    cloud: np.ndarray | None
    outcome: Outcome


def setup(settings: Settings, keys: list[str] | None = None) -> Setup:
    """The race of these settings, or that of the racers ``keys`` alone."""
    surface = settings.surfaces[settings.surface]
    racers = racing(settings) if keys is None else keys
    return Setup(
        tuple(known(raced(settings, key)) for key in racers),
        known(surface),
        settings.start,
        settings.steps,
        known(settings.recipe.on(surface)),
    )


def raced(settings: Settings, key: str) -> Optimizer:
    """The rule ``key`` as it is raced: with the one learning rate where one is set for all."""
    own = settings.optimizers[key]
    if not settings.shared:
        return own
    return type(own)(**{name: getattr(own, name) for name in declared(type(own))} | {"lr": settings.lr})


def absent(surface: Surface) -> dict[str, str]:
    """The racers that cannot race on ``surface``, by key, each with the reason in a sentence."""
    return {
        key: f"Needs {NEEDS[rule.curvature]}; {surface.title} has none."
        for key, rule in OPTIMIZERS.items()
        if getattr(surface, rule.curvature) is None
    }


def racing(settings: Settings) -> list[str]:
    """The racers that are on and can race on the surface in force."""
    left_out = absent(settings.surfaces[settings.surface])
    return [key for key in settings.racers if key not in left_out]


def race(of: Setup, stop: np.ndarray | None = None) -> dict[str, Any]:
    """Run every racer of a setup; their numbers, styles, outcomes and explanations.

    Another thread may set ``stop[0]`` to 1, which raises ``optimizers.racing.race.Stopped``.

    ``exact`` is float64, ``(3, racers, steps + 1)``, and ``drawn`` float32, ``(4, racers, steps + 1)``,
    with rows as ``ROWS`` names them: loss, gradient norm and distance to the nearest minimum; place,
    gradient evaluations and whether a gradient was clipped. NaN after divergence.
    ``spread`` is None without replicates of a noisy race, else their ``band`` of losses (10 % and 90 %
    quantile), float64 ``(racers, 2, steps + 1)``, and their ``cloud`` of places at every ``stride``-th
    step, float32 ``(racers, moments, 2, count)``.
    """
    rows = [_rows(of.surface, racer, of.start, of.steps, of.recipe, stop=stop) for racer in of.racers]
    columns = (len(rows), of.steps + 1)
    exact = np.empty((len(ROWS["exact"]), *columns))
    drawn = np.empty((len(ROWS["drawn"]), *columns), np.float32)
    for i, each in enumerate(rows):
        exact[:, i], drawn[:, i] = each.exact, each.drawn
    spread = None
    bands, clouds = [each.band for each in rows], [each.cloud for each in rows]
    if bands and bands[0] is not None:
        spread = {
            "count": of.replicates,
            "stride": stride(of.steps),
            "band": np.array(bands),
            "cloud": np.array(clouds),
        }
    recipe: Recipe = built(of.recipe)
    return {
        "steps": of.steps,
        "start": of.start,
        "rows": ROWS,
        "exact": exact,
        "drawn": drawn,
        "spread": spread,
        "factors": recipe.factors(of.steps).astype(np.float32),
        "racers": [
            {**racer_style(racer[0]), **explanation(racer), "outcome": each.outcome._asdict()}
            for racer, each in zip(of.racers, rows, strict=True)
        ],
    }


def stride(steps: int) -> int:
    """Steps between the moments at which a cloud of replicates is sent."""
    return max(1, -(-steps // CLOUD_MOMENTS))


@cached(megabytes=64)
def _rows(
    surface: Known, racer: Known, start: tuple[float, float], steps: int, recipe: Known, *, stop: np.ndarray | None
) -> Rows:
    ground, rule, followed = built(surface), built(racer), built(recipe)
    count = followed.replicates if followed.noisy else 1
    paths = replicates(rule, ground, start, steps, followed, count, stop=stop)
    path: Trajectory = paths[0]
    x, y = path.positions.T
    distances = [np.hypot(x - point.x, y - point.y) for point in ground.minima]
    distance = np.min(distances, axis=0) if distances else np.full_like(x, np.nan)
    exact = np.stack([path.losses, np.hypot(*path.gradients.T), distance])
    # A place that float32 cannot hold is as far off the map as ∞.
    with np.errstate(over="ignore"):
        drawn = np.stack([x, y, path.evaluations, path.clipped]).astype(np.float32)
    band = cloud = None
    if len(paths) > 1:
        # A replicate that has diverged counts as the worst.
        losses = np.nan_to_num(np.stack([each.losses for each in paths]), nan=np.inf)
        band = np.quantile(losses, [0.1, 0.9], axis=0, method="nearest")
        with np.errstate(over="ignore"):
            cloud = np.stack([each.positions[:: stride(steps)] for each in paths], axis=-1).astype(np.float32)
    for array in (exact, drawn, band, cloud):
        if array is not None:
            array.flags.writeable = False
    return Rows(exact, drawn, band, cloud, path.outcome)
