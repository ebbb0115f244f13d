"""The pages about lessons: all of them in a list, and of each the teacher's notes and a sheet to print."""

from __future__ import annotations

from functools import cache
from typing import Any

from app.settings import BESIDE_A_LESSON, Settings


@cache
def defaults() -> dict[str, str]:
    """The settings that a lesson sets, at their defaults."""
    return {key: text for key, text in Settings().texts.items() if key not in BESIDE_A_LESSON}


def page(name: str, key: str | None, folder: str) -> Any:
    return ""
