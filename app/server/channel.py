"""The websocket of one visitor."""

from __future__ import annotations

import logging
import struct
import time
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from bokeh.server.util import check_allowlist
from bokeh.settings import settings
from bokeh.util.token import check_token_signature, get_session_id, get_token_payload
from panel.io.server import WSHandler
from tornado.iostream import StreamClosedError

from app.server.answers import Answer
from app.server.door import FULL
from app.server.messages import Message, Reader, Refused

log = logging.getLogger(__name__)

#: Those that are open.
CHANNELS: set[Channel] = set()

#: Why a connection is closed, to the browser: as RFC 6455 says, and two of the page's own.
FORBIDDEN, BROKEN, LATER, USED, EXPIRED = 1008, 1011, 1013, 4001, 4002

#: Seconds after which somebody who answers no ping is taken to have left.
SILENCE = 120.0


class Channel(Answer, WSHandler):
    """Lets in a browser with a token of its own, and reads only what the page has to say."""

    application: Any
    token: str | None = None
    gone = refused = silent = False
    #: Of the message that is being sent.
    _frames: list[bytes]
    #: There once the browser has said something.
    _reader: Reader | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: When something was heard of the browser last.
        self.heard = time.monotonic()

    async def prepare(self) -> None:
        await super().prepare()  # type: ignore[misc]
        origin = self.request.headers.get("Origin")
        # Tornado takes any origin that is the request's own host, whatever name that is. No browser leaves it out.
        if origin is not None and not self.check_origin(origin):
            log.warning("Refused a connection from a page of %.100s: see ALLOW_ORIGINS in the README", origin)
            self.send_error(403, words="This page may not connect.")

    def check_origin(self, origin: str) -> bool:
        try:
            host = urlsplit(origin).netloc.lower()
        except ValueError:
            return False
        allowed = set(settings.allowed_ws_origin() or self.application.websocket_origins)
        return bool(host) and check_allowlist(host, allowed)

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        self.token = subprotocols[1] if len(subprotocols) == 2 else None
        return super().select_subprotocol(subprotocols)

    def open(self, *args: Any, **kwargs: Any) -> Any:
        refusal = self._unwelcome()
        if refusal is not None:
            self.refuse(*refusal)
            return None
        CHANNELS.add(self)
        # Else a small message may wait for the browser's word that it has the one before.
        self.set_nodelay(True)
        return super().open(*args, **kwargs)

    def _unwelcome(self) -> tuple[int, str] | None:
        """Why the bearer of this token is not let in: a code and words."""
        key = self.application.secret_key
        try:
            if self.selected_subprotocol != "bokeh" or not check_token_signature(self.token, key, signed=True):
                raise ValueError("not signed by this server")
            session, expires = get_session_id(self.token), get_token_payload(self.token)["session_expiry"]
        # One of a dozen: what is no token is taken apart before its signature is compared.
        except Exception:
            return FORBIDDEN, "no token of this server"
        if time.time() >= expires:
            return EXPIRED, "the token has expired: load the page anew"
        if self.door.full and all(each.id != session for each in self.application_context.sessions):
            return LATER, FULL
        if not self.door.use(session, expires):
            return USED, "the token has been used: load the page anew"
        return None

    async def _async_open(self, token: str) -> None:
        await super()._async_open(token)
        if self.gone:
            # It closed before Bokeh had a connection to let go of.
            self.on_close()

    def on_message(self, fragment: str | bytes) -> Awaitable[None] | None:
        """Nothing to wait for until a message is whole: each wait is another turn of the event loop."""
        self.heard = time.monotonic()
        if self.refused:
            return None
        try:
            message = self._read(fragment)
        except Refused as refused:
            self.refuse(FORBIDDEN, str(refused))
            return None
        return self._take(message) if message is not None else None

    async def _take(self, message: Message) -> None:
        answer = await self._handle(self.connection.protocol.assemble(*message))
        if answer is None or answer.msgtype == "ERROR":
            # An error of the app's, which Bokeh has logged, and whose traceback it would send.
            self.refuse(BROKEN, "this went wrong on the server")
        else:
            await self._schedule(answer)

    async def send_message(self, message: Any) -> None:
        """Write all frames of a message at once: each write is a call of the system's, and wakes up the browser.

        Wait only for a browser that is slow to read: each wait is another turn of the event loop.
        """
        frames: list[bytes] = []
        self._frames = frames
        await message.send(self)
        if self.ws_connection is None:
            return
        stream = self.ws_connection.stream
        # That the connection is closed by now is found out by whoever reads from it.
        with suppress(StreamClosedError):
            written = stream.write(b"".join(frames))
            if stream.writing():
                await written

    async def write_message(self, message: str | bytes, binary: bool = False, locked: bool = True) -> None:
        """Keep a part of the message that is being sent, as a frame."""
        data = message.encode() if isinstance(message, str) else message
        self._frames += (_head(len(data), binary), data)

    def _read(self, fragment: str | bytes) -> Message | None:
        if self._reader is None:
            if self.connection is None:
                raise Refused("a message came before it was asked for")
            wire = self.connection.session.document.get_model_by_name("wire")
            self._reader = Reader(wire.id)
        return self._reader.take(fragment)

    def on_pong(self, data: bytes) -> None:
        self.heard = time.monotonic()

    def refuse(self, code: int, words: str) -> None:
        """Close the connection, and say why: to the browser, and in the log."""
        if not self.refused:
            self.refused = True
            log.warning("Closed a connection: %s", words)
            self.close(code, words)

    def on_close(self) -> None:
        self.gone = True
        CHANNELS.discard(self)
        if self.connection is not None:
            session = self.connection.session
            super().on_close()
            # Nobody can come back to it: its token is used.
            session.request_expiration()


def _head(length: int, binary: bool) -> bytes:
    """What stands before so many bytes in a frame of their own: RFC 6455, section 5.2."""
    kind = 0x80 | (0x2 if binary else 0x1)
    if length < 126:
        return struct.pack("!BB", kind, length)
    if length < 1 << 16:
        return struct.pack("!BBH", kind, 126, length)
    return struct.pack("!BBQ", kind, 127, length)


def drop_silent(channels: Iterable[Channel]) -> None:
    """Close the connections of those who have answered no ping for long; to be called every few seconds."""
    now = time.monotonic()
    for channel in list(channels):
        if now - channel.heard < SILENCE:
            channel.silent = False
        elif channel.silent:
            channel.close()
        else:
            # The server itself may have been busy; what came meanwhile is read by the next time.
            channel.silent = True
