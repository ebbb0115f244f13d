"""Every surface against finite differences, the derivatives of its displayed formula, and published values."""

from pathlib import Path

import numpy as np
import pytest

import surfaces
from surfaces import SURFACES, Surface, deep_linear, gaussian_nll
from surfaces.numbers import declared
from tests.latex import name_of, python_expression
from tests.pairs import SHAPE_IDS, SHAPES, numbers

EVERY_SHAPE = pytest.mark.parametrize(("key", "shape"), SHAPES, ids=SHAPE_IDS)
EVERY_SURFACE = pytest.mark.parametrize("key", SURFACES)


def random_points(surface, count, seed=0):
    """Points of the domain, ``(2, count)``."""
    (left, right), (bottom, top) = surface.domain
    rng = np.random.default_rng(seed)
    return np.array([rng.uniform(left, right, count), rng.uniform(bottom, top, count)])


def slope(function, x, y, h=5e-4):
    """Sixth-order central differences of ``function`` along x and y."""

    def along(dx, dy):
        near, far, farthest = (function(x + i * dx, y + i * dy) - function(x - i * dx, y - i * dy) for i in (1, 2, 3))
        return (45 * near - 9 * far + farthest) / (60 * h)

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
    labels = [surface.param[name].label for name in numbers(type(surface))]
    symbols = sympy.symbols(["x", "y", *map(name_of, labels)], real=True)
    known = {symbol.name: symbol for symbol in symbols} | {"e": sympy.E}
    known |= {f"{letter}_{i}": value for letter, values in surface.data.items() for i, value in enumerate(values, 1)}
    formula = sympy.sympify(python_expression(surface.formula), known)
    assert formula.free_symbols == set(symbols)
    gradient = [formula.diff(symbol) for symbol in symbols[:2]]
    hessian = [[entry.diff(symbol) for symbol in symbols[:2]] for entry in gradient]
    # The second derivative of an absolute value is a pulse, on a line that no random point meets.
    pulse = {"DiracDelta": np.zeros_like}
    displayed = sympy.lambdify(symbols, [formula, gradient, hessian], [pulse, "numpy"])

    x, y = random_points(surface, 2000)
    value, gradient, hessian = displayed(x, y, *(surface.shape if labels else []))
    loss, slopes = surface.evaluate(x, y)
    np.testing.assert_allclose(loss, value, rtol=1e-9)
    assert_close(slopes, np.array([np.broadcast_to(entry, x.shape) for entry in gradient]), 1e-12)
    rows = [[np.broadcast_to(entry, x.shape) for entry in row] for row in hessian]
    assert_close(surface.curvature(x, y), np.array(rows), 1e-12)


@EVERY_SHAPE
def test_declared_minima_and_saddles(key, shape):
    surface = SURFACES[key](**shape)
    # Of a formula that a visitor typed nobody knows.
    assert surface.minima or not surface.cacheable
    for points, signs in ((surface.minima, [1, 1]), (surface.saddles, [-1, 1])):
        for point in points:
            loss, gradient = surface.evaluate(point.x, point.y)
            assert loss == pytest.approx(point.value, rel=1e-14, abs=1e-14)
            eigenvalues = np.linalg.eigvalsh(surface.curvature(point.x, point.y))
            if signs == [-1, 1] and not eigenvalues.any():
                # A saddle of higher order: around it the loss falls and rises.
                assert np.array_equal(gradient, [0, 0])
                angles = np.linspace(0, 2 * np.pi, 36)
                around, _ = surface.evaluate(point.x + 1e-3 * np.cos(angles), point.y + 1e-3 * np.sin(angles))
                assert around.min() < loss < around.max()
                continue
            assert np.sign(eigenvalues).tolist() == signs
            # The coordinates are rounded to doubles.
            assert np.abs(gradient).max() <= 1e-15 * np.abs(eigenvalues).max()


