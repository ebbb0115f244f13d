"""How high a surface lies, on two grids: all that a browser needs to draw its map, at any zoom."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from app.cache import Known, built, cached, known
from optimizers.racing.grids import fill_grid, is_smooth
from optimizers.racing.listed import base
from surfaces import Surface

#: Of each grid how many times as wide as the domain it is, and its cells across: the map itself, and what a reader sees
#: who zooms out or pans, or in a frame of another shape.
NEAR, FAR = (1.4, 252), (6.0, 216)
#: Cells across the near grid of what has waves that the coarser one would miss.
FINE = 560
#: The share of equal steps of loss in levels of equal area.
EVEN = 0.002


class Grid(NamedTuple):
    """Places of a surface in rows and columns: those of the first and the last of either, and how many there are."""

    x: tuple[float, float]
    y: tuple[float, float]
    rows: int
    columns: int


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


def grids(surface: Surface) -> dict[str, Grid]:
    """Where a surface is looked at for its map, whatever its shape: ``near`` and ``far``, and ``fine`` for ``near``."""
    return {name: _over(surface, *of) for name, of in (("near", NEAR), ("far", FAR), ("fine", (NEAR[0], FINE)))}


def losses(surface: Surface, grid: Grid) -> np.ndarray:
    """The losses of a surface above ``base``, float32, ``(rows, columns)``, as ``fill_grid`` has them."""
    found, places = np.empty((grid.rows, grid.columns), np.float32), np.empty((2, grid.columns))
    fill_grid(*_looked_at(surface, grid), places, np.empty(grid.columns), np.empty_like(places), found)
    return found


@cached(megabytes=96)
def _heights(by: Known) -> dict[str, Any]:
    surface = built(by)
    over = grids(surface)
    near, far = (_with_losses(surface, over[name]) for name in ("near", "far"))
    if not is_smooth(*_looked_at(surface, over["near"]), near["loss"]):
        near = _with_losses(surface, over["fine"])
    return {"grids": [far, near], "log": surface.log_colour, "base": base(surface.minima)}


def _with_losses(surface: Surface, grid: Grid) -> dict[str, Any]:
    return {"x": grid.x, "y": grid.y, "loss": losses(surface, grid)}


def _looked_at(surface: Surface, grid: Grid) -> tuple[Any, ...]:
    """What kernels of grids are called with."""
    return surface.value_and_gradient, surface.shape, np.array([*grid.x, *grid.y]), base(surface.minima)


def _over(surface: Surface, factor: float, cells: int) -> Grid:
    """A grid so many times as wide and high as the domain, of so many cells across."""
    x, y = (_stretched(*side, factor) for side in surface.domain)
    return Grid(x, y, rows_for(x, y, cells), cells + 1)


def rows_for(x: tuple[float, float], y: tuple[float, float], cells: int) -> int:
    """How many rows a grid has that is as fine upwards as it is across, with so many cells."""
    return round(cells * (y[1] - y[0]) / (x[1] - x[0])) + 1


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    centre, half = (low + high) / 2, (high - low) / 2 * factor
    return centre - half, centre + half
