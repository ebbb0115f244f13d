"""Settings as a link has them: read from the arguments of an address, and written as such."""

from __future__ import annotations

from collections.abc import Mapping

from app.address import VERSION, opened, query
from app.classroom import CLASSROOM
from app.lesson import lessons
from app.settings import Refused, Settings, declarations

__all__ = ["BESIDE_A_LESSON", "VERSION", "from_query", "to_query"]

#: What a link to a step of a lesson may have beside it: with more, it has the race as a visitor has left it.
BESIDE_A_LESSON = [
    *("lesson", "at", "theme", "lang", "speed", "step", "embed", "show", "card", "depth", "engine"),
    *CLASSROOM,
]


def from_query(settings: Settings, arguments: Mapping[str, list[bytes]]) -> list[str]:
    """Apply the arguments of a URL; a notice for each that was refused."""
    texts = [(key, [each.decode("utf-8", "replace") for each in given]) for key, given in arguments.items()]
    return [Refused.told(notice) for notice in opened(settings, texts, BESIDE_A_LESSON, _states_of)]


def _states_of(lesson: str) -> list[dict[str, str]]:
    known = lessons().get(lesson)
    return known.states() if known else []


def to_query(texts: dict[str, str]) -> dict[str, str]:
    """The URL arguments that bring the settings with these ``values`` back: only what differs from the defaults."""
    return query(texts, declarations())
