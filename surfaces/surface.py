"""What is descended: the contract that every loss surface keeps."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np
from numba import types

from surfaces.claim import Claim
from surfaces.kernel import Lanes, Vector, compiled, signature_of
from surfaces.numbers import Strict, declared


@signature_of
def VALUE_AND_GRADIENT(x: Lanes, shape: Vector, f: Vector, g: Lanes) -> None:
    """Loss at the points ``x``, ``(2, lanes)``, written to ``f``, ``(lanes,)``; gradient to ``g``, ``(2, lanes)``."""


@signature_of
def HESSIAN(x: Lanes, shape: Vector, h: Lanes) -> None:
    """Second derivatives at the points ``x``, ``(2, lanes)``, written to ``h``, ``(3, lanes)``: rows xx, xy, yy."""


@signature_of
def POINTS(shape: Vector, points: Lanes) -> None:
    """The stationary points of a surface on which they move with the shape, minima before saddles.

    They are written to ``points``, ``(3, n)``: rows x, y and the loss there.
    """


#: Kernels of either kind, as an argument or in a record.
ValueAndGradient = Annotated[Any, types.FunctionType(VALUE_AND_GRADIENT)]
Curvature = Annotated[Any, types.FunctionType(HESSIAN)]


def kernel(signature: Any) -> Callable[[Callable], Any]:
    """Compile one of the kernels of a surface."""
    return lambda function: staticmethod(compiled(function, signature))


#: The map is drawn this many times as wide and high as the domain.
WIDTH, HEIGHT = 3.6, 1.8


def tuned(**rates: float) -> Mapping[str, float]:
    """Learning rates by rule, never to be changed."""
    return MappingProxyType(rates)


class Point(NamedTuple):
    """A stationary point of a surface and the loss there."""

    x: float
    y: float
    value: float


class Surface(Strict):
    """A loss in two variables, exact: value, gradient and Hessian are analytic.

    A subclass lives in a file of its own, whose name is its key. Its Param numbers are its shape
    parameters: that one declaration is validation, slider, tooltip and URL key.
    """

    __abstract = True
    called = "shape parameter"

    #: Set by discovery: the file's name, by which menus, URLs and tests know the surface.
    key: ClassVar[str]
    #: Place in the menu, lowest first.
    order: ClassVar[int]
    title: ClassVar[str]
    #: In a word or two, for who looks for one of its kind.
    kind: ClassVar[str] = ""
    #: Learning rates at which the classic rules show, from ``start`` and within 500 steps, what it is for, by key. They
    #: are found by trying (``python -m tests.rates``), and are those of nobody's else.
    rates: ClassVar[Mapping[str, float]] = tuned()
    #: LaTeX in x, y and the labels of the shape parameters.
    formula: ClassVar[str]
    #: Data that the formula sums over, by the letter that carries the index there.
    data: ClassVar[dict[str, tuple[float, ...]]] = {}
    #: The formula in PyTorch: the body of a function of x and y that knows ``math``, ``torch``, the shape parameters by
    #: name and, where the loss is a mean over samples, the tensor of their ``weights``. Empty where there is none.
    torch: ClassVar[str] = ""
    #: A sentence or two of intuition.
    intuition: ClassVar[str]
    #: Races that show what it and the texts of the shape parameters state.
    claims: ClassVar[tuple[Claim, ...]] = ()
    reference: ClassVar[str]
    #: ``((x_min, x_max), (y_min, y_max))``, in equal units on the map.
    domain: ClassVar[tuple[tuple[float, float], tuple[float, float]]]
    #: Where a race starts for which no start is named.
    start: ClassVar[tuple[float, float]]
    #: All minima and saddles that are known, or a property where they move with the shape.
    minima: ClassVar[tuple[Point, ...]]
    saddles: ClassVar[tuple[Point, ...]] = ()
    #: The shape parameters that are in degrees here, and for the kernels in radians.
    angles: ClassVar[tuple[str, ...]] = ()
    #: A kernel that knows them where they move, and how many minima and saddles there are.
    points: ClassVar[Any] = None
    moving: ClassVar[tuple[int, int]] = (0, 0)
    #: Whether the loss spans decades on the domain, so that equal ratios deserve equal colour steps.
    log_colour: ClassVar[bool] = False
    #: Whether results for one visitor may be kept for others. What a visitor typed leaves nothing behind.
    cacheable: ClassVar[bool] = True

    #: Nanoseconds that value and gradient of one lane take, about: what a race is going to cost is counted with it.
    price: ClassVar[float] = 5.0

    #: How many samples the loss is a mean over, if it is one. The shape then ends with each sample's weight, 1.
    samples: ClassVar[int] = 0

    value_and_gradient: ClassVar[Any]
    hessian: ClassVar[Any]
    #: Kernels like ``hessian``, where the loss is a negative log-likelihood: its Fisher matrix, and K-FAC's
    #: block-diagonal approximation of that. ``None`` where there is no likelihood.
    fisher: ClassVar[Any] = None
    kfac: ClassVar[Any] = None
    #: What these two are here, in LaTeX, by their names: a recurrence says no more than 𝓕(θ) and 𝒦(θ).
    matrices: ClassVar[dict[str, str]] = {}

    @property
    def moved(self) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """Minima and saddles of this shape, where they move with it."""
        found = np.empty((3, sum(self.moving)))
        self.points(self.shape, found)
        points = [Point(*column) for column in found.T.tolist()]
        return tuple(points[: self.moving[0]]), tuple(points[self.moving[0] :])

    @property
    def marked(self) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """Minima and saddles that a map marks: those that are known, and more beside the domain where they go on."""
        return self.minima, self.saddles

    @property
    def drawn(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """All that is drawn of the map: more than the domain, to fill frames of any shape."""
        (left, right), (bottom, top) = self.domain
        return _stretched(left, right, WIDTH), _stretched(bottom, top, HEIGHT)

    @property
    def shape(self) -> np.ndarray:
        """The shape parameters as the kernels read them, ``(n,)``, in the order of declaration."""
        held = {name: getattr(self, name) for name in declared(type(self))}
        numbers = [math.radians(value) if name in self.angles else value for name, value in held.items()]
        return np.array([*numbers, *[1.0] * self.samples], dtype=np.float64)

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


def _stretched(low: float, high: float, factor: float) -> tuple[float, float]:
    centre, half = (low + high) / 2, (high - low) / 2 * factor
    return centre - half, centre + half


def _lanes(x: Any, y: Any) -> tuple[np.ndarray, tuple[int, ...]]:
    xs, ys = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    return np.ascontiguousarray(np.stack([xs.ravel(), ys.ravel()])), xs.shape
