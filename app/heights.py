"""How high a surface lies, on two grids: all that a browser needs to draw its map, at any zoom."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.cache import Known, built, cached, known
from app.runs import base
from optimizers.racing.outcome import DIVERGED
from surfaces import Surface

#: Of each grid how many times as wide as the domain it is, and its cells across: the map itself, and what a reader sees
#: who zooms out or pans, or in a frame of another shape.
NEAR, FAR = (1.4, 252), (6.0, 216)
#: Cells across the near grid of what has waves that the coarser one would miss.
FINE = 560
#: What the cubic between four points of a row may be beside the loss there, in shares of the range of losses.
SMOOTH = 0.01
#: At how many places that is tried, and how many rows and columns each is from the one before.
PLACES, ROW_APART, COLUMN_APART = 1000, 7919, 104_729
#: The share of equal steps of loss in levels of equal area.
EVEN = 0.002


def heights(surface: Surface) -> dict[str, Any]:
    """The losses above the lowest one, where that is known, of a surface.

    ``grids`` has, the widest first, the places ``x`` and ``y`` of the first and the last column and row, and the losses
    in between, row by row from below: ``loss``, float32, ``(rows, columns)``; NaN where a race counts as diverged, or
    there is no number. ``log`` says whether equal ratios of losses deserve equal steps of colour, ``base`` what the
    losses are above of.
    """
    return _heights(known(surface))


def are_known(by: Known) -> bool:
    """Whether the heights of the surface that is known by that need not be worked out any more."""
    return _heights.has(by)


def points(surface: Surface) -> int:
    """At how many points a surface is evaluated for its map, about: where it has waves, at more."""
    (left, right), (bottom, top) = surface.domain
    return int((NEAR[1] ** 2 + FAR[1] ** 2) * (top - bottom) / (right - left))


def levels(losses: np.ndarray, log: bool, bands: int) -> np.ndarray:
    """Where bands of colour begin and end on a picture of these losses: as ``static/model/heights.js`` has it."""
    known_ = np.sort(losses[np.isfinite(losses)], axis=None)
    if not known_.size:
        return np.arange(bands + 1.0)
    share = np.arange(bands + 1) / bands
    low, high = known_[0], known_[-1]
    span = high - low if high - low > 1e-7 * max(abs(low), abs(high)) else abs(low) or 1.0
    at = known_[np.floor(share * (known_.size - 1) + 0.5).astype(int)]
    area = (1 - EVEN) * (at - low) + EVEN * span * share
    speck = known_[int(0.02 * (known_.size - 1) + 0.5)] - low
    if not (log and speck > 1e-9 * span):
        return low + area
    ratio = speck * (span / speck) ** ((np.arange(bands + 1) - 1) / (bands - 1))
    return low + np.concatenate([[0.0], np.sqrt(area * ratio)[1:]])


@cached(megabytes=96)
def _heights(by: Known) -> dict[str, Any]:
    surface = built(by)
    near = _grid(surface, *NEAR)
    if not _is_smooth(surface, near):
        near = _grid(surface, NEAR[0], FINE)
    return {"grids": [_grid(surface, *FAR), near], "log": surface.log_colour, "base": base(surface)}


def _grid(surface: Surface, factor: float, cells: int) -> dict[str, Any]:
    x, y = (_stretched(*side, factor) for side in surface.domain)
    across = np.linspace(x[0], x[1], cells + 1)
    up = np.linspace(y[0], y[1], round(cells * (y[1] - y[0]) / (x[1] - x[0])) + 1)
    return {"x": x, "y": y, "loss": _losses(surface, *np.meshgrid(across, up))}


def _losses(surface: Surface, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    loss, _ = surface.evaluate(x, y)
    loss[~(np.abs(loss) <= DIVERGED)] = np.nan
    return (loss - base(surface)).astype(np.float32)


def _is_smooth(surface: Surface, grid: dict[str, Any]) -> bool:
    """Whether what is between the points of a grid follows from these, as far as a thousand places tell."""
    loss = grid["loss"]
    rows, columns = loss.shape
    # Up and down the map and to and fro, the same for the browser, which draws no numbers as NumPy does.
    places = np.arange(PLACES)
    row, column = places * ROW_APART % rows, 1 + places * COLUMN_APART % (columns - 3)
    (left, right), (bottom, top) = grid["x"], grid["y"]
    x = left + (column + 0.5) * (right - left) / (columns - 1)
    y = bottom + row * (top - bottom) / (rows - 1)
    between = (9 * (loss[row, column] + loss[row, column + 1]) - loss[row, column - 1] - loss[row, column + 2]) / 16
    beside = np.abs(between - _losses(surface, x, y))
    beside, range_ = beside[np.isfinite(beside)], loss[np.isfinite(loss)]
    # In the median, for a wall or a pole makes no waves.
    return not beside.size or bool(np.median(beside) <= SMOOTH * (range_.max() - range_.min()))


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    centre, half = (low + high) / 2, (high - low) / 2 * factor
    return centre - half, centre + half
