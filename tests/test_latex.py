"""The LaTeX translator itself, against sympy's parser and by hand."""

import pytest

from surfaces import SURFACES
from tests.latex import name_of, python_assignment, python_condition, python_expression


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"2 x y", 24),
        (r"-x^2 + y", -5),
        (r"x y^{1 + 1}", 48),
        (r"\frac{x}{y} \cdot 2", 1.5),
        (r"3 / y", 0.75),
        (r"\sqrt{y} + x", 5),
        (r"\left( x - 1 \right)^2", 4),
        (r"2 (x + 1) (y - 1)", 24),
        (r"x - y - 1", -2),
        (r"\cos \alpha + x", 4),
        (r"2 \sum_{i=1}^{3} x h_i + y", 82),
        (r"\max(x, y) - h_{1}", 2),
        (r"\operatorname{sign}(x - y) x", -3),
        (r"\operatorname{clip}(x y, -1, 1) + x", 4),
        (r"2 \lvert x - y \rvert x", 6),
        (r"x \begin{cases} 2 & y > 3 \\ 1 & \text{otherwise} \end{cases}", 6),
        (r"\begin{cases} 2 & (y - 1) \bmod 2 = 0 \\ x & \text{otherwise} \end{cases}", 3),
    ],
)
def test_values(latex, expected):
    namespace = {"x": 3, "y": 4, "alpha": 0.0, "sqrt": lambda v: v**0.5, "cos": lambda v: 1 - v}
    namespace |= {"maximum": max, "sign": lambda v: (v > 0) - (v < 0), "clip": lambda v, a, b: min(max(v, a), b)}
    namespace |= {"h_1": 2, "h_2": 4, "h_3": 7}
    assert eval(python_expression(latex), namespace) == expected


def test_names():
    assert python_expression(r"\hat{m} \beta_1^t") == "m_hat*beta_1**(t)"
    assert python_expression(r"\mu_{t+1} + v_{\max}") == "mu_t_plus_1+v_max"
    assert python_expression(r"\mathcal{F}(\theta) + \operatorname{tr} A") == "fisher(theta)+trace(A)"
    assert python_condition(r"\text{least } j \text{ with } L(\theta + p) \le g^T p") == "loss(theta+p) <= g**(T)*p"
    assert python_assignment(r"g \leftarrow \nabla L(\theta - v)") == ("g", "gradient(theta-v)")
    assert [name_of(label) for label in ("κ", "b", "β₂")] == ["kappa", "b", "beta_2"]


@pytest.mark.parametrize("latex", [r"\sinh x", r"\cos^2 x", r"x = y", r"(x", r"x)", r"\frac{x}", "x^", "", r"\ell_1"])
def test_refuses_what_it_does_not_know(latex):
    with pytest.raises(ValueError):
        python_expression(latex)


@pytest.mark.parametrize("key", [key for key, cls in SURFACES.items() if not cls.data])
def test_agrees_with_sympy(key):
    """Sympy's parser offers several readings of a formula with ``\\cos \\alpha + …``: ours is one of them.

    To it ``h_i`` is one number, so that it cannot read a sum over data; nor does it know π, for which ω stands here.
    """
    sympy = pytest.importorskip("sympy", reason="sympy parses the displayed formula")
    pytest.importorskip("lark", reason="sympy's LaTeX parser needs lark")
    from sympy.parsing.latex import parse_latex

    formula = SURFACES[key]().formula.replace(r"\pi", r"\omega")
    theirs = parse_latex(formula, backend="lark")
    spelled = str.maketrans({"{": "", "}": "", "_": "__" if "lambda" in formula else "_"})
    readings = [
        reading.subs({each: sympy.Symbol(each.name.translate(spelled)) for each in reading.free_symbols})
        for reading in getattr(theirs, "children", [theirs])
    ]
    ours = sympy.sympify(python_expression(formula))
    somewhere = dict(zip(sorted(ours.free_symbols, key=str), (0.37, 1.9, -0.83, 0.61, 1.3), strict=False))
    same_symbols = [reading for reading in readings if reading.free_symbols == ours.free_symbols]
    assert any(abs((reading - ours).evalf(subs=somewhere)) < 1e-12 for reading in same_symbols)
