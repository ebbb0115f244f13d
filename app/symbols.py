"""The symbols of a rule's recurrence, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from optimizers import Optimizer
from optimizers.optimizer import texts
from surfaces.numbers import declared

_GREEK = dict(
    zip(
        "αβγδεηθκλμρστωπψ",
        "alpha beta gamma delta epsilon eta theta kappa lambda mu rho sigma tau omega pi psi".split(),
        strict=True,
    )
)
_BELOW = str.maketrans("₀₁₂₃", "0123")

#: What every rule writes alike.
COMMON = texts(
    {
        r"\theta": "where the racer is: x and y, together",
        "g": "the gradient: the slope along x and along y",
        "L": "the loss",
        r"\nabla": "the gradient of",
        r"\nabla^2": "the Hessian of: its second derivatives",
        "t": "number of the step, from 1",
        "I": "the matrix that changes nothing",
        "a^T": "a as a row, so that a row times a column is a number",
        r"\lVert a \rVert": "length of a",
        r"\lVert a \rVert_1": "length of a, counted along the axes",
        r"\lvert a \rvert": "size of a without its sign; of a matrix, that of its eigenvalues",
        r"\operatorname{sign}": "1, 0 or −1 in each coordinate",
        r"\operatorname{clip}": "cut off at the two limits that follow",
        r"\operatorname{diag}": "the entries on the diagonal",
        r"\operatorname{tr}": "the sum of the entries on the diagonal",
    }
)

#: What is no symbol: words, cases, and commands that draw. A letter may have a subscript.
_TOKEN = re.compile(
    r"\\text\{[^}]*\}|\\(?:begin|end)\{\w+\}"
    r"|(?P<symbol>\\hat\{\\?\w+\}|\\mathcal\{\w\}|\\operatorname\{\w+\}|\\nabla\^2|\\nabla|\^T"
    r"|\\rVert_1|\\rVert|\\rvert"
    rf"|(?:\\(?:{'|'.join(_GREEK.values())})(?![a-z])|(?<![\\a-zA-Z])[A-Za-z])(?:_(?:\{{[^}}]*\}}|\\\w+|\w))?)"
    r"|\\[a-zA-Z]+"
)
_WRITTEN = {
    "^T": "a^T",
    r"\rVert": r"\lVert a \rVert",
    r"\rVert_1": r"\lVert a \rVert_1",
    r"\rvert": r"\lvert a \rvert",
}


class Symbol(NamedTuple):
    """A symbol of a recurrence in LaTeX, what it means, and the hyperparameter that it stands for, if it does."""

    latex: str
    meaning: str
    hyperparameter: str | None = None


def symbols_in(recurrence: Iterable[str]) -> list[str]:
    """The symbols of a recurrence in the order in which they come."""
    found = [match["symbol"] for line in recurrence for match in _TOKEN.finditer(line)]
    return list(dict.fromkeys(_WRITTEN.get(symbol, symbol) for symbol in found if symbol))


def latex_of(label: str) -> str:
    r"""The LaTeX of a hyperparameter's label: ``β₁`` is ``\beta_1``."""
    name, below = label[0], label[1:].translate(_BELOW)
    letter = f"\\{_GREEK[name]}" if name in _GREEK else name
    return f"{letter}_{below}" if below else letter


def named(rule: Optimizer) -> list[Symbol]:
    """The symbols of the rule's recurrence with what they mean; ``KeyError`` for one that is not named."""
    cls = type(rule)
    hyper = {latex_of(cls.param[name].label): name for name in declared(cls) if len(cls.param[name].label) <= 2}

    def meaning(symbol: str) -> Symbol:
        if symbol in hyper:
            return Symbol(symbol, cls.param[hyper[symbol]].doc, hyper[symbol])
        return Symbol(symbol, cls.symbols[symbol] if symbol in cls.symbols else COMMON[symbol])

    return [meaning(symbol) for symbol in symbols_in(rule.recurrence)]
