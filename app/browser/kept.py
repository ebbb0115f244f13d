"""Where the module is kept, and whether what is there was made of these sources: ``path``, ``build``."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import llvmlite
import numba

from app.browser.make import ENVIRONMENT
from app.server.compiled import ROOT

#: What the module is made of: all that is in these folders.
SOURCES = ("surfaces", "optimizers", "app/browser")
#: Beside the sources, where a wheel, which is built where no module can be, has it; see ``folder``.
NAME = "kernels-{key}.wasm"


@cache
def key() -> str:
    """Names the contents of the sources and the versions of those that compile them."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {numba.__version__} {llvmlite.__version__}".encode())
    for package in SOURCES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix in (".py", ".ll"):
                digest.update(f"\0{file.relative_to(ROOT).as_posix()}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def folder() -> Path:
    """Where Numba keeps what it compiles."""
    return Path(numba.config.CACHE_DIR or ROOT / "surfaces" / "__pycache__")


def path() -> Path:
    """The module of these sources, which need not be there."""
    return folder() / NAME.format(key=key())


def build(*, gently: bool = False, quiet: bool = False) -> Path:
    """The module's file, made if it is not there, with words on what is done unless ``quiet``.

    ``gently`` where visitors are served meanwhile. Raises ``subprocess.CalledProcessError`` where it cannot be built:
    what is wrong is said in words on stderr.
    """
    target = path()
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="optimizer-race-") as empty:
        subprocess.run(
            [sys.executable, "-m", "app.browser.make", str(target)],
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT, "NUMBA_CACHE_DIR": empty},
            stdout=subprocess.DEVNULL if quiet else None,
            preexec_fn=_give_way if gently and os.name == "posix" else None,
            check=True,
        )
    for old in folder().glob(NAME.format(key="*")):
        if old != target:
            old.unlink(missing_ok=True)
    return target


def _give_way() -> None:
    os.nice(15)
