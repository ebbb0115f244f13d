"""The README's tables of racers, surfaces and proofs, and that of outcomes, from what they are about.

``python -m tests.readme`` writes them anew, after a racer or a surface was added.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from optimizers import OPTIMIZERS, Ending
from surfaces import SURFACES
from tests.proof import Proof, proofs, rounded_up

FILE = Path(__file__).resolve().parent.parent / "README.md"
OUTCOMES = FILE.parent / "docs" / "outcomes.md"


def between(name: str, readme: str) -> str:
    """What stands between the markers ``name``."""
    return re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", readme, re.DOTALL).group(1).strip()


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def racers() -> str:
    rows = [(cls.title, f"`{key}`", cls.reference) for key, cls in OPTIMIZERS.items()]
    return table(("racer", "key", "source"), rows)


def surfaces() -> str:
    rows = [(cls.title, f"`{key}`", f"${cls().formula}$") for key, cls in SURFACES.items()]
    return table(("surface", "key", "formula"), rows)


def outcomes() -> str:
    return table(("outcome", "what it means"), [(f"**{ending.words}**", ending.meaning) for ending in Ending])


def stated(readme: str) -> dict[tuple[str, ...], str]:
    """The deviations that stand in ``readme``, by rule, variant and oracle."""
    cells = [line.strip("| ").split(" | ") for line in between("proof", readme).splitlines()[2:]]
    return {tuple(row[:3]): row[3] for row in cells}


def holds(deviation: str, proof: Proof) -> bool:
    """Whether a stated deviation covers what was measured: another machine may round another way, in the last bits."""
    if math.isnan(proof.deviation):
        return deviation == rounded_up(proof.deviation)
    return deviation[0].isdigit() and proof.deviation <= 2 * float(deviation) + 2e-15


def proof(readme: str) -> str:
    """The table of proofs; a deviation that stands in ``readme`` and holds is left as it is."""
    known, rows = stated(readme), []
    for row in proofs():
        old = known.get(row[:3], "-")
        rows.append((*row[:3], old if holds(old, row) else rounded_up(row.deviation)))
    return table(("rule", "variant", "oracle", "largest deviation"), rows)


def written(readme: str) -> str:
    """``readme`` with its three tables as they must be."""
    for name, text in (("racers", racers()), ("surfaces", surfaces()), ("proof", proof(readme))):
        readme = readme.replace(between(name, readme), text)
    return readme


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")
    words = OUTCOMES.read_text(encoding="utf-8")
    OUTCOMES.write_text(words.replace(between("outcomes", words), outcomes()), encoding="utf-8")
