"""Who descends: the contract that every rule keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np
from numba import types

from surfaces.claim import Claim
from surfaces.kernel import Blocks, Lanes, Vector, Whole, WholeLanes, compiled, signature_of
from surfaces.numbers import Real, Strict, declared
from surfaces.surface import Curvature, ValueAndGradient

#: Rows of ``Loss.counts``: the evaluations asked for so far; whether a gradient of this step was clipped; of the
#: evaluations, the trials of which the loss alone was wanted; and the matrices asked for so far. ``COUNTS`` is their
#: number.
ASKED, CUT, TRIED, LOOKED, COUNTS = range(5)


class Loss(NamedTuple):
    """What a rule may ask of the surface, and what asking costs."""

    value_and_gradient: ValueAndGradient
    #: The Hessian, or the other matrix that the rule names in ``Optimizer.curvature``.
    curvature: Curvature
    shape: Vector
    #: The recipe's numbers, as ``recipe.gradient`` reads them.
    recipe: Vector
    #: Loss at the points last asked about, ``(lanes,)``.
    f: Vector
    #: What was asked for, ``(COUNTS, lanes)``: see ``ASKED``.
    counts: WholeLanes
    #: Which replicate's noise each lane meets, ``(lanes,)``.
    replicates: Whole
    #: Whether all lanes are known to have the same hyperparameters, but for the learning rate.
    same_hyper: bool


@signature_of
def GRADIENT(loss: Loss, x: Lanes, t: int, g: Lanes) -> None:
    """The gradient that rules see at ``x``, ``(2, lanes)``, in step ``t``, written to ``g``, ``(2, lanes)``."""


Gradient = Annotated[Any, types.FunctionType(GRADIENT)]


@signature_of
def STEP(gradient: Gradient, loss: Loss, x: Lanes, g: Lanes, t: int, state: Blocks, hyper: Lanes) -> None:
    """Step ``t`` (from 1) of every lane, in place.

    ``x`` and the scratch ``g`` are ``(2, lanes)``, ``state`` is ``(slots, 2, lanes)``, ``hyper`` is
    ``(hyperparameters, lanes)`` with rows in the order of declaration.
    """


Step = Annotated[Any, types.FunctionType(STEP)]


def kernel(function: Callable) -> Any:
    """Compile the ``step`` of a rule."""
    return staticmethod(compiled(function, STEP))


#: The families that rules belong to, in the order in which a menu lists them.
FAMILIES = ("Plain", "Adaptive", "Decay", "Averaging and flatness", "Curvature and line search")


class Note(NamedTuple):
    """A paragraph of what research adds to a rule."""

    text: str
    source: str


def texts(by: dict[str, str]) -> Mapping[str, str]:
    """Texts by name, never to be changed."""
    return MappingProxyType(by)


class LearningRate(Real):
    """η > 0."""

    def __init__(self, default: float = 0.001, **kwargs: Any) -> None:
        described = {"label": "η", "doc": "Learning rate. Sweep it first: it matters more than the rule."}
        limits = {"bounds": (0, 10), "inclusive_bounds": (False, True), "softbounds": (1e-5, 1)}
        super().__init__(default, **{**described, **limits, **kwargs})


class Decay(Real):
    """A forgetting factor 0 ≤ β < 1, with a memory of about 1/(1 − β) steps."""

    def __init__(self, default: float = 0.9, **kwargs: Any) -> None:
        limits = {"bounds": (0, 1), "inclusive_bounds": (True, False), "softbounds": (0, 0.9999)}
        super().__init__(default, **{**limits, **kwargs})


class Epsilon(Real):
    """A small ε ≥ 0 that keeps a denominator from zero; where it outweighs the root, the rule is ``like`` another."""

    def __init__(self, default: float = 1e-8, like: str = "momentum (EMA)", **kwargs: Any) -> None:
        described = {
            "label": "ε",
            "doc": f"Added to the denominator: the larger, the closer to {like} at the rate η/ε.",
        }
        limits = {"bounds": (0, 1), "softbounds": (1e-10, 0.1)}
        super().__init__(default, **{**described, **limits, **kwargs})


class Optimizer(Strict):
    """A rule that moves points downhill.

    A subclass lives in a file of its own, whose name is its key. Its Params are its
    hyperparameters, ``lr`` first: that one declaration is validation, slider, tooltip and URL key.
    A switch between variants is a ``Selector`` (its place in the list is what the kernel reads) or
    a ``Boolean``.
    """

    __abstract = True
    called = "hyperparameter"

    #: Set by discovery: the file's name, by which menus, URLs and tests know the rule.
    key: ClassVar[str]
    #: The rule's place in the menu, lowest first. It says nothing else about the rule.
    order: ClassVar[int]
    title: ClassVar[str]
    #: The rule's family, one of ``FAMILIES``, under which a menu lists it. A recurrence with matrices or line searches
    #: belongs to the last: its tests read it otherwise.
    family: ClassVar[str] = "Plain"
    #: Names of the vectors that the rule remembers.
    slots: ClassVar[tuple[str, ...]] = ()
    #: Those of them that are one number for all coordinates.
    scalars: ClassVar[tuple[str, ...]] = ()
    #: What it remembers, in words, where that is more than so many vectors.
    remembers: ClassVar[str] = ""
    #: Paper, with the number of its algorithm or equation.
    reference: ClassVar[str]
    #: What it does, in a sentence for who has never met it.
    idea: ClassVar[str]
    #: What practice takes it for, in a few words: a race in two dimensions may show none of it.
    best_for: ClassVar[str]
    #: When to use it, and when not: a sentence or two each. What a race in two dimensions cannot show says so.
    use: ClassVar[str]
    avoid: ClassVar[str]
    #: Races that show what these texts and those of the hyperparameters state.
    claims: ClassVar[tuple[Claim, ...]] = ()
    #: The values that texts print and practice takes, by hyperparameter, for each that is a number.
    typical: ClassVar[Mapping[str, str]]
    #: What the symbols of the recurrence mean, by their LaTeX: all that are neither hyperparameters nor everybody's.
    symbols: ClassVar[Mapping[str, str]] = texts({})
    #: What research adds, if anything.
    deeper: ClassVar[tuple[Note, ...]] = ()
    #: The hyperparameter that a one-cycle schedule moves against the learning rate, if there is one.
    cycled: ClassVar[str | None] = None
    #: The matrix that the rule may ask for: ``"hessian"``, or ``"fisher"`` or ``"kfac"``, which few surfaces have.
    curvature: ClassVar[str] = "hessian"

    #: Whether a step asks for one gradient, first of all and at the point itself, and never for the loss. A race has
    #: just evaluated the surface there, and then need not do so again.
    asks_once: ClassVar[bool] = False
    #: The most gradients that one step asks for, trials of a line search included, and the most matrices.
    most_asked: ClassVar[int] = 1
    most_looked: ClassVar[int] = 0

    step: ClassVar[Any]

    @property
    def recurrence(self) -> tuple[str, ...]:
        """The rule in LaTeX, an assignment a line, for the variant in force."""
        raise NotImplementedError

    @property
    def variant(self) -> str:
        """The variant in force, in words; empty for a rule that has but one."""
        return ""

    def stability_limit(self, curvature: float) -> float | None:
        """The learning rate from which on the rule diverges on a quadratic of that largest curvature, where known."""
        return None

    @property
    def torch(self) -> str:
        """The equivalent PyTorch line, or why there is none."""
        raise NotImplementedError

    @property
    def departs(self) -> str:
        """Where a race parts from that line, in a sentence; empty where it does nowhere."""
        if getattr(self, "eps", None) == 0 and self.torch.startswith("torch."):
            return "With ε = 0, PyTorch has NaN in a coordinate that has felt no gradient yet; here it takes no step."
        return ""

    @property
    def parts(self) -> Mapping[str, str]:
        """Where the race parts from that line under a recipe, in a sentence each, by what of the recipe does it.

        ``"schedule"`` is a rate that moves, ``"decoupled"`` a decay of that form; ``"noise"`` may be of a batch.
        """
        return texts({})

    @property
    def torch_place(self) -> str:
        """What the race shows, in terms of the parameters ``theta`` and the ``optimizer`` of PyTorch."""
        return "theta"

    @property
    def hyper(self) -> np.ndarray:
        """The hyperparameters as the kernel reads them, ``(n,)``, in the order of declaration."""
        return np.array([self._number(name) for name in declared(type(self))], dtype=np.float64)

    def _number(self, name: str) -> float:
        value = getattr(self, name)
        return float(type(self).param[name].objects.index(value) if isinstance(value, str) else value)
