"""Numbers as people read them: 10⁻⁵ where Python and a box say 1e-05. Translated for browsers."""

from __future__ import annotations

from surfaces.written import characters, number, pieces, whole

_RAISED = {"-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹"}
#: A minus that is no hyphen and takes nothing away, and a number with an exponent.
_MINUS = "(?<=[\\s\u00a0(,=±])-(?=[0-9])|^-(?=[0-9])"
_POWER = "(?<![\\w.])[0-9]+(?:[.][0-9]+)?e[+-]?[0-9]+(?![\\w.])"


def power_of_ten(exponent: int) -> str:
    """10⁻³ for −3."""
    return "10" + "".join([_RAISED[each] for each in characters(str(exponent))])


def typeset(text: str) -> str:
    """A text as people read the numbers in it: −0.5 for -0.5, 10⁻⁵ for 1e-05.

    What is typed into a box, and code, stays as it is.
    """
    given = characters(text)
    said, done = "", 0
    for kind, place, found in pieces([_MINUS, _POWER], text):
        said += "".join(given[done:place])
        said += "−" if kind == 0 else _with_power(found)
        done = place + len(found)
    return said + "".join(given[done:])


def _with_power(written: str) -> str:
    mantissa, _, exponent = written.partition("e")
    power = power_of_ten(whole(number(exponent)))
    return power if mantissa == "1" else f"{mantissa}×{power}"
