"""What the kernels come to on this machine, for browsers to come to the same, to the bit: races, and their digests."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, Recipe, Trajectory, basin, replicates, sweep
from optimizers.racing.listed import base, homes
from optimizers.racing.measures import band_of, measure
from optimizers.racing.outcome import Ending
from optimizers.racing.prepare import shown_of
from optimizers.racing.race import raced
from optimizers.racing.records import Rows
from surfaces import SURFACES
from surfaces.numbers import declared
from surfaces.surface import Surface
from tests.pairs import FORMULAS, RACES

STEPS = 500

NOISY = "noise, guards, coupled decay"
RECIPES = {
    "plain": Recipe(),
    NOISY: Recipe(noise=0.1, seed=7, replicates=4, clip_norm=1.0, clip_value=0.8, weight_decay=0.01, decay="coupled"),
    "one-cycle, decay": Recipe(schedule="one-cycle", warmup=5, weight_decay=0.01),
    "batches": Recipe(batch=4, seed=3, schedule="cosine"),
}


#: Steps of races of which the end alone is kept.
SHORT = 60


@dataclass
class Case:
    """Races, by a name; how the browser is asked for them, beside the kind of it; and how they are worked out here."""

    name: str
    kind: str
    asked: dict[str, Any]
    arrays: Callable[[], list[np.ndarray]]

    def digest(self) -> str:
        with np.errstate(all="ignore"):
            return digest(self.arrays())


def cases() -> list[Case]:
    """Every rule in every variant on every surface and under each recipe; replicates, basins, sweeps of all rules."""
    found = []
    for key, variant, surface_key in RACES:
        recipes = [name for name in RECIPES if name != "batches" or SURFACES[surface_key].samples]
        found += [race(key, variant, surface_key, {}, recipe) for recipe in recipes]
    found += [race("adam", {}, "formula", {"text": text}, "plain") for text in FORMULAS]
    keys = {(key, surface_key): None for key, _, surface_key in RACES}
    for key, surface_key in keys:
        if surface_key == "beale":
            found += [
                race(key, {}, surface_key, {}, NOISY, 5),
                swept(key, surface_key, "plain"),
                swept(key, surface_key),
            ]
        found.append(map_of(key, surface_key))
    return [*found, map_of("adam", "himmelblau", 20)]


def asked_for(cases_: list[Case]) -> dict[str, Any]:
    """All that ``digests`` of ``tests/js/digests.js`` is told."""
    kinds = {kind: [each.asked for each in cases_ if each.kind == kind] for kind in ("races", "basins", "sweeps")}
    shared = {name: in_browser(recipe) for name, recipe in RECIPES.items()}
    return {"shared": shared, "surfaces": {key: facts(cls()) for key, cls in SURFACES.items()}, **kinds}


def facts(surface: Surface) -> dict[str, Any]:
    """What a page knows of a surface and tells the kernels."""
    return {
        "shape": surface.shape.tolist(),
        "start": surface.start,
        "minima": surface.minima,
        "saddles": surface.saddles,
    }


def race(
    key: str, variant: dict[str, Any], surface_key: str, shape: dict[str, Any], recipe: str, count: int = 1
) -> Case:
    racer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key](**shape)
    name = "-".join([key, *map(str, variant.values()), surface_key, *shape.values(), recipe, str(count)])
    asked = {"racer": key, "hyper": variant, "surface": surface_key, "recipe": recipe, "count": count, "steps": STEPS}
    if shape:
        asked |= facts(surface)

    def arrays() -> list[np.ndarray]:
        of = racer, surface, None, STEPS, RECIPES[recipe], count
        return [*(part for path in replicates(*of) for part in parts(path)), *shown(surface, raced(*of)[1])]

    return Case(name, "races", asked, arrays)


def map_of(key: str, surface_key: str, side: int = 7) -> Case:
    """A basin map of so many rows, and two columns more."""
    shape = side, side + 2

    def arrays() -> list[np.ndarray]:
        found = basin(OPTIMIZERS[key](), SURFACES[surface_key](), shape, SHORT)
        return [np.array(found.minima), found.destinations, found.places, found.losses, found.steps]

    asked = {"racer": key, "surface": surface_key, "recipe": "plain", "steps": SHORT}
    grid = {"rows": shape[0], "columns": shape[1], "region": SURFACES[surface_key]().domain}
    return Case(f"basin-{key}-{surface_key}-{side}", "basins", asked | {"grid": grid}, arrays)


def swept(key: str, surface_key: str, recipe: str = NOISY) -> Case:
    rates = [1e-4, 1e-3, 0.01, 0.1, 0.5, 2.0, 10.0]

    def arrays() -> list[np.ndarray]:
        found = sweep(OPTIMIZERS[key](), SURFACES[surface_key](), "lr", rates, None, SHORT, RECIPES[recipe])
        return [found.losses, found.outcomes, found.steps_to_tolerance]

    asked = {"racer": key, "surface": surface_key, "recipe": recipe, "steps": SHORT}
    axes = {"axes": {"lr": rates}, "count": RECIPES[recipe].differing}
    return Case(f"sweep-{key}-{surface_key}-{recipe}", "sweeps", asked | axes, arrays)


def in_browser(recipe: Recipe) -> dict[str, Any]:
    """A recipe as the browser takes it: what is not as it is by default."""
    return {name: value for name in declared(Recipe) if (value := getattr(recipe, name)) != Recipe.param[name].default}


def parts(path: Trajectory) -> list[np.ndarray]:
    """All of a race, in the order of ``parts`` of ``tests/js/digests.js``."""
    outcome = path.outcome
    kind = next(each for each in Ending if each.kind == outcome.kind)
    return [
        *(path.positions, path.losses, path.gradients, *path.slots.values(), path.learning_rates),
        *(path.evaluations, path.trials, path.matrices, path.clipped),
        np.array([kind, outcome.step, *(outcome.place or (math.nan, math.nan, math.nan))]),
    ]


def shown(surface: Surface, rows: Rows) -> list[np.ndarray]:
    """What a page shows of races: the measures of the first, and the band of all."""
    measured, band = shown_of(STEPS), np.empty((2, STEPS + 1), np.float32)
    kinds = measure(rows, np.array(homes(surface.minima)), base(surface.minima), measured)
    band_of(rows.losses, base(surface.minima), band)
    return [measured.measured, measured.counted, measured.asks[:kinds], band]


def digest(arrays: list[np.ndarray]) -> str:
    """Of the bytes of all numbers, with one kind of NaN."""
    found = hashlib.sha1()
    for array in arrays:
        plain = np.ascontiguousarray(array, np.float64).copy()
        plain[np.isnan(plain)] = math.nan
        found.update(plain.tobytes())
    return found.hexdigest()


def differing(cases_: list[Case], found: list[str]) -> list[str]:
    """The names of those whose digests are not those ``found`` in the order of ``asked_for``."""
    kinds = ("races", "basins", "sweeps")
    in_order = [each for kind in kinds for each in cases_ if each.kind == kind]
    return [each.name for each, other in zip(in_order, found, strict=True) if each.digest() != other]
