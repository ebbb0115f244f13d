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

#: Cells across the grid that contours are drawn through, twice as many as up it: as many as leave no more than so many
#: bytes. A coarse grid tells beforehand how many there will be.
GRIDS, PROBE = (720, 540, 450, 360, 270), 180
MAX_BYTES = 1_800_000
#: Bytes of a point, in single precision.
POINT = 8
#: Pixels across the picture of a surface whose bands are too many to be drawn as contours.
PIXELS = 1440


def contours(surface: Surface) -> dict[str, dict[str, Any]]:
    """What is drawn of a surface, as columns of the sources of three renderers, of which some are empty.

    ``fill`` has the filled bands (``xs``, ``ys``, ``band``) and ``contour`` the lines between them (``xs``, ``ys``),
    each with all its shapes one after another in one array, for a browser takes its time with every array, and the
    ``lengths`` of the shapes.
    Where the surface has too many waves for that, ``bands`` has a picture of them instead: ``image``, whose pixels are
    numbers of bands, and where it lies (``x``, ``y``, ``dw``, ``dh``).
    """
    return _contours(known(surface))


def are_drawn(by: Known) -> bool:
    """Whether the contours of the surface that is known by that need not be worked out any more."""
    return _contours.has(by)


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
def _contours(by: Known) -> dict[str, dict[str, Any]]:
    surface = built(by)
    edges = levels(surface)
    # Twice as fine is about twice as many points. Where a surface has waves that the coarse grid has missed, the finer
    # one has more: it is given up as soon as it has too many.
    coarse = _shapes(surface, edges, PROBE)
    expected = _bytes(coarse) / PROBE if coarse else math.inf
    affordable = [cells for cells in GRIDS if cells * expected <= MAX_BYTES]
    drawn = _shapes(surface, edges, affordable[0]) if affordable else None
    if drawn:
        bands, lines = drawn
        fill = {**_columns(bands), "band": list(range(len(bands)))}
        return {"fill": fill, "contour": _columns(lines), "bands": {name: [] for name in _PICTURE}}
    nothing = _columns([])
    return {"fill": {**nothing, "band": []}, "contour": nothing, "bands": _picture(surface, edges)}


_PICTURE = ("image", "x", "y", "dw", "dh")


def _picture(surface: Surface, edges: np.ndarray) -> dict[str, Any]:
    """The bands as pixels, each of the value at its centre; where there is nothing to draw, ``BANDS``."""
    x, y, loss = _grid(surface, PIXELS)
    bands = np.searchsorted(edges, loss, side="right") - 1
    bands[~(np.abs(loss) <= DIVERGED)] = BANDS
    sides = [x[0], y[0], x[-1] - x[0], y[-1] - y[0]]
    return dict(zip(_PICTURE, [[each] for each in (bands.astype(np.uint8), *sides)], strict=True))


Shapes = tuple[list[np.ndarray], list[np.ndarray]]


def _bytes(drawn: Shapes) -> int:
    return POINT * sum(len(points) for shapes in drawn for points in shapes)


def _shapes(surface: Surface, edges: np.ndarray, cells: int) -> Shapes | None:
    """Bands and the lines between them, each ``(n, 2)``, drawn through a grid so many cells wide; None if too many."""
    x, y, loss = _grid(surface, cells)
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


def _grid(surface: Surface, cells: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places across and up, and the loss at each pair of them, over all that a frame of any shape shows."""
    across, up = surface.drawn
    x = np.linspace(*across, cells + 1)
    y = np.linspace(*up, cells // 2 + 1)
    return x, y, surface.evaluate(*np.meshgrid(x, y))[0]


def _joined(points: np.ndarray | None, ends: np.ndarray | None) -> np.ndarray:
    """The closed rings of a band, ``(n, 2)``, with NaN between them: one array, however many rings there are."""
    if points is None or ends is None:
        return np.empty((0, 2))
    return np.insert(points, ends[1:-1].astype(np.intp), np.nan, axis=0)


def _columns(shapes: list[np.ndarray]) -> dict[str, Any]:
    """Single precision: more than a screen shows, at half the bytes."""
    x, y = np.concatenate([np.empty((0, 2)), *shapes]).T.astype(np.float32, order="C")
    return {"xs": x, "ys": y, "lengths": [len(shape) for shape in shapes]}
