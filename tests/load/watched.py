"""The server under load, in a process of its own, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from tests.browser.serving import Server, serving

SCRIPT = str(Path(__file__).parent / "serve.py")


def machine() -> float:
    """Processor seconds that everything on this machine has taken."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


class Hold(NamedTuple):
    """A time for which the event loop did not turn, in milliseconds."""

    held: float
    worked: float
    where: str


class Watched:
    """A running server."""

    def __init__(self, server: Server) -> None:
        self._server, self._process = server, psutil.Process(server.process.pid)
        self.port = server.port

    def hold(self) -> Hold:
        """The longest since this was called last."""
        return Hold(**self._told("hold"))

    def kept(self) -> float:
        """Megabytes of results that the app keeps on purpose."""
        return self._told("kept") / 1e6

    def _told(self, what: str) -> Any:
        talk = self._server.process
        talk.stdin.write(what + "\n")
        talk.stdin.flush()
        for line in talk.stdout:
            # Whatever else the server says stands between.
            if line[0] in "{0123456789":
                return json.loads(line)
        raise RuntimeError("the server has gone")

    @property
    def megabytes(self) -> float:
        return self._process.memory_info().rss / 1e6

    @property
    def cpu(self) -> float:
        """Seconds of all its threads."""
        times = self._process.cpu_times()
        return times.user + times.system


@contextmanager
def watching() -> Iterator[Watched]:
    """Serve until the context is left."""
    with serving(SCRIPT) as server:
        yield Watched(server)
