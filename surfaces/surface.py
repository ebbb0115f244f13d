"""What is descended: the contract that every loss surface keeps."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import numpy as np
import param
from numba import types

from surfaces.kernel import compiled

_LANES = types.float64[:, ::1]
_VECTOR = types.float64[::1]

#: ``value_and_gradient(x, shape, f, g)``: ``x`` and ``g`` are ``(2, lanes)``, ``f`` is ``(lanes,)``.
VALUE_AND_GRADIENT = types.void(_LANES, _VECTOR, _VECTOR, _LANES)
#: ``hessian(x, shape, h)``: ``x`` is ``(2, lanes)``, ``h`` is ``(3, lanes)``, rows xx, xy, yy.
HESSIAN = types.void(_LANES, _VECTOR, _LANES)


def kernel(signature: Any) -> Callable[[Callable], Any]:
    """Compile one of the two kernels of a surface."""
    return lambda function: staticmethod(compiled(signature)(function))


class Point(NamedTuple):
    """A stationary point of a surface and the loss there."""

    x: float
    y: float
    value: float


def is_real(value: Any) -> bool:
    """Whether ``value`` is one finite real number: no text, no truth value, no array, no NaN."""
    if not isinstance(value, numbers.Real) or isinstance(value, (bool, np.bool_)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


class Real(param.Number):
    """A Param number that takes finite real numbers only; Param's own takes True, arrays and 1j as well."""

    def __get__(self, obj: Any, objtype: type) -> Any:
        # A Number may also be a function of time, and looks for one at every reading.
        return param.Parameter.__get__(self, obj, objtype)

    def _validate_value(self, val: Any, allow_None: bool) -> None:
        if not (is_real(val) or (allow_None and val is None)):
            owner = self.owner if isinstance(self.owner, type) else type(self.owner)
            raise ValueError(
                f"{owner.__name__}.{self.name} must be a finite real number within {self.bounds}, not {val!r}"
            )
        super()._validate_value(val, allow_None)


class Surface(param.Parameterized):
    """A loss in two variables, exact: value, gradient and Hessian are analytic.

    A subclass lives in a file of its own, whose name is its key. Its Param numbers are its shape
    parameters: that one declaration is validation, slider, tooltip and URL key.
    """

    __abstract = True

    #: Set by discovery: the file's name, by which menus, URLs and tests know the surface.
    key: ClassVar[str]
    #: Place in the menu, lowest first.
    order: ClassVar[int]
    title: ClassVar[str]
    #: LaTeX in x, y and the labels of the shape parameters.
    formula: ClassVar[str]
    #: Data that the formula sums over, by the letter that carries the index there.
    data: ClassVar[dict[str, tuple[float, ...]]] = {}
    #: One sentence of intuition.
    intuition: ClassVar[str]
    reference: ClassVar[str]
    #: ``((x_min, x_max), (y_min, y_max))``, in equal units on the map.
    domain: ClassVar[tuple[tuple[float, float], tuple[float, float]]]
    #: Where a race starts unless told otherwise.
    start: ClassVar[tuple[float, float]]
    #: All minima and saddles that are known, or a property where they move with the shape.
    minima: ClassVar[tuple[Point, ...]]
    saddles: ClassVar[tuple[Point, ...]] = ()
    #: Whether the loss spans decades on the domain, so that equal ratios deserve equal colour steps.
    log_colour: ClassVar[bool] = False
    #: Whether what was worked out for one visitor may be kept for others: not where the surface is what they typed.
    shared: ClassVar[bool] = True

    #: Of a mean over samples: how many. The shape then ends with the weight of each in that mean, 1.
    samples: ClassVar[int] = 0

    value_and_gradient: ClassVar[Any]
    hessian: ClassVar[Any]
    #: Of a negative log-likelihood: its Fisher matrix and K-FAC's block-diagonal approximation of it,
    #: kernels like ``hessian``. ``None`` where there is no likelihood.
    fisher: ClassVar[Any] = None
    kfac: ClassVar[Any] = None

    def __init__(self, **shape: Any) -> None:
        refuse_unknown(type(self), "shape parameter", shape)
        super().__init__(**shape)

    @property
    def shape(self) -> np.ndarray:
        """The shape parameters as the kernels read them, ``(n,)``, in the order of declaration."""
        declared_ = [getattr(self, name) for name in declared(type(self))]
        return np.array([*declared_, *[1.0] * self.samples], dtype=np.float64)

    def evaluate(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
        """Loss and gradient at the points ``(x, y)``, which broadcast to a common shape ``s``.

        Returns arrays of shape ``s`` and ``(2, *s)``.
        """
        points, common = _lanes(x, y)
        f, g = np.empty(points.shape[1]), np.empty_like(points)
        self.value_and_gradient(points, self.shape, f, g)
        return f.reshape(common), g.reshape(2, *common)

    def curvature(self, x: Any, y: Any) -> np.ndarray:
        """Hessian at the points ``(x, y)`` of common shape ``s``: ``(2, 2, *s)``."""
        points, common = _lanes(x, y)
        h = np.empty((3, points.shape[1]))
        self.hessian(points, self.shape, h)
        xx, xy, yy = h.reshape(3, *common)
        return np.array([[xx, xy], [xy, yy]])


_DECLARED: dict[type, list[str]] = {}


def declared(cls: type[param.Parameterized]) -> list[str]:
    """Names of the Params that ``cls`` declares, in the order of their declaration."""
    if cls not in _DECLARED:
        _DECLARED[cls] = [name for name in cls.param if name != "name"]
    return _DECLARED[cls]


def refuse_unknown(cls: type[param.Parameterized], what: str, given: dict[str, Any]) -> None:
    """Raise ``TypeError`` for a name that ``cls`` does not declare, saying which it does."""
    allowed = declared(cls)
    for name, value in given.items():
        if name not in allowed:
            has = f"it has {', '.join(allowed)}" if allowed else "it has none"
            raise TypeError(f"{cls.__name__} has no {what} {name!r} (given {value!r}): {has}")


def _lanes(x: Any, y: Any) -> tuple[np.ndarray, tuple[int, ...]]:
    xs, ys = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    return np.ascontiguousarray(np.stack([xs.ravel(), ys.ravel()])), xs.shape
