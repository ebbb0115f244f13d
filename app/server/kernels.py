"""The kernels' module, for browsers that ask for it: ``Kernels``."""

from __future__ import annotations

import gzip
import logging
import subprocess
import threading
from functools import cache

from app.browser import kept
from app.server.answers import FOR_EVER, Answer

log = logging.getLogger(__name__)

#: Seconds for which the module may be kept under an address that does not name its version.
A_WHILE = 3600


class Kernels(Answer):
    """The module; while it is built, which the first who asks has done, a word that it will be: 202, Accepted.

    A page does without it, and asks again.
    """

    def get(self) -> None:
        if not kept.path().is_file():
            if building().failed:
                self.send_error(404, words="There are no kernels for browsers here.")
            else:
                self.set_status(202)
                self.finish("The kernels for browsers are being built.")
            return
        exact = self.get_query_argument("v", "") == kept.key()
        self.set_header("Content-Type", "application/wasm")
        self.set_header("Cache-Control", f"public, max-age={FOR_EVER}, immutable" if exact else f"max-age={A_WHILE}")
        self.finish_with(*contents())


@cache
def contents() -> tuple[bytes, bytes]:
    """The module as it is, and compressed."""
    plain = kept.path().read_bytes()
    return plain, gzip.compress(plain, 9)


class Building(threading.Thread):
    """Builds the module beside everything else, behind all others."""

    failed = False

    def run(self) -> None:
        try:
            kept.build(gently=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.failed = True
            log.error("No kernels for browsers: %s", type(error).__name__)


@cache
def building() -> Building:
    """The one that this process has begun: at the first call it begins."""
    begun = Building(name="kernels for browsers", daemon=True)
    begun.start()
    return begun
