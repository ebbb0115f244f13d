"""What races and settings are called: in a browser's tab, in a frame's title, on a card of a link, in a sentence."""

from __future__ import annotations

from app.entries import Declaration
from app.numerals import power_of_ten
from surfaces.written import general, matches, number, whole

#: More racers than these are counted, not named.
NAMED = 4


def titled(surface: str, racers: list[str]) -> str:
    """Who races on what, by their titles."""
    names = ", ".join(racers) if len(racers) <= NAMED else f"{len(racers)} racers"
    return f"{surface}: {names or 'nobody'} · Optimizer Race"


def at(place: tuple[float, float]) -> str:
    """A place, in as many digits as anybody reads."""
    return f"({general(place[0], 6)}, {general(place[1], 6)})"


def begun(surface: str, start: tuple[float, float]) -> str:
    """On which surface, by its title, and from where."""
    return f"{surface} from {at(start)}"


def going_on(label: str) -> str:
    """A label as it goes on in a sentence: "Clip norm" in small letters, "AMSGrad" and "β₁" as they are."""
    if label[:1].isupper() and label[1:2].islower():
        return label[:1].lower() + label[1:]
    return label


def told(declaration: Declaration, text: str) -> str:
    """A setting that is folded away, in few words; empty for a switch that is off, as it is by default."""
    label, kind = declaration["label"], declaration["kind"]
    if kind == "switch":
        off = f"no {label}" if declaration["default"] == "1" else ""
        return label if text == "1" else off
    if kind == "choice":
        return f"{label}: {text}"
    return f"{label} {power_of_ten(whole(number(text[2:])))}" if matches("1e[+-]?[0-9]+", text) else f"{label} {text}"
