"""The pinned race: how it is written, and what of it is not as it is now, in a few words."""

from __future__ import annotations

from typing import Any, Protocol

from app.changes import Changing, apply
from app.in_force import Held, raced_by, racing, start
from app.titles import at, going_on
from surfaces.written import characters, quoted, unescaped

#: What a race has beside its racers' numbers and its recipe. Its surface is the one in force.
OF_A_RACE = ["racers", "steps", "x", "y", "shared", "lr"]


class Pinning(Held, Protocol):
    """Settings with a race that may be pinned."""

    @property
    def pinned(self) -> Pinning | None:
        """The settings of the pinned race, which is on the surface in force."""


def parts(written: str, racers: list[str]) -> tuple[list[tuple[Any, Any]], str]:
    """The settings that a race is pinned as, of which there are those of ``racers``; and why it is none, or nothing."""
    found: list[tuple[Any, Any]] = []
    for each in written.split("&") if written else []:
        name, sign, value = each.partition("=")
        key, entry = unescaped(name), unescaped(value)
        if not sign or key is None or entry is None:
            return [], "it is written like a link: racers=sgd,adam&adam.lr=0.1"
        found.append((key, entry))
    keys: list[str] = []
    for key, _ in found:
        if key in keys:
            return [], "it gives a setting twice"
        keys.append(key)
    for key in keys:
        owner, dot, _ = key.partition(".")
        known = key in OF_A_RACE
        if dot:
            known = owner in racers or owner == "recipe"
        if not known:
            return [], f"it has {quoted(''.join(characters(key)[:40]))}, which no race is pinned with"
    return found, ""


def pin(settings: Changing, written: str) -> str:
    """Set all that a race is pinned as, in settings at their defaults; why it cannot be, or nothing."""
    found, why = parts(written, settings.declarations["racers"]["options"])
    if why:
        return why
    notices = apply(settings, found)
    if not notices:
        return ""
    first = notices[0]["text"].split(". It stays")[0]
    return f"in it, {first.rstrip('.')}"


def differences(settings: Pinning) -> dict[str, str]:
    """In a few words, what of the pinned race is not as it is now: of each of its racers, by key."""
    before = settings.pinned
    if not before:
        return {}
    told = []
    for key in before.declarations:
        if (key == "steps" or key.startswith("recipe.")) and before.texts[key] != settings.texts[key]:
            told.append(_told(before, key))
    was, now = start(before), start(settings)
    if was[0] != now[0] or was[1] != now[1]:
        told.append(f"start {at(was)}")
    found: dict[str, str] = {}
    for racer in racing(before):
        keys = []
        for name in before.hyper(racer):
            key = raced_by(before, racer, name)
            if before.texts[key] != settings.texts[raced_by(settings, racer, name)]:
                keys.append(key)
        found[racer] = ", ".join([_told(before, key) for key in keys] + told)
    return found


def _told(settings: Held, key: str) -> str:
    """A setting and its value, as in "β₁ 0.9" and "bias correction off"."""
    declaration, written = settings.declarations[key], settings.texts[key]
    if declaration["kind"] == "switch":
        written = "on" if written == "1" else "off"
    return f"{going_on(declaration['label'])} {written}"
