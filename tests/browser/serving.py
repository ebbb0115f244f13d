"""A real server and a real Chromium, for the tests and for the benchmarks."""

from __future__ import annotations

import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SERVE = str(Path(__file__).parent / "serve.py")


@dataclass
class Server:
    """The app in a process of its own."""

    process: subprocess.Popen
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/app"

    def documents(self) -> int:
        """How many Bokeh documents are alive in the server."""
        return self._counts()[0]

    def collected(self) -> int:
        """How many objects a full garbage collection of the server goes through."""
        return self._counts()[1]

    def _counts(self) -> list[int]:
        self.process.stdin.write("count\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("alive"):
                return [int(count) for count in line.split()[1:]]
        raise RuntimeError("the server has gone")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def serving(
    script: str = SERVE, root: Path = ROOT, port: int | None = None, settings: dict[str, str] | None = None
) -> Iterator[Server]:
    """Run ``script``, which serves the app of the tree at ``root`` on the port in PORT, until the context is left.

    ``settings`` are of its environment.
    """
    port = port or free_port()
    environment = {**os.environ, "PORT": str(port), "PYTHONPATH": str(root), **(settings or {})}
    process = subprocess.Popen(
        [sys.executable, script],
        cwd=root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    running = Server(process, port)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(running.url, timeout=30).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield running
    finally:
        # A stopped process is ended by nothing else.
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.communicate(timeout=20)


@contextmanager
def course(body: str) -> Iterator[str]:
    """The address of a course page with that body, on an origin of its own."""
    page = f"<!doctype html><title>Course</title>{body}".encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    answering = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    yield f"http://localhost:{answering.server_port}/"
    answering.shutdown()
    answering.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window: CHROMIUM says which, or Playwright's own."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=flags)
        yield launched
        launched.close()
