"""What a map of many races shows of each: its colour, by where it got, and how light that is: ``colour``, ``shade``."""

import numpy as np

from optimizers.racing.ordered import even
from optimizers.racing.verdict import DID_NOT_STAY
from surfaces.elementary import log
from surfaces.kernel import Bytes, Lanes, Whole, WholeLanes, compiled, helper

#: The shades of a colour, and the most decades that they tell.
SHADES, DECADES = 64, 6


@compiled
def colour(destinations: WholeLanes, places: WholeLanes, minima: Whole, colours: WholeLanes) -> None:
    """Into ``colours`` where each race of a map got, as one number; ``destinations`` and ``places`` are a ``Basin``'s.

    Where it arrived, that is the place of the minimum; where it did not stay, the number of that ending less the place;
    elsewhere the number of its ending. All maps of a page count the same minima: ``minima`` has the place there of each
    of this basin's.
    """
    for i in range(colours.shape[0]):
        for j in range(colours.shape[1]):
            colours[i, j] = destinations[i, j]
            if places[i, j] >= 0:
                place = minima[places[i, j]]
                colours[i, j] = place if destinations[i, j] >= 0 else DID_NOT_STAY - place


@helper
def decades_fallen(begun, loss, low):
    """By how many decades a loss above ``low`` has come down, from 0, as for what has diverged, to ``DECADES``."""
    decades = log((begun - low) / max(loss - low, 0.0)) / log(10.0)
    # Written so that what is no number has not fallen.
    return min(decades, float(DECADES)) if decades > 0.0 and loss == loss else 0.0


@compiled
def shade(
    places: WholeLanes, steps: WholeLanes, budget: int, begun: Lanes, losses: Lanes, low: float, shades: Bytes
) -> None:
    """Into ``shades`` how far each race of a map got, in so many shares; all arrays are ``(rows, columns)``.

    Where it arrived, at a place from 0, also if it did not stay, it is the step of arrival in shares of the ``budget``;
    elsewhere the decades by which the loss above ``low`` has come down since it had ``begun``, in shares of
    ``DECADES``.
    """
    for i in range(shades.shape[0]):
        for j in range(shades.shape[1]):
            if places[i, j] >= 0:
                share = steps[i, j] / budget
            else:
                share = decades_fallen(begun[i, j], losses[i, j], low) / DECADES
            shades[i, j] = np.uint8(even(SHADES * share))
