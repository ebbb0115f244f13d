"""What a page shows of a race beside its places: compiled, for the server and for a browser that races by itself."""

from __future__ import annotations

import numpy as np

from optimizers.racing.ordered import even, insert
from optimizers.racing.records import Rows, Shown
from surfaces.kernel import Lanes, Singles, compiled, helper, scratch

#: Losses that differ by less, in size or in ratio, differ in their rounding alone.
ROUNDING = 1e-12

#: So many replicates a recipe may have.
MOST = 64


@helper
def raised(loss, base):
    """A loss above ``base``, the lowest that there is; a rounding below it is none the lower."""
    found = loss - base
    return 0.0 if -ROUNDING * max(1.0, abs(base)) <= found < 0.0 else found


@compiled
def above(loss: float, base: float) -> float:
    """A loss above ``base``, the lowest that there is; a rounding below it is none the lower."""
    return raised(loss, base)


@helper
def nearest(x, y, homes):
    """Which of ``homes`` the place is nearest to: the first of several, and of all where it is nowhere."""
    home, least = 0, np.inf
    # Squares must not be beyond all numbers.
    scale = 1.0 if abs(x) + abs(y) < 1e150 else 1e-200
    for p in range(homes.shape[1]):
        u, v = scale * (x - homes[0, p]), scale * (y - homes[1, p])
        if u * u + v * v < least:
            home, least = p, u * u + v * v
    return home


@helper
def asked_at(t, rows, i):
    """How much the first lane asked for in step ``t``: gradients, trials, matrices, and whether one was clipped."""
    if i == 3:
        return np.int64(rows.clipped[t, 0] != 0)
    total = rows.matrices if i == 2 else rows.trials if i == 1 else rows.evaluations
    since = total[t, 0] - (total[t - 1, 0] if t > 0 else 0)
    if i == 0:
        since -= rows.trials[t, 0] - (rows.trials[t - 1, 0] if t > 0 else 0)
    return since


@helper
def order(t, rows, asks, kind):
    """Whether step ``t`` asked for less than that kind of step, −1, for as much, 0, or for more, 1."""
    for i in range(4):
        ours = asked_at(t, rows, i)
        if ours != asks[kind, i]:
            return -1 if ours < asks[kind, i] else 1
    return 0


@compiled
def measure(rows: Rows, homes: Lanes, base: float, shown: Shown) -> int:
    """Measure the first lane of ``rows`` for a page; how many kinds of steps there were.

    Losses are shown above ``base``, places from the nearest of ``homes``, ``(2, homes)``.
    """
    measured, counted, asks = shown
    kinds, steps = 0, rows.losses.shape[0]
    for t in range(steps):
        x, y, u, v = rows.positions[t, 0, 0], rows.positions[t, 1, 0], rows.gradients[t, 0, 0], rows.gradients[t, 1, 0]
        home = nearest(x, y, homes)
        measured[0, t], measured[1, t] = raised(rows.losses[t, 0], base), np.sqrt(u * u + v * v)
        measured[2, t], measured[3, t] = x - homes[0, home], y - homes[1, home]
        counted[0, t] = home
        place = 0
        while place < kinds and order(t, rows, asks, place) > 0:
            place += 1
        if place < kinds and order(t, rows, asks, place) == 0:
            continue
        for kind in range(kinds, place, -1):
            for i in range(4):
                asks[kind, i] = asks[kind - 1, i]
        for i in range(4):
            asks[place, i] = asked_at(t, rows, i)
        kinds += 1
    for t in range(steps):
        kind = 0
        while order(t, rows, asks, kind) != 0:
            kind += 1
        counted[1, t] = kind
    return kinds


@helper
def quantile(share, count):
    """The place of that quantile among ``count`` numbers in order: of two as near, the even one."""
    return np.int64(even(share * (count - 1)))


@compiled
def band_of(losses: Lanes, base: float, band: Singles) -> None:
    """The 10 % and the 90 % quantile of replicates' losses above ``base``, ``(n + 1, lanes)``, into ``band``.

    That is ``(2, n + 1)``, and of all losses the one nearest to the quantile. One that has diverged is the worst.
    """
    ordered, lanes = scratch(MOST), losses.shape[1]
    first, last = quantile(0.1, lanes), quantile(0.9, lanes)
    for t in range(losses.shape[0]):
        for k in range(lanes):
            insert(losses[t, k] if losses[t, k] == losses[t, k] else np.inf, k, ordered)
        band[0, t], band[1, t] = raised(ordered[first], base), raised(ordered[last], base)
