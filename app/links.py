"""Settings as a link has them: read from the arguments of an address, and written as such."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.classroom import CLASSROOM
from app.lesson import lessons
from app.settings import Settings, apply, values
from app.texts import shown

#: Version of the URL's grammar.
VERSION = "1"
#: What a link to a step of a lesson may have beside it: with more, it has the race as a visitor has left it.
BESIDE_A_LESSON = {
    *("lesson", "at", "theme", "lang", "speed", "step", "embed", "show", "card", "depth", "engine"),
    *CLASSROOM,
}


def from_query(settings: Settings, arguments: Mapping[str, list[bytes]]) -> list[str]:
    """Apply the arguments of a URL; a notice for each that was refused."""
    notices, changes = [], {}
    for key, given in arguments.items():
        if len(given) > 1:
            notices.append(f"{shown(key)} is given {len(given)} times; it was ignored.")
        elif key == "v":
            if given[0] != VERSION.encode():
                notices.append(f"This link is of version {shown(given[0].decode('utf-8', 'replace'))}, not {VERSION}.")
        else:
            changes[key] = given[0].decode("utf-8", "replace")
    if changes.keys() <= BESIDE_A_LESSON and (lesson := lessons().get(changes.get("lesson", ""))):
        states, at = lesson.states(), changes.get("at", "1")
        n = int(at) if at.isascii() and at.isdigit() else 0
        if 1 <= n <= len(states):
            changes = states[n - 1] | changes
        else:
            notices.append(
                f"This lesson has {len(states)} steps: there is no step {shown(at)}. It begins at the first."
            )
            changes = states[0] | changes | {"at": "1"}
    return notices + apply(settings, changes)


@cache
def _defaults() -> dict[str, str]:
    return values(Settings())


def to_query(texts: dict[str, str]) -> dict[str, str]:
    """The URL arguments that bring the settings with these ``values`` back: only what differs from the defaults."""
    defaults = _defaults()
    changed = {key: text for key, text in texts.items() if text != defaults[key]}
    return {"v": VERSION, **changed} if changed else {}
