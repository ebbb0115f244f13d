"""The end of a race in words: a text of ``outcome.SAID`` with its holes filled. Translated for browsers."""

from __future__ import annotations

from surfaces.written import fixed, general, number


def filled(text: str, step: int, place: tuple[float, float] | None, loss: float, far: float) -> str:
    """``text`` with the step, the place, the loss and how far from its minimum the race was, where it names them."""
    facts = {"step": general(step, 9), "loss": general(loss, 4), "far": general(far, 2)}
    if place is not None:
        facts["x"] = _rounded(place[0])
        facts["y"] = _rounded(place[1])
    for name, said in facts.items():
        text = text.replace("{" + name + "}", said)
    return text


def _rounded(value: float) -> str:
    # Four digits, but no more than three decimals, which Newton's step leaves open; adding 0 takes the sign off −0.
    return general(number(fixed(number(general(value, 4)), 3)) + 0.0, 6)
