"""Claims over races: a race as an address names it, and a comparison of its numbers.

The comparison is a line such as ``loss(momentum) < loss(sgd, 100) / 10 and arrived(adam) == never``: it is read, never
executed, and knows nothing but numbers, the measures below, and comparisons between them. What was measured comes with
the answer, so that who reads a claim can see by how much it holds.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs

import numpy as np

from app.cache import built
from app.links import from_query
from app.runs import setup
from app.settings import Settings
from optimizers import Optimizer, Trajectory, replicates
from surfaces import Surface

#: The step of what does not happen.
NEVER = math.inf


class Raced(NamedTuple):
    """One racer's part in the race of a claim."""

    rule: Optimizer
    surface: Surface
    #: The replicates; the first is the path.
    paths: list[Trajectory]

    @property
    def path(self) -> Trajectory:
        return self.paths[0]


class Checked(NamedTuple):
    """Whether a claim holds, and what was measured, by the words of the claim."""

    holds: bool
    numbers: dict[str, float]


def check(race: str, holds: str) -> Checked:
    """Run the race of the address ``race`` and compare its numbers as ``holds`` says.

    ``ValueError`` for an address of which anything is refused, and for a comparison that cannot be read.
    """
    numbers: dict[str, float] = {}
    return Checked(_is_so(ast.parse(holds, mode="eval").body, raced(race), numbers), numbers)


def number(race: str, text: str) -> float:
    """A number of the race of the address ``race``; ``ValueError`` for what cannot be read."""
    return _number(ast.parse(text, mode="eval").body, raced(race), {})


@lru_cache(maxsize=16)
def raced(address: str) -> dict[str, Raced]:
    """The race of an address, by racer."""
    settings = Settings()
    arguments = parse_qs(address, strict_parsing=True)
    if notices := from_query(settings, {key: [text.encode() for text in texts] for key, texts in arguments.items()}):
        raise ValueError(" ".join(notices))
    of = setup(settings)
    surface, recipe = built(of.surface), built(of.recipe)
    rules = [built(racer) for racer in of.racers]
    return {
        rule.key: Raced(rule, surface, replicates(rule, surface, of.start, of.steps, recipe, of.replicates))
        for rule in rules
    }


def _apart(racer: Raced) -> np.ndarray:
    """Distance to the nearest minimum at every step; NaN where the surface lists none."""
    homes = np.array([(point.x, point.y) for point in racer.surface.minima] or [(math.nan, math.nan)])
    offsets = racer.path.positions[:, None] - homes
    return np.hypot(offsets[..., 0], offsets[..., 1]).min(axis=1)


def _ended(kind: str) -> Callable[[Raced], float]:
    """The step of the outcome, where it is of that kind."""

    def step(racer: Raced) -> float:
        outcome = racer.path.outcome
        return outcome.step if outcome.kind == kind else NEVER

    return step


def _diverged(racer: Raced) -> float:
    gone = np.flatnonzero(np.isnan(racer.path.losses))
    return int(gone[0]) if gone.size else NEVER


def _left(racer: Raced) -> float:
    """The first step outside the map."""
    bounds = np.array(racer.surface.domain)
    inside = ((racer.path.positions >= bounds[:, 0]) & (racer.path.positions <= bounds[:, 1])).all(axis=1)
    outside = np.flatnonzero(~inside)
    return int(outside[0]) if outside.size else NEVER


def _length(racer: Raced, step: float = -1) -> float:
    """How long a step was."""
    t = _row(racer, step)
    return float(np.hypot(*(racer.path.positions[t] - racer.path.positions[t - 1])))


def _share(racer: Raced, x: float, y: float, within: float) -> float:
    """The share of the replicates that end so close to a place."""
    ends = np.array([path.positions[-1] for path in racer.paths])
    return float((np.hypot(ends[:, 0] - x, ends[:, 1] - y) <= within).mean())


def _row(racer: Raced, step: float) -> int:
    rows = len(racer.path.losses)
    if step != int(step) or not -rows <= step < rows:
        raise ValueError(f"there is no step {step:g} in a race of {rows - 1}")
    return int(step) % rows


def _at(read: Callable[[Trajectory, int], float]) -> Callable[..., float]:
    """A measure of one moment: of the step that is named, or of the last."""
    return lambda racer, step=-1: float(read(racer.path, _row(racer, step)))


#: What can be measured of a racer, by name. Many take a step, which is the last one where none is named.
MEASURES: dict[str, Callable[..., float]] = {
    "loss": _at(lambda path, t: path.losses[t]),
    "x": _at(lambda path, t: path.positions[t, 0]),
    "y": _at(lambda path, t: path.positions[t, 1]),
    "slope": _at(lambda path, t: np.hypot(*path.gradients[t])),
    "moved": _at(lambda path, t: np.hypot(*(path.positions[t] - path.positions[0]))),
    "rate": _at(lambda path, t: path.learning_rates[t]),
    "gradients": _at(lambda path, t: path.evaluations[t] - path.trials[t]),
    "trials": _at(lambda path, t: path.trials[t]),
    "clipped": _at(lambda path, t: path.clipped[t]),
    "distance": lambda racer, step=-1: float(_apart(racer)[_row(racer, step)]),
    "length": _length,
    # The best loss of the race, and the largest rise of it in one step.
    "best": lambda racer: float(np.nanmin(racer.path.losses)),
    "rise": lambda racer: float(np.diff(racer.path.losses).max()),
    # Steps, or never.
    "arrived": _ended("arrived"),
    "rests": _ended("at rest"),
    "diverged": _diverged,
    "left": _left,
    # Over replicates.
    "median": lambda racer: float(np.median([path.losses[-1] for path in racer.paths])),
    "share": _share,
    # The loss below which nine in ten end.
    "ninety": lambda racer: float(np.quantile([path.losses[-1] for path in racer.paths], 0.9, method="nearest")),
    # Of the rule alone.
    "vectors": lambda racer: len(racer.rule.slots),
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_OF_NUMBERS: dict[str, Callable[..., float]] = {"abs": abs, "min": min, "max": max}


def _is_so(node: ast.expr, race: dict[str, Raced], numbers: dict[str, float]) -> bool:
    """A comparison, or several joined by ``and``; what is compared with a NaN is not so."""
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all([_is_so(part, race, numbers) for part in parts])
        case ast.Compare(left=left, ops=signs, comparators=others) if all(type(sign) in _COMPARISONS for sign in signs):
            values = [_number(each, race, numbers) for each in (left, *others)]
            pairs = zip(signs, values, values[1:], strict=False)
            return all(_COMPARISONS[type(sign)](a, b) for sign, a, b in pairs)
    raise ValueError(f"{ast.unparse(node)} is no comparison")


def _number(node: ast.expr, race: dict[str, Raced], numbers: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.Name(id="never"):
            return NEVER
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand, race, numbers)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _ARITHMETIC:
            return _ARITHMETIC[type(sign)](_number(left, race, numbers), _number(right, race, numbers))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _OF_NUMBERS:
            return _OF_NUMBERS[name](*(_number(each, race, numbers) for each in args))
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=key), *rest], keywords=[]) if name in MEASURES:
            if key not in race:
                raise ValueError(f"{key} does not race: {', '.join(race)} do")
            value = MEASURES[name](race[key], *(_number(each, race, numbers) for each in rest))
            numbers[ast.unparse(node)] = value
            return value
    raise ValueError(f"{ast.unparse(node)} is no number of a race; measures are {', '.join(MEASURES)}")
