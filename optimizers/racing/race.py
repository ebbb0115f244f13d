"""One racer on one surface: ``run``."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import types

from optimizers.optimizer import GRADIENT, STEP, Loss, Optimizer
from optimizers.racing.outcome import DIVERGED, Outcome, judge
from optimizers.racing.recipe import PLAIN, Recipe, gradient_of
from surfaces.kernel import compiled
from surfaces.numbers import declared, is_real
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Surface

#: The most races that one call runs side by side.
MOST_REPLICATES = 64


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
    #: Whether a gradient of the step that led to the row was clipped, ``(n + 1,)``
    clipped: np.ndarray
    outcome: Outcome


_ROWS = types.float64[::1]
_LANES = types.float64[:, ::1]
_HISTORY = types.float64[:, :, ::1]


@compiled(
    types.void(
        types.FunctionType(STEP),
        types.FunctionType(GRADIENT),
        types.FunctionType(VALUE_AND_GRADIENT),
        types.FunctionType(HESSIAN),
        _ROWS,
        _ROWS,
        types.float64,
        _LANES,
        _ROWS,
        types.int64,
        _ROWS,
        _HISTORY,
        _LANES,
        _HISTORY,
        types.float64[:, :, :, ::1],
        types.int64[:, ::1],
        types.int64[:, ::1],
    )
)
def trace(
    step,
    gradient,
    value_and_gradient,
    curvature,
    shape,
    recipe,
    decay,
    hyper,
    learning_rates,
    cycled,
    momenta,
    positions,
    losses,
    gradients,
    slots,
    evaluations,
    clipped,
):
    """Race all lanes from ``positions[0]`` and fill in their rows, as far as each lane gets before it diverges.

    ``decay`` is the recipe's decoupled λ; ``cycled`` is the row of ``hyper`` that ``momenta`` sets, or −1.
    """
    lanes = hyper.shape[1]
    x, before = positions[0].copy(), np.empty((2, lanes))
    g, f = np.empty((2, lanes)), np.empty(lanes)
    state = np.zeros((slots.shape[1], 2, lanes))
    counts, alive = np.zeros((2, lanes), np.int64), np.ones(lanes, np.int64)
    loss = Loss(value_and_gradient, curvature, shape, recipe, np.empty(lanes), counts, np.arange(lanes), True)
    for t in range(losses.shape[0]):
        if t > 0:
            for k in range(lanes):
                hyper[0, k] = learning_rates[t - 1]
                if cycled >= 0:
                    hyper[cycled, k] = momenta[t - 1]
            if decay > 0.0:
                before[:] = x
            step(gradient, loss, x, g, t, state, hyper)
            if decay > 0.0:
                for i in range(2):
                    for k in range(lanes):
                        x[i, k] -= hyper[0, k] * decay * before[i, k]
        value_and_gradient(x, shape, f, g)
        racing = 0
        for k in range(lanes):
            # Written so that NaN counts as diverged.
            if not (abs(f[k]) <= DIVERGED and np.isfinite(x[0, k]) and np.isfinite(x[1, k])):
                alive[k] = 0
            racing += alive[k]
            evaluations[t, k] = counts[0, k]
            clipped[t, k] = counts[1, k]
            counts[1, k] = 0
            if alive[k]:
                losses[t, k] = f[k]
                for i in range(2):
                    positions[t, i, k] = x[i, k]
                    gradients[t, i, k] = g[i, k]
                    for s in range(state.shape[0]):
                        slots[t, s, i, k] = state[s, i, k]
            else:
                positions[t, 0, k] = positions[t, 1, k] = np.nan
        if racing == 0:
            for k in range(lanes):
                evaluations[t:, k] = counts[0, k]
            return


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
    two finite numbers, a negative number of steps, or a surface that lacks what the rule needs; each
    names the argument, the value and what is allowed.
    """
    return replicates(optimizer, surface, start, steps, recipe, 1)[0]


def replicates(
    optimizer: Optimizer,
    surface: Surface,
    start: tuple[float, float] | None = None,
    steps: int = 500,
    recipe: Recipe | None = None,
    count: int = 16,
) -> list[Trajectory]:
    """``count`` races (1 to 64) that differ in their noise alone; the first is what ``run`` gives."""
    recipe = PLAIN if recipe is None else recipe
    steps, count = check(optimizer, surface, recipe, steps, count)
    positions = np.full((steps + 1, 2, count), np.nan)
    positions[0] = np.array(point(surface.start if start is None else start))[:, None]
    losses, gradients = np.full((steps + 1, count), np.nan), np.full_like(positions, np.nan)
    slots = np.full((steps + 1, len(optimizer.slots), 2, count), np.nan)
    evaluations, clipped = np.zeros((2, steps + 1, count), np.int64)
    hyper = np.ascontiguousarray(np.repeat(optimizer.hyper[:, None], count, axis=1))
    learning_rates = hyper[0, 0] * recipe.factors(steps)
    cycled = -1 if optimizer.cycled is None else declared(type(optimizer)).index(optimizer.cycled)
    momenta = recipe.momenta(steps)
    trace(
        optimizer.step,
        gradient_of(recipe),
        surface.value_and_gradient,
        getattr(surface, optimizer.curvature),
        surface.shape,
        recipe.numbers(surface.samples),
        recipe.decoupled,
        hyper,
        learning_rates,
        -1 if momenta is None else cycled,
        np.empty(0) if momenta is None else momenta,
        positions,
        losses,
        gradients,
        slots,
        evaluations,
        clipped,
    )

    def lane(k: int) -> Trajectory:
        alive = int(np.isfinite(losses[:, k]).sum())
        outcome = judge(surface, positions[:alive, :, k], losses[:alive, k], gradients[:alive, :, k], steps)
        return Trajectory(
            positions=positions[:, :, k],
            losses=losses[:, k],
            gradients=gradients[:, :, k],
            slots={name: slots[:, i, :, k] for i, name in enumerate(optimizer.slots)},
            learning_rates=learning_rates,
            evaluations=evaluations[:, k],
            clipped=clipped[:, k].astype(bool),
            outcome=outcome,
        )

    return [lane(k) for k in range(count)]


def check(optimizer: Any, surface: Any, recipe: Any, steps: Any, count: Any = 1) -> tuple[int, int]:
    """Refuse what cannot race; steps and count as plain integers."""
    for name, value, kind in (
        ("optimizer", optimizer, Optimizer),
        ("surface", surface, Surface),
        ("recipe", recipe, Recipe),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be an instance of {kind.__name__}, not {value!r}")
    for name, value in (("steps", steps), ("count", count)):
        if not isinstance(value, numbers.Integral) or isinstance(value, bool):
            raise TypeError(f"{name} must be a whole number, not {value!r}")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps!r}")
    if not 1 <= count <= MOST_REPLICATES:
        raise ValueError(f"count must be from 1 to {MOST_REPLICATES}, not {count!r}")
    if recipe.batch > 0 and surface.samples == 0:
        raise ValueError(f"batch must be 0 on {surface.title}, which has no samples, not {recipe.batch}")
    if getattr(surface, optimizer.curvature) is None:
        raise ValueError(f"surface must have a {optimizer.curvature} matrix for {optimizer.title}, not {surface.title}")
    return int(steps), int(count)


def point(start: Any) -> tuple[float, float]:
    """A start as two plain floats; anything else is refused."""
    numbers_ = list(start) if isinstance(start, (tuple, list, np.ndarray)) else []
    if len(numbers_) == 2 and all(is_real(value) for value in numbers_):
        return float(numbers_[0]), float(numbers_[1])
    raise ValueError(f"start must be two finite numbers, not {start!r}")
