"""What marks the minima and the saddles of a surface on its map. Translated for browsers by ``app/translated.py``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: The marker of a minimum and that of a saddle.
MINIMUM, SADDLE = "cross", "x"
#: How large marks are, and that of a lattice of more points than so many, which must not cover the map; and how much
#: larger their rims are.
LARGE, SMALL, FEW, RIM = 13, 6, 20, 2


def marks(minima: Sequence[Sequence[float]], saddles: Sequence[Sequence[float]]) -> dict[str, list[Any]]:
    """Columns for the source of a map's marks; a point begins with its place."""
    points = [point for kind in (minima, saddles) for point in kind]
    size = LARGE if len(points) <= FEW else SMALL
    return {
        "x": [point[0] for point in points],
        "y": [point[1] for point in points],
        "marker": [MINIMUM for _ in minima] + [SADDLE for _ in saddles],
        "size": [size for _ in points],
        "rim": [size + RIM for _ in points],
    }
