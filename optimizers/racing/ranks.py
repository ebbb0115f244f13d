"""Who comes before whom: ``standings`` for races as Python has them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optimizers.racing import listed, standings
from surfaces.surface import Surface


class Result(NamedTuple):
    """What is compared of a race: its last loss, NaN where it diverged; and, where it arrived at a minimum, when."""

    loss: float
    #: The step of arrival, −1 where it did not arrive, and the loss of the minimum, NaN where it did not.
    arrival: int = -1
    bottom: float = math.nan


def ranks(results: Sequence[Result], floor: float, start: float) -> list[int | None]:
    """The rank of each result from 1: see ``standings.ranks``.

    ``floor`` is ``lowest`` of the surface, ``start`` the loss where the race began.
    """
    return standings.ranks(_seen(results, floor), floor, start)


def best(results: Sequence[Result], floor: float, start: float) -> int:
    """The place of the result that ranks first: see ``standings.best``."""
    return standings.best(_seen(results, floor), floor, start)


def lowest(surface: Surface) -> float:
    """The loss of the lowest minimum of ``surface``; NaN where it lists none."""
    return listed.lowest(surface.minima)


def _seen(results: Sequence[Result], floor: float) -> list[list[float]]:
    """As a browser is sent them: losses above the lowest, to the digits of four bytes."""
    least = 0.0 if math.isnan(floor) else floor
    return [[float(np.float32(each.loss - least)), each.arrival, each.bottom] for each in results]
