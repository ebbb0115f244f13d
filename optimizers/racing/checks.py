"""What cannot race is refused, in a sentence: ``check``, and ``point`` for a start."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from optimizers.optimizer import Optimizer
from optimizers.racing.recipe import Recipe
from surfaces.numbers import is_real
from surfaces.surface import Surface

#: The most races that one call runs side by side.
MOST_REPLICATES = 64


def check(optimizer: Any, surface: Any, recipe: Any, steps: Any, count: Any = 1) -> tuple[int, int]:
    """Refuse what cannot race; steps and count as plain integers."""
    for name, value, kind in (
        ("optimizer", optimizer, Optimizer),
        ("surface", surface, Surface),
        ("recipe", recipe, Recipe),
    ):
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be an instance of {kind.__name__}, not {value!r}")
    for name, value in (("steps", steps), ("count", count)):
        if not isinstance(value, numbers.Integral) or isinstance(value, bool):
            raise TypeError(f"{name} must be a whole number, not {value!r}")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps!r}")
    if not 1 <= count <= MOST_REPLICATES:
        raise ValueError(f"count must be from 1 to {MOST_REPLICATES}, not {count!r}")
    if recipe.batch > 0 and surface.samples == 0:
        raise ValueError(f"batch must be 0 on {surface.title}, which has no samples, not {recipe.batch}")
    if getattr(surface, optimizer.curvature) is None:
        raise ValueError(f"surface must have a {optimizer.curvature} matrix for {optimizer.title}, not {surface.title}")
    return int(steps), int(count)


def point(start: Any) -> tuple[float, float]:
    """A start as two plain floats; anything else is refused."""
    numbers_ = list(start) if isinstance(start, (tuple, list, np.ndarray)) else []
    if len(numbers_) == 2 and all(is_real(value) for value in numbers_):
        return float(numbers_[0]), float(numbers_[1])
    raise ValueError(f"start must be two finite numbers, not {start!r}")
