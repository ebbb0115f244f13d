"""How a learning rate moves over a race: each schedule is η's factor at step t of T.

Every function takes the steps ``t`` (an array from 0), the steps ``T`` that there are, and the
recipe's ``every``, ``drop`` and ``floor``; PyTorch's scheduler of the same rule is named.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

#: Constants of PyTorch's one-cycle schedule, after fastai: the share of steps that rise, the rate at the peak over the
#: first rate, the first rate over the last, and the momentum at both ends and at the peak.
ONE_CYCLE_RISE, ONE_CYCLE_START, ONE_CYCLE_END = 0.3, 25.0, 1e4
ONE_CYCLE_MOMENTUM = (0.95, 0.85)


def constant(t, T, every, drop, floor):
    """ConstantLR with factor 1."""
    return np.ones(len(t))


def step_decay(t, T, every, drop, floor):
    """StepLR: times ``drop`` every ``every`` steps."""
    return drop ** (t // every).astype(float)


def exponential(t, T, every, drop, floor):
    """ExponentialLR: ``drop`` in ``every`` steps, a little each step."""
    return drop ** (t / every)


def cosine(t, T, every, drop, floor):
    """CosineAnnealingLR: half a cosine from 1 to ``floor`` (Loshchilov & Hutter 2017, eq. 5)."""
    return floor + (1 - floor) * 0.5 * (1 + np.cos(np.pi * t / T))


def cosine_restarts(t, T, every, drop, floor):
    """CosineAnnealingWarmRestarts: that half cosine anew every ``every`` steps."""
    return cosine(t % every, every, every, drop, floor)


def linear(t, T, every, drop, floor):
    """LinearLR: a straight line from 1 to ``floor``."""
    return 1 + (floor - 1) * t / T


def inverse_square_root(t, T, every, drop, floor):
    """1/√(1 + t/every): the fall of Vaswani et al. (2017), section 5.3, where ``every`` is the warm-up."""
    return 1 / np.sqrt(1 + t / every)


def triangular(t, T, every, drop, floor):
    """CyclicLR: up from ``floor`` in ``every`` steps and down again (Smith 2017)."""
    return floor + (1 - floor) * (1 - np.abs(1 - (t / every) % 2))


def one_cycle(t, T, every, drop, floor):
    """OneCycleLR: from 1/25 up, and down to 1/250 000 (PyTorch's; the idea: Smith & Topin 2018)."""
    first = 1 / ONE_CYCLE_START
    return _cycle(t, T, first, 1.0, first / ONE_CYCLE_END)


def one_cycle_momentum(t, T):
    """The momentum that OneCycleLR sets: low where the rate is high."""
    high, low = ONE_CYCLE_MOMENTUM
    return _cycle(t, T, high, low, high)


def _cycle(t, T, first, peak, last):
    top = ONE_CYCLE_RISE * T - 1
    end = T - 1

    def between(a, b, share):
        return b + (a - b) * 0.5 * (1 + np.cos(np.pi * np.clip(share, 0, 1)))

    return np.where(t <= top, between(first, peak, t / max(top, 1e-9)), between(peak, last, (t - top) / (end - top)))


SCHEDULES: dict[str, Callable] = {
    "constant": constant,
    "step decay": step_decay,
    "exponential": exponential,
    "cosine": cosine,
    "cosine, warm restarts": cosine_restarts,
    "linear": linear,
    "inverse square root": inverse_square_root,
    "triangular": triangular,
    "one-cycle": one_cycle,
}