@EVERY_SHAPE
def test_minima_are_the_lowest_points(key, shape):
    surface = SURFACES[key](**shape)
    loss, _ = surface.evaluate(*random_points(surface, 20_000))
    assert loss.min() >= min((point.value for point in surface.minima), default=-np.inf)


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


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, cls in SURFACES.items() for name in numbers(cls)])
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
    for text in (cls.__doc__, cls.title, cls().formula, cls.intuition, cls.reference):
        assert text.strip()
    for name in declared(cls):
        declaration = cls.param[name]
        assert declaration.doc and declaration.label != name.capitalize()
        assert name not in numbers(cls) or None not in declaration.bounds


def test_registry_is_the_folder():
    files = {path.stem for path in Path(surfaces.__file__).parent.glob("*.py")}
    others = "__init__ calculator claim elementary expression grids kernel numbers powers registry surface"
    translated = "grammar terms unreadable written"
    assert set(SURFACES) == files - set(f"{others} {translated}".split())
    orders = [cls.order for cls in SURFACES.values()]
    assert orders == sorted(set(orders))
    assert len({cls.title for cls in SURFACES.values()}) == len(SURFACES)


LIKELIHOODS = pytest.mark.parametrize("key", [key for key, cls in SURFACES.items() if cls.fisher is not None])


def matrices(kernel, surface, x, y):
    rows = np.empty((3, len(x)))
    kernel(np.array([x, y]), surface.shape, rows)
    return np.array([[rows[0], rows[1]], [rows[1], rows[2]]])


def expected_fisher(key, x, y):
    """The mean over the data of the model's own expectation of score times score."""
    surface, total = SURFACES[key], np.zeros((2, 2))
    if key == "gaussian_nll":
        # Three nodes integrate a polynomial of the fourth degree against the normal distribution exactly.
        nodes, weights = np.polynomial.hermite_e.hermegauss(5)
        for node, weight in zip(nodes, weights / weights.sum(), strict=True):
            score = np.array([node / np.exp(y), node**2 - 1])
            total += weight * np.outer(score, score)
        return total
    if key == "deep_linear":
        for u in np.array(deep_linear.INPUTS):
            jacobian = u * np.array([y, x])
            total += np.outer(jacobian, jacobian) / len(deep_linear.INPUTS)
        return total
    for h in surface.data["h"]:
        for t in (-1, 1):
            chance = 1 / (1 + np.exp(-t * (x * h + y)))
            score = (1 - chance) * t * np.array([h, 1])
            total += chance * np.outer(score, score) / len(surface.data["h"])
    return total


@LIKELIHOODS
def test_fisher_is_the_expected_square_of_the_score(key):
    surface = SURFACES[key]()
    x, y = random_points(surface, 50)
    fisher = matrices(surface.fisher, surface, x, y)
    expected = np.stack([expected_fisher(key, *point) for point in zip(x, y, strict=True)], axis=-1)
    assert_close(fisher, expected, 1e-13)
    assert (np.linalg.eigvalsh(fisher.transpose(2, 0, 1)) >= -1e-12 * np.abs(fisher).max()).all()


def test_kfac_is_the_fisher_matrix_without_what_is_between_the_layers():
    surface = SURFACES["deep_linear"]()
    x, y = random_points(surface, 50)
    fisher, kfac = (matrices(kernel, surface, x, y) for kernel in (surface.fisher, surface.kfac))
    assert np.array_equal(kfac, fisher * np.eye(2)[..., None])


def test_losses_over_data_are_those_of_the_data():
    x, y = random_points(SURFACES["gaussian_nll"], 50)
    data = np.array(gaussian_nll.DATA)[:, None]
    nll = 0.5 * np.log(2 * np.pi) + y + 0.5 * ((data - x) / np.exp(y)) ** 2
    np.testing.assert_allclose(SURFACES["gaussian_nll"]().evaluate(x, y)[0], nll.mean(0), rtol=1e-13)
    x, y = random_points(SURFACES["deep_linear"], 50)
    inputs, targets = np.array(deep_linear.INPUTS)[:, None], np.array(deep_linear.TARGETS)[:, None]
    squares = 0.5 * ((targets - x * y * inputs) ** 2).mean(0) + 0.5 * 0.2 * (x**2 + y**2)
    np.testing.assert_allclose(SURFACES["deep_linear"](rho=0.2).evaluate(x, y)[0], squares, rtol=1e-13)


