"""``python -m tests.mutants [group …] [--sample 100]``: see the package."""

from __future__ import annotations

import argparse
import ast
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.mutants.groups import GROUPS, JAVASCRIPT, LEFT_OUT, Group

ROOT = Path(__file__).resolve().parents[2]
DENO = str(Path(sys.executable).parent / "deno")
#: Bits of numbers are no mistake that anybody makes here: of floats they raise, of counts they are often the same.
#: Nor is a product of two truths for both of them, or their quotient without a rest: NumPy's are the same.
BITWISE = ("BitOr", "BitAnd", "BitXor", "LShift", "RShift", "BitAnd_Mul", "BitAnd_FloorDiv")
ENVIRONMENT = {**os.environ, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
#: Tests of a kernel that is changed run it as plain Python, in which 0/0 warns.
PLAIN = {**ENVIRONMENT, "NUMBA_DISABLE_JIT": "1"}


def main() -> None:
    names = [*GROUPS, *JAVASCRIPT]
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("groups", nargs="*", metavar="group", help=f"of {', '.join(names)}; all, unless given")
    parser.add_argument("--sample", type=int, help="so many changes of each group, not all")
    arguments = parser.parse_args()
    if unknown := set(arguments.groups) - set(names):
        parser.error(f"there is no group {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        _copy(copy)
        for name in arguments.groups or names:
            if name in JAVASCRIPT:
                _javascript(copy, name, JAVASCRIPT[name], arguments.sample)
            else:
                _python(copy, name, GROUPS[name], arguments.sample)


def _copy(to: Path) -> None:
    """What Git knows of, as it is, with what Numba has compiled of it: changes are made to a copy."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in filter(None, listed.split("\0"))]
    compiled = [each for folder in {file.parent for file in files} for each in folder.glob("__pycache__/*.nb[ic]")]
    for file in (*files, *compiled):
        if file.is_file():
            place = to / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            # With its time, by which Numba tells whether it is still the same.
            shutil.copy2(file, place)


def _javascript(copy: Path, name: str, group: Group, sample: int | None) -> None:
    """Stryker's changes, from Deno's own cache: no node_modules."""
    paths = _modules(copy, group)
    share = 0 if sample is None else -(-sample // len(paths))
    command = [DENO, "run", "-A", "--quiet", "--no-check", "tests/mutants/javascript.js", name, str(share)]
    modules = [path.relative_to(copy).as_posix() for path in paths]
    then = group.tests.format(python=sys.executable)
    subprocess.run([*command, then, *modules], cwd=copy, env=ENVIRONMENT, check=True)


def _modules(copy: Path, group: Group) -> list[Path]:
    """The files of a group: of a pattern that begins with ``!``, none."""
    files: set[Path] = set()
    for pattern in group.modules:
        if pattern.startswith("!"):
            files -= set(copy.glob(pattern[1:]))
        else:
            files |= set(copy.glob(pattern))
    return sorted(path for path in files if not str(path.relative_to(copy)).endswith(LEFT_OUT))


def _python(copy: Path, name: str, group: Group, sample: int | None) -> None:
    """Cosmic Ray, module by module; and what came of it."""
    modules = _modules(copy, group)
    share = None if sample is None else -(-sample // len(modules))
    environment = ENVIRONMENT if group.compiled else PLAIN
    done: list[tuple[Any, Any]] = []
    for path in modules:
        found = _changed(copy, path, shlex.split(group.tests.format(stem=path.stem)), environment, share)
        for spec, result in found:
            if not result.is_killed:
                where = f"{spec.module_path}:{spec.start_pos[0]}"
                print(f"\n{name}: survived {spec.operator_name} at {where}\n{result.diff}", flush=True)
        done += found
    killed = sum(result.is_killed for _, result in done)
    hung = sum(result.output == "timeout" for _, result in done)
    print(
        f"\n{name}: {killed} of {len(done)} changes noticed, {killed / max(1, len(done)):.1%}; "
        f"of these {hung} because their tests hung",
        flush=True,
    )


def _changed(
    copy: Path, path: Path, tests: list[str], environment: dict[str, str], most: int | None
) -> list[tuple[Any, Any]]:
    """Each change to a module, or ``most`` of them, with what came of it."""
    from cosmic_ray.work_db import WorkDB, use_db

    session, config, module = copy / "session.sqlite", copy / "session.toml", str(path.relative_to(copy))
    session.unlink(missing_ok=True)
    config.write_text(
        f'[cosmic-ray]\nmodule-path = ["{module}"]\ntimeout = 1.0\nexcluded-modules = []\ntest-command = ""\n'
        "[cosmic-ray.distributor]\nname = 'local'\n",
        encoding="utf-8",
    )
    quiet: dict[str, Any] = {"cwd": copy, "env": environment, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([sys.executable, "-m", "cosmic_ray.cli", "init", config.name, session.name], **quiet)
    within = _worked_out(path)
    with use_db(session, WorkDB.Mode.open) as work:
        wanted = [item for item in work.work_items if _is_wanted(item.mutations[0], within)]
        random.Random(0).shuffle(wanted)
        work.clear()
        work.add_work_items(wanted[:most])
    subprocess.run([sys.executable, "-m", "tests.mutants.forked", session.name, module, *tests], **quiet)
    with use_db(session, WorkDB.Mode.open) as work:
        specs = {item.job_id: item.mutations[0] for item in work.work_items}
        return [(specs[job], result) for job, result in work.results]


def _is_wanted(spec: Any, within: list[range]) -> bool:
    return not spec.operator_name.endswith(BITWISE) and any(spec.start_pos[0] in lines for lines in within)


def _worked_out(path: Path) -> list[range]:
    """The lines of a module on which something is worked out: of functions, and of constants.

    What a class declares, its order, texts, bounds and defaults, is read by people and held by other tests.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name != "recurrence"]
    constants = [node for node in tree.body if isinstance(node, ast.Assign)]
    parts = [*constants, *(line for function in functions for line in function.body)]
    texts = [part for part in parts if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)]
    return [range(part.lineno, (part.end_lineno or part.lineno) + 1) for part in parts if part not in texts]


if __name__ == "__main__":
    main()
