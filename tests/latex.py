r"""The LaTeX that the page displays, as Python expressions that tests can evaluate.

``python_expression(r"\frac{1}{2} x^2")`` is ``"((1)/(2))*x**(2)"``. Whatever the translator does not
know is refused, so that a formula is either tested or reported.
"""

import re

TOKEN = re.compile(r"\\[a-zA-Z]+|\d+(?:\.\d+)?|[a-zA-Z]|[-+^_{}()/]")
IGNORED = re.compile(r"\s+|\\left(?![a-z])|\\right(?![a-z])|\\[,;! ]")
PRODUCT = ("\\cdot", "\\times")
FUNCTIONS = ("cos", "sin", "tan", "exp", "log", "tanh")
GREEK = "alpha beta gamma delta epsilon eta theta kappa lambda mu rho sigma tau omega pi".split()
LABELS = dict(zip("αβγδεηθκλμρστωπ", GREEK, strict=True)) | {"₀": "_0", "₁": "_1", "₂": "_2", "₃": "_3"}


def name_of(label):
    """Name by which expressions know the symbol of a Param's label: ``β₁`` is ``beta_1``."""
    return "".join(LABELS.get(character, character) for character in label)


def tokens(latex):
    found, rest = [], latex
    while rest:
        if skipped := IGNORED.match(rest):
            rest = rest[skipped.end() :]
        elif token := TOKEN.match(rest):
            found.append(token[0])
            rest = rest[token.end() :]
        else:
            raise ValueError(f"cannot read {rest!r} in {latex!r}")
    return found


class Translator:
    """Recursive descent: a sum of products of powers of atoms."""

    def __init__(self, latex):
        self.latex, self.left = latex, tokens(latex)

    def next(self):
        return self.left[0] if self.left else None

    def take(self, *expected):
        if not self.left or (expected and self.left[0] not in expected):
            raise ValueError(f"expected {expected or 'more'}, not {self.next()!r}, in {self.latex!r}")
        return self.left.pop(0)

    def sum(self):
        text = self.take() if self.next() == "-" else ""
        text += self.product()
        while self.next() in ("+", "-"):
            text += self.take() + self.product()
        return text

    def product(self):
        text = self.power()
        while self.next() not in (None, "+", "-", ")", "}"):
            if self.next() == "/":
                text += self.take() + self.power()
                continue
            if self.next() in PRODUCT:
                self.take()
            text += "*" + self.power()
        return text

    def power(self):
        base = self.atom()
        if self.next() != "^":
            return base
        self.take()
        return f"{base}**({self.group() if self.next() == '{' else self.atom()})"

    def group(self, opening="{", closing="}"):
        self.take(opening)
        text = self.sum()
        self.take(closing)
        return text

    def atom(self):
        token = self.take()
        if token == "(":
            self.left.insert(0, token)
            return f"({self.group('(', ')')})"
        if token == r"\frac":
            return f"(({self.group()})/({self.group()}))"
        if token == r"\sqrt":
            return f"sqrt({self.group()})"
        if token == r"\hat":
            return f"{self.group()}_hat"
        if token == r"\nabla":
            self.take("L")
            return f"gradient({self.group('(', ')')})"
        name = token.lstrip("\\")
        if name in FUNCTIONS and token.startswith("\\"):
            return f"{name}({self.power()})"
        if token.startswith("\\") and name not in GREEK:
            raise ValueError(f"cannot read {token!r} in {self.latex!r}")
        if not token[-1].isalnum():
            raise ValueError(f"unexpected {token!r} in {self.latex!r}")
        if self.next() == "_":
            self.take()
            name += f"_{self.group() if self.next() == '{' else self.take()}"
        return name


def python_expression(latex):
    """Translate a LaTeX expression into a Python expression."""
    translator = Translator(latex)
    text = translator.sum()
    if translator.left:
        raise ValueError(f"left over in {latex!r}: {translator.left}")
    return text


def python_assignment(latex):
    r"""Translate ``lhs \leftarrow rhs`` into a name and a Python expression."""
    left, right = latex.split(r"\leftarrow")
    return python_expression(left), python_expression(right)
