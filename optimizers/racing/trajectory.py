"""All that a race leaves behind, and what may be made of it: ``Trajectory``, and ``Replicates`` of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from optimizers.racing.outcome import Outcome
from surfaces.numbers import Snapshot


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """All that a race of ``n`` steps leaves behind; row 0 is the start, row t is after step t.

    Where the race diverged, positions, losses, gradients and slots are NaN from that step on.
    """

    #: The rule and the surface as they were raced.
    rule: Snapshot
    surface: Snapshot
    #: ``(n + 1, 2)``
    positions: np.ndarray
    #: Loss, ``(n + 1,)``
    losses: np.ndarray
    #: True gradient, ``(n + 1, 2)``
    gradients: np.ndarray
    #: What the rule remembers, by name, each ``(n + 1, 2)``
    slots: dict[str, np.ndarray]
    #: Rate of the step that follows the row, ``(n + 1,)``
    learning_rates: np.ndarray
    #: Evaluations of the surface that the rule has asked for so far: gradients, and trials, ``(n + 1,)``
    evaluations: np.ndarray
    #: Of these, the trials of a line search that wanted the loss alone, ``(n + 1,)``
    trials: np.ndarray
    #: Matrices that it has asked for so far: Hessians (Sophia: their diagonals) or Fisher matrices, ``(n + 1,)``
    matrices: np.ndarray
    #: Whether a gradient of the step that led to the row was clipped, ``(n + 1,)``
    clipped: np.ndarray
    outcome: Outcome

    def __repr__(self) -> str:
        rates = f"lr={self.rule.values['lr']:g}"
        steps = len(self.losses) - 1
        return f"<{self.rule.cls.__name__}({rates}) on {self.surface.cls.__name__}, {steps} steps: {self.outcome.text}>"

    def __eq__(self, other: object) -> bool:
        """Whether the same was raced and came to the same, to the bit."""
        if not isinstance(other, Trajectory):
            return NotImplemented
        return all(_same(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))

    def to_pandas(self) -> Any:
        """All rows as a ``pandas.DataFrame``, indexed by step, with a column for each coordinate."""
        import pandas as pd

        columns: dict[str, np.ndarray] = {}
        for name, pair in {"": self.positions, "gradient_": self.gradients, **_prefixed(self.slots)}.items():
            columns |= {f"{name}x": pair[:, 0], f"{name}y": pair[:, 1]}
        names = ("losses", "learning_rates", "evaluations", "trials", "matrices", "clipped")
        columns |= {ONE.get(name, name): getattr(self, name) for name in names}
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self.losses), name="step"))

    def plot(self) -> Any:
        """The path on the contours of its surface, and the loss against the step: figures of Bokeh, in a row."""
        from optimizers.racing.picture import picture

        return picture(self)


#: What one row of a column holds, where the column's name is a plural.
ONE = {"losses": "loss", "learning_rates": "learning_rate"}


class Replicates(list[Trajectory]):
    """Races that differ in their noise alone, and what they have in common as arrays with a row for each."""

    def array(self, name: str) -> np.ndarray:
        """``positions``, ``losses`` or whatever else a ``Trajectory`` has as an array: ``(count, n + 1, …)``."""
        return np.stack([getattr(each, name) for each in self])

    @property
    def positions(self) -> np.ndarray:
        """``(count, n + 1, 2)``"""
        return self.array("positions")

    @property
    def losses(self) -> np.ndarray:
        """``(count, n + 1)``"""
        return self.array("losses")


def _prefixed(slots: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{name}_": slot for name, slot in slots.items()}


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[name], b[name]) for name in a)
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return bool(a == b)
