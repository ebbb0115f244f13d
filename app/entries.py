"""An entry of a visitor, as a link or a box has it: what text of a setting it stands for, or why it stands for none.

A setting is declared once, as a Param, and told in plain values (``texts.plain``): by these lines it is read wherever
a page is answered, by a server or in a browser.
"""

from __future__ import annotations

from typing import Any, TypedDict

from surfaces.written import characters, matches, number, text

#: Characters in one entry that are still read; entries of a list that are all named.
MAX_LENGTH = 1000
NAMED = 30

_FLOAT = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?"
_INTEGER = "[+-]?[0-9]+"
_OTHER_THAN_0 = "[^eE]*[1-9].*"


class Declaration(TypedDict, total=False):
    """A setting in plain values."""

    key: str
    #: What it is called in a sentence, and what its control says.
    name: str
    label: str
    #: ``several``, ``choice``, ``switch``, ``text`` or ``number``.
    kind: str
    default: str
    #: Whether no text is a value as well.
    optional: bool
    #: What may be chosen.
    options: list[str]
    #: Of a number: whether it is whole, whether −0 is another than 0, its bounds, whether it may be equal to them, and
    #: the bounds in words.
    whole: bool
    signed: bool
    low: float
    high: float
    withLow: bool
    withHigh: bool
    limits: str


def read(declaration: Declaration, entry: Any) -> tuple[str, str]:
    """The text of the value that ``entry`` stands for, as a setting keeps it; and why there is none, or nothing.

    Of a text that is neither a choice nor a number, what is in it is left to whoever takes it.
    """
    kind = declaration["kind"]
    if not isinstance(entry, str):
        return "", "a setting is sent as text"
    if len(characters(entry)) > MAX_LENGTH:
        return "", f"it is longer than {MAX_LENGTH} characters"
    if declaration["optional"] and not entry:
        return "", ""
    if kind == "several":
        return _several(declaration["options"], entry)
    if kind == "choice":
        return entry, _one_of(declaration["options"], entry)
    if kind == "switch":
        return entry, _one_of(["0", "1"], entry)
    if kind == "text":
        return entry, ""
    return _number(declaration, entry)


def without_strangers(declaration: Declaration, entry: Any) -> tuple[Any, list[str]]:
    """Several of a list without what the list does not have, unless that is all; and what it does not have."""
    if declaration["kind"] != "several" or not isinstance(entry, str) or len(characters(entry)) > MAX_LENGTH:
        return entry, []
    parts = _parts(entry)
    allowed = [part for part in parts if part in declaration["options"]]
    strangers = [part for part in parts if part not in declaration["options"]]
    return (",".join(allowed), strangers) if allowed else (entry, [])


def _several(options: list[str], entry: str) -> tuple[str, str]:
    chosen = _parts(entry)
    for part in chosen:
        if part not in options:
            return "", _one_of(options, part)
    return ",".join([key for key in options if key in chosen]), ""


def _parts(entry: str) -> list[str]:
    return [part for part in entry.split(",") if part]


def _one_of(allowed: list[str], entry: str) -> str:
    """Why it is none of them, if so."""
    if entry in allowed:
        return ""
    # A list that nobody reads to its end says what its entries are like.
    if len(allowed) > NAMED:
        return f"it must be one of {', '.join(allowed[:5])} and {len(allowed) - 5} more"
    return f"it must be one of {', '.join(allowed)}"


def _number(declaration: Declaration, entry: str) -> tuple[str, str]:
    whole = declaration["whole"]
    if not matches(_INTEGER if whole else _FLOAT, entry):
        comma = ": decimals take a point, thousands nothing" if "," in entry else ""
        return "", f"it is not a {'whole ' if whole else ''}number{comma}"
    value = number(entry)
    if value == 0 and matches(_OTHER_THAN_0, entry):
        return "", "it is so small that it would be taken for 0"
    low, high = declaration["low"], declaration["high"]
    # What is not a number is within no bounds.
    above = low <= value if declaration["withLow"] else low < value
    below = value <= high if declaration["withHigh"] else value < high
    if not (above and below):
        return "", f"it must be {declaration['limits']}"
    # −0 is 0: what is said of a rule is kept by its values, among which both are the same.
    return text(value if declaration["signed"] else value + 0.0), ""
