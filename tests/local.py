"""The page's own engine in Deno, for tests that compare it with the server's: ``local``."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.table import table
from tests.test_javascript import deno_beside

ROOT = Path(__file__).resolve().parent.parent


def asked(process: subprocess.Popen, name: str, given: Any) -> Any:
    """What the function ``name`` of ``tests/js/answers.js`` makes of ``given``."""
    assert process.stdin and process.stdout
    module = (ROOT / "tests/js/answers.js").as_uri()
    script = f"const {{{name}}} = await import({json.dumps(module)})\nreturn {name}({json.dumps(given)})"
    process.stdin.write(json.dumps(script) + "\n")
    process.stdin.flush()
    said = json.loads(process.stdout.readline())
    assert "error" not in said, said["error"]
    return said["value"]


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen]:
    """A Deno that knows the table."""
    kept = {"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": str(tmp_path_factory.mktemp("deno"))}
    allowed = ["--no-remote", "--no-npm", "--no-check", "--allow-read=app/static,tests/js,surfaces"]
    command = [deno_beside(), "run", "--quiet", *allowed, "tests/js/evaluate.js"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **kept}, **pipes) as process:
        assert process.stdin
        asked(process, "take", json.loads(table()))
        yield process
        process.stdin.close()
