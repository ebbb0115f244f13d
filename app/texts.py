"""The text of a setting's value, as links and boxes have it: how a Param reads and writes it."""

from __future__ import annotations

from typing import Any

import param

from app import entries
from app.entries import Declaration
from surfaces.numbers import Real, limits
from surfaces.written import text


def plain(declaration: param.Parameter) -> Declaration:
    """What of a Param says how its texts are read."""
    told: Declaration = {
        "kind": _kind(declaration),
        "default": write(declaration, declaration.default),
        "optional": bool(getattr(declaration, "allow_None", False)),
    }
    if isinstance(declaration, param.Selector):
        told["options"] = list(declaration.objects)
    if isinstance(declaration, param.Number):
        told["whole"] = isinstance(declaration, param.Integer)
        # A place keeps the sign of its 0.
        told["signed"] = not isinstance(declaration, (Real, param.Integer))
        told["low"], told["high"] = declaration.bounds
        told["withLow"], told["withHigh"] = declaration.inclusive_bounds
        told["limits"] = limits(declaration)
    return told


def _kind(declaration: param.Parameter) -> str:
    """Of which kind of ``entries.Declaration`` it is."""
    kinds = {
        param.ListSelector: "several",
        param.Selector: "choice",
        param.Boolean: "switch",
        param.String: "text",
        param.Number: "number",
    }
    return next(name for cls, name in kinds.items() if isinstance(declaration, cls))


def read(declaration: param.Parameter, entry: Any) -> Any:
    """The value that ``entry`` stands for, within what ``declaration`` allows; ``ValueError`` says why not."""
    written, why = entries.read(plain(declaration), entry)
    if why:
        raise ValueError(why)
    value = value_of(declaration, written)
    declaration._validate(value)
    return value


def value_of(declaration: param.Parameter, written: str) -> Any:
    """The value of a text that ``write`` or ``entries.read`` has written."""
    if not written and getattr(declaration, "allow_None", False):
        return None
    if isinstance(declaration, param.ListSelector):
        return written.split(",") if written else []
    if isinstance(declaration, param.Boolean):
        return written == "1"
    if isinstance(declaration, param.Integer):
        return int(written)
    return float(written) if isinstance(declaration, param.Number) else written


def write(declaration: param.Parameter, value: Any) -> str:
    """The text that ``read`` turns back into ``value``."""
    if value is None:
        return ""
    if isinstance(declaration, param.ListSelector):
        return ",".join(value)
    if isinstance(declaration, param.Boolean):
        return str(int(value))
    return str(value) if isinstance(declaration, (param.Selector, param.Integer, param.String)) else text(value)
