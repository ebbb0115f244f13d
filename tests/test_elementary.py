"""The project's own elementary functions: how far off they are, where they are exact, and that there are no others."""

import ast
import inspect
import re
import textwrap
from importlib import import_module

import mpmath
import numba
import numpy as np
import pytest

import optimizers
import surfaces
from surfaces import elementary, powers
from surfaces.calculator import NAMES, calculate
from surfaces.kernel import Kernel, scratch
from surfaces.registry import modules
from surfaces.surface import Surface

COMPILED = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="NUMBA_DISABLE_JIT is set: nothing is compiled")
SEED, MANY = 0, 1500
#: Where the quarters of a circle end the reduction loses most.
FARTHEST = 2**20 * np.pi / 2
#: The largest errors that the docstrings state, in ulp.
ERRORS = {"exp": 0.6, "log": 0.8, "log1p": 0.8, "sin": 0.8, "cos": 0.8, "tan": 1.0, "tanh": 0.6}


def over(function):
    """``function`` at each number of an array, in vector instructions where they can be."""

    @numba.njit(error_model="numpy")
    def run(x, out):
        for i in range(x.shape[0]):
            out[i] = function(x[i])

    def at(x):
        out = np.empty(len(x))
        run(np.asarray(x, float), out)
        return out

    at.run = run
    return at


OVER = {name: over(getattr(elementary, name)) for name in ERRORS}


@numba.njit(error_model="numpy")
def raise_all(x, y, out):
    for i in range(x.shape[0]):
        out[i] = powers.power(x[i], y[i])


def raised(x, y):
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    out = np.empty(x.size)
    raise_all(x.ravel().copy(), y.ravel().copy(), out)
    return out.reshape(x.shape)


def arguments(name):
    rng = np.random.default_rng(SEED)
    wide, near = rng.uniform(-708, 709, MANY), rng.uniform(-2, 2, MANY)
    if name == "exp":
        return np.concatenate([wide, near, near / 1000])
    if name == "log":
        return np.concatenate([np.exp(wide), near[near > 0], 1 + near / 1e4])
    if name == "log1p":
        return np.concatenate([np.exp(wide / 10), np.exp(-np.abs(near)), near[near > -1] / 2, near / 1e4])
    if name == "tanh":
        return np.concatenate([wide / 30, near, np.exp(-np.abs(wide) / 20)])
    return np.concatenate([near * 4, near / 2 * FARTHEST, rng.integers(1, 2**20, MANY) * np.pi / 2])


def worst(got, exact):
    """The largest error of ``got`` in units in the last place of what mpmath says."""
    errors = []
    for value, true in zip(got.tolist(), exact, strict=True):
        ulp = float(np.spacing(abs(float(true))))
        errors.append(float(abs(mpmath.mpf(value) - true) / ulp))
    return max(errors)


@pytest.mark.parametrize("name", ERRORS)
def test_errors_stay_within_what_is_stated(name):
    x = arguments(name)
    with mpmath.workprec(200):
        exact = [getattr(mpmath, name)(mpmath.mpf(each)) for each in x.tolist()]
        assert worst(OVER[name](x), exact) < ERRORS[name]


def test_powers_are_off_by_no_more_than_stated():
    rng = np.random.default_rng(SEED)
    x = np.concatenate([np.exp(rng.uniform(-20, 20, MANY)), 1 + rng.uniform(-0.01, 0.01, MANY)])
    y = np.concatenate([rng.uniform(-30, 30, MANY), rng.uniform(-4e4, 4e4, MANY)])
    steps = np.arange(1.0, 5001.0, 7)
    x = np.concatenate([x, np.full(len(steps), 0.9), np.full(len(steps), 0.999)])
    y = np.concatenate([y, steps, steps])
    with mpmath.workprec(200):
        assert worst(raised(x, y), [mpmath.mpf(a) ** mpmath.mpf(b) for a, b in zip(x, y, strict=True)]) < 0.6


