"""Kernels and records: types are read off annotations, wrong ones are refused, and nothing takes many arguments."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numba import types

from optimizers import OPTIMIZERS, Recipe
from optimizers.optimizer import STEP, Loss
from optimizers.racing.prepare import clock_of, ends_of, entry_of, room_for, rows_of, tape_of
from optimizers.racing.recipe import gradient
from optimizers.racing.records import Entry, Field
from optimizers.racing.trace import trace
from surfaces import SURFACES
from surfaces.kernel import Lanes, Vector, compiled, layout, record, signature_of
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT

ROOT = Path(__file__).parent.parent
COMPILED = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="NUMBA_DISABLE_JIT is set: nothing is compiled")
#: Positional parameters of one function, ``self`` included.
MOST = 8


class Pair(NamedTuple):
    weights: Vector
    count: int


def weighted(pair: Pair, x: Lanes, factor: float) -> None:
    """What ``compiled`` is tried on."""
    for k in range(x.shape[1]):
        x[0, k] = factor * pair.weights[k] * pair.count


def test_types_are_read_off_annotations():
    assert signature_of(weighted) == types.void(record(Pair), types.float64[:, ::1], types.float64)
    assert record(Pair).fields == ("weights", "count") and record(Pair).instance_class is Pair
    assert [str(kind) for kind in HESSIAN.args] == [
        "array(float64, 2d, C)",
        "array(float64, 1d, C)",
        "array(float64, 2d, C)",
    ]
    assert STEP.args[1] == record(Loss) and STEP.args[1].types[0] == types.FunctionType(VALUE_AND_GRADIENT)

    def unknown(x: str) -> None: ...

    with pytest.raises(TypeError, match="says nothing to the compiler"):
        signature_of(unknown)


def name_with(pair):
    """The name under which ``weighted`` is cached where its record is ``pair``."""

    def weighted(pair: Pair, x: Lanes, factor: float) -> None:
        x[0, 0] = factor

    weighted.__annotations__["pair"] = pair
    return compiled(weighted).py_func.__qualname__


@COMPILED
def test_a_kernel_is_cached_under_the_fields_of_its_records():
    """Numba's cache knows a record by its class and types: a field renamed or moved would find the old kernel."""

    def pair(*fields):
        return NamedTuple("Pair", fields)

    vectors = [("a", Vector), ("b", Vector)]
    names = [
        name_with(pair(*vectors)),
        name_with(pair(*vectors[::-1])),
        name_with(pair(("a", Vector), ("c", Vector))),
        name_with(pair(("a", Vector), ("b", float))),
        name_with(NamedTuple("Outer", [("inner", pair(*vectors))])),
        name_with(NamedTuple("Outer", [("inner", pair(*vectors[::-1]))])),
    ]
    assert len(set(names)) == len(names)
    assert names[0] == name_with(pair(*vectors))


def test_the_fields_of_records_count_that_a_kernel_only_passes_on():
    """A race knows of ``Loss`` through the kernels that it is handed."""
    assert Loss._fields in [fields for _, fields in layout((record(Entry),))]


@COMPILED
@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry, field, rows: (entry, field._replace(starts=np.zeros((2, 1), np.float32)), rows),
        lambda entry, field, rows: (entry, field._replace(starts=np.zeros((2, 4))[:, ::2]), rows),
        lambda entry, field, rows: (entry, field._replace(starts=np.zeros(2)), rows),
        lambda entry, field, rows: (entry, field._replace(starts=[[0.0], [0.0]]), rows),
        lambda entry, field, rows: (entry, field._replace(replicates=np.zeros(1)), rows),
        lambda entry, field, rows: (entry._replace(curvature=entry.step), field, rows),
        lambda entry, field, rows: (entry._replace(curvature=None), field, rows),
        lambda entry, field, rows: (entry, tuple(field), rows),
        lambda entry, field, rows: (entry, rows, field),
        lambda entry, field, rows: (entry, field, rows[:-1]),
    ],
)
def test_arguments_of_other_types_are_refused(spoil):
    """The kernel reads memory as its types say: what has another layout must not get there."""
    optimizer, surface, recipe = OPTIMIZERS["sgd"](), SURFACES["beale"](), Recipe()
    field = Field(optimizer.hyper[:, None], np.ones((2, 1)), np.zeros(1, np.int64))
    clock, tape, room = clock_of(optimizer, recipe, 2), tape_of(surface, 2), room_for(field, 0, 1)
    entry, rows = entry_of(optimizer, surface, recipe, counted=True), rows_of(2, 0, 1)
    trace(entry, clock, field, tape, room, ends_of(1), rows)
    assert np.isfinite(rows.losses).all()
    entry, field, rows = spoil(entry, field, rows)
    with pytest.raises(TypeError, match="trace takes Entry"):
        trace(entry, clock, field, tape, room, ends_of(1), rows)
    with pytest.raises(TypeError, match="gradient takes Loss"):
        gradient(entry, np.zeros((2, 1)), 1, np.zeros((2, 1)))


def test_no_function_takes_more_than_eight_arguments_by_place():
    """Of longer lists nobody sees which is which: records and keywords say it."""
    count = 0
    for package in ("app", "optimizers", "surfaces", "tests"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                    count += 1
                    by_place = len(node.args.posonlyargs) + len(node.args.args)
                    assert by_place <= MOST, f"{file}:{node.lineno} takes {by_place}"
    assert count > 500
