"""Settings as the arguments of an address: how these are read, and which bring settings back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.changes import Changing, Notice, apply
from app.entries import Declaration
from surfaces.written import matches, number, shown, whole

#: Version of the URL's grammar.
VERSION = "1"


def opened(
    settings: Changing,
    address: list[tuple[str, list[str]]],
    beside_a_lesson: list[str],
    states_of: Callable[[str], list[dict[str, str]]],
) -> list[Notice]:
    """Apply the arguments of an address, each with all that is given for it; a notice for each that was refused.

    ``beside_a_lesson`` are the settings that a link to a step of a lesson may have beside it: with more, it has the
    race as a visitor has left it. ``states_of(lesson)`` are the settings of its steps, or nothing for one that is none.
    """
    notices: list[Notice] = []
    changes: list[tuple[Any, Any]] = []
    lesson, at, alone = "", "1", True
    for key, given in address:
        if len(given) > 1:
            notices.append({"text": f"{shown(key)} is given {len(given)} times; it was ignored."})
        elif key == "v":
            if given[0] != VERSION:
                notices.append({"text": f"This link is of version {shown(given[0])}, not {VERSION}."})
        else:
            changes.append((key, given[0]))
            alone = alone and key in beside_a_lesson
            if key == "lesson":
                lesson = given[0]
            elif key == "at":
                at = given[0]
    states = states_of(lesson) if alone else []
    if states:
        n = number(at) if matches("[0-9]+", at) else 0.0
        if n < 1 or n > len(states):
            steps = f"This lesson has {len(states)} steps: there is no step {shown(at)}"
            notices.append({"text": f"{steps}. It begins at the first."})
            n = 1.0
            changes.append(("at", "1"))
        changes = _over(states[whole(n) - 1], changes)
    return notices + apply(settings, changes)


def query(texts: dict[str, str], declarations: dict[str, Declaration]) -> dict[str, str]:
    """The arguments that bring settings with these texts back: only what differs from the defaults."""
    changed = [key for key in texts if texts[key] != declarations[key]["default"]]
    found: dict[str, str] = {}
    if changed:
        found["v"] = VERSION
    for key in changed:
        found[key] = texts[key]
    return found


def _over(state: dict[str, str], changes: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """A step's settings with these changes."""
    both: dict[str, str] = {}
    for key in state:
        both[key] = state[key]
    for key, entry in changes:
        both[key] = entry
    return [(key, both[key]) for key in both]