def test_what_is_exact():
    one = {name: OVER[name]([0.0])[0] for name in ERRORS if name != "log"}
    assert one == {"exp": 1.0, "log1p": 0.0, "sin": 0.0, "cos": 1.0, "tan": 0.0, "tanh": 0.0}
    assert OVER["exp"]([1.0])[0] == np.e and OVER["log"]([1.0])[0] == 0.0 and OVER["log"]([np.e])[0] == 1.0
    assert OVER["log1p"]([1e-300])[0] == 1e-300 and OVER["tanh"]([1e-300, -20.0]).tolist() == [1e-300, -1.0]
    x = np.random.default_rng(SEED).uniform(-1e3, 1e3, MANY)
    assert (raised(x, 2.0) == x * x).all() and (raised(x, 1.0) == x).all() and (raised(x, 0.0) == 1.0).all()
    assert (raised(1.0, x) == 1.0).all() and (raised(np.abs(x), 1.0) == np.abs(x)).all()
    for base in (2, 3, 5, 7, 10, -3):
        exponents = [n for n in range(23) if abs(base) ** n < 2**53]
        assert raised(base, exponents).tolist() == [float(base**n) for n in exponents]
    ackley = surfaces.SURFACES["ackley"]()
    assert ackley.evaluate(0.0, 0.0)[0] == 0.0


