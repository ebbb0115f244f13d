"""What the other side must know to call the kernels, read from their signatures and records: ``layout``.

Numba hands each number to a kernel by itself: a record is its fields, an array its places and lengths. Here is written
which come in which order, so that nobody writes it again; ``check`` compares it with the code that Numba made.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import param
from numba import types

from app.browser.collect import Code, aliases
from optimizers import OPTIMIZERS
from optimizers.optimizer import FAMILIES, Optimizer
from optimizers.racing import outcome, prepare, quadratic, settle, sweep
from optimizers.racing.recipe import ANSWERS, PLAIN, Recipe
from optimizers.racing.records import Field
from surfaces import SURFACES, Surface
from surfaces.kernel import Kernel
from surfaces.numbers import Strict, declared

_SCALARS = {types.float64: "f8", types.int64: "i8", types.boolean: "bool", types.float32: "f4", types.uint8: "u1"}

#: Constants that the other side needs, by their names, which they keep, in their modules.
CONSTANTS: dict[ModuleType, tuple[str, ...]] = {
    settle: ("BLOCK",),
    quadratic: ("SIDE",),
    sweep: ("TOLERANCE",),
}


def layout(found: dict[str, Kernel]) -> dict[str, Any]:
    """All that is said of the module, as JSON takes it: numbers that JSON has not are texts."""
    records: dict[str, list[list[str]]] = {}
    arguments: dict[str, list[list[str]]] = {}
    for name, kernel in found.items():
        taken = _arguments(kernel, records)
        if arguments.setdefault(_kind_of(name), taken) != taken:
            raise ValueError(f"{name} takes other arguments than others of its kind")
    return {
        "arguments": arguments,
        "aliases": aliases(found),
        "records": records,
        "rooms": _rooms(),
        "returns": {name: _SCALARS[kind] for name, kind in _returned(found).items() if kind in _SCALARS},
        "recipe": dict(zip(declared(Recipe), map(_said, PLAIN.vector), strict=True)),
        "choices": _choices(Recipe),
        "rules": {key: _rule(cls()) for key, cls in OPTIMIZERS.items()},
        # Where a surface has its minima, the table says, which knows them in any shape.
        "surfaces": {key: _surface(cls()) for key, cls in SURFACES.items()},
        "answers": [each.py_func.__name__ for each in ANSWERS],
        "endings": {each.name: int(each) for each in outcome.Ending},
        "constants": {name: getattr(module, name) for module, names in CONSTANTS.items() for name in names},
    }


def check(said: dict[str, Any], name: str, code: Code) -> None:
    """Raise ``ValueError`` if Numba's code of a kernel does not take what ``said`` says that it takes."""
    head = re.search(rf"^define [^\n]*@{re.escape(code.symbol)}\(([^\n]*)\)", code.text, re.MULTILINE)
    taken = re.findall(r"%arg\.([\w.]+)", head[1]) if head else []
    expected = [flat for argument in said["arguments"][_kind_of(name)] for flat in _flat(said, *argument)]
    if taken != expected:
        differ = next((pair for pair in zip(taken, expected, strict=False) if pair[0] != pair[1]), "in number")
        raise ValueError(f"{name} takes other arguments than its signature says: {differ}")


def _kind_of(name: str) -> str:
    """All rules are called alike, and all surfaces: what they take is written once, by the last part of the name."""
    return name.rpartition(".")[2]


def step_few(found: dict[str, Kernel]) -> list[str]:
    """The kernels that gain little from stepping lanes together, as vectors: all but those of which maps are made.

    Maps of many lanes are made by ``settle``, with gradients and with the steps of rules that have no branches of their
    own for each lane.
    """
    branching = [f"{key}.step" for key, cls in OPTIMIZERS.items() if cls.family == FAMILIES[-1]]
    many = ("settle", "gradient", ".step", ".value_and_gradient")
    return [name for name in found if name in branching or not any(part in name for part in many)]


def _arguments(kernel: Kernel, records: dict[str, list[list[str]]]) -> list[list[str]]:
    kinds = kernel._numba_type_.signature.args
    names = inspect.signature(kernel.py_func).parameters
    return [[name, _kind(kind, records)] for name, kind in zip(names, kinds, strict=True)]


