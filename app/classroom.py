"""What a teacher sets for a class: what is covered until it is revealed, what stays as it is, what is not there."""

from __future__ import annotations

import param

from app.views import VIEWS
from optimizers import OPTIMIZERS, Recipe
from surfaces import SURFACES
from surfaces.numbers import declared

#: What of a race may be covered, beside its racers.
COVERED = {"paths": "Paths on the map", "loss": "Loss", "standings": "Standings"}

#: The controls of the page, in groups that may be locked or left out as one.
GROUPS = {
    "surface": "Surface and its shape",
    "start": "Start",
    "steps": "Step budget",
    "racers": "Who races",
    "rates": "Learning rates",
    "numbers": "Other numbers of the racers",
    "recipe": "Recipe for all",
    "view": "View",
    "pin": "Pinned race, and what is hidden",
    "fair": "Fair race",
}

#: The groups of settings that belong to nothing else.
_OWN = {
    **{"surface": "surface", "x": "start", "y": "start", "steps": "steps", "racers": "racers"},
    **{"lr": "rates", "shared": "rates", "view": "view", "pin": "pin", "hide": "pin", "trials": "fair", "draw": "fair"},
    **{name: "view" for view in VIEWS.values() for name in view.settings},
}


def group(key: str) -> str | None:
    """The group of the control of the setting ``key``; None for what is each reader's own, as the theme is."""
    owner, _, name = key.partition(".")
    if not name:
        return _OWN.get(key)
    if owner in OPTIMIZERS:
        return "rates" if name == "lr" else "numbers"
    return "surface" if owner in SURFACES else "recipe"


def _controls() -> list[str]:
    """What may be locked or left out: groups, and settings one by one."""
    owners = {**SURFACES, **OPTIMIZERS, "recipe": Recipe}
    single = [f"{key}.{name}" for key, owner in owners.items() for name in declared(owner)]
    return list(dict.fromkeys([*GROUPS, *_OWN, *single]))


#: The settings of a class, by key.
CLASSROOM = {
    "present": param.Boolean(
        False,
        label="Presenter mode",
        doc="Large type and thick lines for a lecture hall, with the settings out of sight.",
    ),
    "cover": param.ListSelector(
        default=[],
        objects=[*COVERED, *OPTIMIZERS],
        label="Covered",
        doc="What is not to be seen until it is revealed: paths, loss, standings, or a racer.",
    ),
    "reveal": param.Boolean(True, label="Reveal button", doc="Whether what is covered can be revealed on the page."),
    "lock": param.ListSelector(
        default=[], objects=_controls(), label="Locked", doc="Controls that stay as the link has them."
    ),
    "without": param.ListSelector(
        default=[], objects=_controls(), label="Left out", doc="Controls that the page does not show."
    ),
}
