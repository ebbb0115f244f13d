"""The map's filled bands and contour lines: computed once for each shape of a surface, shared by all sessions."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
from contourpy import FillType, LineType, contour_generator

from app.cache import Known, built, cached, known
from app.style import BANDS
from optimizers.racing.outcome import DIVERGED
from surfaces import Surface

#: The map is drawn this many times as wide and high as the domain, to fill frames of any shape.
WIDTH, HEIGHT = 3.6, 1.8
#: How fine a grid contours are drawn through, in 90 columns and 45 rows: as fine as leaves no more than so many bytes.
FINENESS, PROBE = (8, 6, 5, 4, 3, 2, 1), 2
MAX_BYTES = 1_800_000
#: Bytes that a point takes, in single precision, and a closed ring beside its points: the gap to the next.
POINT = 8


def contours(surface: Surface) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of the filled bands (``xs``, ``ys``, ``band``) and of the lines between them (``xs``, ``ys``)."""
    return _contours(known(surface))


def levels(surface: Surface) -> np.ndarray:
    """Where one band ends and the next begins, ``(BANDS + 1,)``; the last band has no upper end."""
    (left, right), (bottom, top) = surface.domain
    x, y = np.meshgrid(np.linspace(left, right, 101), np.linspace(bottom, top, 101))
    loss, _ = surface.evaluate(x, y)
    loss = loss[np.abs(loss) <= DIVERGED]
    if not loss.size:
        loss = np.zeros(1)
    low, high = min([loss.min(), *(point.value for point in surface.minima)]), loss.max()
    if not high - low > 1e-9 * max(abs(low), abs(high)):
        high = low + max(1.0, abs(low))
    # From what only one point in fifty is below: the decades further down are a speck.
    speck = np.quantile(loss - low, 0.02)
    if surface.log_colour and speck > 1e-9 * (high - low):
        inner = low + np.geomspace(speck, high - low, BANDS)[:-1]
        return np.concatenate([[low - 1], inner, [np.inf]])
    return np.concatenate([[low - 1], np.linspace(low, high, BANDS + 1)[1:-1], [np.inf]])


@cached(megabytes=96)
def _contours(by: Known) -> tuple[dict[str, Any], dict[str, Any]]:
    surface = built(by)
    edges = levels(surface)
    # Twice as fine is about twice as many points: a coarse grid tells how fine it may be. Where the surface has waves
    # that the coarse grid has missed, the finer one has more: it is given up as soon as it has too many.
    coarse = _shapes(surface, edges, PROBE)
    expected = _bytes(coarse) / PROBE if coarse else math.inf
    for fineness in FINENESS:
        if fineness * expected <= MAX_BYTES or fineness <= PROBE:
            drawn = coarse if fineness == PROBE else _shapes(surface, edges, fineness)
            if drawn is not None:
                bands, lines = drawn
                return {**_columns(bands), "band": list(range(len(bands)))}, _columns(lines)
    raise RuntimeError(f"{MAX_BYTES} bytes do not hold the contours of the coarsest grid")


Shapes = tuple[list[np.ndarray], list[np.ndarray]]


def _bytes(drawn: Shapes) -> int:
    return POINT * sum(len(points) for shapes in drawn for points in shapes)


def _shapes(surface: Surface, edges: np.ndarray, fineness: int) -> Shapes | None:
    """Bands and the lines between them, each ``(n, 2)``, drawn through a grid of that fineness; None if too many."""
    (left, right), (bottom, top) = surface.domain
    x = np.linspace(*_stretched(left, right, WIDTH), 90 * fineness + 1)
    y = np.linspace(*_stretched(bottom, top, HEIGHT), 45 * fineness + 1)
    loss, _ = surface.evaluate(*np.meshgrid(x, y))
    # Left blank: where a race counts as diverged, or there is no number.
    drawable = np.abs(loss) <= DIVERGED
    loss[~drawable] = np.nan
    ends = edges.copy()
    ends[-1] = np.nanmax(loss, initial=ends[-2]) + max(1.0, abs(ends[-2]))
    drawn: Any = contour_generator(
        x,
        y,
        np.ma.masked_array(loss, ~drawable),
        fill_type=FillType.ChunkCombinedOffset,
        line_type=LineType.ChunkCombinedNan,
    )
    bands: list[np.ndarray] = []
    lines: list[np.ndarray] = []
    # Band by band, not all in one call, during which no other thread of Python's could run.
    for low, high in pairwise(ends):
        points, offsets = drawn.filled(low, high)
        bands.append(_joined(points[0], offsets[0]))
        if high < ends[-1]:
            (line,) = drawn.lines(high)[0]
            lines.append(np.empty((0, 2)) if line is None else line)
        if _bytes((bands, lines)) > MAX_BYTES:
            return None
    return bands, lines


def _joined(points: np.ndarray | None, ends: np.ndarray | None) -> np.ndarray:
    """The closed rings of a band, ``(n, 2)``, with NaN between them: one array, however many rings there are."""
    if points is None or ends is None:
        return np.empty((0, 2))
    return np.insert(points, ends[1:-1].astype(np.intp), np.nan, axis=0)


def _columns(shapes: list[np.ndarray]) -> dict[str, Any]:
    """Single precision: more than a screen shows, at half the bytes."""
    return {name: [shape[:, i].astype(np.float32) for shape in shapes] for i, name in enumerate(("xs", "ys"))}


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    centre, half = (low + high) / 2, (high - low) / 2 * factor
    return centre - half, centre + half
