"""What the kernels come to on this machine, for browsers to come to the same, to the bit: races, and their digests."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, Recipe, Trajectory, replicates
from optimizers.racing.outcome import Ending
from surfaces import SURFACES
from tests.pairs import FORMULAS, RACES

STEPS = 500

RECIPES = {
    "plain": Recipe(),
    "noise, guards, coupled decay": Recipe(
        noise=0.1, seed=7, clip_norm=1.0, clip_value=0.8, weight_decay=0.01, decay="coupled"
    ),
    "one-cycle, decay": Recipe(schedule="one-cycle", warmup=5, weight_decay=0.01),
    "batches": Recipe(batch=4, seed=3, schedule="cosine"),
}


@dataclass
class Case:
    """A race, with its name and how it is asked for in the browser."""

    name: str
    asked: dict[str, Any]
    racer: Any
    surface: Any
    recipe: Recipe
    count: int = 1

    def digest(self) -> str:
        with np.errstate(all="ignore"):
            paths = replicates(self.racer, self.surface, None, STEPS, self.recipe, self.count)
        return digest([part for path in paths for part in parts(path)])


def cases() -> list[Case]:
    """Every rule in every variant on every surface under each recipe, the formulas of the tests, and replicates."""
    found = []
    for key, variant, surface_key in RACES:
        surface = SURFACES[surface_key]()
        for recipe in RECIPES:
            if recipe != "batches" or surface.samples:
                found.append(case(key, variant, surface_key, {}, recipe))
    found += [case("adam", {}, "formula", {"text": text}, "plain") for text in FORMULAS]
    found += [case(key, {}, "beale", {}, "noise, guards, coupled decay", 5) for key in OPTIMIZERS if key != "kfac"]
    return [each for each in found if each is not None]


def case(
    key: str, variant: dict[str, Any], surface_key: str, shape: dict[str, Any], recipe: str, count: int = 1
) -> Case | None:
    racer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key](**shape)
    if getattr(surface, racer.curvature) is None:
        return None
    name = "-".join([key, *map(str, variant.values()), surface_key, *shape.values(), recipe, str(count)])
    asked: dict[str, Any] = {"racer": key, "hyper": variant, "surface": surface_key, "recipe": recipe, "count": count}
    if shape:
        asked["shape"] = surface.shape.tolist()
    return Case(name, asked, racer, surface, RECIPES[recipe], count)


def shared() -> dict[str, Any]:
    """What all races have in common."""
    return {"steps": STEPS, "recipes": {name: in_browser(recipe) for name, recipe in RECIPES.items()}}


def in_browser(recipe: Recipe) -> dict[str, Any]:
    """A recipe as the browser takes it."""
    names = ("clip_norm", "clip_value", "weight_decay", "decay", "noise", "batch", "seed")
    momenta = recipe.momenta(STEPS)
    given = {name: getattr(recipe, name) for name in names} | {"factors": recipe.factors(STEPS).tolist()}
    return given if momenta is None else given | {"momenta": momenta.tolist()}


def parts(path: Trajectory) -> list[np.ndarray]:
    """All of a race, in the order of ``parts`` of ``tests/js/digests.js``."""
    outcome = path.outcome
    kind = next(each for each in Ending if each.kind == outcome.kind)
    return [
        *(path.positions, path.losses, path.gradients, *path.slots.values(), path.learning_rates),
        *(path.evaluations, path.trials, path.matrices, path.clipped),
        np.array([kind, outcome.step]),
    ]


def digest(arrays: list[np.ndarray]) -> str:
    """Of the bytes of all numbers, with one kind of NaN."""
    found = hashlib.sha1()
    for array in arrays:
        plain = np.ascontiguousarray(array, np.float64).copy()
        plain[np.isnan(plain)] = math.nan
        found.update(plain.tobytes())
    return found.hexdigest()
