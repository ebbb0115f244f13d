r"""The LaTeX that the page displays, as Python expressions that tests can evaluate.

``python_expression(r"\frac{1}{2} x^2")`` is ``"((1)/(2))*x**(2)"``. Whatever the translator does not
know is refused, so that a formula is either tested or reported.
"""

import re

TOKEN = re.compile(r"\\(?:begin|end|operatorname)\{\w+\}|\\[a-zA-Z]+|\\\\|\d+(?:\.\d+)?|[a-zA-Z]|[-+^_{}()/,&=>]")
IGNORED = re.compile(r"\s+|\\left(?![a-z])|\\right(?![a-z])|\\[,;! ]")
PRODUCT = ("\\cdot", "\\times")
FUNCTIONS = ("cos", "sin", "tan", "exp", "log", "tanh")
#: What ends a product.
ENDS = ("+", "-", ")", "}", ",", "&", "=", ">", r"\bmod", "\\\\", r"\end{cases}", r"\rVert", r"\rvert")
#: Functions with their arguments in brackets, and what the evaluation calls them.
CALLS = {r"\max": "maximum"} | {rf"\operatorname{{{name}}}": name for name in ("sign", "clip", "diag")}
#: The matrices of a likelihood.
MATRICES = {"F": "fisher", "K": "kfac"}
GREEK = "alpha beta gamma delta epsilon eta theta kappa lambda mu rho sigma tau omega pi psi".split()
LABELS = dict(zip("αβγδεηθκλμρστωπψ", GREEK, strict=True)) | {
    "λ": "lambda_",
    "₀": "_0",
    "₁": "_1",
    "₂": "_2",
    "₃": "_3",
}


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
        while self.next() not in (None, *ENDS):
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

    def arguments(self):
        self.take("(")
        texts = [self.sum()]
        while self.next() == ",":
            self.take()
            texts.append(self.sum())
        self.take(")")
        return ", ".join(texts)

    def cases(self):
        """One case under a condition, and one otherwise: Python's conditional, which evaluates but one of them."""
        holds = self.sum()
        self.take("&")
        condition = self.sum()
        if self.next() == r"\bmod":
            self.take()
            condition += f" % {self.product()}"
        condition += {"=": " == ", ">": " > "}[self.take("=", ">")] + self.sum()
        self.take("\\\\")
        otherwise = self.sum()
        for token in ("&", r"\text", "{", *"otherwise", "}", r"\end{cases}"):
            self.take(token)
        return f"({holds} if {condition} else {otherwise})"

    def subscript(self):
        """A subscript is a part of the name: ``t+1`` is ``t_plus_1``."""
        self.take("_")
        if self.next() != "{":
            return self.take().lstrip("\\")
        self.take("{")
        text = ""
        while self.next() != "}":
            text += {"+": "_plus_", "-": "_minus_"}.get(self.next(), self.next().lstrip("\\"))
            self.take()
        self.take("}")
        return text

    def terms(self):
        r"""What follows ``\sum_{i=1}^{n}``, added up term by term: ``h_i`` becomes ``h_1``, ``h_2`` and so on."""
        self.take("_")
        self.take("{")
        index = self.take()
        self.take("=")
        first = int(self.take())
        self.take("}")
        self.take("^")
        last = int(self.group())
        term = self.product()
        each = (re.sub(rf"_{index}\b", f"_{i}", term) for i in range(first, last + 1))
        return f"({'+'.join(each)})"

    def atom(self):
        token = self.take()
        if token == "(":
            self.left.insert(0, token)
            return f"({self.group('(', ')')})"
        if token == r"\frac":
            return f"(({self.group()})/({self.group()}))"
        if token == r"\sum":
            return self.terms()
        if token == r"\sqrt":
            return f"sqrt({self.group()})"
        if token == r"\hat":
            return f"{self.group()}_hat"
        if token == r"\nabla":
            derivative = "gradient"
            if self.next() == "^":
                self.take()
                self.take("2")
                derivative = "hessian"
            self.take("L")
            return f"{derivative}({self.group('(', ')')})"
        if token == r"\begin{cases}":
            return self.cases()
        if token == r"\lVert":
            text = self.sum()
            self.take(r"\rVert")
            return f"norm({text})"
        if token == r"\lvert":
            text = self.sum()
            self.take(r"\rvert")
            return f"abs({text})"
        if token == r"\operatorname{tr}":
            return f"trace({self.power()})"
        if token == r"\mathcal":
            return f"{MATRICES[self.group()]}({self.group('(', ')')})"
        if token == "L" and self.next() == "(":
            return f"loss({self.group('(', ')')})"
        if token in CALLS:
            return f"{CALLS[token]}({self.arguments()})"
        name = token.lstrip("\\")
        if name in FUNCTIONS and token.startswith("\\"):
            return f"{name}({self.power()})"
        if token.startswith("\\") and name not in GREEK:
            raise ValueError(f"cannot read {token!r} in {self.latex!r}")
        if not token[-1].isalnum():
            raise ValueError(f"unexpected {token!r} in {self.latex!r}")
        if name == "lambda":  # a word of Python's own
            name = LABELS["λ"]
        if self.next() == "_":
            name += f"_{self.subscript()}"
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


def python_condition(latex):
    r"""Translate ``left \le right``, which words may precede, into a Python condition with ``<=``."""
    left, right = latex.rpartition(r"\text{ with } ")[2].split(r"\le ")
    return f"{python_expression(left)} <= {python_expression(right)}"
