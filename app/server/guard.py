"""Puts the guarded server in the place of Bokeh's, whichever way the app is started.

``python -m app``, the container and ``panel serve app`` all end in ``bokeh.server.server.Server``, which makes a
Tornado application and an HTTP server by the names that it has imported, as Panel relies on too. ``app_hooks.py`` is
run before that, so ``install`` gives those names other meanings: there is no hook that Bokeh's command line offers
so early. Should the names change, ``install`` raises and nothing is served.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

import bokeh.server.server
import panel.io.server
from bokeh.server.tornado import BokehTornado
from bokeh.server.views.ico_handler import IcoHandler
from bokeh.settings import settings
from bokeh.util.token import generate_secret_key
from panel.io.resources import Bundle
from panel.io.server import DocHandler, RootHandler, WSHandler
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.ioloop import PeriodicCallback
from tornado.iostream import IOStream, StreamClosedError
from tornado.web import GZipContentEncoding, RequestHandler, StaticFileHandler

from app.server import log
from app.server.answers import Answer, File, Guide, Icon, Loaded, Page, Picture, Refusal, Root, refused
from app.server.channel import CHANNELS, Channel, drop_silent
from app.server.door import FULL, Door, max_visitors
from app.server.kernels import Kernels
from app.server.lessons import ROUTES as LESSONS
from app.server.lessons import LessonData, LessonPage
from app.server.policy import ancestors
from app.server.taken import Taken

#: All that is served, by who would serve it without this module. Everything else is not there: Panel's components,
#: which import any module that an address names, the script that starts a session from a foreign page, metadata.
SERVED: dict[type[RequestHandler], type[RequestHandler]] = {
    DocHandler: Page,
    WSHandler: Channel,
    RootHandler: Root,
    StaticFileHandler: File,
    IcoHandler: Icon,
    Picture: Picture,
    Taken: Taken,
    Kernels: Kernels,
    Loaded: Loaded,
    Guide: Guide,
    LessonData: LessonData,
    LessonPage: LessonPage,
}

#: Bytes of a message, of a request's headers and of its body; seconds for its headers and for its body.
MAX_MESSAGE, MAX_HEADERS, MAX_BODY = 100_000, 65_536, 1024
HEADERS_WITHIN, BODY_WITHIN = 15.0, 10.0
#: Seconds for which a browser may leave what it is sent unread.
UNREAD = 60.0
#: Connections of a visitor beside the websocket, over which a browser fetches files.
BESIDE = 6
#: File descriptors for everything else: some 40 from the start, and those who are told that there is no room.
RESERVED = 100
#: Connections over the limit that are told so at the same time.
MAX_TOLD = 20

#: The addresses of what the page loads: see ``app/loaded.py``, which compiles when it is imported.
LOADED = r"/((?:bokeh|withheld|page|worker)\.js|page\.css|icon\.svg|(?:cards|table|words-[a-z]+)\.json)"

_TOLD = (
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 60\r\nConnection: close\r\n"
    "Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n"
    f"Content-Type: text/plain\r\nContent-Length: {len(FULL)}\r\n\r\n{FULL}"
).encode()


class Compressed(GZipContentEncoding):
    """Compresses every answer of text that is not sent compressed already.

    At this level a page takes two milliseconds, and a fifth of its bytes; at Tornado's own it takes twice as long for
    little more. No token can be guessed from the lengths of answers: each page has another.
    """

    GZIP_LEVEL = 3


class Application(BokehTornado):
    """Bokeh's server, guarded."""

    #: Signs tokens, whatever the command line says: set by ``install``.
    key: bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(
            sign_sessions=True,
            secret_key=self.key,
            generate_session_ids=True,
            transforms=[Compressed],
            include_headers=[],
            include_cookies=[],
            exclude_headers=None,
            exclude_cookies=None,
            # Milliseconds. A page whose browser has not connected by then has been left.
            unused_session_lifetime_milliseconds=15_000,
            check_unused_sessions_milliseconds=5_000,
        )
        own = [(r"/picture\.png", Picture), (r"/guide", Guide), *LESSONS]
        own += [(r"/race\.html", Taken), (r"/kernels\.wasm", Kernels), (LOADED, Loaded)]
        kwargs["extra_patterns"] = [*(kwargs.get("extra_patterns") or ()), *own]
        kwargs["websocket_max_message_size_bytes"] = min(
            kwargs.get("websocket_max_message_size_bytes", MAX_MESSAGE), MAX_MESSAGE
        )
        super().__init__(*args, **kwargs)
        Answer.door.count = lambda: sum(len(list(each.sessions)) for each in self.applications.values())

    def get_handler_delegate(
        self,
        request: HTTPServerRequest,
        target_class: type[RequestHandler],
        target_kwargs: dict[str, Any] | None = None,
        path_args: list[bytes] | None = None,
        path_kwargs: dict[str, bytes] | None = None,
    ) -> Any:
        """Tornado asks here for the handler of every request, also of those that no route leads to."""
        served, refusal = SERVED.get(target_class), refused(request)
        if served is None or refusal is not None:
            refusal = refusal or {"status": 404, "words": "There is nothing here. The page is at /app."}
            return super().get_handler_delegate(request, Refusal, refusal)
        return super().get_handler_delegate(request, served, target_kwargs, path_args, path_kwargs)

    def log_request(self, handler: RequestHandler) -> None:
        """Nobody's requests are anybody's business, and a visitor must not be able to fill the log."""


