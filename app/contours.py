"""The map's filled bands and contour lines: computed once for each shape of a surface, shared by all sessions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from bokeh.plotting.contour import contour_data

from app.style import BANDS
from optimizers.outcome import DIVERGED
from surfaces import SURFACES, Surface
from surfaces.surface import declared

#: The map is drawn this many times as wide and high as the domain, to fill frames of any shape.
WIDTH, HEIGHT = 3.6, 1.8
_COLUMNS, _ROWS = 721, 361


def contours(surface: Surface) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of the filled bands (``xs``, ``ys``, ``band``) and of the lines between them (``xs``, ``ys``)."""
    shape = tuple(getattr(surface, name) for name in declared(type(surface)))
    # What a visitor typed leaves nothing behind for others.
    return (_contours if surface.shared else _contours.__wrapped__)(surface.key, shape)


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


@lru_cache(maxsize=64)
def _contours(key: str, shape: tuple[float, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    surface = SURFACES[key](**dict(zip(declared(SURFACES[key]), shape, strict=True)))
    (left, right), (bottom, top) = surface.domain
    x = np.linspace(*_stretched(left, right, WIDTH), _COLUMNS)
    y = np.linspace(*_stretched(bottom, top, HEIGHT), _ROWS)
    loss, _ = surface.evaluate(*np.meshgrid(x, y))
    # Left blank: where a race counts as diverged, or there is no number.
    loss[~(np.abs(loss) <= DIVERGED)] = np.nan
    edges = levels(surface)
    edges[-1] = np.nanmax(loss, initial=edges[-2]) + max(1.0, abs(edges[-2]))
    drawn = contour_data(x, y, loss, edges)
    fill, line = drawn.fill_data, drawn.line_data
    bands = np.searchsorted(edges, fill.lower_levels).tolist()
    return (
        {"xs": _float32(fill.xs), "ys": _float32(fill.ys), "band": bands},
        {"xs": _float32(line.xs), "ys": _float32(line.ys)},
    )


def _float32(nested: Any) -> Any:
    """Single precision: more than a screen shows, at half the bytes."""
    return nested.astype(np.float32) if isinstance(nested, np.ndarray) else [_float32(part) for part in nested]


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    centre, half = (low + high) / 2, (high - low) / 2 * factor
    return centre - half, centre + half
