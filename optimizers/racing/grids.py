"""Losses on the grid of a map: ``fill_grid``, and whether what lies between follows from them: ``is_smooth``.

And the cells of a map from which races start: ``centres``.
"""

import numpy as np

from optimizers.racing.outcome import DIVERGED
from surfaces.grids import lay_row
from surfaces.kernel import Lanes, Singles, Vector, compiled, helper, scratch, scratch_rows
from surfaces.surface import ValueAndGradient

#: What the cubic between four points of a row may be beside the loss there, in shares of the range of losses.
SMOOTH = 0.01
#: At how many places that is tried, and how many rows and columns each is from the one before: up and down the map and
#: to and fro.
PLACES, ROW_APART, COLUMN_APART = 1000, 7919, 104_729


@helper
def drawn(loss, base):
    """A loss above ``base`` as a map has it: in single precision, NaN where a race counts as diverged."""
    return np.float32(loss - base) if abs(loss) <= DIVERGED else np.float32(np.nan)


@compiled
def fill_grid(
    value_and_gradient: ValueAndGradient,
    shape: Vector,
    box: Vector,
    base: float,
    places: Lanes,
    losses: Vector,
    gradients: Lanes,
    grid: Singles,
) -> None:
    """Into ``grid``, ``(rows, columns)``, the losses of a surface above ``base``, row by row from below.

    ``box`` is where the first and the last column and row are: left, right, bottom, top. A loss is NaN where a race
    counts as diverged, or where it is no number. ``places``, ``(2, columns)``, ``losses``, ``(columns,)``, and
    ``gradients``, ``(2, columns)``, are to work in.
    """
    rows, columns = grid.shape
    for i in range(rows):
        lay_row(box, i, rows, places)
        value_and_gradient(places, shape, losses, gradients)
        for j in range(columns):
            grid[i, j] = drawn(losses[j], base)


@helper
def half_within(values, limit):
    """Whether the median of those ``values`` that are numbers is at most ``limit``, without putting them in order.

    Of an even count that is the mean of the middle two, in single precision, which matters where they are on either
    side of the limit. Of no numbers none is beyond it.
    """
    within, beyond, below, above = 0, 0, np.float32(-np.inf), np.float32(np.inf)
    for k in range(values.shape[0]):
        value = np.float32(values[k])
        if value <= limit:
            within, below = within + 1, max(below, value)
        elif value > limit:
            beyond, above = beyond + 1, min(above, value)
    return within > beyond or (within == beyond and not (below + above) / np.float32(2.0) > limit)


@compiled
def is_smooth(value_and_gradient: ValueAndGradient, shape: Vector, box: Vector, base: float, grid: Singles) -> bool:
    """Whether what is between the points of ``grid`` follows from them, as far as some places tell.

    ``box``, ``base`` and ``grid`` are those of ``fill_grid``. In single precision throughout, and in the median, for a
    wall or a pole makes no waves.
    """
    x, f, g, between = scratch_rows(2, PLACES), scratch(PLACES), scratch_rows(2, PLACES), scratch(PLACES)
    rows, columns = grid.shape
    least, most = np.float32(np.inf), np.float32(-np.inf)
    for i in range(rows):
        for j in range(columns):
            loss = grid[i, j]
            # Written so that what is no number is neither.
            least, most = loss if loss < least else least, loss if loss > most else most
    row, column = 0, 1
    for k in range(PLACES):
        x[0, k] = box[0] + (column + 0.5) * (box[1] - box[0]) / (columns - 1)
        x[1, k] = box[2] + row * (box[3] - box[2]) / (rows - 1)
        inner = np.float32(9.0) * (grid[row, column] + grid[row, column + 1])
        between[k] = (inner - grid[row, column - 1] - grid[row, column + 2]) / np.float32(16.0)
        row, column = (row + ROW_APART) % rows, 1 + (column - 1 + COLUMN_APART) % (columns - 3)
    value_and_gradient(x, shape, f, g)
    for k in range(PLACES):
        between[k] = abs(np.float32(between[k]) - drawn(f[k], base))
    return half_within(between, np.float32(SMOOTH) * (most - least))


@compiled
def centres(low: float, high: float, places: Vector) -> None:
    """Fill ``places`` with the centres of as many cells from ``low`` to ``high``, mirrored to the bit in the middle."""
    count = places.shape[0]
    for i in range(count):
        places[i] = (low + high) / 2.0 + (i - (count - 1) / 2.0) * ((high - low) / count)
