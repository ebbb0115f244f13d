"""A loss that the visitor types. Its derivatives are exact, and nothing is compiled for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import param

from surfaces.claim import Claim
from surfaces.elementary import exp, log, sincos, tan, tanh
from surfaces.expression import FUNCTIONS, MAX_DEPTH, MAX_LENGTH, parse
from surfaces.grids import lay_row
from surfaces.kernel import Vector, compiled, helper, scratch, scratch_rows
from surfaces.powers import power
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Surface, ValueAndGradient, kernel
from surfaces.terms import Term, displayed, in_torch, instructions, price

#: The operations by their places in ``terms.OPERATIONS``.
CONSTANT, X, Y, ADD, SUBTRACT, MULTIPLY, DIVIDE, RAISE, POWER = range(9)
NEGATE, SIN, COS, TAN, EXP, LOG, SQRT, ABS, TANH = range(9, 18)
#: Levels of the stack of a formula, each with a value and five derivatives.
LEVELS = MAX_DEPTH + 2
#: Places along each side by which the colours of a formula's map are chosen.
LOOKED = 51


class FormulaText(param.String):
    """A Param text that can be read as a formula in x and y; what cannot is refused with its place."""

    def _validate_value(self, val: Any, allow_None: bool) -> None:
        super()._validate_value(val, allow_None)
        parse(val)


@helper
def interpret(program, x, y, stack):
    """Leave the value at (x, y) and its derivatives by x, y, xx, xy and yy in ``stack[0]``.

    A stack of second-order duals (Wengert 1964): an operation w(u, v) comes with its own value and
    partial derivatives, and the chain rule does the rest, alike for all.
    """
    top = -1
    for i in range(0, program.size, 2):
        operation, c = int(program[i]), program[i + 1]
        if operation <= Y:
            top += 1
            for row in range(6):
                stack[top, row] = 0.0
            stack[top, 0] = c if operation == CONSTANT else (x if operation == X else y)
            if operation != CONSTANT:
                stack[top, operation] = 1.0
            continue
        binary = operation <= RAISE
        if binary:
            top -= 1
        u, v = stack[top, 0], stack[top + 1, 0] if binary else 0.0
        # ∂w/∂u, ∂w/∂v, ∂²w/∂u², ∂²w/∂u∂v, ∂²w/∂v²
        wu, wv, wuu, wuv, wvv = 1.0, 0.0, 0.0, 0.0, 0.0
        if operation == ADD:
            w, wv = u + v, 1.0
        elif operation == SUBTRACT:
            w, wv = u - v, -1.0
        elif operation == MULTIPLY:
            w, wu, wv, wuv = u * v, v, u, 1.0
        elif operation == DIVIDE:
            w, wu = u / v, 1.0 / v
            wv, wuv, wvv = -w * wu, -wu * wu, 2.0 * w * wu * wu
        elif operation == RAISE:
            w, log_u = power(u, v), log(u)
            wu, wv, wuu = v * power(u, v - 1.0), w * log_u, v * (v - 1.0) * power(u, v - 2.0)
            wuv, wvv = power(u, v - 1.0) * (1.0 + v * log_u), w * log_u * log_u
        elif operation == POWER and c == 2.0:
            w, wu, wuu = u * u, 2.0 * u, 2.0
        elif operation == POWER:
            # A term with a factor of 0 is 0, even where u = 0 makes the other factor ∞.
            w, wu = power(u, c), c * power(u, c - 1.0) if c != 0.0 else 0.0
            wuu = c * (c - 1.0) * power(u, c - 2.0) if c != 0.0 and c != 1.0 else 0.0
        elif operation == NEGATE:
            w, wu = -u, -1.0
        elif operation == SIN:
            w, wu = sincos(u)
            wuu = -w
        elif operation == COS:
            minus, w = sincos(u)
            wu, wuu = -minus, -w
        elif operation == TAN:
            w = tan(u)
            wu, wuu = 1.0 + w * w, 2.0 * w * (1.0 + w * w)
        elif operation == EXP:
            w = exp(u)
            wu = wuu = w
        elif operation == LOG:
            w, wu, wuu = log(u), 1.0 / u, -1.0 / (u * u)
        elif operation == SQRT:
            w = np.sqrt(u)
            wu, wuu = 0.5 / w, -0.25 / (w * u)
        elif operation == ABS:
            # At the kink the slope is the mean of both sides, 0.
            w, wu = abs(u), np.sign(u)
        else:
            w = tanh(u)
            wu, wuu = 1.0 - w * w, -2.0 * w * (1.0 - w * w)
        ux, uy = stack[top, 1], stack[top, 2]
        stack[top, 0], stack[top, 1], stack[top, 2] = w, wu * ux, wu * uy
        stack[top, 3] = wu * stack[top, 3] + wuu * ux * ux
        stack[top, 4] = wu * stack[top, 4] + wuu * ux * uy
        stack[top, 5] = wu * stack[top, 5] + wuu * uy * uy
        if binary:
            vx, vy = stack[top + 1, 1], stack[top + 1, 2]
            stack[top, 1] += wv * vx
            stack[top, 2] += wv * vy
            stack[top, 3] += wv * stack[top + 1, 3] + wvv * vx * vx + 2.0 * wuv * ux * vx
            stack[top, 4] += wv * stack[top + 1, 4] + wvv * vx * vy + wuv * (ux * vy + uy * vx)
            stack[top, 5] += wv * stack[top + 1, 5] + wvv * vy * vy + 2.0 * wuv * uy * vy


@compiled
def spans_decades(value_and_gradient: ValueAndGradient, shape: Vector, box: Vector) -> bool:
    """Whether the loss is nowhere negative over ``box`` and spans more than three decades, as far as it is a number.

    ``box`` is left, right, bottom and top.
    """
    x, f, g = scratch_rows(2, LOOKED), scratch(LOOKED), scratch_rows(2, LOOKED)
    low, high = np.inf, -np.inf
    for i in range(LOOKED):
        lay_row(box, i, LOOKED, x)
        value_and_gradient(x, shape, f, g)
        for k in range(LOOKED):
            if abs(f[k]) < np.inf:
                low, high = min(low, f[k]), max(high, f[k])
    return low >= 0.0 and low <= high and high > 1e3 * low


class Formula(Surface):
    """Whatever you type in x and y."""

    order = 1000
    title = "Your own formula"
    kind = "yours"
    intuition = (
        "Your own loss: its slope and curvature are exact, its minima are not listed, "
        "so an end counts as a minimum where Newton's step from it goes nowhere and every curvature is positive."
    )
    claims = (
        Claim(
            "intuition",
            "surface=formula&racers=adam,lbfgs",
            "max(slope(adam), slope(lbfgs)) < 1e-6 and abs(x(adam) - x(lbfgs)) < 1e-6",
        ),
    )
    reference = "Derivatives after Wengert (1964), A simple automatic derivative evaluation program, CACM 7(8)"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (4.4, 4.0)
    minima = ()
    cacheable = False

    text = FormulaText(
        "(x^2 - 4)^2/4 + 2(y - cos(x))^2 + x",
        label="f(x, y)",
        doc=f"In x and y, with + - * / ^ ( ), {', '.join(FUNCTIONS)}, pi and e; at most {MAX_LENGTH} characters.",
    )

    @property
    def _read(self) -> Term:
        return parse(self.text)

    @property
    def formula(self) -> str:  # type: ignore[override]
        """What was typed, as it was read."""
        return self._read.latex

    @property
    def mathml(self) -> str:
        """The same as a page displays it."""
        return displayed(self._read)

    @property
    def torch(self) -> str:  # type: ignore[override]
        """What was typed, as it was read, in PyTorch."""
        return in_torch(self._read)

    @property
    def shape(self) -> np.ndarray:
        """The formula in postfix: pairs of an operation's number and its constant, ``(2n,)``."""
        return np.array(instructions(self._read.program), np.float64)

    @property
    def price(self) -> float:  # type: ignore[override]
        """By its length."""
        return price(self._read)

    @property
    def log_colour(self) -> bool:  # type: ignore[override]
        """Whether the loss is nowhere negative and spans more than three decades."""
        return spans_decades(self.value_and_gradient, self.shape, np.array(self.domain).ravel())

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        stack = scratch_rows(LEVELS, 6)
        for k in range(x.shape[1]):
            interpret(shape, x[0, k], x[1, k], stack)
            f[k], g[0, k], g[1, k] = stack[0, 0], stack[0, 1], stack[0, 2]

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        stack = scratch_rows(LEVELS, 6)
        for k in range(x.shape[1]):
            interpret(shape, x[0, k], x[1, k], stack)
            h[0, k], h[1, k], h[2, k] = stack[0, 3], stack[0, 4], stack[0, 5]
