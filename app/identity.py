"""What a race is called: in the browser's tab, in a frame's title, and where a link is shown as a card."""

from __future__ import annotations

from app.runs import Setup
from app.titles import titled
from optimizers import OPTIMIZERS
from surfaces import SURFACES


def race_title(of: Setup) -> str:
    """Who races on what."""
    return titled(SURFACES[of.surface[0]].title, [OPTIMIZERS[key].title for key, _ in of.racers])
