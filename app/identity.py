"""What a race is called: in the browser's tab, in a frame's title, and where a link is shown as a card."""

from __future__ import annotations

from app.runs import Setup
from optimizers import OPTIMIZERS
from surfaces import SURFACES

#: More racers than these are counted, not named.
NAMED = 4


def race_title(of: Setup) -> str:
    """Who races on what."""
    names = [OPTIMIZERS[key].title for key, _ in of.racers]
    racers = ", ".join(names) if len(names) <= NAMED else f"{len(names)} racers"
    return f"{SURFACES[of.surface[0]].title}: {racers or 'nobody'} · Optimizer Race"
