"""Every rule in every variant, every surface at several shapes: what the tests run over.

``python -m tests.pairs`` races all pairs, sweeps some, and prints what comes of it as JSON, exact to the bit.
"""

import itertools
import json

import numpy as np
import param

from optimizers import OPTIMIZERS, Recipe, basin, run, sweep
from surfaces import SURFACES
from surfaces.numbers import declared


def switches(cls):
    """The Params of a rule that choose between variants, with their values."""
    found = {name: cls.param[name] for name in declared(cls)}
    values = {name: p.objects for name, p in found.items() if isinstance(p, param.Selector)}
    return values | {name: [True, False] for name, p in found.items() if isinstance(p, param.Boolean)}


def numbers(cls):
    """The numeric hyperparameters of a rule: name to Param."""
    return {name: cls.param[name] for name in declared(cls) if isinstance(cls.param[name], param.Number)}


#: ``(key, {switch: value})`` for each rule and variant.
VARIANTS = [
    (key, dict(zip(switches(cls), values, strict=True)))
    for key, cls in OPTIMIZERS.items()
    for values in itertools.product(*switches(cls).values())
]
VARIANT_IDS = ["-".join([key, *map(str, variant.values())]) for key, variant in VARIANTS]


#: What a visitor might type: smooth on the map, and together of every operation.
FORMULAS = (
    "-x^2*y - -2x^3/(y^2 + 4)",
    "exp(-(x-1)²/9 − y²) × 3 + π·x ÷ 7 - 1e-2y",
    "sqrt(1 + x^2 + 2y^2)*tanh(x - y/2)(x + 1)",
    "log(2 + sin(x)cos(y)) - .5(x + y)^3",
    "(x^2 + 1)^(y/4) + 2^x + 3^-2*y",
    "tan((x + y)/20) + abs(7 + x)^-1.5*y^4 + sqrt(0) + x^1 + y^0",
    "((x^2 - y)^2 + e)^(1/2) + 1/(3 + cos(x*y/5))",
)


def shapes(cls):
    """Settings of the shape parameters of a surface: the defaults, then each at its low and high bound."""
    settings = [{name: bound} for name in numbers(cls) for bound in cls.param[name].bounds]
    texts = [name for name in declared(cls) if isinstance(cls.param[name], param.String)]
    return [{}, *settings, *({name: formula} for name in texts for formula in FORMULAS)]


#: ``(key, {shape parameter: value})`` for each surface and shape.
SHAPES = [(key, shape) for key, cls in SURFACES.items() for shape in shapes(cls)]
SHAPE_IDS = ["-".join([key, *(f"{name}={value}" for name, value in shape.items())]) for key, shape in SHAPES]


def races_on(key, surface_key):
    """Whether the surface has the matrix that the rule asks for."""
    return getattr(SURFACES[surface_key], OPTIMIZERS[key].curvature) is not None


#: Rules whose recurrences have matrices or line searches: ``recurrence.py`` reads them.
SECOND_ORDER = [key for key, cls in OPTIMIZERS.items() if cls.family == "Curvature and line search"]

#: ``(key, {switch: value}, surface key)`` for each rule and variant on each surface where it can race.
RACES = [(*variant, surface) for variant in VARIANTS for surface in SURFACES if races_on(variant[0], surface)]
RACE_IDS = ["-".join([key, *map(str, variant.values()), surface]) for key, variant, surface in RACES]


def race_all(steps=40):
    """Positions of every variant at its defaults on every surface, by name."""
    return {
        f"{name} on {surface}": run(OPTIMIZERS[key](**variant), SURFACES[surface](), steps=steps).positions
        for (key, variant), name in zip(VARIANTS, VARIANT_IDS, strict=True)
        for surface in SURFACES
        if races_on(key, surface)
    }


def settle_all(steps=30):
    """What sweeps and basins of some rules come to, by name: with a recipe, and where no point is listed too."""
    recipe = Recipe(schedule="one-cycle", clip_norm=1.0, weight_decay=0.01, noise=0.3, replicates=3)
    found = {}
    for key, surface_key in itertools.product(("sgd", "adam", "lbfgs"), ("beale", "formula")):
        rule, surface = OPTIMIZERS[key](), SURFACES[surface_key]()
        swept = sweep(rule, surface, "lr", [1e-3, 0.1, 5.0], steps=steps, recipe=recipe)
        ends = basin(rule, surface, (3, 4), steps)
        arrays = (swept.losses, swept.outcomes, swept.steps_to_tolerance, ends.destinations, ends.losses, ends.steps)
        found[f"ends of {key} on {surface_key}"] = np.concatenate([*map(np.ravel, arrays), np.ravel(ends.minima)])
    return found


def exact(arrays):
    """Arrays by name as lists of numbers that JSON keeps to the bit."""
    return {name: [float(value).hex() for value in array.ravel()] for name, array in arrays.items()}


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        print(json.dumps(exact(race_all()) | exact(settle_all())))
