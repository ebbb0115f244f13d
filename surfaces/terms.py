"""Parts of a formula that was typed: what each works out, and how it is displayed, in LaTeX and in MathML.

A browser has the same lines, see ``app/translated.py``. The MathML is, to the letter, what latex2mathml makes of the
LaTeX.
"""

from __future__ import annotations

from collections.abc import Callable

from surfaces.written import text

#: By their names, which PyTorch has too: another is worked out in ``interpret`` of ``surfaces/formula.py``, and in
#: ``surfaces/calculator.py``.
FUNCTIONS = ["sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh"]
#: All operations. The kernels of ``surfaces/formula.py`` know each by its place in this list.
OPERATIONS = ["constant", "x", "y", "+", "-", "*", "/", "^", "power", "neg"] + FUNCTIONS

#: Nanoseconds that a formula takes at a point, and each of its operations.
PRICE = 10.0
PRICE_EACH = 21.0

#: Ranks of terms, from loose to tight: one within a tighter needs parentheses.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)

PLUS = "<mo>&#x0002B;</mo>"
MINUS = "<mo>&#x02212;</mo>"
DOT = "<mo>&#x000B7;</mo>"
BAR = "&#x0007C;"
FENCE = '<mo stretchy="true" fence="true" form='
DISPLAYED = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mrow><mi>f</mi><mo stretchy="false">&#x00028;'
    '</mo><mi>x</mi><mo>&#x0002C;</mo><mi>y</mi><mo stretchy="false">&#x00029;</mo><mo>&#x0003D;</mo>'
)


class Term:
    """Part of a formula that has been read."""

    def __init__(self, program: list[tuple[str, float]], latex: str, mathml: str, rank: int) -> None:
        #: Postfix: ``("constant", 2.0)``, ``("x", 0.0)``, ``("*", 0.0)``, …; ``("power", c)`` raises to a constant.
        self.program = program
        self.latex = latex
        self.mathml = mathml
        self.rank = rank


def numeral(digits: str, value: float) -> Term:
    """A number as it was typed."""
    mantissa, _, exponent = digits.lower().partition("e")
    shown = mantissa[:-1] if mantissa.endswith(".") else mantissa
    shown = f"0{shown}" if shown.startswith(".") else shown
    program, mathml = [("constant", value)], f"<mn>{shown}</mn>"
    if exponent == "":
        return Term(program, shown, mathml, ATOM)
    power = exponent.lstrip("+-0")
    below = exponent.startswith("-") and power != ""
    power = "0" if power == "" else power
    latex = shown + " \\cdot 10^{" + ("-" if below else "") + power + "}"
    raised = f"<msup><mn>10</mn><mrow>{MINUS if below else ''}<mn>{power}</mn></mrow></msup>"
    return Term(program, latex, f"{mathml}{DOT}{raised}", PRODUCT)


def variable(name: str) -> Term:
    """x or y."""
    return Term([(name, 0.0)], name, f"<mi>{name}</mi>", ATOM)


def constant(name: str) -> Term:
    """π or e."""
    if name == "pi":
        return Term([("constant", 3.141592653589793)], "\\pi", "<mi>&#x003C0;</mi>", ATOM)
    return Term([("constant", 2.718281828459045)], name, f"<mi>{name}</mi>", ATOM)


def applied(name: str, u: Term, fold: Callable[[list[tuple[str, float]]], float]) -> Term:
    """A function of ``u``, or its negative; ``fold`` works out what a program of constants comes to."""
    program = u.program + [(name, 0.0)]
    if _is_constant(u):
        program = [("constant", fold(program))]
    if name == "neg":
        inner = _within(u, PRODUCT)
        return Term(program, f"-{inner.latex}", MINUS + inner.mathml, NEGATIVE)
    if name == "sqrt":
        return Term(program, "\\sqrt{" + u.latex + "}", f"<msqrt><mrow>{u.mathml}</mrow></msqrt>", ATOM)
    if name == "abs":
        return Term(program, f"\\left\\lvert {u.latex} \\right\\rvert", _fenced(BAR, u, BAR), ATOM)
    inner = _parenthesised(u)
    return Term(program, f"\\{name}{inner.latex}", f"<mi>{name}</mi>{inner.mathml}", POWER)


