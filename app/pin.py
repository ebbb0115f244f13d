"""The pinned race: it stays in sight, in thin lines, while one thing of the race is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import param

from app.runs import raced, racing
from optimizers import OPTIMIZERS
from surfaces.numbers import declared

if TYPE_CHECKING:
    from app.settings import Settings

#: What a race has beside its racers' numbers and its recipe. Its surface is the one in force.
OF_A_RACE = ("racers", "steps", "x", "y", "shared", "lr")


class PinText(param.String):
    """A race in the grammar of a link, without its surface; empty for none."""

    def _validate_value(self, val: Any, allow_None: bool) -> None:
        super()._validate_value(val, allow_None)
        parts(val)


def parts(text: str) -> dict[str, str]:
    """The settings that a pinned race is written as; ``ValueError`` for what is not of a race."""
    try:
        given = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict")
    except ValueError:
        raise ValueError("it is written like a link: racers=sgd,adam&adam.lr=0.1") from None
    found = dict(given)
    if len(found) < len(given):
        raise ValueError("it gives a setting twice")
    for key in found:
        owner, dot, _ = key.partition(".")
        if not (owner in OPTIMIZERS or owner == "recipe" if dot else key in OF_A_RACE):
            raise ValueError(f"it has {key[:40]!r}, which no race is pinned with")
    return found


def differences(settings: Settings) -> dict[str, str]:
    """In a few words, what of the pinned race is not as it is now: of each of its racers, by key."""
    pinned = settings.pinned
    if pinned is None:
        return {}
    alike = [key for key in pinned.fields if key == "steps" or key.startswith("recipe.")]
    told = [_told(pinned, key) for key in alike if pinned.texts[key] != settings.texts[key]]
    if pinned.start != settings.start:
        told.append("start ({:g}, {:g})".format(*pinned.start))
    return {key: ", ".join([*_of_racer(pinned, settings, key), *told]) for key in racing(pinned)}


def _of_racer(pinned: Settings, settings: Settings, key: str) -> list[str]:
    before, now = raced(pinned, key), raced(settings, key)
    names = [name for name in declared(type(before)) if getattr(before, name) != getattr(now, name)]
    # The rate may be the one that is set for all.
    return [_told(pinned, "lr" if name == "lr" and pinned.shared else f"{key}.{name}") for name in names]


def _told(pinned: Settings, key: str) -> str:
    """A setting and its value, as in "β₁ 0.9" and "bias correction off"."""
    label, text = pinned.fields[key].declaration.label, pinned.texts[key]
    if isinstance(pinned.fields[key].declaration, param.Boolean):
        text = {"0": "off", "1": "on"}[text]
    word = label[:1].isupper() and label[1:2].islower()
    return f"{label[0].lower() + label[1:] if word else label} {text}"
