"""The changes to one module, each tested in a fork of a process that has everything else in memory.

``python -m tests.mutants.forked session.sqlite path/of/module.py argument …`` tests those that a session of Cosmic Ray
waits for, with the arguments of pytest. To import all anew for each would take longer than most tests do.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cosmic_ray import mutating
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome

#: Seconds of a processor, and of a clock, after which tests hang; such a change was noticed.
PATIENCE, LIMIT = 100, 900


def main() -> None:
    session, path, *arguments = sys.argv[1:]
    options = ["-q", "-x", "-W", "ignore", "-p", "no:cacheprovider", *arguments]
    pytest.main(["--collect-only", "-q", *options])
    # Tests import it when they are run, for seconds.
    with contextlib.suppress(ImportError):
        importlib.import_module("torch")
    forget(path)
    # What is compiled of a changed file must not outlive the change.
    sys.dont_write_bytecode = True
    if run(options) != 0:
        raise SystemExit(f"the tests of {path} fail before anything is changed")
    mutating.run_tests = outcome_of
    with use_db(session, WorkDB.Mode.open) as work:
        for item in work.pending_work_items:
            work.set_result(item.job_id, mutating.mutate_and_test(item.mutations, options, PATIENCE))


def outcome_of(options: list[str], patience: int) -> tuple[TestOutcome, str]:
    """What Cosmic Ray wants to know, in the place of its own ``run_tests``."""
    status = run(options, patience)
    return TestOutcome.KILLED if status else TestOutcome.SURVIVED, "timeout" if status is None else ""


def run(options: list[str], patience: int = PATIENCE) -> int | None:
    """The exit status of pytest in a fork, ``None`` where it hangs."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        status = 1
        try:
            status = int(pytest.main(options))
        finally:
            os._exit(status)
    begun = time.monotonic()
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            # Killed by a signal other than for its time, as by a broken kernel, is noticed like any failure.
            return (
                None if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGXCPU) else status
            )
        if time.monotonic() - begun > LIMIT:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)


def forget(path: str) -> None:
    """Take the module in ``path``, the tests and all that imports them out of memory."""
    root = Path.cwd()
    own = {name: Path(module.__file__) for name, module in sys.modules.items() if getattr(module, "__file__", None)}
    own = {name: file for name, file in own.items() if file.is_relative_to(root) and name != "__main__"}
    wanted = {name: set(imported(name, file)) for name, file in own.items()}
    stale = {name for name, file in own.items() if file == root / path or name.split(".")[0] == "tests"}
    while more := {name for name in own if name not in stale and wanted[name] & stale}:
        stale |= more
    for name in stale:
        del sys.modules[name]
        parent, _, child = name.rpartition(".")
        if parent in sys.modules:
            vars(sys.modules[parent]).pop(child, None)


def imported(name: str, file: Path) -> Iterator[str]:
    """The modules that a module imports by name; a package may look for those in it by itself."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
    if file.name == "__init__.py":
        yield from (f"{name}.{each.stem}" for each in file.parent.glob("*.py"))


if __name__ == "__main__":
    main()
