"""A visitor without a browser, light enough that hundreds fit into one process."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.iostream import IOStream
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from tests.guarding import TOKEN

#: Seconds after which an answer is given up.
PATIENCE = 90.0

# Messages are not taken apart, which would cost the visitors as much as the server: their texts are searched. Within
# a text of a message quotes are escaped, so that none of these is found there.
_ID = re.compile(r'\["id", ?(\d+|null)\]')
_NOTICES = re.compile(r'\["notices", ?\[ ?"|\["refused", ?\{"type": ?"map", ?"entries"')
_REFUSED = re.compile(r'\["kind", ?"refused"\]')
_PROGRESS = re.compile(r'\["kind", ?"progress"\]')
_LAST = re.compile(r'\["last", ?true\]')
_ATTRIBUTE = re.compile(r'"attr": ?"(\w+)"')


#: Of every websocket that may be open.
_streams: list[IOStream] = []

T = TypeVar("T")


class Gone(Exception):
    """The server does not let in, or has closed the connection."""


class Said(NamedTuple):
    """A message of the server."""

    kind: str
    content: str
    #: All that has come over the wire for it.
    bytes: int


class Answer(NamedTuple):
    #: Of the largest piece.
    bytes: int
    refused: bool
    pieces: int = 1


def get_ready() -> None:
    """Let this process fetch as many pages at once as it wants."""
    AsyncHTTPClient.configure(None, max_clients=2000)


def query(settings: Mapping[str, str]) -> str:
    return "?" + urlencode(settings, safe="(),+*^/") if settings else ""


async def fetch(port: int, settings: Mapping[str, str]) -> str:
    """The page at an address; Gone if there is none."""
    request = HTTPRequest(
        f"http://127.0.0.1:{port}/app{query(settings)}", connect_timeout=PATIENCE, request_timeout=PATIENCE
    )
    try:
        page = await AsyncHTTPClient().fetch(request, raise_error=False)
    except (OSError, HTTPClientError) as error:
        raise Gone(str(error)) from error
    if page.code != 200:
        raise Gone(f"status {page.code}")
    return page.body.decode()


def play(scene: Coroutine[Any, Any, T]) -> T:
    """Run ``scene``, and wait until all who have left, or stayed, are gone."""

    async def whole() -> T:
        get_ready()
        try:
            return await scene
        finally:
            for _ in range(50):
                if all(each.closed() for each in _streams):
                    break
                await asyncio.sleep(0.02)
            for each in _streams:
                each.close()
            _streams.clear()

    return asyncio.run(whole())


class Visitor:
    """Somebody with the page open."""

    def __init__(self, wire: WebSocketClientConnection) -> None:
        self._wire = wire
        self._model = ""
        self._count = 0
        #: Of the page, its document or its first reply: of the largest.
        self.bytes = 0

    @classmethod
    async def enter(cls, port: int, settings: Mapping[str, str] | None = None) -> Visitor:
        """Open the page, its websocket and its document, as a browser does, and wait for what it shows first."""
        page = await fetch(port, settings or {})
        token = TOKEN.search(page)
        if token is None:
            raise Gone("a page without a token")
        request = HTTPRequest(
            f"ws://127.0.0.1:{port}/app/ws",
            headers={"Origin": f"http://localhost:{port}"},
            connect_timeout=PATIENCE,
            request_timeout=PATIENCE,
        )
        try:
            wire = await websocket_connect(request, subprotocols=["bokeh", token.group()], max_message_size=2**28)
        except (OSError, HTTPClientError) as error:
            raise Gone(str(error)) from error
        # As browsers do; else each request would wait until its first piece is acknowledged.
        stream = wire.protocol.stream
        stream.set_nodelay(True)
        _streams[:] = [*(each for each in _streams if not each.closed()), stream]
        visitor = cls(wire)
        await visitor._said("ACK")
        await visitor._send("PULL-DOC-REQ", {})
        document = await visitor._said("PULL-DOC-REPLY")
        roots = json.loads(document.content)["doc"]["roots"]
        model = next(root for root in roots if root["attributes"].get("name") == "wire")
        visitor._model = model["id"]
        visitor.bytes = max(len(page), document.bytes)
        ready = {"type": "event", "name": "document_ready", "values": {"type": "map"}}
        event = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": ready}
        await visitor._send("PATCH-DOC", {"events": [event]})
        if model["attributes"].get("reply") is None:
            # It takes so long that the page comes without it.
            visitor.bytes = max(visitor.bytes, (await visitor._reply()).bytes)
        return visitor

    async def ask(self, changes: Mapping[str, str], action: str | None = None) -> Answer:
        """Ask for ``changes``; the reply that is at least as new as that."""
        await self._ask(changes, action)
        return await self._reply()

    async def inquire(self, changes: Mapping[str, str], action: str | None = None) -> Answer:
        """Ask for ``changes`` and what takes longer, and wait for all pieces of its answer."""
        found = await self.ask(changes, action)
        while not found.refused:
            said = await self._message()
            if _attribute(said) == "answer" and not _PROGRESS.search(said.content):
                refused = _REFUSED.search(said.content) is not None
                found = Answer(max(said.bytes, found.bytes), refused, found.pieces + 1)
                if _LAST.search(said.content):
                    break
        return found

    def leave(self) -> None:
        self._wire.close()

    async def _reply(self) -> Answer:
        """The next reply to what has been asked last, or to the page itself."""
        while True:
            said = await self._message()
            found = _ID.search(said.content) if _attribute(said) == "reply" else None
            if found and (self._count == 0 or (found.group(1) != "null" and int(found.group(1)) >= self._count)):
                return Answer(said.bytes, _NOTICES.search(said.content) is not None)

    async def _ask(self, changes: Mapping[str, str], action: str | None) -> None:
        self._count += 1
        entries: list[list[Any]] = [
            ["id", self._count],
            ["changes", {"type": "map", "entries": [list(each) for each in changes.items()]}],
        ]
        if action is not None:
            entries.append(["do", action])
        change = {
            "kind": "ModelChanged",
            "model": {"id": self._model},
            "attr": "request",
            "new": {"type": "map", "entries": entries},
        }
        await self._send("PATCH-DOC", {"events": [change]})

    async def _send(self, kind: str, content: Any) -> None:
        try:
            for part in ({"msgid": f"L{self._count}", "msgtype": kind}, {}, content):
                await self._wire.write_message(json.dumps(part))
        except (OSError, WebSocketClosedError) as error:
            raise Gone("closed") from error

    async def _said(self, kind: str) -> Said:
        said = await self._message()
        if said.kind != kind:
            raise Gone(f"{said.kind} instead of {kind}")
        return said

    async def _message(self) -> Said:
        header, _, content = [await self._part() for _ in range(3)]
        size = len(header) + len(content)
        about = json.loads(header)
        for _ in range(2 * about.get("num_buffers", 0)):
            size += len(await self._part())
        return Said(about["msgtype"], content, size)

    async def _part(self) -> Any:
        part = await asyncio.wait_for(self._wire.read_message(), PATIENCE)
        if part is None:
            raise Gone(f"{self._wire.close_code} {self._wire.close_reason}")
        return part


def _attribute(said: Said) -> str | None:
    # The first event: the server sends one at a time.
    found = _ATTRIBUTE.search(said.content[:300]) if said.kind == "PATCH-DOC" else None
    return found and found.group(1)
