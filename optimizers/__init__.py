"""Optimizers as compiled rules, and the races they run.

``OPTIMIZERS`` maps each key to its class, in menu order. A rule is one file in this folder; adding a
file adds the rule to the menu, the controls, the URL and the tests.
"""

import sys

from optimizers.optimizer import Optimizer
from optimizers.racing.basin import Basin, basin
from optimizers.racing.outcome import Ending, Outcome
from optimizers.racing.race import replicates, run
from optimizers.racing.recipe import Recipe
from optimizers.racing.sweep import Sweep, sweep
from optimizers.racing.trajectory import Replicates, Trajectory
from optimizers.racing.tune import Tuned, Tuning, tune
from surfaces.registry import discover

__all__ = [
    "OPTIMIZERS",
    "Basin",
    "Ending",
    "Optimizer",
    "Outcome",
    "Recipe",
    "Replicates",
    "Sweep",
    "Trajectory",
    "Tuned",
    "Tuning",
    "basin",
    "replicates",
    "run",
    "sweep",
    "tune",
]

OPTIMIZERS: dict[str, type[Optimizer]] = discover(sys.modules[__name__], Optimizer)
