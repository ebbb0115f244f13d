"""The page's modules as one script: what they import and export is what they did as modules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.linked import STATIC, linked

VIEWS = sorted((STATIC / "views").glob("*.js"))


def test_modules_are_run_after_those_that_they_import(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.js").write_text(
        'import {b, c as d} from "./deep/b.js"\nimport {again} from "./ring.js"\n// import {x} from "./x.js"\n'
        "export function three() { return 3 }\nsaid.push(b() + d)\n"
        "const later = async () => (await import(`./deep/${'b'}.js`)).b() + again()\nlater().then(check)\n"
    )
    (tmp_path / "deep/b.js").write_text(
        'import {one} from "../one.js"\n/** @typedef {import("./none.js").None} None */\n'
        "export function b() { return one }\nexport const c = 2\nexport const [p, q] = [3, 4]\n"
        "export default class Last {}\nexport async function* many() { yield 1 }\n"
    )
    (tmp_path / "ring.js").write_text('import {three} from "./a.js"\nexport const again = () => three()\n')
    (tmp_path / "one.js").write_text("var one, two\none = 1\ntwo = 2\nexport {one, two}\n")
    script = "const said = [], check = (b) => Deno.stdout.writeSync(new TextEncoder().encode(`${said} ${b}`))\n"
    (tmp_path / "all.js").write_text(script + linked(["a.js"], tmp_path).replace('"use strict"\n', ""))
    deno = str(Path(sys.executable).parent / "deno")
    ran = subprocess.run([deno, "run", "--quiet", tmp_path / "all.js"], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "3 4", ran.stderr


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('import x from "./one.js"\n', "cannot be linked"),
        ('export * from "./b.js"\n', "cannot be linked"),
        ("const here = import.meta.url\n", "cannot be linked"),
        ('import {b} from "./a.js"\nexport const b = 1\n', "ring of imports, in which b is no function"),
    ],
)
def test_what_cannot_be_linked_is_named(tmp_path, text, why):
    (tmp_path / "a.js").write_text(text)
    with pytest.raises(ValueError, match=why):
        linked(["a.js"], tmp_path)


def test_all_of_the_page_and_its_worker_can_be_linked():
    page = linked([*(f"views/{path.name}" for path in VIEWS), "file.js"])
    assert page.count("$modules[") > 80
    assert linked(["local/worker.js"]).count("$modules[") > 20
