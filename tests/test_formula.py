"""The formula that a visitor types: how it is read, what is refused and where, and that nothing else can happen."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from latex2mathml.converter import convert

from surfaces import SURFACES
from surfaces.expression import FUNCTIONS, MAX_DEPTH, MAX_LENGTH, FormulaError, parse
from surfaces.terms import OPERATIONS, displayed

Formula = SURFACES["formula"]

#: Strings for the seeded loop. 100 000 take 11 s and are run by ``python -m tests.test_formula``.
COUNT = 20_000

PIECES = [
    *"xyeXY0123456789.+-*/^()()()  ,=_|[]{}'\"\\%$#@!?;:<>~`&\0\t\n\u00a0\u200b\ud800\U0001f600",
    *["**", "−", "×", "÷", "·", "²", "³", "π", "𝑥", "ﬁ", "İ", "ß", "٣", "½", "e"],
    *["1e", "1e5", "1e-400", "9e999", "..", "//"],
    *FUNCTIONS,
    *["sin(", "exp(exp(", "log(x)", "(x+", "__import__", "os.system", "lambda", "eval", "None", "nan", "inf", "pi"],
    *["0" * 60, "(" * 60, ")" * 60, "-" * 60, "^" * 30, "x^" * 40, "sin(" * 30, "x*" * 90, "1e" * 50, "x" * 220],
]

FORMULAS = (
    """
(x^2 - 4)^2/4 + 2(y - cos(x))^2 + x|x^-2y|-x*1.5e-5+pi*e|sqrt(abs(x))+tanh(y)|exp(-(x+1)^2)^3|(x^2)^(y-1)|2^3^x
log(x)sin(y)|x²+y³|x**2|π x|2x(y)|(x)(y)|x y|1e400|sin x|foo(x)|x+|((x)|x)|¼|1.5e+07x|.5x|5.|2 3|x/-y|--x|+x
1/2x|x^2y|e^x|-2^x|(-2)^x|2^-1x|abs(x)^2|3(x+1)(y-2)|1.e5x|x×y÷2−1|X+Y|SIN(X)|🏁|x🏁|2π|xy|tan(x)/tan(y)|constructor
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
FORMULAS += ["", " ", "x" * 201, "(" * 30 + "x" + ")" * 30, "-" * 30 + "x"]


def typed(chance, depth=0):
    """A formula of random parts, most of which can be read."""
    if depth > 3 or chance.random() < 0.25:
        return chance.choice(("x", "y", "2", "0.5", "pi", "e", "1e3", "3.", "x^2", "-y"))
    kind, inner = chance.randrange(4), (typed(chance, depth + 1), typed(chance, depth + 1))
    if kind == 0:
        return f"{chance.choice(('sin', 'exp', 'sqrt', 'abs', 'log', 'tanh'))}({inner[0]})"
    if kind == 1:
        return f"({inner[0]})"
    return chance.choice((" + ", "-", "*", "/", "^", "")).join(inner)


def value(text, x=0.7, y=-1.3):
    return float(Formula(text=text).evaluate(x, y)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x^2", -9),
        ("x^-2", 1 / 9),
        ("2^x^2", 512),
        ("(-x)^2", 9),
        ("x - y - 1", -2),
        ("x/y/2", 0.375),
        ("2x + 3(x + 1)(y - 1)", 42),
        ("2x^2", 18),
        ("-2x^2", -18),
        ("x*2y", 24),
        ("2*-x", -6),
        ("x--y", 7),
        ("+x", 3),
        ("X**2 + Y", 13),
        ("x² − y³ ÷ 2 × 2·π/π", -55),
        ("1.5e1x + .5y + 2.", 49),
        ("sin(0)cos(0) + SQRT(y) + abs(-x)", 5),
        ("log(e^x) + e - e", 3),
        ("2e3 - 2000 + 2e/e", 2),
        ("tan(0)+tanh(0)+exp(0)", 1),
        ("((((((((((((((((((x))))))))))))))))))", 3),
        ("x^0 + 0^0*x + x^1", 7),
    ],
)
def test_values(text, expected):
    assert value(text, 3, 4) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "message", "index"),
    [
        ("(x+y))*2", "unexpected ')' at character 6", 5),
        ("", "unexpected end at character 1", 0),
        ("x +", "unexpected end at character 4", 3),
        ("(x", "unexpected end at character 3", 2),
        ("()", "unexpected ')' at character 2", 1),
        ("x*/y", "unexpected '/' at character 3", 2),
        ("x = 1", "unexpected '=' at character 3", 2),
        ("x + é", "unexpected 'é' at character 5", 4),
        ("xy", "unknown name 'xy' at character 1", 0),
        ("2 + sinx", "unknown name 'sinx' at character 5", 4),
        ("sin x", "missing '(' after 'sin' at character 5", 4),
        ("x y", "missing operator before 'y' at character 3", 2),
        ("x(y)", "missing operator before '(' at character 2", 1),
        ("x2", "missing operator before '2' at character 2", 1),
        ("1 2", "missing operator before '2' at character 3", 2),
        ("(x)2", "missing operator before '2' at character 4", 3),
        # Each has two readings.
        ("1/2x", "missing operator before 'x' at character 4", 3),
        ("x^2y", "missing operator before 'y' at character 4", 3),
        ("2^(x)(y)", "missing operator before '(' at character 6", 5),
        # A plus sign in an address that was typed by hand arrives as a space.
        ("x^2 (y)", "missing operator before '(' at character 5", 4),
        ("1e999", "number too large at character 1", 0),
        ("(" * 60, f"nested too deeply at character {MAX_DEPTH + 1}", MAX_DEPTH),
        ("x" * 201, f"no more than {MAX_LENGTH} characters are read: stopped at character 201", 200),
    ],
)
def test_refusals_say_what_and_where(text, message, index):
    with pytest.raises(FormulaError) as refusal:
        parse(text)
    assert str(refusal.value) == message and refusal.value.index == index
    surface = Formula()
    with pytest.raises(ValueError) as refusal:
        surface.text = text
    assert message in str(refusal.value) and surface.text == Formula.param.text.default
    with pytest.raises(ValueError, match="character"):
        Formula(text=text)


