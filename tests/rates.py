"""Learning rates at which the classics show what a surface is for: ``python -m tests.rates`` prints those found.

A surface declares them as ``rates``. Tried are 1, 2, 3 and 5 of each decade, from the surface's start, for 500 steps.
Of those at which a rule still holds at half as much again, and never goes further in a step than a fifth of the
map's diagonal, so that there is a path to be seen, the one is taken that is first at the lowest minimum, or, where
none gets there, has the lowest loss; of equals, the largest.
"""

from __future__ import annotations

import numpy as np

from optimizers import OPTIMIZERS, Trajectory, run
from optimizers.racing.outcome import diagonal
from surfaces import SURFACES, Surface

RULES = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adagrad")
TRIED = [float(f"{digit}e{decade}") for decade in range(-4, 1) for digit in (1, 2, 3, 5)]
STEPS, MARGIN, LONGEST = 500, 1.5, 0.2


def race(key: str, rate: float, surface: Surface) -> Trajectory:
    return run(OPTIMIZERS[key](lr=rate), surface, steps=STEPS)


def shows_a_path(path: Trajectory, surface: Surface) -> bool:
    """It holds, and its steps can be followed with the eye."""
    if path.outcome.kind in ("diverged", "left the map"):
        return False
    return float(np.hypot(*np.diff(path.positions, axis=0).T).max()) <= LONGEST * diagonal(surface)


def at_the_lowest(path: Trajectory, surface: Surface) -> bool:
    """It has arrived at a minimum that is as low as any, and does not burst out of it: that shows something else."""
    lowest = min((point.value for point in surface.minima), default=-np.inf)
    stays = path.outcome.kind == "arrived" and "bursts out" not in path.outcome.text
    return stays and path.outcome.place[2] <= lowest + 1e-6 * max(1, abs(lowest))


def standing(key: str, rate: float, surface: Surface) -> tuple[bool, float]:
    """What rates are compared by, the least first."""
    path = race(key, rate, surface)
    there = at_the_lowest(path, surface)
    return not there, path.outcome.step if there else float(f"{path.losses[-1]:.3g}")


def found(key: str, surface: Surface) -> float:
    """The rate that is taken of those tried."""

    sound = [
        rate
        for rate in TRIED
        if race(key, MARGIN * rate, surface).outcome.kind != "diverged"
        and shows_a_path(race(key, rate, surface), surface)
    ]
    return min(sound, key=lambda rate: (*standing(key, rate, surface), -rate))


if __name__ == "__main__":
    for name, cls in SURFACES.items():
        held = cls()
        print(name)
        for rule in RULES:
            for what, rate in (("found", found(rule, held)), ("declared", cls.rates.get(rule))):
                if rate is not None:
                    print(f"  {rule:9}{what:9}{rate:8g}  {race(rule, rate, held).outcome.text}")
