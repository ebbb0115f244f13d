"""One racer on one surface: ``run``."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import types

from optimizers.optimizer import GRADIENT, STEP, Loss, Optimizer
from optimizers.outcome import DIVERGED, Outcome, judge
from optimizers.recipe import Recipe, gradient
from surfaces.kernel import compiled
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Surface, is_real


@dataclass(frozen=True)
class Trajectory:
    """All that a race of ``n`` steps leaves behind; row 0 is the start, row t is after step t.

    Where the race diverged, positions, losses, gradients and slots are NaN from that step on.
    """

    #: ``(n + 1, 2)``
    positions: np.ndarray
    #: Loss, ``(n + 1,)``
    losses: np.ndarray
    #: True gradient, ``(n + 1, 2)``
    gradients: np.ndarray
    #: What the rule remembers, by name, each ``(n + 1, 2)``
    slots: dict[str, np.ndarray]
    #: Rate of the step that follows the row, ``(n + 1,)``
    learning_rates: np.ndarray
    #: Gradients that the rule has asked for so far, ``(n + 1,)``
    evaluations: np.ndarray
    outcome: Outcome


_ROWS, _PAIRS = types.float64[::1], types.float64[:, ::1]


@compiled(
    types.int64(
        types.FunctionType(STEP),
        types.FunctionType(GRADIENT),
        types.FunctionType(VALUE_AND_GRADIENT),
        types.FunctionType(HESSIAN),
        _ROWS,
        _PAIRS,
        _ROWS,
        _PAIRS,
        _ROWS,
        _PAIRS,
        types.float64[:, :, ::1],
        types.int64[::1],
    )
)
def trace(
    step,
    gradient,
    value_and_gradient,
    hessian,
    shape,
    hyper,
    learning_rates,
    positions,
    losses,
    gradients,
    slots,
    evaluations,
):
    """Race one lane from ``positions[0]``, filling in the rows; return how many there are before divergence."""
    x, g, f = positions[:1].copy().reshape(2, 1), np.empty((2, 1)), np.empty(1)
    state = np.zeros((slots.shape[1], 2, 1))
    asked = np.zeros(1, np.int64)
    loss = Loss(value_and_gradient, hessian, shape, np.empty(1), asked)
    for t in range(len(losses)):
        if t > 0:
            hyper[0, 0] = learning_rates[t - 1]
            step(gradient, loss, x, g, t, state, hyper)
        evaluations[t] = asked[0]
        value_and_gradient(x, shape, f, g)
        # Written so that NaN counts as diverged.
        if not (abs(f[0]) <= DIVERGED and np.isfinite(x[0, 0]) and np.isfinite(x[1, 0])):
            evaluations[t:] = asked[0]
            return t
        losses[t] = f[0]
        for i in range(2):
            positions[t, i] = x[i, 0]
            gradients[t, i] = g[i, 0]
            for s in range(state.shape[0]):
                slots[t, s, i] = state[s, i, 0]
    return len(losses)


def run(
    optimizer: Optimizer,
    surface: Surface,
    start: tuple[float, float] | None = None,
    steps: int = 500,
    recipe: Recipe | None = None,
) -> Trajectory:
    """Race ``optimizer`` on ``surface`` from ``start`` (the surface's own unless given) for ``steps`` steps.

    Pure: the same arguments give the same bits. Divergence is an outcome, not an error.

    Raises ``TypeError`` for an argument of the wrong type and ``ValueError`` for a start that is not
    two finite numbers or a negative number of steps; each names the argument, the value and what is
    allowed.
    """
    recipe = Recipe() if recipe is None else recipe
    for name, value, kind in (
        ("optimizer", optimizer, Optimizer),
        ("surface", surface, Surface),
        ("recipe", recipe, Recipe),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be an instance of {kind.__name__}, not {value!r}")
    if not isinstance(steps, numbers.Integral) or isinstance(steps, bool):
        raise TypeError(f"steps must be a whole number, not {steps!r}")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps!r}")
    steps = int(steps)

    positions = np.full((steps + 1, 2), np.nan)
    positions[0] = _point(surface.start if start is None else start)
    losses, gradients = np.full(steps + 1, np.nan), np.full((steps + 1, 2), np.nan)
    slots = np.full((steps + 1, len(optimizer.slots), 2), np.nan)
    evaluations = np.zeros(steps + 1, np.int64)
    hyper = optimizer.hyper.reshape(-1, 1)
    learning_rates = hyper[0, 0] * recipe.factors(steps)
    alive = trace(
        optimizer.step,
        gradient,
        surface.value_and_gradient,
        surface.hessian,
        surface.shape,
        hyper,
        learning_rates,
        positions,
        losses,
        gradients,
        slots,
        evaluations,
    )
    if alive == 0:
        positions[0] = np.nan
    outcome = judge(surface, positions[:alive], losses[:alive], gradients[:alive], steps)
    named = {name: slots[:, i] for i, name in enumerate(optimizer.slots)}
    return Trajectory(positions, losses, gradients, named, learning_rates, evaluations, outcome)


def _point(start: Any) -> tuple[float, float]:
    numbers_ = list(start) if isinstance(start, (tuple, list, np.ndarray)) else []
    if len(numbers_) == 2 and all(is_real(value) for value in numbers_):
        return float(numbers_[0]), float(numbers_[1])
    raise ValueError(f"start must be two finite numbers, not {start!r}")