def combined(sign: str, u: Term, v: Term, fold: Callable[[list[tuple[str, float]]], float]) -> Term:
    """Two operands and the operator between them."""
    program = u.program + v.program + [(sign, 0.0)]
    if _is_constant(u) and _is_constant(v):
        program = [("constant", fold(program))]
    elif _is_constant(v) and sign == "^":
        program = u.program + [("power", v.program[0][1])]
    if sign == "/":
        mathml = f"<mfrac><mrow>{u.mathml}</mrow><mrow>{v.mathml}</mrow></mfrac>"
        return Term(program, "\\frac{" + u.latex + "}{" + v.latex + "}", mathml, PRODUCT)
    if sign == "^":
        base = _within(u, ATOM)
        mathml = f"<msup>{base.mathml}<mrow>{v.mathml}</mrow></msup>"
        return Term(program, base.latex + "^{" + v.latex + "}", mathml, POWER)
    right = _within(v, PRODUCT)
    if sign == "*":
        rank = min(max(u.rank, NEGATIVE), PRODUCT)
        left = _within(u, rank)
        if _is_told_apart(right.latex):
            return Term(program, f"{left.latex} {right.latex}", left.mathml + right.mathml, rank)
        return Term(program, f"{left.latex} \\cdot {right.latex}", left.mathml + DOT + right.mathml, rank)
    between = PLUS if sign == "+" else MINUS
    return Term(program, f"{u.latex} {sign} {right.latex}", u.mathml + between + right.mathml, SUM)


def instructions(program: list[tuple[str, float]]) -> list[float]:
    """A program as kernels read it: of each operation its number, and its constant."""
    numbers: list[float] = []
    for name, value in program:
        numbers.append(OPERATIONS.index(name))
        numbers.append(value)
    return numbers


def price(term: Term) -> float:
    """Nanoseconds that a formula takes at a point: it is interpreted, and a power costs the most."""
    return PRICE + PRICE_EACH * len(term.program)


def displayed(term: Term) -> str:
    """The whole formula as MathML: f(x, y) = …"""
    return f"{DISPLAYED}{term.mathml}</mrow></math>"


def in_torch(term: Term) -> str:
    """The whole formula as what a function in PyTorch returns: a tensor, even where it depends on neither x nor y."""
    stack: list[str] = []
    for name, value in term.program:
        if name == "constant":
            stack.append(text(value) if value >= 0 else f"({text(value)})")
        elif name == "x" or name == "y":
            stack.append(name)
        elif name == "power":
            stack.append(f"({stack.pop()} ** {text(value)})")
        elif name == "neg":
            stack.append(f"(-{stack.pop()})")
        elif name in FUNCTIONS:
            stack.append(f"torch.{name}({stack.pop()})")
        else:
            right = stack.pop()
            stack.append(f"({stack.pop()} {'**' if name == '^' else name} {right})")
    last = term.program[-1][0]
    whole = stack.pop()
    whole = whole[1:-1] if last in "+-*/^" or last == "power" or last == "neg" else whole
    known = any([name == "x" or name == "y" for name, _ in term.program])
    return f"return {whole}" if known else f"return {whole} + 0 * x"


def _is_constant(term: Term) -> bool:
    return len(term.program) == 1 and term.program[0][0] == "constant"


def _within(term: Term, rank: int) -> Term:
    """In parentheses if it binds more loosely than ``rank``."""
    return term if term.rank >= rank else _parenthesised(term)


def _parenthesised(term: Term) -> Term:
    return Term(term.program, f"\\left({term.latex}\\right)", _fenced("&#x00028;", term, "&#x00029;"), ATOM)


def _fenced(left: str, term: Term, right: str) -> str:
    return f'<mrow>{FENCE}"prefix">{left}</mo>{term.mathml}{FENCE}"postfix">{right}</mo></mrow>'


def _is_told_apart(latex: str) -> bool:
    """Whether a factor needs no dot before it."""
    return not (latex[0] in "0123456789" or latex.startswith("\\left(") or latex.startswith("\\frac"))
