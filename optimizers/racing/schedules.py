"""How a learning rate moves over a race: each schedule is η's factor at step t of T.

Every function takes the step ``t``, from 0, the steps ``T`` that there are, and the recipe's ``every``, ``drop`` and
``floor``, all of them floats; PyTorch's scheduler of the same rule is named. They are helpers of ``plan``, which the
server and a browser share.
"""

from __future__ import annotations

import numpy as np

from surfaces.elementary import cos
from surfaces.kernel import Vector, compiled, helper
from surfaces.powers import power

#: Constants of PyTorch's one-cycle schedule, after fastai: the share of steps that rise, the rate at the peak over the
#: first rate, the first rate over the last, and the momentum at both ends and at the peak.
ONE_CYCLE_RISE, ONE_CYCLE_START, ONE_CYCLE_END = 0.3, 25.0, 1e4
OUTER_MOMENTUM, PEAK_MOMENTUM = 0.95, 0.85


@helper
def step_decay(t, T, every, drop, floor):
    """StepLR: times ``drop`` every ``every`` steps."""
    return power(drop, np.floor(t / every))


@helper
def exponential(t, T, every, drop, floor):
    """ExponentialLR: ``drop`` in ``every`` steps, a little each step."""
    return power(drop, t / every)


@helper
def cosine(t, T, every, drop, floor):
    """CosineAnnealingLR: half a cosine from 1 to ``floor`` (Loshchilov & Hutter 2017, eq. 5)."""
    return floor + (1.0 - floor) * 0.5 * (1.0 + cos(np.pi * t / T))


@helper
def cosine_restarts(t, T, every, drop, floor):
    """CosineAnnealingWarmRestarts: that half cosine anew every ``every`` steps."""
    return cosine(t - every * np.floor(t / every), every, every, drop, floor)


@helper
def linear(t, T, every, drop, floor):
    """LinearLR: a straight line from 1 to ``floor``."""
    return 1.0 + (floor - 1.0) * t / T


@helper
def inverse_square_root(t, T, every, drop, floor):
    """1/√(1 + t/every): the fall of Vaswani et al. (2017), section 5.3, where ``every`` is the warm-up."""
    return 1.0 / np.sqrt(1.0 + t / every)


@helper
def triangular(t, T, every, drop, floor):
    """CyclicLR: up from ``floor`` in ``every`` steps and down again (Smith 2017)."""
    turns = t / every
    return floor + (1.0 - floor) * (1.0 - abs(1.0 - (turns - 2.0 * np.floor(0.5 * turns))))


@helper
def one_cycle(t, T, every, drop, floor):
    """OneCycleLR: from 1/25 up, and down to 1/250 000 (PyTorch's; the idea: Smith & Topin 2018)."""
    first = 1.0 / ONE_CYCLE_START
    return cycle(t, T, first, 1.0, first / ONE_CYCLE_END)


@helper
def one_cycle_momentum(t, T):
    """The momentum that OneCycleLR sets: low where the rate is high."""
    return cycle(t, T, OUTER_MOMENTUM, PEAK_MOMENTUM, OUTER_MOMENTUM)


@helper
def cycle(t, T, first, peak, last):
    top, end = ONE_CYCLE_RISE * T - 1.0, T - 1.0
    if t <= top:
        return between(first, peak, t / top)
    return between(peak, last, (t - top) / (end - top))


@helper
def between(a, b, share):
    return b + (a - b) * 0.5 * (1.0 + cos(np.pi * min(share, 1.0)))


#: All schedules. ``plan`` knows each by its place here, for which the names below stand.
SCHEDULES = (
    "constant",
    "step decay",
    "exponential",
    "cosine",
    "cosine, warm restarts",
    "linear",
    "inverse square root",
    "triangular",
    "one-cycle",
)
CONSTANT, STEP_DECAY, EXPONENTIAL, COSINE, COSINE_RESTARTS = range(5)
LINEAR, INVERSE_SQUARE_ROOT, TRIANGULAR, ONE_CYCLE = range(5, 9)


@helper
def scheduled(schedule, t, T, every, drop, floor):
    """η's factor under the schedule of that place."""
    if schedule == STEP_DECAY:
        return step_decay(t, T, every, drop, floor)
    if schedule == EXPONENTIAL:
        return exponential(t, T, every, drop, floor)
    if schedule == COSINE:
        return cosine(t, T, every, drop, floor)
    if schedule == COSINE_RESTARTS:
        return cosine_restarts(t, T, every, drop, floor)
    if schedule == LINEAR:
        return linear(t, T, every, drop, floor)
    if schedule == INVERSE_SQUARE_ROOT:
        return inverse_square_root(t, T, every, drop, floor)
    if schedule == TRIANGULAR:
        return triangular(t, T, every, drop, floor)
    if schedule == ONE_CYCLE:
        return one_cycle(t, T, every, drop, floor)
    return 1.0


#: Places in a recipe's numbers: all its settings in the order of declaration, of a choice its place in the menu.
SCHEDULE, WARMUP, EVERY, DROP, FLOOR, CLIP_NORM, CLIP_VALUE, WEIGHT_DECAY, DECAY = range(9)
NOISE, BATCH, SEED, REPLICATES = range(9, 13)
DECOUPLED, COUPLED = 0.0, 1.0
#: Places in what ``guards`` leaves: λ of a decay in the gradient, and of one in the step.
IN_GRADIENT, IN_STEP = 2, 7


@compiled
def plan(recipe: Vector, factors: Vector, momenta: Vector) -> None:
    """What a recipe does to η and, where its schedule sets one, to the momentum, each ``(steps + 1,)``.

    Before each step and after the last. A budget that ends within the warm-up never sees the schedule.
    """
    steps, warmup, schedule = factors.shape[0] - 1, recipe[WARMUP], int(recipe[SCHEDULE])
    left = max(1.0, steps - warmup)
    for t in range(steps + 1):
        since = max(0.0, t - warmup)
        factors[t] = (t + 1.0) / (warmup + 1.0)
        if t >= warmup:
            factors[t] = scheduled(schedule, since, left, recipe[EVERY], recipe[DROP], recipe[FLOOR])
        momenta[t] = one_cycle_momentum(since, left) if schedule == ONE_CYCLE else np.nan


@compiled
def guards(recipe: Vector, samples: int, numbers: Vector) -> None:
    """What gradient kernels read, ``(8,)``.

    Clip norm and value (∞: off), coupled λ, σ, seed, batch, samples, and, for the step itself, decoupled λ.
    """
    numbers[0] = recipe[CLIP_NORM] if recipe[CLIP_NORM] > 0.0 else np.inf
    numbers[1] = recipe[CLIP_VALUE] if recipe[CLIP_VALUE] > 0.0 else np.inf
    numbers[IN_GRADIENT] = recipe[WEIGHT_DECAY] if recipe[DECAY] == COUPLED else 0.0
    numbers[3], numbers[4], numbers[5], numbers[6] = recipe[NOISE], recipe[SEED], recipe[BATCH], float(samples)
    numbers[IN_STEP] = recipe[WEIGHT_DECAY] if recipe[DECAY] == DECOUPLED else 0.0
