"""What the README says is what happens."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import readme
from tests.readme import between

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


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


def test_the_tables_are_what_the_registries_and_the_measurements_say():
    """``python -m tests.readme`` writes them."""
    assert between("racers", README) == readme.racers()
    assert between("surfaces", README) == readme.surfaces()
    assert between("proof", README) == readme.proof(README)


def test_outcomes_are_defined_once():
    assert between("outcomes", readme.OUTCOMES.read_text(encoding="utf-8")) == readme.outcomes()


def test_the_picture_is_there():
    assert (ROOT / re.search(r"!\[.*?\]\((.*?)\)", README).group(1)).stat().st_size > 10_000


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """A copy of the project with the README's racer and a surface added: one file each, and one command."""
    root = tmp_path_factory.mktemp("grown")
    for package in ("app", "optimizers", "surfaces", "tests", ".github"):
        shutil.copytree(ROOT / package, root / package)
    shutil.copytree(ROOT / "docs", root / "docs")
    for file in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / file, root / file)
    (root / "surfaces" / "bowl.py").write_text(BOWL, encoding="utf-8")
    name = re.search(r"as `optimizers/(\w+)\.py`", README).group(1)
    (root / "optimizers" / f"{name}.py").write_text(
        next(block for block in blocks("python") if "@kernel" in block), encoding="utf-8"
    )
    python(root, "-m", "tests.readme")
    return root


def python(folder: Path, *arguments: str) -> str:
    """What a new interpreter prints, in ``folder`` and with the packages there."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


BOWL = """
from surfaces.surface import HESSIAN, VALUE_AND_GRADIENT, Point, Surface, kernel
from surfaces.numbers import Real


class Bowl(Surface):
    \"\"\"A round bowl.\"\"\"

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

from app.reply import Browser, order, reply
from app.controls import controls
from app.runs import race, setup
from app.sets import families
from app.settings import Settings, apply
from optimizers import OPTIMIZERS

settings = Settings()
assert list(OPTIMIZERS)[-1] == "sign", list(OPTIMIZERS)
assert families()["Plain"][-1] == "sign"
assert "sign.lr" in [control["key"] for control in controls(settings)]
assert apply(settings, {"racers": "sign", "sign.lr": "0.02", "steps": "10"}) == []
shown = race(setup(settings))
assert [racer["key"] for racer in shown["racers"]] == ["sign"]
right, up = shown["measured"][2:, 0]
# From Rosenbrock's minimum, (1, 1).
assert abs(right[1] + 2.18) < 1e-6 and abs(up[1] - 0.02) < 1e-6, (right[:2], up[:2])

assert apply(settings, {"surface": "bowl", "bowl.a": "2"}) == []
assert abs(race(setup(settings))["measured"][0, 0, 0] - 1) < 1e-6

settings = Settings()
assert apply(settings, {"surface": "bowl", "bowl.a": "3", "racers": "sign", "sign.lr": "0.5"}) == []
said = json.loads(reply(order(settings, Browser()))["words"])
assert said["surface"]["title"] == "Bowl", said
assert said["query"]["sign.lr"] == "0.5" and said["query"]["bowl.a"] == "3", said["query"]
"""
    python(grown, "-c", script)


def test_the_new_racer_stands_in_the_tables(grown):
    tables = (grown / "README.md").read_text(encoding="utf-8")
    assert [line for line in tables.splitlines() if line.startswith("| Sign descent |")] == [
        "| Sign descent | `sign` | Bernstein et al. (2018), signSGD, arXiv:1802.04434, algorithm 1 |",
        "| Sign descent | all | its displayed formula, in `tests/test_rules.py` | test passes |",
    ]
    assert "| Bowl | `bowl` | $a \\cdot (x^2 + y^2)$ |" in tables


def test_the_new_racer_passes_the_tests_that_pick_it_up(grown):
    """Whatever in these files is about it, by name, and what is about the tables."""
    files = "rules race second_order compilation sweep basin verdict line_search surfaces readme".split()
    wanted = "sign- or sign] or bowl or tables_are"
    said = python(
        *(grown, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", wanted),
        *[f"tests/test_{name}.py" for name in files],
    )
    assert int(re.search(r"(\d+) passed", said)[1]) > 150
