"""Where the module is kept, and whether what is there was made of these sources: ``path``, ``build``."""

from __future__ import annotations

import atexit
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
from app.browser.wasmfile import customs
from app.server.compiled import ROOT

#: What the module is made of: all that is in these folders.
SOURCES = ("surfaces", "optimizers", "app/browser")
#: Comes with a wheel, whose maker has built it: what it was made of, it says itself.
SHIPPED = Path(__file__).with_name("kernels.wasm")
#: The section of the module that names the sources.
MADE_OF = "sources"


@cache
def sources() -> str:
    """Names the contents of the sources."""
    digest = hashlib.sha256()
    for package in SOURCES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix in (".py", ".ll"):
                digest.update(f"\0{file.relative_to(ROOT).as_posix()}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def key() -> str:
    """Names the module: by its sources, and by the versions of those that compile them."""
    versions = f"{sys.version_info[:2]} {numba.__version__} {llvmlite.__version__}"
    return hashlib.sha256(f"{sources()} {versions}".encode()).hexdigest()[:16]


def folder() -> Path:
    """Where Numba keeps what it compiles."""
    return Path(numba.config.CACHE_DIR or ROOT / "surfaces" / "__pycache__")


def path() -> Path:
    """The module of these sources: where it is, or where it is to be."""
    return SHIPPED if _is_shipped() else folder() / f"kernels-{key()}.wasm"


@cache
def _is_shipped() -> bool:
    return SHIPPED.is_file() and sources().encode() in dict(customs(SHIPPED.read_bytes())).get(MADE_OF, b"")


def build(*, gently: bool = False) -> Path:
    """The module's file, made if it is not there, with words on what is done.

    ``gently`` where others work meanwhile: then without a word. Raises ``subprocess.CalledProcessError`` where it
    cannot be built: what is wrong has been said on stderr.
    """
    target = path()
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="optimizer-race-") as empty:
        making = subprocess.Popen(
            [sys.executable, "-m", "app.browser.make", str(target), *(["gently"] if gently else [])],
            cwd=ROOT,
            env={**os.environ, **ENVIRONMENT, "NUMBA_CACHE_DIR": empty},
            # Who reads what this process says would else wait for that one too.
            stdout=subprocess.DEVNULL if gently else None,
        )
        # It ends with the process that wants the module.
        atexit.register(making.terminate)
        try:
            if making.wait():
                raise subprocess.CalledProcessError(making.returncode, making.args)
        finally:
            making.terminate()
            atexit.unregister(making.terminate)
    for old in folder().glob("kernels-*.wasm"):
        if old != target:
            old.unlink(missing_ok=True)
    return target
