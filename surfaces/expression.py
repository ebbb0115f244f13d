"""Formulas as people type them, read into a tree's postfix form. Nothing that was typed is ever run as code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from surfaces.calculator import calculate

#: The longest formula in characters, and the deepest nesting of its parts.
MAX_LENGTH, MAX_DEPTH = 200, 24

FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh")
CONSTANTS = {"pi": (np.pi, r"\pi"), "e": (np.e, "e")}
#: How tightly each operator binds. All group from the left but ^.
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
_NEGATION = 3
_FOLD = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}

_TOKEN = re.compile(r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?P<name>[a-z]+|π)|(?P<sign>\*\*|\S)", re.I | re.A)
_SAME = {"**": "^", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "∕": "/"}
_SUPERSCRIPTS = {"²": "2", "³": "3"}

# Ranks of expressions, from loose to tight: LaTeX needs parentheses around one within a tighter.
_SUM, _NEGATIVE, _PRODUCT, _POWER, _ATOM = range(5)


class FormulaError(ValueError):
    """A formula that cannot be read: says what is wrong, and ``index`` at which character, from 0."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(f"{message} at character {index + 1}")
        self.index = index


class Expression(NamedTuple):
    """Part of a formula that has been read."""

    #: Postfix: ``("constant", 2.0)``, ``("x", 0.0)``, ``("*", 0.0)``, …; ``("power", c)`` raises to a constant.
    program: tuple[tuple[str, float], ...]
    latex: str
    rank: int = _ATOM
    #: The expression's value, where it depends on neither x nor y.
    value: np.float64 | None = None

    def within(self, rank: int) -> str:
        """LaTeX, in parentheses if this binds more loosely than ``rank``."""
        return self.latex if self.rank >= rank else rf"\left({self.latex}\right)"


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


