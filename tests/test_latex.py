"""The LaTeX translator itself, against sympy's parser and by hand."""

import pytest

from surfaces import SURFACES
from tests.latex import name_of, python_assignment, python_expression


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
    ],
)
def test_values(latex, expected):
    namespace = {"x": 3, "y": 4, "alpha": 0.0, "sqrt": lambda v: v**0.5, "cos": lambda v: 1 - v}
    assert eval(python_expression(latex), namespace) == expected


def test_names():
    assert python_expression(r"\hat{m} \beta_1^t") == "m_hat*beta_1**(t)"
    assert python_assignment(r"g \leftarrow \nabla L(\theta - v)") == ("g", "gradient(theta-v)")
    assert [name_of(label) for label in ("κ", "b", "β₂")] == ["kappa", "b", "beta_2"]


@pytest.mark.parametrize("latex", [r"\sinh x", r"\cos^2 x", r"x = y", r"(x", r"x)", r"\frac{x}", "x^", "", r"\ell_1"])
def test_refuses_what_it_does_not_know(latex):
    with pytest.raises(ValueError):
        python_expression(latex)


@pytest.mark.parametrize("key", SURFACES)
def test_agrees_with_sympy(key):
    """Sympy's parser offers several readings of a formula with ``\\cos \\alpha + …``: ours is one of them."""
    sympy = pytest.importorskip("sympy", reason="sympy parses the displayed formula")
    pytest.importorskip("lark", reason="sympy's LaTeX parser needs lark")
    from sympy.parsing.latex import parse_latex

    theirs = parse_latex(SURFACES[key].formula, backend="lark")
    readings = getattr(theirs, "children", [theirs])
    ours = sympy.sympify(python_expression(SURFACES[key].formula))
    somewhere = dict(zip(sorted(ours.free_symbols, key=str), (0.37, 1.9, -0.83, 0.61), strict=False))
    same_symbols = [reading for reading in readings if reading.free_symbols == ours.free_symbols]
    assert any(abs((reading - ours).evalf(subs=somewhere)) < 1e-12 for reading in same_symbols)
