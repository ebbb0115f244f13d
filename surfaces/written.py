"""Numbers and texts as they are written for people, by the same names in Python and in JavaScript.

Each language has these by itself, and Python says how: ``app/static/local/written.js`` writes the same to the letter.
What is translated for browsers (``app/translated.py``) writes numbers with them alone.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import unquote_plus

#: Characters of what a visitor sent that a notice repeats.
REPEATED = 40


def text(value: float) -> str:
    """The shortest text that is read back as the same number, without a fraction that is none: 0.1, 1e-05, 250."""
    return repr(float(value)).removesuffix(".0")


def general(value: float, digits: int) -> str:
    """With so many significant digits at most, and no zeros at the end."""
    return f"{value:.{digits}g}"


def fixed(value: float, digits: int) -> str:
    """With so many digits after the point."""
    return f"{value:.{digits}f}"


def grouped(value: int) -> str:
    """A whole number with a comma between thousands."""
    return f"{value:,}"


def significant(value: float, digits: int) -> float:
    """The number with so many significant digits that is nearest, halves away from zero."""
    exact = Decimal(value)
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP))


def number(text: str) -> float:
    """The number that a text of digits stands for, with a point and an exponent or without."""
    return float(text)


def ln(value: float) -> float:
    """The natural logarithm, to some digit."""
    return math.log(value)


def in_order(keys: list[list[float]]) -> list[int]:
    """The places of lists of numbers, those of the least first: by their first numbers, then by their second, …"""
    return sorted(range(len(keys)), key=keys.__getitem__)


def whole(value: float) -> int:
    """A number without its fraction."""
    return math.trunc(value)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of a text is as ``pattern`` says, which names characters and classes of them by themselves."""
    return re.fullmatch(pattern, text) is not None


def unescaped(text: str) -> str | None:
    """What is written in an address with + for blanks and %41 for A; None for what is written for no text."""
    try:
        return unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        return None


def characters(text: str) -> list[str]:
    """The characters of a text, of which JavaScript has some in two halves."""
    return list(text)


def pieces(patterns: list[str], text: str) -> list[tuple[int, int, str]]:
    """Where one of the patterns matches, again and again: which of them, at which character, and what matched.

    Of two that match, the first counts. They are regular expressions of what both languages know, without groups;
    digits are those of ASCII.
    """
    pattern = "|".join(f"({each})" for each in patterns)
    return [((found.lastindex or 0) - 1, found.start(), found[0]) for found in re.finditer(pattern, text, re.ASCII)]


def quoted(text: str) -> str:
    """A text in quotes, with what cannot be seen as its number."""
    return repr(text)


def shown(value: Any) -> str:
    """What a visitor sent, as a notice repeats it."""
    text = str(value)
    return repr(text if len(text) <= REPEATED else text[:REPEATED] + "…")
