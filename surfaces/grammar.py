"""Formulas as people type them, read into their terms: ``parse``. Nothing that was typed is ever run as code.

A browser has the same lines, see ``app/translated.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from surfaces.terms import FUNCTIONS, Term, applied, combined, constant, numeral, variable
from surfaces.unreadable import FormulaError
from surfaces.written import characters, number, pieces, quoted

#: The longest formula in characters, and the deepest nesting of its parts.
MAX_LENGTH = 200
MAX_DEPTH = 24
#: The largest number that there is.
LARGEST = 1.7976931348623157e308

#: How tightly each operator binds. All group from the left but ^.
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
NEGATION = 3

KINDS = ["number", "name", "sign"]
PATTERNS = [r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", "[A-Za-z]+|π", r"\*\*|[^ \t\n\r\f\v]"]
SAME = {"**": "^", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "∕": "/"}
SUPERSCRIPTS = ["²", "³"]


class Token:
    """A number, a name, a sign or the end, as it is meant, and where it stands in what was typed."""

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end


def parse(text: str, fold: Callable[[list[tuple[str, float]]], float]) -> Term:
    """Read ``text``, a formula in x and y, or raise ``FormulaError``.

    ``fold`` works out what a program of constants comes to.
    """
    if len(characters(text)) > MAX_LENGTH:
        refuse(f"no more than {MAX_LENGTH} characters are read: stopped", MAX_LENGTH)
    parser = Parser(text, fold)
    whole = parser.expression(0)
    if parser.token.kind != "end":
        parser.unexpected()
    return whole


def refuse(what: str, index: int) -> NoReturn:
    """Raise a ``FormulaError``."""
    error = FormulaError(f"{what} at character {index + 1}", index)
    raise error


def tokens(text: str) -> list[Token]:
    """What a formula is made of, one after the other."""
    found = []
    for place, start, word in pieces(PATTERNS, text):
        kind, end = KINDS[place], start + len(characters(word))
        if word in SUPERSCRIPTS:
            found.append(Token("sign", "^", start, end))
            found.append(Token("number", "2" if word == "²" else "3", start, end))
        elif kind == "name":
            found.append(Token(kind, "pi" if word == "π" else word.lower(), start, end))
        else:
            found.append(Token(kind, SAME.get(word, word), start, end))
    length = len(characters(text))
    found.append(Token("end", "", length, length))
    return found


class Parser:
    """Operator precedence by recursive descent (Pratt 1973)."""

    def __init__(self, text: str, fold: Callable[[list[tuple[str, float]]], float]) -> None:
        self.text = characters(text)
        self.fold = fold
        self.tokens = tokens(text)
        self.taken = 0
        self.token = self.tokens[0]
        self.depth = 0
        #: Where what was taken last ends.
        self.end = 0
        #: Whether what was read last, a number or parentheses, may be multiplied with what touches it: 2x, (x)(y).
        self.joins = False

    def take(self) -> Token:
        """The next token, and on to the one after it."""
        token = self.token
        self.end = token.end
        self.taken += 1
        self.token = self.tokens[self.taken]
        return token

    def expression(self, loosest: int) -> Term:
        """Read as far as operators bind more tightly than ``loosest``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            refuse("nested too deeply", self.token.start)
        left = self.operand()
        while True:
            token = self.token
            if token.kind == "number" or token.kind == "name" or token.text == "(":
                if loosest >= BINDS["*"]:
                    break
                if token.kind == "number" or not self.joins or token.start != self.end:
                    refuse(f"missing operator before {self.seen(token)}", token.start)
                left = combined("*", left, self.expression(BINDS["*"]), self.fold)
            elif token.kind == "sign" and BINDS.get(token.text, 0) > loosest:
                sign = self.take().text
                right = self.expression(BINDS[sign] - (1 if sign == "^" else 0))
                left = combined(sign, left, right, self.fold)
                # Is 1/2x a half of x, or one over 2x? And x^2y? Neither is read.
                self.joins = self.joins and sign not in "/^"
            else:
                break
        self.depth -= 1
        return left

    def operand(self) -> Term:
        """A number, a name with what it is applied to, parentheses, or one of these with a sign before it."""
        token = self.token
        if token.kind == "number":
            return self.number()
        if token.kind == "name":
            return self.name()
        if token.text == "(":
            return self.group()
        if token.text != "+" and token.text != "-":
            self.unexpected()
        self.take()
        inner = self.expression(NEGATION)
        return inner if token.text == "+" else applied("neg", inner, self.fold)

    def number(self) -> Term:
        token = self.take()
        value = number(token.text)
        if value > LARGEST:
            refuse("number too large", token.start)
        self.joins = True
        return numeral(token.text, value)

    def name(self) -> Term:
        token = self.take()
        self.joins = False
        if token.text == "x" or token.text == "y":
            return variable(token.text)
        if token.text == "pi" or token.text == "e":
            return constant(token.text)
        if token.text not in FUNCTIONS:
            refuse(f"unknown name {self.seen(token)}", token.start)
        if self.token.text != "(":
            refuse(f"missing '(' after {quoted(token.text)}", self.token.start)
        return applied(token.text, self.group(), self.fold)

    def group(self) -> Term:
        self.take()
        inner = self.expression(0)
        if self.token.text != ")":
            self.unexpected()
        self.take()
        self.joins = True
        return inner

    def unexpected(self) -> NoReturn:
        """Refuse the next token."""
        token = self.token
        refuse("unexpected end" if token.kind == "end" else f"unexpected {self.seen(token)}", token.start)

    def seen(self, token: Token) -> str:
        """A token as it was typed, in quotes."""
        return quoted("".join(self.text[token.start : token.end]))
