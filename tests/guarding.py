"""The app in a process of its own, and visitors without a browser who may be of ill will."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tornado.httpclient import HTTPRequest
from tornado.iostream import IOStream
from tornado.websocket import WebSocketClientConnection, websocket_connect

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
APP = (sys.executable, "-m", "app")
PANEL = (sys.executable, "-m", "panel", "serve", "app")

#: A signed token, wherever in a page it is written.
TOKEN = re.compile(r"[\w-]{60,}\.[\w-]{43}(?![\w-])")


@dataclass
class Response:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def token(self) -> str:
        return TOKEN.search(self.body).group()


@dataclass
class Running:
    """A server, and what it has written."""

    process: subprocess.Popen
    port: int
    output: Path

    @property
    def log(self) -> str:
        return self.output.read_text(errors="replace")

    def raw(self, request: bytes, seconds: float = 30) -> bytes:
        """All that is answered to ``request``, until the server closes or says nothing for so long."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as client:
            answer = b""
            try:
                client.sendall(request)
                while part := client.recv(65536):
                    answer += part
            except (TimeoutError, ConnectionError):
                pass
        return answer

    def get(self, target: str, headers: dict[str, str] | None = None, method: str = "GET") -> Response:
        """``target`` goes as it is, in Latin-1: no client mends it."""
        lines = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **(headers or {})}
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        answer = self.raw(head.encode("latin1") + b"\r\n")
        top, _, body = answer.partition(b"\r\n\r\n")
        first, *rest = top.decode("latin1").split("\r\n")
        found = dict(line.split(": ", 1) for line in rest)
        return Response(int(first.split()[1]) if first else 0, found, body.decode("utf-8", "replace"))

    def stop(self) -> float:
        """End it as a container does; how many seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        return time.monotonic() - begun


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def started(*command: str, port: int | None = None, **environment: str) -> Iterator[Running]:
    """Run ``command`` without waiting for anything."""
    port = port or free_port()
    if command[: len(PANEL)] == PANEL:
        command = (*command, "--port", str(port))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        with output.open("w") as file:
            process = subprocess.Popen(
                command or APP,
                cwd=ROOT,
                env={**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT), **environment},
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Running(process, port, output)
        finally:
            process.kill()
            process.wait(timeout=20)


@contextmanager
def running(*command: str, **environment: str) -> Iterator[Running]:
    """Run ``command`` and wait until it answers."""
    with started(*command, **environment) as server:
        deadline = time.monotonic() + 150
        while True:
            try:
                socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
                # Answered only once the app has loaded.
                if server.get("/").status == 302:
                    break
            except OSError:
                pass
            if server.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(server.log)
            time.sleep(0.1)
        yield server


class Visitor:
    """A websocket to the app."""

    def __init__(self, wire: WebSocketClientConnection) -> None:
        self.socket = wire
        self.model = ""
        self._count = 0

    async def message(self) -> tuple[dict[str, Any], Any] | None:
        """The header and content of the next message; None if the connection is closed."""
        parts = [await asyncio.wait_for(self.socket.read_message(), 30) for _ in range(3)]
        if None in parts:
            return None
        header, _, content = map(json.loads, parts)
        for _ in range(2 * header.get("num_buffers", 0)):
            await self.socket.read_message()
        return header, content

    async def send(self, kind: str, content: Any, **header: Any) -> None:
        self._count += 1
        header = {"msgid": f"M{self._count}", "msgtype": kind, **header}
        await self.write(json.dumps(header), "{}", json.dumps(content))

    async def write(self, *parts: str | bytes) -> None:
        for part in parts:
            await self.socket.write_message(part, binary=isinstance(part, bytes))

    async def enter(self) -> None:
        """Fetch the document, as a page does."""
        await self.send("PULL-DOC-REQ", {})
        header, content = await self.message()
        assert header["msgtype"] == "PULL-DOC-REPLY", (header, content)
        roots = content["doc"]["roots"]
        self.model = next(root["id"] for root in roots if root["attributes"].get("name") == "wire")

    async def ask(self, request: Any, attr: str = "request") -> None:
        change = {"kind": "ModelChanged", "model": {"id": self.model}, "attr": attr, "new": request}
        await self.send("PATCH-DOC", {"events": [change]})

    async def answered(self, number: int, changes: dict[str, str]) -> str:
        """Ask for ``changes``; the words of the reply."""
        entries = [["id", number], ["changes", {"type": "map", "entries": [list(each) for each in changes.items()]}]]
        await self.ask({"type": "map", "entries": entries})
        while True:
            _, content = await self.message()
            for event in content.get("events", []):
                if event.get("attr") == "reply":
                    reply = dict(event["new"]["entries"])
                    assert reply["id"] == number
                    return reply["words"]

    async def closed(self) -> tuple[int, str]:
        """Wait until the server closes; why it did."""
        while await asyncio.wait_for(self.socket.read_message(), 20) is not None:
            pass
        return self.socket.close_code, self.socket.close_reason


#: Every websocket that has been opened and not yet let go.
_opened: list[tuple[WebSocketClientConnection, IOStream]] = []


async def connect(
    server: Running, token: str, headers: dict[str, str] | None = None, protocols: list[str] | None = None
) -> Visitor:
    """A websocket with ``token``, as a page of this server opens it, but for ``headers`` and ``protocols``."""
    address = f"ws://127.0.0.1:{server.port}/app/ws"
    request = HTTPRequest(address, headers={"Origin": f"http://localhost:{server.port}", **(headers or {})})
    offered = ["bokeh", token] if protocols is None else protocols
    opened = await websocket_connect(request, subprotocols=offered, max_message_size=2**28)
    _opened.append((opened, opened.protocol.stream))
    return Visitor(opened)


def play(scene: Coroutine[Any, Any, T]) -> T:
    """Run ``scene``, and close every websocket that it has left open."""

    async def whole() -> T:
        try:
            return await scene
        finally:
            for each, _ in _opened:
                each.close()
            # The server says that they are closed, unless it has ended.
            for _ in range(50):
                if all(stream.closed() for _, stream in _opened):
                    break
                await asyncio.sleep(0.02)
            for _, stream in _opened:
                stream.close()
            _opened.clear()

    return asyncio.run(whole())


@asynccontextmanager
async def visiting(server: Running, query: str = "") -> AsyncIterator[Visitor]:
    """Somebody with the page open."""
    page = await asyncio.to_thread(server.get, "/app" + query)
    visitor = await connect(server, page.token)
    assert (await visitor.message())[0]["msgtype"] == "ACK"
    await visitor.enter()
    yield visitor
    visitor.socket.close()
