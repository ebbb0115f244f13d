"""What each rule was checked against, and how far apart the two ever were: ``python -m tests.proof``.

The deviation is the largest distance between a coordinate of ours and of the oracle over all recorded
steps of all recorded races, relative to the farthest place of the race, or to 1 where that is nearer.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from tests.twins import TWINS

ORACLES = Path(__file__).parent / "oracles"
#: Rules that no library has in a comparable form: the paper's algorithm, written again, naively, in these files.
PAPER = "the paper, in `tests/twins.py`"
SECOND_ORDER = "the paper, in `tests/test_second_order.py` and `tests/test_line_search.py`"
#: Rules without either: the formula that the page displays, which is read and run against the kernel.
FORMULA = "its displayed formula, in `tests/test_rules.py`"


class Proof(NamedTuple):
    """One row of the table."""

    rule: str
    variant: str
    oracle: str
    deviation: float


def recorded(library: str) -> dict[tuple[str, str], float]:
    """The largest deviation from the races in a library's file, by rule and variant."""
    oracle = json.loads((ORACLES / f"{library}_trajectories.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], float] = {}
    for race in oracle["races"]:
        rule = OPTIMIZERS[race["optimizer"]](**race["hyperparameters"])
        path = run(rule, SURFACES[race["surface"]](), race["start"], oracle["steps"])
        theirs = np.array(race["positions"])
        apart = np.abs(path.positions[:: oracle["every"]] - theirs).max() / max(1.0, np.abs(theirs).max())
        key = (race["optimizer"], rule.variant)
        found[key] = max(found.get(key, 0.0), float(apart))
    return found


def proofs() -> list[Proof]:
    """Every rule and variant that was raced against a library; each other rule with what it is held to."""
    rows = []
    libraries = {"PyTorch": recorded("torch"), "optax": recorded("optax")}
    for key, cls in OPTIMIZERS.items():
        measured = [
            Proof(cls.title, variant or "–", name, deviation)
            for name, found in libraries.items()
            for (rule, variant), deviation in found.items()
            if rule == key
        ]
        written = PAPER if key in {rule for rule, _ in TWINS} else FORMULA
        oracle = SECOND_ORDER if cls.family == "Curvature and line search" else written
        rows += measured or [Proof(cls.title, "all", oracle, math.nan)]
    return rows


def rounded_up(deviation: float) -> str:
    """``3e-15`` for 2.1e-15; a dash where a test compares without recording."""
    if math.isnan(deviation):
        return "test passes"
    if deviation == 0:
        return "0"
    exponent = math.floor(math.log10(deviation))
    digit = math.ceil(deviation / 10.0**exponent - 1e-9)
    return f"{digit}e{exponent}" if digit < 10 else f"1e{exponent + 1}"


if __name__ == "__main__":
    for row in proofs():
        print(f"{row.rule:20}  {row.variant:33}  {row.oracle:8}  {rounded_up(row.deviation)}")