# One race of a formula asks for it some thirty times; what is kept are the last few texts, which nobody else is shown.
@lru_cache(maxsize=16)
def parse(text: str) -> Expression:
    """Read ``text``, a formula in x and y, or raise ``FormulaError``."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"no more than {MAX_LENGTH} characters are read: stopped", MAX_LENGTH)
    with np.errstate(all="ignore"):
        parser = _Parser(text)
        whole = parser.expression(0)
    if parser.token.kind != "end":
        raise parser.unexpected()
    return whole


def _tokens(text: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind, word, start, end = str(match.lastgroup), match[0], match.start(), match.end()
        if word in _SUPERSCRIPTS:
            found += [Token("sign", "^", start, end), Token("number", _SUPERSCRIPTS[word], start, end)]
        else:
            word = {"π": "pi"}.get(word, word.lower()) if kind == "name" else _SAME.get(word, word)
            found.append(Token(kind, word, start, end))
    return [*found, Token("end", "", len(text), len(text))]


class _Parser:
    """Operator precedence by recursive descent (Pratt 1973)."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.depth, self.end = text, _tokens(text), 0, 0
        #: Whether what was read last, a number or parentheses, may be multiplied with what touches it: 2x, (x)(y).
        self.joins = False

    @property
    def token(self) -> Token:
        return self.tokens[0]

    def take(self) -> Token:
        self.end = self.token.end
        return self.tokens.pop(0)

    def unexpected(self) -> FormulaError:
        token = self.token
        return FormulaError(
            f"unexpected {self.seen(token)!r}" if token.kind != "end" else "unexpected end", token.start
        )

    def seen(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def expression(self, loosest: int) -> Expression:
        """Read as far as operators bind more tightly than ``loosest``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("nested too deeply", self.token.start)
        left = self.operand()
        while True:
            token = self.token
            if token.kind in ("number", "name") or token.text == "(":
                if loosest >= BINDS["*"]:
                    break
                if not (self.joins and token.start == self.end and token.kind != "number"):
                    raise FormulaError(f"missing operator before {self.seen(token)!r}", token.start)
                left = combined("*", left, self.expression(BINDS["*"]))
            elif token.kind == "sign" and BINDS.get(token.text, 0) > loosest:
                sign = self.take().text
                left = combined(sign, left, self.expression(BINDS[sign] - (sign == "^")))
                # Is 1/2x a half of x, or one over 2x? And x^2y? Neither is read.
                self.joins = self.joins and sign not in "/^"
            else:
                break
        self.depth -= 1
        return left

    def operand(self) -> Expression:
        token = self.token
        read = {"number": self.number, "name": self.name}.get(token.kind, self.group if token.text == "(" else None)
        if read is not None:
            return read()
        if token.text not in ("+", "-"):
            raise self.unexpected()
        self.take()
        inner = self.expression(_NEGATION)
        return inner if token.text == "+" else applied("neg", inner)

    def number(self) -> Expression:
        token = self.take()
        value = np.float64(token.text)
        if not np.isfinite(value):
            raise FormulaError("number too large", token.start)
        self.joins = True
        mantissa, _, exponent = token.text.lower().partition("e")
        shown = mantissa.removesuffix(".") if mantissa[0] != "." else f"0{mantissa}"
        power = rf" \cdot 10^{{{int(exponent)}}}" if exponent else ""
        return Expression((("constant", value),), shown + power, _PRODUCT if power else _ATOM, value)

    def name(self) -> Expression:
        token = self.take()
        self.joins = False
        if token.text in ("x", "y"):
            return Expression(((token.text, 0.0),), token.text)
        if token.text in CONSTANTS:
            value, latex = CONSTANTS[token.text]
            return Expression((("constant", value),), latex, value=np.float64(value))
        if token.text not in FUNCTIONS:
            raise FormulaError(f"unknown name {self.seen(token)!r}", token.start)
        if self.token.text != "(":
            raise FormulaError(f"missing '(' after {token.text!r}", self.token.start)
        return applied(token.text, self.group())

    def group(self) -> Expression:
        self.take()
        inner = self.expression(0)
        if self.token.text != ")":
            raise self.unexpected()
        self.take()
        self.joins = True
        return inner


def applied(name: str, u: Expression) -> Expression:
    """A function of ``u``, or its negative."""
    if name == "neg":
        latex, rank = f"-{u.within(_PRODUCT)}", _NEGATIVE
    elif name == "sqrt":
        latex, rank = rf"\sqrt{{{u.latex}}}", _ATOM
    elif name == "abs":
        latex, rank = rf"\left\lvert {u.latex} \right\rvert", _ATOM
    else:
        latex, rank = rf"\{name}\left({u.latex}\right)", _POWER
    if u.value is not None:
        value = -u.value if name == "neg" else np.float64(calculate(name, u.value))
        return Expression((("constant", value),), latex, rank, value)
    return Expression((*u.program, (name, 0.0)), latex, rank)


def combined(sign: str, u: Expression, v: Expression) -> Expression:
    """Two operands and the operator between them."""
    if sign in "+-":
        latex, rank = f"{u.latex} {sign} {v.within(_PRODUCT)}", _SUM
    elif sign == "/":
        latex, rank = rf"\frac{{{u.latex}}}{{{v.latex}}}", _PRODUCT
    elif sign == "^":
        latex, rank = f"{u.within(_ATOM)}^{{{v.latex}}}", _POWER
    else:
        right = v.within(_PRODUCT)
        dot = r" \cdot " if right[0].isdigit() or right.startswith((r"\left(", r"\frac")) else " "
        rank = min(max(u.rank, _NEGATIVE), _PRODUCT)
        latex = f"{u.within(rank)}{dot}{right}"
    if u.value is not None and v.value is not None:
        value = np.float64(calculate(sign, u.value, v.value)) if sign == "^" else _FOLD[sign](u.value, v.value)
        return Expression((("constant", value),), latex, rank, value)
    if sign == "^" and v.value is not None:
        return Expression((*u.program, ("power", float(v.value))), latex, rank)
    return Expression((*u.program, *v.program, (sign, 0.0)), latex, rank)


def in_torch(whole: Expression) -> str:
    """The expression as Python that PyTorch evaluates: a tensor, even where it depends on neither x nor y."""
    stack: list[str] = []
    for name, constant in whole.program:
        number = repr(float(constant)).removesuffix(".0")
        if name == "constant":
            stack.append(number if constant >= 0 else f"({number})")
        elif name in ("x", "y"):
            stack.append(name)
        elif name == "power":
            stack.append(f"({stack.pop()} ** {number})")
        elif name == "neg":
            stack.append(f"(-{stack.pop()})")
        elif name in FUNCTIONS:
            stack.append(f"torch.{name}({stack.pop()})")
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(f"({left} {'**' if name == '^' else name} {right})")
    text = stack.pop()
    text = text[1:-1] if whole.program[-1][0] in BINDS or whole.program[-1][0] in ("power", "neg") else text
    return text if any(name in ("x", "y") for name, _ in whole.program) else f"{text} + 0 * x"