def _kind(kind: Any, records: dict[str, list[list[str]]]) -> str:
    """A type in a word: a number, ``f8[2]`` for an array of two axes, ``kernel``, or a record's name."""
    if isinstance(kind, types.Array):
        return f"{_SCALARS[kind.dtype]}[{kind.ndim}]"
    if isinstance(kind, types.FunctionType):
        return "kernel"
    if isinstance(kind, types.BaseTuple):
        cls = kind.instance_class
        records[cls.__name__] = [
            [name, _kind(each, records)] for name, each in zip(cls._fields, kind.types, strict=True)
        ]
        return cls.__name__
    return _SCALARS[kind]


def _flat(said: dict[str, Any], name: str, kind: str) -> Iterator[str]:
    """The names that Numba gives to the numbers of an argument."""
    if kind in said["records"]:
        for i, (_, inner) in enumerate(said["records"][kind]):
            yield from _flat(said, f"{name}.{i}", inner)
    elif kind == "kernel":
        yield from (f"{name}.{i}" for i in range(3))
    elif kind.endswith("]"):
        axes = range(int(kind[-2]))
        yield from (f"{name}.{i}" for i in range(5))
        yield from (f"{name}.{i}.{axis}" for i in (5, 6) for axis in axes)
    else:
        yield name


#: Numbers that stand for lengths that depend on the race: nothing else is as long.
_LENGTHS = {"lanes": 97, "hyper": 89, "slots": 83, "rows": 79}


def _rooms() -> dict[str, dict[str, list[Any]]]:
    """The shapes of the arrays of those records that a race writes to: numbers, or names of lengths.

    They are those of ``prepare``, made for lengths that are known again.
    """
    lanes, hyper, slots, rows = _LENGTHS.values()
    field = Field(np.empty((hyper, 1)), np.empty((2, 1)), np.zeros(1, np.int64))
    found: dict[str, dict[str, list[Any]]] = {}
    places = np.empty((2, lanes))
    for record in (
        prepare.crowd_of(places, places[0]),
        prepare.room_for(field, slots, lanes),
        prepare.ends_of(lanes),
        prepare.rows_of(rows - 1, slots, lanes),
        prepare.shown_of(rows - 1),
        sweep.points_of(lanes),
    ):
        _shapes(record, found)
    return found


def _shapes(record: Any, found: dict[str, dict[str, list[Any]]]) -> None:
    names = {length: name for name, length in _LENGTHS.items()}
    shapes = found[type(record).__name__] = {}
    for name, value in record._asdict().items():
        if isinstance(value, np.ndarray):
            shapes[name] = [names.get(length, length) for length in value.shape]
        else:
            _shapes(value, found)


def _rule(rule: Optimizer) -> dict[str, Any]:
    cls = type(rule)
    names = declared(cls)
    return {
        "hyper": dict(zip(names, map(_said, rule.hyper), strict=True)),
        "choices": _choices(cls),
        "slots": list(rule.slots),
        "curvature": rule.curvature,
        "asksOnce": rule.asks_once,
        "cycled": prepare.clock_of(rule, PLAIN, 0).cycled,
    }


def _surface(surface: Surface) -> dict[str, Any]:
    """What of its tape depends neither on its shape nor on a race."""
    tape = prepare.tape_of(surface, 0)
    told = {name: getattr(tape, name) for name in ("near", "rest", "still")}
    return {"samples": surface.samples, "box": tape.box.tolist(), **told}


def _choices(cls: type[Strict]) -> dict[str, list[str]]:
    """The texts that a choice may be, of which kernels read the place."""
    return {name: cls.param[name].objects for name in declared(cls) if isinstance(cls.param[name], param.Selector)}


def _returned(found: dict[str, Kernel]) -> dict[str, Any]:
    return {name: kernel._numba_type_.signature.return_type for name, kernel in found.items()}


def _said(value: float) -> float | str:
    return float(value) if math.isfinite(value) else str(float(value))
