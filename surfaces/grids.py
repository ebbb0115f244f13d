"""Places on a grid, row by row: what maps and looks at a whole surface share."""

from surfaces.kernel import helper


@helper
def along(low, high, place, count):
    """Where that of ``count`` places from ``low`` to ``high`` is, as ``np.linspace`` has it: both ends among them."""
    return place * ((high - low) / (count - 1)) + low if place < count - 1 else high


@helper
def lay_row(box, row, rows, places):
    """Lay ``places``, ``(2, columns)``, along a row of a grid over ``box``: left, right, bottom, top."""
    columns = places.shape[1]
    for k in range(columns):
        places[0, k], places[1, k] = along(box[0], box[1], k, columns), along(box[2], box[3], row, rows)
