"""Formulas as Python reads them: ``parse``, with numbers that follow from numbers worked out as kernels do."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from surfaces import grammar
from surfaces.calculator import calculate
from surfaces.grammar import MAX_DEPTH, MAX_LENGTH
from surfaces.terms import FUNCTIONS, Term
from surfaces.unreadable import FormulaError

__all__ = ["FUNCTIONS", "MAX_DEPTH", "MAX_LENGTH", "FormulaError", "parse"]

_OPERATORS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "neg": np.negative}


# One race of a formula asks for it some thirty times; what is kept are the last few texts, which nobody else is shown.
@lru_cache(maxsize=16)
def parse(text: str) -> Term:
    """Read ``text``, a formula in x and y, or raise ``FormulaError``."""
    with np.errstate(all="ignore"):
        return grammar.parse(text, _value)


def _value(program: list[tuple[str, float]]) -> float:
    name, numbers = program[-1][0], [number for _, number in program[:-1]]
    return float(_OPERATORS[name](*numbers)) if name in _OPERATORS else calculate(name, *numbers)
