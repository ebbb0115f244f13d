"""The elementary functions for Python, which calls them for a number here and there: compiled once, and kept."""

from __future__ import annotations

import numpy as np

from surfaces.elementary import cos, exp, log, sin, tan, tanh
from surfaces.kernel import compiled
from surfaces.powers import power

NAMES = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "^")
SIN, COS, TAN, EXP, LOG, SQRT, ABS, TANH, POWER = range(len(NAMES))


@compiled
def value(function: int, x: float, y: float) -> float:
    """The value at x of the function of that place in ``NAMES``; x to the power y for the last."""
    result = abs(x)
    if function == SIN:
        result = sin(x)
    elif function == COS:
        result = cos(x)
    elif function == TAN:
        result = tan(x)
    elif function == EXP:
        result = exp(x)
    elif function == LOG:
        result = log(x)
    elif function == SQRT:
        result = np.sqrt(x)
    elif function == TANH:
        result = tanh(x)
    elif function == POWER:
        result = power(x, y)
    return result


def calculate(name: str, x: float, y: float = 0.0) -> float:
    """``name`` of x, or x to the power y, as the kernels work it out."""
    return float(value(NAMES.index(name), float(x), float(y)))
