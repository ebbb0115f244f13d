"""Where compiled kernels are kept from one start to the next, and what is said if they cannot be."""

from __future__ import annotations

import atexit
import math
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numba
from numba.core.event import Event, Listener, register, unregister

ROOT = Path(__file__).resolve().parents[2]
#: Bytes that must be free: the compiled kernels take some 20 MB.
ROOM = 100_000_000


def keep() -> None:
    """Have Numba keep what it compiles in another folder if it cannot where it should; SystemExit if nowhere.

    Numba takes a folder that it cannot write to for none at all, without a word, also for what it could read there.
    """
    named = numba.config.CACHE_DIR
    folder = Path(named or ROOT / "surfaces" / "__pycache__")
    problem = _problem(folder)
    if problem is None:
        return
    own = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "optimizer-race")
    if not named and _problem(own) is None:
        _use(own)
        return
    try:
        instead = Path(tempfile.mkdtemp(prefix="optimizer-race-"))
        atexit.register(shutil.rmtree, instead, ignore_errors=True)
        problem_instead = _problem(instead)
    except OSError as error:
        problem_instead = error.strerror
    if problem_instead is not None:
        raise SystemExit(
            f"Compiled code can be kept neither in {folder} ({problem}) nor in {tempfile.gettempdir()} "
            f"({problem_instead}): set NUMBA_CACHE_DIR to a folder that can be written to and has 100 MB free."
        )
    found = bool(named) and folder.is_dir() and any(folder.iterdir())
    if found:
        shutil.copytree(folder, instead, dirs_exist_ok=True)
    _use(instead)
    use = "a copy is used" if found else "it is made anew at each start"
    print(f"Compiled code cannot be kept in {folder} ({problem}): {use}.", flush=True)


def _use(folder: Path) -> None:
    # For this process and those that it starts.
    numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"] = str(folder)


def _problem(folder: Path) -> str | None:
    """Why compiled code cannot be kept in ``folder``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(1_000_000))
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return error.strerror or str(error)
    return None if free >= ROOM else f"only {free // 1_000_000} MB are free"


#: Seconds between two words on how far it has come.
EVERY = 5.0

_MARKED = re.compile(r"^\s*@(?:\w+_)?(?:kernel|compiled)\b", re.MULTILINE)


def kernels() -> int:
    """How many functions of both packages are compiled ahead of their first call."""
    files = [file for package in ("surfaces", "optimizers") for file in (ROOT / package).rglob("*.py")]
    return sum(len(_MARKED.findall(file.read_text(encoding="utf-8"))) for file in files)


class Teller(Listener):
    """Says how many kernels are compiled, of how many: of helpers, which come with them, it does not speak."""

    def __init__(self) -> None:
        self.begun, self.depth, self.said = 0, 0, -math.inf

    def on_start(self, event: Event) -> None:
        self.depth += 1
        if self.depth > 1:
            return
        self.begun += 1
        now = time.monotonic()
        if now - self.said >= EVERY:
            self.said = now
            print(f"Compiling the kernels, once: {self.begun} of {kernels()}", flush=True)

    def on_end(self, event: Event) -> None:
        self.depth -= 1


@contextmanager
def told() -> Iterator[None]:
    """Say what is done while kernels are compiled within this context."""
    teller = Teller()
    register("numba:compile", teller)
    try:
        yield
    except OSError as error:
        raise SystemExit(
            f"Compiled code cannot be kept: {error}. Set NUMBA_CACHE_DIR to a folder with room."
        ) from error
    finally:
        unregister("numba:compile", teller)