class Listener(HTTPServer):
    """Takes so many connections, and none that leaves it waiting."""

    #: Set by ``install``.
    most: int

    def initialize(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(
            idle_connection_timeout=HEADERS_WITHIN,
            body_timeout=BODY_WITHIN,
            max_header_size=MAX_HEADERS,
            max_body_size=MAX_BODY,
        )
        super().initialize(*args, **kwargs)
        self._told = 0
        #: Each connection, websockets too, and since when it has had nothing unread.
        self._open: dict[IOStream, float] = {}
        LISTENERS.append(self)

    def handle_stream(self, stream: IOStream, address: tuple) -> None:
        if len(self._open) >= self.most:
            self.sweep()
        if len(self._open) < self.most:
            self._open[stream] = time.monotonic()
            super().handle_stream(stream, address)
        elif self._told < MAX_TOLD:
            task = asyncio.ensure_future(self._turn_away(stream))
            # It is over within two seconds; nobody else keeps it until then.
            TASKS.add(task)
            task.add_done_callback(TASKS.discard)
        else:
            stream.close()

    async def _turn_away(self, stream: IOStream) -> None:
        self._told += 1
        try:
            # Closed with the request unread, the connection would be reset, and the answer lost.
            await asyncio.wait_for(stream.read_until(b"\r\n\r\n", max_bytes=MAX_HEADERS), 1)
            await asyncio.wait_for(stream.write(_TOLD), 1)
        except (StreamClosedError, TimeoutError):
            pass
        finally:
            self._told -= 1
            stream.close()

    def sweep(self) -> None:
        """Forget the connections that are closed, and close those that do not read; to be called every few seconds."""
        now = time.monotonic()
        for stream, since in list(self._open.items()):
            if stream.closed():
                del self._open[stream]
            elif not stream.writing():
                self._open[stream] = now
            elif now - since > UNREAD:
                stream.close()


def _no_resources(roots: Any, resources: Any) -> Bundle:
    """What a page needs beside what its template names, which is nothing: Panel would look for it for milliseconds."""
    return Bundle()


LISTENERS: list[Listener] = []
TASKS: set[asyncio.Future] = set()
#: What ``install`` and ``watch`` have made.
_kept: list[Any] = []


def install() -> None:
    """Have the server that is about to be made guarded, once; ValueError if the environment says what it cannot."""
    if _kept:
        return
    ancestors()
    visitors, beside = _room(max_visitors())
    Answer.door = Door(visitors)
    Listener.most = visitors + beside
    for name in ("BokehTornado", "HTTPServer"):
        if not hasattr(bokeh.server.server, name):
            raise RuntimeError(f"bokeh.server.server has no {name}: this version of Bokeh cannot be guarded")
    bokeh.server.server.BokehTornado = Application
    bokeh.server.server.HTTPServer = Listener
    panel.io.server.bundle_resources = _no_resources
    # Made here, it is the same for all processes into which the server forks.
    Application.key = settings.secret_key_bytes() or generate_secret_key().encode()
    _kept.append(log.install())


def watch() -> None:
    """Begin what is done every few seconds; to be called once the server's event loop runs."""
    sparing = _kept[0]

    def look() -> None:
        sparing.tell()
        for listener in LISTENERS:
            listener.sweep()
        drop_silent(CHANNELS)

    job = PeriodicCallback(look, 10_000)
    job.start()
    _kept.append(job)


def _room(visitors: int) -> tuple[int, int]:
    """How many of ``visitors``, and how many connections beside theirs, there are file descriptors for."""
    beside = BESIDE * visitors
    if sys.platform == "win32":
        return visitors, beside
    import resource  # there is none on Windows, whose sockets are no file descriptors

    # A connection that fetches a file needs one for the file too.
    needed = visitors + 2 * beside + RESERVED
    limit, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY or limit >= needed:
        return visitors, beside
    # A process may have more for the asking.
    limit = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    beside = min(beside, max(limit - RESERVED, 0) // 4)
    room = min(visitors, limit - RESERVED - 2 * beside)
    if room < 10 and room < visitors:
        raise ValueError(f"{limit} file descriptors are too few: see `ulimit -n`")
    if room < visitors:
        few = f"With {limit} file descriptors (`ulimit -n`)"
        print(f"{few} there is room for {room} visitors at once, not for {visitors}.", flush=True)
    return room, beside
