"""What the README says is what happens."""

from __future__ import annotations

import contextlib
import io
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.proof import proofs

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def between(name: str) -> str:
    return re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL).group(1).strip()


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def test_the_worked_example_prints_what_it_says():
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(blocks("python")[0], {})
    assert said.getvalue() == blocks("text")[0]


def test_the_example_of_the_whole_space_prints_what_it_says():
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(blocks("python")[2], {})
    assert said.getvalue() == blocks("text")[1]


def test_the_recipe_s_example_gives_sixteen_races():
    names: dict[str, object] = {}
    exec(blocks("python")[1], names)
    assert len({path.positions.tobytes() for path in names["paths"]}) == 16


def test_the_table_of_racers_is_the_registry():
    rows = [(cls.title, f"`{key}`", cls.reference) for key, cls in OPTIMIZERS.items()]
    assert between("racers") == table(("racer", "key", "source"), rows)


def test_the_table_of_surfaces_is_the_registry():
    rows = [(cls.title, f"`{key}`", f"${cls().formula}$") for key, cls in SURFACES.items()]
    assert between("surfaces") == table(("surface", "key", "formula"), rows)


def test_the_table_of_proofs_is_what_was_measured():
    stated = [line.strip("| ").split(" | ") for line in between("proof").splitlines()[2:]]
    measured = proofs()
    assert [cells[:3] for cells in stated] == [[row.rule, row.variant, row.oracle] for row in measured]
    for (*_, deviation), row in zip(stated, measured, strict=True):
        # Another machine may round another way, in the last bits.
        assert math.isnan(row.deviation) or row.deviation <= 2 * float(deviation) + 2e-15


def test_the_picture_is_there():
    assert (ROOT / re.search(r"!\[.*?\]\((.*?)\)", README).group(1)).stat().st_size > 10_000


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """A copy of the project with the README's racer added: one file, nothing else."""
    root = tmp_path_factory.mktemp("grown")
    for package in ("app", "optimizers", "surfaces", "tests"):
        shutil.copytree(ROOT / package, root / package)
    (root / "surfaces" / "bowl.py").write_text(BOWL, encoding="utf-8")
    name = re.search(r"as `optimizers/(\w+)\.py`", README).group(1)
    (root / "optimizers" / f"{name}.py").write_text(
        next(block for block in blocks("python") if "@kernel" in block), encoding="utf-8"
    )
    return root


BOWL = """
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel
from surfaces.numbers import Real


class Bowl(Surface):
    order = 900
    title = "Bowl"
    formula = r"a \\cdot (x^2 + y^2)"
    intuition = "Round."
    reference = "none"
    domain = ((-1.0, 1.0), (-1.0, 1.0))
    start = (0.5, 0.5)
    minima = (Point(0.0, 0.0, 0.0),)

    a = Real(1.0, bounds=(0.1, 10), label="a", doc="Steepness.")

    @kernel(VALUE_AND_GRADIENT)
    def value_and_gradient(x, shape, f, g):
        for k in range(x.shape[1]):
            f[k] = shape[0] * (x[0, k] * x[0, k] + x[1, k] * x[1, k])
            g[0, k] = 2.0 * shape[0] * x[0, k]
            g[1, k] = 2.0 * shape[0] * x[1, k]

    @kernel(HESSIAN)
    def hessian(x, shape, h):
        for k in range(x.shape[1]):
            h[0, k] = h[2, k] = 2.0 * shape[0]
            h[1, k] = 0.0
"""


def test_a_racer_and_a_surface_are_one_file_each(grown):
    script = """
import json

from app.page import Page
from app.controls import controls
from app.runs import race, setup
from app.settings import Settings, apply
from optimizers import OPTIMIZERS

settings = Settings()
assert list(OPTIMIZERS)[-1] == "sign", list(OPTIMIZERS)
assert "sign.lr" in [control["key"] for control in controls(settings)]
assert apply(settings, {"racers": "sign", "sign.lr": "0.02", "steps": "10"}) == []
shown = race(setup(settings))
assert [racer["key"] for racer in shown["racers"]] == ["sign"]
x, y, *_ = shown["drawn"][:, 0]
assert abs(x[1] + 1.18) < 1e-6 and abs(y[1] - 1.02) < 1e-6, (x[:2], y[:2])

assert apply(settings, {"surface": "bowl", "bowl.a": "2"}) == []
assert abs(race(setup(settings))["exact"][0, 0, 0] - 1) < 1e-12

page = Page({"surface": [b"bowl"], "bowl.a": [b"3"], "racers": [b"sign"], "sign.lr": [b"0.5"]})
reply = json.loads(page.wire.reply["words"])
assert page.wire.reply["notices"] == [] and reply["surface"]["title"] == "Bowl", page.wire.reply
assert reply["query"]["sign.lr"] == "0.5" and reply["query"]["bowl.a"] == "3", reply["query"]

from tests.proof import proofs

assert "Sign descent" in [row.rule for row in proofs()]
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=grown, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
