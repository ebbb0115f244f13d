"""Every surface against finite differences, the derivatives of its displayed formula, and published values."""

from pathlib import Path

import numpy as np
import pytest

import surfaces
from surfaces import SURFACES, Surface
from surfaces.surface import declared
from tests.latex import name_of, python_expression
from tests.pairs import SHAPE_IDS, SHAPES

EVERY_SHAPE = pytest.mark.parametrize(("key", "shape"), SHAPES, ids=SHAPE_IDS)
EVERY_SURFACE = pytest.mark.parametrize("key", SURFACES)


def random_points(surface, count, seed=0):
    """Points of the domain, ``(2, count)``."""
    (left, right), (bottom, top) = surface.domain
    rng = np.random.default_rng(seed)
    return np.array([rng.uniform(left, right, count), rng.uniform(bottom, top, count)])


def slope(function, x, y, h=1e-3):
    """Fourth-order central differences of ``function`` along x and y."""

    def along(dx, dy):
        near = function(x + dx, y + dy) - function(x - dx, y - dy)
        far = function(x + 2 * dx, y + 2 * dy) - function(x - 2 * dx, y - 2 * dy)
        return (8 * near - far) / (12 * h)

    return np.array([along(h, 0.0), along(0.0, h)])


def assert_close(actual, expected, tolerance):
    """Within ``tolerance`` of the size of the vector or matrix at each point."""
    axes = tuple(range(actual.ndim - 1))
    size = np.sqrt((expected**2).sum(axes)) + np.median(np.abs(expected))
    worst = (np.abs(actual - expected) / size).max()
    assert worst <= tolerance, f"off by {worst:.1e}"


@EVERY_SHAPE
def test_gradient_equals_finite_differences(key, shape):
    surface = SURFACES[key](**shape)
    x, y = random_points(surface, 2000)
    assert_close(surface.evaluate(x, y)[1], slope(lambda x, y: surface.evaluate(x, y)[0], x, y), 1e-7)


@EVERY_SHAPE
def test_hessian_equals_finite_differences(key, shape):
    surface = SURFACES[key](**shape)
    x, y = random_points(surface, 2000)
    hessian = surface.curvature(x, y)
    differences = slope(lambda x, y: surface.evaluate(x, y)[1], x, y)
    assert_close(hessian, differences, 1e-7)
    assert np.array_equal(hessian[0, 1], hessian[1, 0])


@EVERY_SHAPE
def test_displayed_formula_equals_the_kernel(key, shape):
    sympy = pytest.importorskip("sympy", reason="sympy differentiates the displayed formula")
    surface = SURFACES[key](**shape)
    symbols = sympy.symbols(["x", "y", *(name_of(surface.param[name].label) for name in declared(type(surface)))])
    formula = sympy.sympify(python_expression(surface.formula), {symbol.name: symbol for symbol in symbols})
    assert formula.free_symbols == set(symbols)
    gradient = [formula.diff(symbol) for symbol in symbols[:2]]
    hessian = [[entry.diff(symbol) for symbol in symbols[:2]] for entry in gradient]
    displayed = sympy.lambdify(symbols, [formula, gradient, hessian], "numpy")

    x, y = random_points(surface, 2000)
    value, gradient, hessian = displayed(x, y, *surface.shape)
    loss, slopes = surface.evaluate(x, y)
    np.testing.assert_allclose(loss, value, rtol=1e-9)
    assert_close(slopes, np.array([np.broadcast_to(entry, x.shape) for entry in gradient]), 1e-12)
    rows = [[np.broadcast_to(entry, x.shape) for entry in row] for row in hessian]
    assert_close(surface.curvature(x, y), np.array(rows), 1e-12)


@EVERY_SHAPE
def test_declared_minima_and_saddles(key, shape):
    surface = SURFACES[key](**shape)
    assert surface.minima
    for points, signs in ((surface.minima, [1, 1]), (surface.saddles, [-1, 1])):
        for point in points:
            loss, gradient = surface.evaluate(point.x, point.y)
            assert loss == pytest.approx(point.value, rel=1e-14, abs=1e-14)
            eigenvalues = np.linalg.eigvalsh(surface.curvature(point.x, point.y))
            assert np.sign(eigenvalues).tolist() == signs
            # The coordinates are rounded to doubles.
            assert np.abs(gradient).max() <= 1e-15 * np.abs(eigenvalues).max()


@EVERY_SHAPE
def test_minima_are_the_lowest_points(key, shape):
    surface = SURFACES[key](**shape)
    loss, _ = surface.evaluate(*random_points(surface, 20_000))
    assert loss.min() >= min(point.value for point in surface.minima)


@EVERY_SURFACE
def test_start_and_points_lie_in_the_domain(key):
    surface = SURFACES[key]()
    (left, right), (bottom, top) = surface.domain
    for x, y in [surface.start, *(point[:2] for point in (*surface.minima, *surface.saddles))]:
        assert left <= x <= right and bottom <= y <= top


@EVERY_SHAPE
def test_a_batch_equals_its_points_one_by_one(key, shape):
    surface = SURFACES[key](**shape)
    x, y = random_points(surface, 257)
    loss, gradient = surface.evaluate(x, y)
    hessian = surface.curvature(x, y)
    for k in range(len(x)):
        one_loss, one_gradient = surface.evaluate(x[k], y[k])
        assert one_loss == loss[k]
        assert np.array_equal(one_gradient, gradient[:, k])
        assert np.array_equal(surface.curvature(x[k], y[k]), hessian[..., k])


@EVERY_SURFACE
def test_points_broadcast_to_a_grid(key):
    surface = SURFACES[key]()
    x, y = np.linspace(-1, 1, 5), np.linspace(0, 1, 3)[:, None]
    loss, gradient = surface.evaluate(x, y)
    assert loss.shape == (3, 5) and gradient.shape == (2, 3, 5) and surface.curvature(x, y).shape == (2, 2, 3, 5)
    assert loss[2, 1] == surface.evaluate(x[1], y[2, 0])[0]


@EVERY_SURFACE
def test_refuses_what_it_does_not_have(key):
    cls = SURFACES[key]
    with pytest.raises(TypeError) as refusal:
        cls(steepness=3.5)
    assert all(word in str(refusal.value) for word in ("steepness", "3.5", *(declared(cls) or ["none"])))


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, cls in SURFACES.items() for name in declared(cls)])
def test_refuses_what_is_out_of_bounds(key, name):
    low, high = SURFACES[key].param[name].bounds
    for value, bound in ((low - 1, low), (high + 0.5, high), (float("nan"), high)):
        with pytest.raises(ValueError) as refusal:
            SURFACES[key](**{name: value})
        assert all(word in str(refusal.value) for word in (name, str(value), str(bound)))
    with pytest.raises(ValueError, match=name):
        SURFACES[key](**{name: "steep"})


@EVERY_SURFACE
def test_metadata(key):
    cls = SURFACES[key]
    assert issubclass(cls, Surface) and cls.key == key == cls.__module__.rpartition(".")[2]
    for text in (cls.__doc__, cls.title, cls.formula, cls.intuition, cls.reference):
        assert text.strip()
    for name in declared(cls):
        declaration = cls.param[name]
        assert declaration.doc and declaration.label != name.capitalize() and None not in declaration.bounds


def test_registry_is_the_folder():
    files = {path.stem for path in Path(surfaces.__file__).parent.glob("*.py")}
    assert set(SURFACES) == files - {"__init__", "kernel", "surface"}
    orders = [cls.order for cls in SURFACES.values()]
    assert orders == sorted(set(orders))
    assert len({cls.title for cls in SURFACES.values()}) == len(SURFACES)
