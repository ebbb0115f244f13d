"""Values that the literature gives for the test functions: Moré, Garbow & Hillstrom (1981) and exact algebra."""

import numpy as np
import pytest

from surfaces import SURFACES


@pytest.mark.parametrize(
    ("key", "loss", "gradient"), [("rosenbrock", 24.2, (-215.6, -88.0)), ("beale", 14.203125, (0.0, 27.75))]
)
def test_standard_start(key, loss, gradient):
    surface = SURFACES[key]()
    value, slope = surface.evaluate(*surface.start)
    assert value == pytest.approx(loss, rel=1e-14)
    assert slope.tolist() == pytest.approx(gradient, rel=1e-14)


@pytest.mark.parametrize(
    ("key", "start", "loss"),
    [("rosenbrock", (-2, 2), 409), ("rosenbrock", (1.5, 1.5), 56.5), ("rosenbrock", (0, 0), 1)],
)
def test_other_starts(key, start, loss):
    assert SURFACES[key]().evaluate(*start)[0] == pytest.approx(loss, rel=1e-14)


def test_rosenbrock_corners():
    loss, _ = SURFACES["rosenbrock"]().evaluate([-2, -2, 2, 2], [-1, 3, -1, 3])
    assert loss.tolist() == [2509, 109, 2501, 101]


def test_beale_corners():
    loss, _ = SURFACES["beale"]().evaluate([-4.5, -4.5, 4.5, 4.5], [-4.5, 4.5, -4.5, 4.5])
    assert (loss > 1.6e5).all() and (loss < 1.9e5).all()


@pytest.mark.parametrize(
    ("key", "hessian", "eigenvalues", "condition"),
    [
        ("rosenbrock", [[802, -400], [-400, 200]], (0.39936, 1001.60064), 2508.0096),
        ("beale", [[3.15625, -11.4375], [-11.4375, 46.125]], (0.301464, 48.979786), 162.473),
        ("saddle", [[20, 0], [0, 10]], (10, 20), 2),
    ],
)
def test_hessian_at_the_minimum(key, hessian, eigenvalues, condition):
    surface = SURFACES[key]()
    found = surface.curvature(*surface.minima[-1][:2])
    assert found.tolist() == hessian
    low, high = np.linalg.eigvalsh(found)
    assert (low, high) == pytest.approx(eigenvalues, rel=2e-6)
    assert high / low == pytest.approx(condition, rel=2e-6)


@pytest.mark.parametrize(("kappa", "angle"), [(1, 0), (7, 90), (100, 20), (1000, -90), (250, -33.5)])
def test_ravine_has_the_condition_and_direction_that_it_names(kappa, angle):
    ravine = SURFACES["ravine"](kappa=kappa, angle=angle)
    hessian = ravine.curvature(0.3, -0.7)
    assert np.linalg.eigvalsh(hessian).tolist() == pytest.approx([1, kappa], rel=1e-12)
    floor = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    assert hessian @ floor == pytest.approx(floor, rel=1e-12, abs=1e-12)


def test_beale_has_exactly_three_stationary_points():
    """Eliminating x from the gradient's roots leaves a polynomial in y with three real roots."""
    sympy = pytest.importorskip("sympy", reason="sympy solves for the stationary points")
    x, y = sympy.symbols("x y")
    residuals = [sympy.Rational(c) - x * (1 - y**n) for n, c in ((1, "3/2"), (2, "9/4"), (3, "21/8"))]
    loss = sum(r**2 for r in residuals)
    basis = sympy.groebner([loss.diff(x), loss.diff(y)], x, y, order="lex")
    eliminated = sympy.Poly(basis.exprs[-1], y)
    published = sympy.Poly((y - 1) * (2 * y - 1) * (7 * y**2 + 13 * y + 17) * (3 * y**3 + 11 * y**2 + 10 * y + 5), y)
    assert eliminated.monic() == published.monic()
    roots = sympy.real_roots(eliminated)
    beale = SURFACES["beale"]()
    declared = sorted((*beale.minima, *beale.saddles), key=lambda point: point.y)
    assert [float(root) for root in roots] == pytest.approx([point.y for point in declared], rel=1e-15)
    for root, point in zip(roots, declared, strict=True):
        x_there = sympy.solve(loss.diff(x).subs(y, root.evalf(30)), x)
        # With y = 1 the loss does not depend on x; there the other equation decides.
        x_there = x_there or sympy.solve(loss.diff(y).subs(y, root), x)
        assert [float(value) for value in x_there] == pytest.approx([point.x], rel=1e-14, abs=1e-14)


def test_beale_valleys_run_to_the_values_that_its_intuition_names():
    beale = SURFACES["beale"]()
    left, x = 27.75 / 28, -1e5
    assert beale.evaluate(x, 1 - left / x)[0] == pytest.approx(0.4520, abs=5e-5)
    y = -1e6
    assert beale.evaluate(-2.625 / y**3, y)[0] == pytest.approx(7.3125, abs=5e-4)