def test_published_minima_of_himmelblau():
    published = [(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
    assert np.allclose([point[:2] for point in SURFACES["himmelblau"].minima], published, rtol=0, atol=1e-6)


def test_the_cliff_of_the_plateau_is_hundreds_of_times_steeper():
    surface = SURFACES["plateau"]()
    flat, cliff = (np.hypot(*surface.evaluate(x, y)[1]) for x, y in (surface.start, (1.0, 1.0)))
    assert 200 < cliff / flat < 1000


def test_sharp_and_flat_minima_are_exactly_as_deep_and_as_curved_as_said():
    surface = SURFACES["sharp_and_flat"](s=250)
    assert surface.evaluate([-1, 1], 0)[0].tolist() == [0, 0]
    assert np.array_equal(surface.curvature(-1, 0), np.eye(2))
    assert np.array_equal(surface.curvature(1, 0), 250 * np.eye(2))


def test_ackleys_kink():
    """Beside the minimum the slope is 2√2 in every direction; at it, the kernels give finite values."""
    surface, angles = SURFACES["ackley"](), np.linspace(0, 6, 13)
    _, beside = surface.evaluate(1e-9 * np.cos(angles), 1e-9 * np.sin(angles))
    np.testing.assert_allclose(beside, 2 * np.sqrt(2) * np.array([np.cos(angles), np.sin(angles)]), atol=1e-6)
    loss, gradient = surface.evaluate(0, 0)
    assert loss == 0 and not gradient.any()
    np.testing.assert_allclose(surface.curvature(0, 0), 2 * np.pi**2 * np.e * np.eye(2), rtol=1e-15)


@pytest.mark.parametrize(
    "key", ["rastrigin", "ackley", "himmelblau", "sharp_and_flat", "three_hump_camel", "monkey_saddle"]
)
def test_no_stationary_point_is_missing(key):
    """Descent and Newton's method from a fine grid end at listed minima, or, indefinite, at listed saddles."""
    surface = SURFACES[key]()
    (left, right), (bottom, top) = surface.domain
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(left, right, 161), np.linspace(bottom, top, 161)))
    for _ in range(60):
        gradient, hessian = surface.evaluate(x, y)[1].T, surface.curvature(x, y).transpose(2, 0, 1)
        with np.errstate(all="ignore"):
            determinant = hessian[:, 0, 0] * hessian[:, 1, 1] - hessian[:, 0, 1] ** 2
            dx = (hessian[:, 1, 1] * gradient[:, 0] - hessian[:, 0, 1] * gradient[:, 1]) / determinant
            dy = (hessian[:, 0, 0] * gradient[:, 1] - hessian[:, 0, 1] * gradient[:, 0]) / determinant
        keep = np.isfinite(dx) & np.isfinite(dy) & (np.hypot(dx, dy) < 1e3)
        x, y = (x - dx)[keep], (y - dy)[keep]
    inside = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    x, y = x[inside], y[inside]
    settled = np.hypot(*surface.evaluate(x, y)[1]) < 1e-9
    found = np.unique(np.round([x[settled], y[settled]], 6), axis=1).T
    assert len(found) > len(surface.minima)
    for place in found:
        eigenvalues = np.linalg.eigvalsh(surface.curvature(*place))
        if eigenvalues[1] > 1e-3 and abs(eigenvalues[0]) > 1e-3:
            listed = surface.minima if eigenvalues[0] > 0 else surface.saddles
            assert min(np.hypot(*(place - point[:2])) for point in listed) < 1e-5, place


def test_what_a_map_marks_beside_the_domain_is_stationary_too():
    surface = SURFACES["rastrigin"]()
    minima, saddles = surface.marked
    assert set(surface.minima) <= set(minima) and set(surface.saddles) <= set(saddles)
    for points, sign in ((minima, 1), (saddles, -1)):
        x, y = np.array([(point.x, point.y) for point in points]).T
        assert np.abs(surface.evaluate(x, y)[1]).max() < 1e-9
        assert (sign * np.linalg.det(np.moveaxis(surface.curvature(x, y), -1, 0)) > 0).all()
