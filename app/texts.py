"""The text of a setting's value, as links and boxes have it: how it is read, strictly, and written."""

from __future__ import annotations

import re
from typing import Any

import param

from surfaces.numbers import Real, limits

#: Characters in one value that are still read.
MAX_LENGTH = 1000

_FLOAT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def read(declaration: param.Parameter, text: Any) -> Any:
    """The value that ``text`` stands for, within what ``declaration`` allows; ``ValueError`` says why not."""
    if not isinstance(text, str):
        raise ValueError("a setting is sent as text")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"it is longer than {MAX_LENGTH} characters")
    if getattr(declaration, "allow_None", False) and not text:
        return None
    if isinstance(declaration, param.ListSelector):
        chosen = [part for part in text.split(",") if part]
        for part in chosen:
            _one_of(part, declaration.objects)
        return [key for key in declaration.objects if key in chosen]
    if isinstance(declaration, param.Selector):
        return _one_of(text, declaration.objects)
    if isinstance(declaration, param.Boolean):
        return {"1": True, "0": False}[_one_of(text, ["0", "1"])]
    if isinstance(declaration, param.String):
        declaration._validate(text)
        return text
    whole = isinstance(declaration, param.Integer)
    if not (_INTEGER if whole else _FLOAT).fullmatch(text):
        comma = ": decimals take a point, thousands nothing" if "," in text else ""
        raise ValueError(f"it is not a {'whole ' if whole else ''}number{comma}")
    value = int(text) if whole else float(text)
    if isinstance(declaration, Real):
        # −0 is 0: what is said of a rule is kept by its values, among which both are the same.
        value += 0.0
    if value == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        raise ValueError("it is so small that it would be taken for 0")
    (low, high), (low_in, high_in) = declaration.bounds, declaration.inclusive_bounds
    if not ((low <= value if low_in else low < value) and (value <= high if high_in else value < high)):
        raise ValueError(f"it must be {limits(declaration)}")
    return value


def write(declaration: param.Parameter, value: Any) -> str:
    """The text that ``read`` turns back into ``value``."""
    if value is None:
        return ""
    if isinstance(declaration, param.ListSelector):
        return ",".join(value)
    if isinstance(declaration, param.Boolean):
        return str(int(value))
    return (
        str(value)
        if isinstance(declaration, (param.Selector, param.Integer, param.String))
        else repr(float(value)).removesuffix(".0")
    )


def without_strangers(declaration: param.Parameter, text: Any) -> tuple[Any, list[str]]:
    """Several of a list without what the list does not have, unless that is all; and what it does not have."""
    if not isinstance(declaration, param.ListSelector) or not isinstance(text, str) or len(text) > MAX_LENGTH:
        return text, []
    parts = [part for part in text.split(",") if part]
    allowed = [part for part in parts if part in declaration.objects]
    strangers = [part for part in parts if part not in declaration.objects]
    return (",".join(allowed), strangers) if allowed else (text, [])


def _one_of(text: str, allowed: list[str]) -> str:
    if text not in allowed:
        # A list that nobody reads to its end says what its entries are like.
        most = 30
        more = f" and {len(allowed) - 5} more" if len(allowed) > most else ""
        raise ValueError(f"it must be one of {', '.join(allowed[:5] if more else allowed)}{more}")
    return text


def shown(value: Any) -> str:
    """What a visitor sent, as a notice repeats it."""
    text = str(value)
    return repr(text if len(text) <= 40 else text[:40] + "…")
