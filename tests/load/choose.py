"""Random settings that the app allows, the dear ones among them."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

import param

from app.links import to_query
from app.settings import Settings, apply, values

_UNARY = ("sin", "cos", "exp", "tanh", "abs", "sqrt", "log", "tan")


class Chosen(NamedTuple):
    #: Every setting, by key.
    texts: dict[str, str]
    #: Those that an address needs.
    query: dict[str, str]


def chosen(chance: random.Random) -> Chosen:
    """Settings that the strict reader takes as they are: what is too much together it has left out."""
    settings = Settings()
    changes = {
        "surface": chance.choice([*settings.surfaces, "formula", "formula", "logistic"]),
        "racers": ",".join(chance.sample(list(settings.optimizers), chance.choice((1, 2, 5, 5, 12, 23)))),
        "steps": str(chance.choice((100, 500, 500, 2000, 5000))),
        "view": chance.choice(["overlay", *type(settings).param["view"].objects]),
    }
    if changes["surface"] == "formula" and chance.random() < 0.9:
        changes["formula.text"] = formula(chance)
    if chance.random() < 0.4:
        changes["recipe.noise"] = f"{10 ** chance.uniform(-9, 1):.3g}"
    if chance.random() < 0.4:
        changes["recipe.replicates"] = str(chance.choice((2, 16, 64)))
    if chance.random() < 0.4:
        changes["recipe.batch"] = str(chance.choice((1, 16, 64)))
    for key in chance.sample(list(settings.fields), chance.choice((0, 3, 10, 40))):
        if key not in changes:
            changes[key] = _text(chance, settings.fields[key].declaration)
    # In random order: the last go first where it is too much.
    keys = chance.sample(list(changes), len(changes))
    apply(settings, {key: changes[key] for key in keys})
    texts = values(settings)
    return Chosen(texts, to_query(texts))


def _text(chance: random.Random, declaration: param.Parameter) -> str:
    if isinstance(declaration, param.Selector) and not isinstance(declaration, param.ListSelector):
        return chance.choice(declaration.objects)
    if isinstance(declaration, param.Boolean):
        return chance.choice("01")
    if isinstance(declaration, param.Number):
        hard, soft = declaration.bounds, declaration.softbounds or declaration.bounds
        low, high = chance.choice(((hard or (0, 1)), soft or (0, 1)))
        low, high = (0 if low is None else low), (1 if high is None else high)
        value: Any = chance.choice(
            (low, high, chance.uniform(low, high), low + (high - low) * 10 ** -chance.uniform(1, 4))
        )
        return str(round(value)) if isinstance(declaration, param.Integer) else repr(float(value))
    return declaration.default if isinstance(declaration.default, str) else ""


def formula(chance: random.Random) -> str:
    """A formula of random length: short, or as long and as wavy as is allowed."""
    kind = chance.randrange(4)
    if kind == 0:
        return f"sin({chance.randint(1, 80)}x)+sin({chance.randint(1, 80)}y)"
    if kind == 1:
        return "x^y+" * chance.randint(1, 49) + "y"
    terms: list[str] = []
    while sum(map(len, terms)) < (40 if kind == 2 else 160):
        inner = f"{chance.uniform(0.1, 40):.2g}{chance.choice('xy')}"
        terms.append(chance.choice((f"{chance.choice(_UNARY)}({inner})", f"({inner})^{chance.randint(2, 6)}")))
    return chance.choice("+-*").join(terms)
