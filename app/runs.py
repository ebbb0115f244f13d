"""From a setup to the numbers that the browser plays: pure, and shared by all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from app.cache import Known, built, cached, known
from app.in_force import raced_by, racing
from app.sent import ROWS, Bill, clouded, stride
from optimizers import OPTIMIZERS, Optimizer, Outcome, Recipe
from optimizers.racing.listed import base, homes
from optimizers.racing.measures import band_of, measure
from optimizers.racing.outcome import FEWEST, STAY, WINDOW, diagonal, nearness
from optimizers.racing.prepare import shown_of
from optimizers.racing.race import raced as race_lanes
from surfaces import Surface
from surfaces.numbers import declared

if TYPE_CHECKING:
    from app.settings import Settings

#: What of a race shows how it ends.
LATE = {"share": WINDOW, "fewest": FEWEST, "stay": STAY}

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
        """Races of each racer that differ in their noise."""
        return built(self.recipe).differing

    @property
    def bill(self) -> Bill:
        """What of it costs time and room."""
        recipe = built(self.recipe)
        rules = [built(racer) for racer in self.racers]
        return {
            "steps": self.steps,
            "replicates": self.replicates,
            "asks": [(rule.most_asked, rule.most_looked) for rule in rules],
            "price": built(self.surface).price,
            "noise": recipe.noise,
            "batch": recipe.batch,
        }


class Rows(NamedTuple):
    """One racer's share of a race, read-only: see ``race``."""

    measured: np.ndarray
    counted: np.ndarray
    #: What the numbers in ``counted`` of what a step has asked for stand for.
    asks: list[list[int]]
    band: np.ndarray | None
    #: At every step: which moments are sent depends on the others.
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
    if raced_by(settings, key, "lr") == f"{key}.lr":
        return own
    return type(own)(**{name: getattr(own, name) for name in declared(type(own))} | {"lr": settings.lr})


def absent(surface: Surface) -> dict[str, str]:
    """The racers that cannot race on ``surface``, by key, each with the reason in a sentence."""
    return {
        key: f"Needs {NEEDS[rule.curvature]}; {surface.title} has none."
        for key, rule in OPTIMIZERS.items()
        if getattr(surface, rule.curvature) is None
    }


def race(of: Setup, stop: np.ndarray | None = None) -> dict[str, Any]:
    """Run every racer of a setup; their numbers and outcomes.

    Another thread may set ``stop[0]`` to 1, which raises ``optimizers.racing.race.Stopped``.

    ``measured`` is float32, ``(4, racers, steps + 1)``, and ``counted`` uint8, ``(2, racers, steps + 1)``, with rows as
    ``ROWS`` names them: loss above ``base``, gradient norm, and the place as its distance to the right of and above the
    nearest of the surface's minima, or of the origin where it lists none, which float32 holds as closely however near
    it is; which minimum that is, and which of the racer's ``asks`` the step before was: gradients, trials and matrices
    asked for, and whether a gradient was clipped. ``base`` is the loss of the lowest minimum, or 0. NaN after
    divergence. ``near`` is how far from a minimum is at it, ``late`` the share of a race that shows how it ends, with
    the fewest steps that do, and of how many steps of a stay one may be away. ``spread`` is None without replicates of
    a noisy race, else their ``band`` of losses (10 % and 90 % quantile), float32 ``(racers, 2, steps + 1)``, and their
    ``cloud`` of places at every ``stride``-th step, float32 ``(racers, moments, 2, count)``.
    """
    rows = [_rows(of.surface, racer, of.start, of.steps, of.recipe, stop=stop) for racer in of.racers]
    columns = (len(rows), of.steps + 1)
    measured = np.empty((len(ROWS["measured"]), *columns), np.float32)
    counted = np.empty((len(ROWS["counted"]), *columns), np.uint8)
    for i, each in enumerate(rows):
        measured[:, i], counted[:, i] = each.measured, each.counted
    spread = None
    if moments := clouded(of.bill):
        spread = {
            "count": of.replicates,
            "stride": stride(of.bill),
            "band": np.array([each.band for each in rows]),
            "cloud": np.array([each.cloud[moments] for each in rows if each.cloud is not None]),
        }
    recipe: Recipe = built(of.recipe)
    return {
        "steps": of.steps,
        "start": of.start,
        "base": base(built(of.surface).minima),
        "rows": ROWS,
        "near": nearness(built(of.surface)),
        "diagonal": diagonal(built(of.surface)),
        "late": LATE,
        "measured": measured,
        "counted": counted,
        "spread": spread,
        "factors": recipe.factors(of.steps).astype(np.float32),
        "racers": [
            {"key": racer[0], "outcome": each.outcome._asdict(), "asks": each.asks}
            for racer, each in zip(of.racers, rows, strict=True)
        ],
    }


def to_race(of: Setup) -> tuple[Known, ...]:
    """Those of a setup's racers whose rows are not at hand."""
    return tuple(racer for racer in of.racers if not _rows.has(of.surface, racer, of.start, of.steps, of.recipe))


@cached(megabytes=64)
def _rows(
    surface: Known, racer: Known, start: tuple[float, float], steps: int, recipe: Known, *, stop: np.ndarray | None
) -> Rows:
    ground, rule, followed = built(surface), built(racer), built(recipe)
    count = followed.differing
    _, raw, outcomes = race_lanes(rule, ground, start, steps, followed, count, stop=stop)
    least, shown = base(ground.minima), shown_of(steps)
    kinds = measure(raw, np.array(homes(ground.minima)), least, shown)
    band = cloud = None
    if count > 1:
        band = np.empty((2, steps + 1), np.float32)
        band_of(raw.losses, least, band)
        # A place that float32 cannot hold is as far off the map as ∞.
        with np.errstate(over="ignore"):
            cloud = raw.positions.astype(np.float32)
    for array in (shown.measured, shown.counted, band, cloud):
        if array is not None:
            array.flags.writeable = False
    return Rows(shown.measured, shown.counted, shown.asks[:kinds].tolist(), band, cloud, outcomes[0])
