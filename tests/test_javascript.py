"""The browser's half without a browser: its functions of numbers, and what the gates of ``make lint-js`` look at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = json.loads((ROOT / "deno.json").read_text(encoding="utf-8"))
#: Modules of the page: they find everything below the element that they are given.
PAGE = sorted(path for path in (ROOT / "app/static").rglob("*.js") if path.parent.name != "static")
#: Modules that know neither the document nor Bokeh: functions of numbers, whose types are checked.
MODEL = sorted((ROOT / "app/static/model").glob("*.js"))


def test_formatter_and_linter_look_at_every_script():
    scripts = {path for part in ("app", "tests") for path in (ROOT / part).rglob("*.js")}
    for tool in ("fmt", "lint"):
        assert scripts <= {path for pattern in CONFIG[tool]["include"] for path in ROOT.glob(pattern)}


def test_nothing_is_fetched():
    assert {"no-external-import", "no-import-prefix"} <= set(CONFIG["lint"]["rules"]["include"])
    assert all((ROOT / path).is_file() for path in CONFIG["compilerOptions"]["types"])
    assert CONFIG["lock"] is False and CONFIG["nodeModulesDir"] == "none"


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.name)
def test_the_model_s_types_are_checked(path):
    assert path.read_text(encoding="utf-8").startswith("// @ts-check\n")


@pytest.mark.parametrize("path", PAGE, ids=lambda path: path.name)
def test_a_page_may_be_mounted_twice(path):
    """Nothing is found by a global id, and nothing through the window."""
    script = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    # A race has a window as well: what is looked for is something of the browser's.
    assert re.findall(r"\bwindow\s*[.\[]|\bglobalThis\b|\bdocument\.(?:getElement|querySelector)\w*", script) == []


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.name)
def test_the_model_knows_neither_the_document_nor_bokeh(path):
    script = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"\b(?:document|Bokeh)\b", script) == []


def test_the_model_s_functions_do_what_they_are_to(tmp_path):
    """``tests/js/*.test.js``; what is to agree with Python is in ``tests/test_modules.py``."""
    environment = {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": str(tmp_path)}
    command = [deno_beside(), "test", "--quiet", "--no-remote", "--no-npm", "--no-check", "tests/js"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"ok \| \d{2,} passed \| 0 failed", done.stdout)


def deno_beside() -> str:
    """The Deno that belongs to this Python."""
    found = shutil.which("deno", path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip("deno is not installed beside this Python")
    return found


@pytest.fixture(scope="module")
def deno(tmp_path_factory):
    """Runs Deno on one small file under the project's settings; gives back what it said, empty where all is well."""
    found = deno_beside()
    root = tmp_path_factory.mktemp("scripts")
    shutil.copy(ROOT / "deno.json", root)
    shutil.copytree(ROOT / "tests/js", root / "tests/js")
    (root / "app/static").mkdir(parents=True)

    def run(command: str, text: str) -> str:
        (root / "app/static/script.js").write_text(text, encoding="utf-8")
        environment = {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": str(root / "kept")}
        done = subprocess.run(
            [found, *command.split()], cwd=root, env=environment, capture_output=True, text=True, timeout=120
        )
        assert (done.returncode == 0) == (not done.stderr), done.stderr
        return done.stderr

    return run


@pytest.mark.parametrize(
    ("command", "good", "bad", "said"),
    [
        ("fmt --check --quiet", "f({a, b})\n", "f({ a, b });\n", ""),
        ("lint --quiet", "f(1 === g())\n", "f(1 == g())\n", "eqeqeq"),
        ("lint --quiet", "import {f} from './f.js'\nf()\n", "import {f} from 'https://a.org/f.js'\nf()\n", "external"),
        (
            "check --quiet --no-remote --no-npm app/static",
            "// @ts-check\nBokeh.index.find_one(document.body)\n",
            "// @ts-check\nBokeh.index.findOne(document.body)\n",
            "findOne",
        ),
    ],
    ids=["format", "lint", "import", "types"],
)
def test_a_gate_lets_pass_what_is_right_and_nothing_else(deno, command, good, bad, said):
    assert deno(command, good) == ""
    refusal = deno(command, bad)
    assert refusal and said in refusal
