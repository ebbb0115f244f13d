"""The kernels' module for browsers: that it is made whole, and that Deno, without a browser, comes to the same bits."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.browser import kept
from app.browser.build import Unbuildable, build
from app.browser.collect import Code, kernels
from app.browser.layout import check, layout
from app.browser.wasmfile import FUNCTION, customs, imports, sections
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests import same_bits
from tests.test_javascript import deno_beside

ROOT = Path(__file__).resolve().parent.parent
FOLDER = (ROOT / "app/static/kernels").as_uri()

#: Bytes of the module as it is sent, with all racers and surfaces.
MOST = 60_000


@pytest.fixture(scope="session")
def module() -> Path:
    """The module's file, built if it is not kept already: that takes half a minute."""
    return kept.build()


@pytest.fixture
def deno(module, tmp_path):
    """Runs a script that has ``bytes`` of the module and what it is ``given``, and gives back its value."""

    def run(script: str, given: Any = None) -> Any:
        read = f"const bytes = await Deno.readFile({json.dumps(str(module))}); const given = {json.dumps(given)}"
        environment = {**os.environ, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": str(tmp_path)}
        done = subprocess.run(
            [deno_beside(), "run", "--quiet", "--no-remote", "--no-npm", "--allow-read", "tests/js/evaluate.js"],
            input=json.dumps(f"{read}\n{script}") + "\n",
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        said = json.loads(done.stdout)
        assert "error" not in said, said["error"]
        return said["value"]

    return run


def test_every_race_basin_and_sweep_is_the_same_to_the_bit(deno):
    cases = same_bits.cases()
    script = f"const {{digests}} = await import({json.dumps((ROOT / 'tests/js/digests.js').as_uri())})\n"
    found = deno(f"{script}return digests({json.dumps(FOLDER)}, bytes, given)", same_bits.asked_for(cases))
    assert same_bits.differing(cases, found) == []


def test_the_module_is_small_and_asks_for_no_function(module):
    data = module.read_bytes()
    assert [name for kind, name in imports(data) if kind == FUNCTION] == []
    assert len(gzip.compress(data, 9)) <= MOST


def test_every_rule_and_surface_is_in_it_and_nothing_is_written_twice(module, deno):
    said = json.loads(dict(customs(module.read_bytes()))["layout"])
    assert said == json.loads(json.dumps(layout(kernels())))
    names = deno("return WebAssembly.Module.exports(await WebAssembly.compile(bytes)).map(({name}) => name)")
    assert len(names) == len(set(names)) and not {*names} & {*said["aliases"]}
    names += said["aliases"]
    assert {f"{key}.step" for key in OPTIMIZERS} <= set(names)
    assert {f"{key}.{kernel}" for key in SURFACES for kernel in ("value_and_gradient", "hessian")} <= set(names)


def test_a_function_that_nobody_brings_is_named_with_who_calls_it():
    call = "%y = call double @gamma(double %arg.x)\n  %z = fptosi double %y to i32"
    text = f"define i32 @f(double %arg.x) {{\n  {call}\n  ret i32 %z\n}}\ndeclare double @gamma(double)"
    with pytest.raises(Unbuildable, match="gamma, which mine calls"):
        build({"mine": Code("f", text)}, {})


def test_of_the_addresses_of_a_kernel_only_the_last_is_called():
    """Numba's code would call the first where the last is null: that call must not be there."""
    text = """define i32 @f(ptr %arg.k.0, ptr %arg.k.1, ptr %arg.k.2) {
      %none = icmp eq ptr %arg.k.2, null
      br i1 %none, label %first, label %last
    first:
      %x = call i32 @gamma(ptr %arg.k.0)
      ret i32 %x
    last:
      ret i32 0
    }
    declare i32 @gamma(ptr)"""
    build({"mine": Code("f", text)}, {})
    with pytest.raises(Unbuildable, match="gamma"):
        build({"mine": Code("f", text.replace("arg.k.1", "other"))}, {})


def test_what_cannot_be_compiled_is_named():
    with pytest.raises(Unbuildable, match="mine cannot be compiled for browsers"):
        build({"mine": Code("f", "define i32 @f() {\n  nonsense\n}")}, {})
    with pytest.raises(Unbuildable, match="mine is not to be found"):
        build({"mine": Code("f", "define i32 @other() {\n  ret i32 0\n}")}, {})


def test_arguments_that_are_not_those_of_the_signature_are_noticed():
    said = {"arguments": {"f": [["x", "f8"]]}, "records": {}}
    check(said, "my.f", Code("f", "define i32 @f(ptr %retptr, ptr %excinfo, double %arg.x) {"))
    with pytest.raises(ValueError, match=r"my\.f takes other arguments"):
        check(said, "my.f", Code("f", "define i32 @f(ptr %retptr, ptr %excinfo, double %arg.y) {"))


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="not a WebAssembly file"):
        list(sections(b"\0elf"))


def test_long_work_tells_how_far_it_is_and_ends_when_it_is_told_to(deno):
    shares = deno(
        f"""const {{Kernels}} = await import("{FOLDER}/kernels.js"), {{basin}} = await import("{FOLDER}/basin.js")
        const kernels = await Kernels.load(bytes), shares = []
        const watch = (share) => {{ shares.push(share); if (share > 0.2) throw new Error("enough") }}
        const race = {{racer: "adam", surface: "rosenbrock", steps: 500, ...given}}
        const ended = (error) => shares.push(error.message)
        await basin(kernels, race, {{rows: 64, columns: 64, region: [[-2, 2], [-1, 3]], watch}}).catch(ended)
        return shares""",
        same_bits.facts(SURFACES["rosenbrock"]()),
    )
    assert shares[-1] == "enough" and 0.2 < shares[-2] <= 1
    assert shares[:-1] == sorted(shares[:-1])


def test_what_is_not_there_is_refused(deno):
    said = deno(
        f"""const {{Kernels}} = await import("{FOLDER}/kernels.js"), {{raced}} = await import("{FOLDER}/race.js")
        const kernels = await Kernels.load(bytes)
        const race = (asked) => raced(kernels, {{...given, ...asked}})
        const words = (asked) => {{ try {{ race(asked) }} catch (error) {{ return error.message }} }}
        return [
          words({{racer: "adamm"}}),
          words({{racer: "kfac"}}),
          words({{racer: "adam", hyper: {{beta3: 1}}}}),
        ]""",
        {"surface": "beale", "steps": 5, **same_bits.facts(SURFACES["beale"]())},
    )
    assert said == ["there is no adamm on beale", "beale has no kfac for kfac", "there is no hyperparameter beta3"]