@pytest.mark.parametrize("wrong", [None, 3, b"x", ["x"], True])
def test_only_text_is_a_formula(wrong):
    with pytest.raises(ValueError):
        Formula(text=wrong)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("log(x)", (-1, 0)),
        ("sqrt(x)", (-1, 0)),
        ("1/(x - 1)", (1, 0)),
        ("exp(exp(x))", (9, 0)),
        ("x^0.5", (-2, 0)),
        ("1/0 + x", (1, 1)),
        ("x*1e308*1e308", (1, 1)),
    ],
)
def test_what_has_no_value_gets_none(text, point):
    assert not np.isfinite(Formula(text=text).evaluate(*point)[0])


def test_constants_have_no_slope():
    """Not even where the function that makes them has none."""
    loss, gradient = Formula(text="sqrt(0) + abs(0) + log(2) + 0^0.5 + x").evaluate(2, 1)
    assert loss == pytest.approx(2 + np.log(2)) and gradient.tolist() == [1, 0]


def test_colour_goes_by_decades_only_where_they_are():
    logs = {text: Formula(text=text).log_colour for text in ("x^2 + y^2", "exp(x)", "x", "2 + sin(x)", "1/0", "log(x)")}
    assert logs == {"x^2 + y^2": True, "exp(x)": True, "x": False, "2 + sin(x)": False, "1/0": False, "log(x)": False}


def test_a_formula_is_set_as_latex2mathml_sets_it():
    chance, told = random.Random(3), 0
    for text in [*FORMULAS, *(typed(chance) for _ in range(1500)), *hostile(3000)]:
        try:
            read = parse(text)
        except FormulaError:
            continue
        assert displayed(read) == convert(f"f(x, y) = {read.latex}", display="block"), text
        told += 1
    assert told > 1000


def check(text):
    """Read ``text``: either it is refused at one of its characters, or it is a program that runs within its stack."""
    try:
        read = parse(text)
    except FormulaError as refusal:
        assert 0 <= refusal.index <= len(text)
        return False
    height = highest = 0
    for name, _ in read.program:
        assert name in OPERATIONS
        height += 1 if name in ("constant", "x", "y") else -1 if name in "+-*/^" else 0
        highest = max(highest, height)
    assert height == 1 and highest <= MAX_DEPTH + 1 and len(read.latex) < 4000
    return True


def hostile(count, seed=0):
    """Strings of pieces of formulas and of attacks, valid formulas with a character changed, and noise."""
    rng = random.Random(seed)
    good = ["(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "2sin(3x)cos(y)/(1 + e^-x)", "sqrt(x^2 + 1e-3)*tanh(-y) - abs(x - π)"]
    for i in range(count):
        if i % 3 == 0:
            yield "".join(rng.choices(PIECES, k=rng.randint(0, 12)))
        elif i % 3 == 1:
            text = rng.choice(good)
            place = rng.randrange(len(text) + 1)
            yield text[:place] + rng.choice(PIECES) + text[place + rng.randint(0, 2) :]
        else:
            yield "".join(rng.choices("xyxy22.5+-*/^()(( ", k=rng.randint(1, 14)))


def fuzz(count):
    """How many of ``count`` strings are formulas; each of those is evaluated."""
    read = 0
    with np.errstate(all="ignore"):
        for text in hostile(count):
            if check(text):
                read += 1
                Formula(text=text).curvature([0.3, -2.0], [0.0, 1.5])
    return read


def test_hostile_strings_are_read_or_refused():
    assert fuzz(COUNT) > COUNT / 20


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.text(max_size=220))
@example("\ud800")
def test_any_text_is_read_or_refused(text):
    check(text)


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_pieces_are_read_or_refused(text):
    check(text)


if __name__ == "__main__":
    print(fuzz(100_000))
