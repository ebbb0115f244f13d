"""The one strict way in: what a visitor asks for is set, or refused in a sentence that says why and what stays.

Whoever holds settings by their texts, a server's session or a page that answers itself, is changed by these lines.
"""

from __future__ import annotations

from typing import Any, Protocol, TypedDict

from app.cost import excess, too_dear
from app.entries import read, without_strangers
from app.in_force import Held, start
from app.sent import Bill
from surfaces.written import shown, text

#: Settings in one request that are still read.
MAX_CHANGES = 200


class Notice(TypedDict, total=False):
    """What is said of a change; where an entry was refused, its key, and the words for who typed it into its box."""

    text: str
    key: str
    said: str


class Changing(Held, Protocol):
    """Settings that can be changed."""

    @property
    def ground(self) -> Any:
        """What tells surfaces in their shapes apart."""

    @property
    def bills(self) -> list[Bill]:
        """What all that a reply runs costs: the race, and the one that is pinned."""

    def take(self, key: str, written: str) -> str:
        """Set a setting to a text that was read; why it cannot be, or nothing."""


def apply(settings: Changing, changes: list[tuple[Any, Any]]) -> list[Notice]:
    """Set what ``changes`` (keys and entries) ask for; a notice for each entry that was refused.

    A refused entry leaves its setting as it was and does not disturb the others. A new surface
    brings its own start and ends a pinned race, unless the same request chooses one.
    """
    if len(changes) > MAX_CHANGES:
        most = f"{len(changes)}; at most {MAX_CHANGES} are read"
        return [{"text": f"Too many settings at once: {most}. Nothing was changed."}]
    notices: list[Notice] = []
    done: list[tuple[str, Any, str]] = []
    surface, ground, pin = settings.texts["surface"], settings.ground, settings.texts["pin"]
    # The surface goes first, so that a start given with it survives.
    first = [each for each in changes if each[0] == "surface"]
    for key, given in first + [each for each in changes if each[0] != "surface"]:
        if key == "pin":
            pin = ""
        if key not in settings.declarations:
            notices.append({"text": f"There is no setting {shown(key)}; it was ignored."})
            continue
        declaration, was = settings.declarations[key], settings.texts[key]
        entry, strangers = without_strangers(declaration, given)
        for each in strangers:
            label = f"{declaration['label']} ({key})"
            notices.append({"text": f"{label}: there is no {shown(each)}; the others are taken."})
        written, why = read(declaration, entry)
        if not why:
            why = settings.take(key, written)
        if why:
            notices.append(_refused(settings, key, entry, why))
        else:
            done.append((key, entry, was))
        if key == "surface" and settings.texts["surface"] != surface:
            settings.take("x", "")
            settings.take("y", "")
    if pin and settings.ground != ground:
        settings.take("pin", "")
    notices = notices + _taken_back(settings, done)
    if pin and not settings.texts["pin"]:
        notices.append({"text": "The pinned race was on another surface, and is gone with it. Undo brings both back."})
    return notices


def _taken_back(settings: Changing, done: list[tuple[str, Any, str]]) -> list[Notice]:
    """Take back what is too much together, from the last on, as far as it helps."""
    notices: list[Notice] = []
    done.reverse()
    for key, entry, was in done:
        bills = settings.bills
        much = excess(bills)
        if much <= 1:
            break
        written = settings.texts[key]
        settings.take(key, was)
        if excess(settings.bills) < much:
            notices.append(_refused(settings, key, entry, too_dear(bills[0], bills[1:])))
        else:
            settings.take(key, written)
    return notices


def _refused(settings: Changing, key: str, entry: Any, why: str) -> Notice:
    """The notice that an entry was refused: with the key and what was sent for who reads a link."""
    name, stays = settings.declarations[key]["name"], _stays(settings, key)
    return {
        "text": f"{name} ({key} = {shown(entry)}): {why}. {stays}",
        "key": key,
        "said": f"{name}: {why}. {stays}",
    }


def _stays(settings: Changing, key: str) -> str:
    now = settings.texts[key]
    # The surface's own start is a number as well.
    if key == "x":
        now = text(start(settings)[0])
    elif key == "y":
        now = text(start(settings)[1])
    if settings.declarations[key]["kind"] == "several" or not now:
        return "It stays as it was."
    return f"It stays at {now}."
