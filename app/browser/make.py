"""The process that builds the module: ``python -m app.browser.make FILE``, started by ``kept.build``.

Numba must compile everything here, for the machine alone that runs it and unoptimised: what it makes so is not yet made
for any machine. Hence a process of its own, whose environment says so before Numba is imported.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from pathlib import Path

#: What Numba is told. Its cache is to be empty: a kernel that comes from there has no code but this machine's.
ENVIRONMENT = {"NUMBA_OPT": "0"}


def main(target: Path, *, gently: bool) -> None:
    """Write the module to ``target``, with words on what is done, or ``gently``: without, and behind all others."""
    if gently and hasattr(os, "nice"):
        os.nice(15)
    begun = time.monotonic()

    def say(words: str) -> None:
        if not gently:
            print(words.format(seconds=time.monotonic() - begun), flush=True)

    say("Collecting the kernels' code, some 20 s …")
    # Unoptimised code is not kept anyway.
    warnings.filterwarnings("ignore", message="Cannot cache compiled function")
    from app.browser.build import Unbuildable, build
    from app.browser.collect import aliases, code, kernels
    from app.browser.kept import MADE_OF, sources
    from app.browser.layout import check, layout, step_few

    found = kernels()
    said = layout(found)
    codes = {name: code(name, kernel) for name, kernel in found.items() if name not in aliases(found)}
    for name, each in codes.items():
        check(said, name, each)
    say(f"{len(found)} kernels after {{seconds:.0f}} s; compiling them for browsers …")
    text = json.dumps(said, separators=(",", ":"), allow_nan=False)
    try:
        made = build(codes, {"layout": text.encode(), MADE_OF: sources().encode()}, step_few(found))
    except Unbuildable as error:
        sys.exit(f"No module for browsers: {error}.")
    # Whoever reads the file meanwhile has the whole of it or none.
    part = target.with_suffix(f".{os.getpid()}")
    part.write_bytes(made)
    part.replace(target)
    say(f"{len(made) / 1e3:.0f} kB after {{seconds:.0f}} s.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), gently="gently" in sys.argv)