def test_the_ends_of_the_range():
    inf, nan = np.inf, np.nan
    x = [inf, -inf, nan, 710.0, -746.0, 1e308, -1.0, 0.0]
    expected = {
        "exp": [inf, 0.0, nan, inf, 0.0, inf, np.exp(-1.0), 1.0],
        "log": [inf, nan, nan, np.log(710.0), nan, np.log(1e308), nan, -inf],
        "log1p": [inf, nan, nan, np.log1p(710.0), nan, np.log1p(1e308), -inf, 0.0],
        "tanh": [1.0, -1.0, nan, 1.0, -1.0, 1.0, np.tanh(-1.0), 0.0],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(OVER[name](x), values, rtol=3e-16, err_msg=name)
    for name in ("sin", "cos", "tan"):
        assert np.isnan(OVER[name]([inf, -inf, nan])).all()
    # Numbers below the least normal one: to the last of the few bits that they have.
    few = np.array([-744.0, -740.5, -720.25])
    assert np.abs(OVER["exp"](few) - np.exp(few)).max() <= 5e-324
    np.testing.assert_allclose(OVER["log"]([5e-324, 1e-310]), np.log([5e-324, 1e-310]), rtol=3e-16)


def test_powers_without_a_real_answer_are_those_of_c():
    numbers = [0.0, 1.0, 2.0, 0.5, 3.0, np.inf, np.nan, 1e308, 5e-324, 1e-310, 53.0, 1074.0, 0.1]
    x, y = np.meshgrid([*numbers, *np.negative(numbers)], [*numbers, *np.negative(numbers)])
    with np.errstate(all="ignore"):
        expected = np.float_power(x, y)
    np.testing.assert_allclose(raised(x, y), expected, rtol=3e-16, atol=5e-324)
    known = ~np.isnan(expected)
    assert (np.signbit(raised(x, y)) == np.signbit(expected))[known].all()


def test_large_angles_stay_an_angle():
    """As if the argument were off by its last place; beyond 2⁴⁵, as if it were there."""
    x = np.random.default_rng(SEED).uniform(1e7, 1e12, MANY)
    sine, cosine = OVER["sin"](x), OVER["cos"](x)
    assert (np.abs(sine - np.sin(x)) <= 1.1 * np.spacing(x)).all()
    np.testing.assert_allclose(sine * sine + cosine * cosine, 1.0, rtol=1e-12)
    assert set(OVER["sin"]([1e14, 1e300])) == set(OVER["sin"]([2.0**45]))


@COMPILED
@pytest.mark.parametrize("name", ERRORS)
def test_a_vector_and_a_number_give_the_same_bits(name):
    x = arguments(name)
    together = OVER[name](x)
    alone = np.array([OVER[name](x[i : i + 1])[0] for i in range(0, len(x), 3)])
    assert alone.tobytes() == together[::3].tobytes()
    written = str(OVER[name].run.inspect_llvm(OVER[name].run.signatures[0]))
    assert "x double>" in written, "no vector instructions"
    assert set(re.findall(r"declare double @\"?([\w.]+)", written)) <= {"llvm.fabs.f64", "llvm.floor.f64"}
    assert " contract " not in written and " fast " not in written and "llvm.fma" not in written


@COMPILED
def test_plain_python_gives_the_same_bits():
    """Which is what a browser's engine is held to as well."""
    code = textwrap.dedent(inspect.getsource(elementary) + inspect.getsource(powers))
    code = code.replace("from surfaces.kernel import helper", "helper = lambda function: function")
    code = code.replace("from surfaces.kernel import inlined", "inlined = lambda function: function")
    kept = [line for line in code.splitlines() if "__future__" not in line and "from surfaces." not in line]
    plain: dict = {}
    exec(compile("\n".join(kept), "plain", "exec"), plain)
    with np.errstate(all="ignore"):
        for name in ERRORS:
            x = [*arguments(name)[::37], 0.0, np.inf, -np.inf, 1e300, 5e-324]
            assert np.array([plain[name](each) for each in x]).tobytes() == OVER[name](x).tobytes(), name
        x, y = arguments("log")[::37], arguments("exp")[::37]
        y = y[: len(x)]
        found = np.array([plain["power"](a, b) for a, b in zip(x, y, strict=False)])
    assert found.tobytes() == raised(x[: len(found)], y[: len(found)]).tobytes()


def test_python_calls_what_the_kernels_call():
    for name in NAMES[:-1]:
        np.testing.assert_allclose(calculate(name, 0.75), getattr(np, name)(0.75), rtol=3e-16)
    assert calculate("^", 3.0, 4.0) == 81.0


#: What a kernel may call of NumPy and of math: IEEE 754 defines it to the bit, or it works out no number.
ALLOWED = set(
    "sqrt floor ceil abs isnan isfinite isinf sign e pi inf nan empty empty_like zeros zeros_like full ones arange"
    " array int64 uint64 uint8 uintp float64 float32 intp".split()
)


def kernels():
    """All that is compiled in both packages, by name."""
    found = {}

    def look(holder, name, deep):
        for key, value in vars(holder).items():
            value = value.__func__ if isinstance(value, staticmethod) else value
            if isinstance(value, Kernel) or hasattr(value, "py_func"):
                found[f"{name}.{key}"] = value.py_func
            elif deep and isinstance(value, type) and value.__module__ == holder.__name__:
                look(value, f"{name}.{key}", deep=False)

    inner = ("optimizers.parts", "optimizers.racing")
    for package in (surfaces, optimizers, *map(import_module, inner)):
        for module in modules(package).values():
            look(module, module.__name__, deep=True)
    return found


@COMPILED
def test_kernels_call_nothing_whose_bits_depend_on_the_machine():
    found = kernels()
    assert len(found) > 100 and any(issubclass(each, Surface) for each in surfaces.SURFACES.values())
    for name, function in found.items():
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("np", "math"):
                assert node.attr in ALLOWED, f"{name} calls {node.attr}"
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
                both = (node.left, node.right)
                assert all(isinstance(each, (ast.Constant, ast.UnaryOp)) for each in both), f"{name} raises to a power"


@COMPILED
def test_scratch_is_on_the_stack():
    count = 12

    @numba.njit(_nrt=False)
    def summed(x):
        numbers = scratch(count)
        for i in range(count):
            numbers[i] = x * i
        total = 0.0
        for i in range(count):
            total += numbers[i]
        return total

    assert summed(2.0) == 132.0
