"""Every rule in every variant, every surface at several shapes: what the tests run over.

``python -m tests.pairs`` races all pairs and prints the positions as JSON, exact to the bit.
"""

import itertools
import json

import numpy as np
import param

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from surfaces.surface import declared


def switches(cls):
    """The Params of a rule that choose between variants, with their values."""
    found = {name: cls.param[name] for name in declared(cls)}
    values = {name: p.objects for name, p in found.items() if isinstance(p, param.Selector)}
    return values | {name: [True, False] for name, p in found.items() if isinstance(p, param.Boolean)}


def numbers(cls):
    """The numeric hyperparameters of a rule: name to Param."""
    return {name: cls.param[name] for name in declared(cls) if name not in switches(cls)}


#: ``(key, {switch: value})`` for each rule and variant.
VARIANTS = [
    (key, dict(zip(switches(cls), values, strict=True)))
    for key, cls in OPTIMIZERS.items()
    for values in itertools.product(*switches(cls).values())
]
VARIANT_IDS = ["-".join([key, *map(str, variant.values())]) for key, variant in VARIANTS]


def shapes(cls):
    """Settings of the shape parameters of a surface: the defaults, then each at its low and high bound."""
    return [{}] + [{name: bound} for name in declared(cls) for bound in cls.param[name].bounds]


#: ``(key, {shape parameter: value})`` for each surface and shape.
SHAPES = [(key, shape) for key, cls in SURFACES.items() for shape in shapes(cls)]
SHAPE_IDS = ["-".join([key, *(f"{name}={value}" for name, value in shape.items())]) for key, shape in SHAPES]


def race_all(steps=40):
    """Positions of every variant at its defaults on every surface, by name."""
    return {
        f"{name} on {surface}": run(OPTIMIZERS[key](**variant), SURFACES[surface](), steps=steps).positions
        for (key, variant), name in zip(VARIANTS, VARIANT_IDS, strict=True)
        for surface in SURFACES
    }


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        print(json.dumps({name: [value.hex() for value in path.ravel()] for name, path in race_all().items()}))
