"""Everything that is answered over HTTP: the page, the way to it, its files, and refusals."""

from __future__ import annotations

import logging
from asyncio import wrap_future
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar

from bokeh.server.views.ico_handler import IcoHandler
from bokeh.util.token import generate_jwt_token, generate_session_id
from panel.io.server import DocHandler, RootHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from app.server.door import FULL, Door, Full
from app.server.log import summary
from app.server.policy import headers, is_host

log = logging.getLogger(__name__)

#: Characters of an address; one with every setting of every racer has some 8000.
MAX_ADDRESS = 16_384

#: Seconds for which what an address names by its contents may be kept.
FOR_EVER = 31_536_000

#: Pictures of races that are drawn or waited for at once: who comes then is told to come again.
MOST_PICTURES = 8

ICON = Path(__file__).resolve().parents[1] / "static" / "icon-48.png"

_REFUSAL = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Optimizer Race</title>
<p>{words}
</html>
"""


class Answer(RequestHandler):
    """What all answers have in common."""

    #: Set before the first request.
    door: ClassVar[Door]
    application: Any

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.clear_header("Server")
        for name, value in headers(self.request.host).items():
            self.set_header(name, value)

    def finish_with(self, plain: bytes, packed: bytes) -> None:
        """Send what is there in two forms: packed to who understands that."""
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            plain = packed
        self.finish(plain)

    def write_error(self, status_code: int, **about: Any) -> None:
        """A page of one sentence, whatever went wrong."""
        words = about.get("words") or HTTPStatus(status_code).phrase + "."
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        if status_code == 503:
            self.set_header("Retry-After", "60")
        self.finish(_REFUSAL.format(words=escape(words)))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        # What a visitor asked for wrongly is answered, and no business of the log's.
        if not isinstance(value, HTTPError):
            log.error("No answer: %s", summary(value))


class Refusal(Answer):
    """Answers any request with ``status`` and ``words``."""

    def initialize(self, status: int, words: str = "") -> None:
        self._status, self._words = status, words

    def prepare(self) -> None:
        self.send_error(self._status, words=self._words)


class Page(Answer, DocHandler):
    """The page, in a session of its own that only the server can name."""

    gone = False

    async def get(self, *args: Any, **kwargs: Any) -> None:
        path = self.request.path
        if path.endswith("/"):
            # From there the addresses of all that the page loads would lead nowhere.
            self.redirect(f"../{path.rstrip('/').rpartition('/')[2]}{_query_of(self.request)}")
            return
        self.request.arguments = understood(self.request.arguments)
        #: What its template is filled with, once there is a session.
        self._variables: dict[str, Any] = {}
        try:
            async with self.door.entering():
                # Whoever has not waited needs no page.
                if not self.gone:
                    await super().get(*args, **kwargs)  # type: ignore[misc]
                    # The page is written: nobody wants these 0.2 MB again.
                    self._variables.clear()
        except Full:
            self.send_error(503, words=FULL)

    def on_connection_close(self) -> None:
        self.gone = True
        super().on_connection_close()

    async def get_session(self) -> Any:
        """Panel and Bokeh let a visitor name the session, in the address or in a header: to share it with another."""
        app = self.application
        session = generate_session_id(secret_key=app.secret_key, signed=True)
        token = generate_jwt_token(
            session,
            secret_key=app.secret_key,
            signed=True,
            expiration=app.session_token_expiration,
            # No header and no cookie: whoever sees the page's source sees the token.
            extra_payload={**self._generate_token_payload(), "headers": {}, "cookies": {}},
        )
        made = await self.application_context.create_session_if_needed(session, self.request, token)
        self._variables = made.document.template_variables
        # Where the page is seen from: a card is made by others, who must be told the whole address of its picture.
        if is_host(self.request.host):
            folder = self.request.path.rstrip("/").rpartition("/")[0]
            made.document.template_variables["site"] = f"{self.request.protocol}://{self.request.host}{folder}"
        self._speak()
        return made

    def _speak(self) -> None:
        """Load the words of the reader's language with the page, which says in it that the race is not there yet."""
        from app.first import LOADING
        from app.languages import words
        from app.loaded import address

        lang, _ = language_of(self.request, self.request.arguments.get("lang", [b""])[0].decode())
        if said := words(lang):
            loading = f'><span lang="{lang}" data-words="as-is">{escape(said.say(LOADING))}</span><'
            self._variables["words"] = address(f"words-{lang}.json")
            self._variables["page"] = self._variables["page"].replace(f">{LOADING}<", loading, 1)


class Root(Answer, RootHandler):
    """The way from / to the page, with all that was asked for."""

    async def get(self, *args: Any, **kwargs: Any) -> None:
        self.redirect(f".{next(iter(self.applications))}{_query_of(self.request)}")


def _query_of(request: HTTPServerRequest) -> str:
    return f"?{request.query}" if request.query else ""


class File(Answer, StaticFileHandler):
    """Files of the page that are sent as they are."""

    def set_extra_headers(self, path: str) -> None:
        # A browser that is told nothing keeps a file for as long as it sees fit, beside a page of another version.
        self.set_header("Cache-Control", "no-cache")


class Icon(Answer, IcoHandler):
    """The icon, where a browser looks for it unasked."""

    def get(self) -> None:
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", "max-age=86400")
        self.finish(ICON.read_bytes())


class Picture(Answer):
    """The picture of a race, for those who show links as cards."""

    _waiting = 0

    async def get(self) -> None:
        if Picture._waiting >= MOST_PICTURES:
            self.send_error(503, words=FULL)
            return
        from app import jobs, picture  # what compiles is imported when the guard is in place

        Picture._waiting += 1
        try:
            drawn = await wrap_future(jobs.SHORT.submit(picture.in_its_turn, understood(self.request.arguments)))
        finally:
            Picture._waiting -= 1
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", "public, max-age=86400")
        self.finish(drawn)


class Loaded(Answer):
    """What the page loads beside itself."""

    def get(self, name: str) -> None:
        from app.loaded import KINDS, PIECES, piece  # what compiles is imported when the guard is in place

        if name not in PIECES:
            self.send_error(404, words="There are no words of that language here.")
            return
        plain, packed, version = piece(name)
        self.set_header("Content-Type", f"{KINDS[Path(name).suffix]}; charset=UTF-8")
        # Whoever has it asks whether it is still the same; whoever names its version need not ask.
        exact = self.get_query_argument("v", "") == version
        self.set_header("Cache-Control", f"public, max-age={FOR_EVER}, immutable" if exact else "no-cache")
        self.finish_with(plain, packed)


class Guide(Answer):
    """The whole field on one page, in the language that is asked for or that the reader's browser has."""

    def get(self) -> None:
        from app.guide import page

        plain, packed = page(*language_of(self.request, self.get_query_argument("lang", None)))
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Language")
        self.finish_with(plain, packed)


def language_of(request: HTTPServerRequest, asked: str | None) -> tuple[str, bool]:
    """The language for a page of HTML, and whether it was chosen by its address."""
    from app.languages import LANGUAGES, wanted

    return wanted(asked, request.headers.get("Accept-Language", "")), asked in LANGUAGES


def refused(request: HTTPServerRequest) -> dict[str, Any] | None:
    """What ``Refusal`` answers to a request that is not to be looked at further; None if it is."""
    uri = request.uri or ""
    if len(uri) > MAX_ADDRESS:
        return {"status": 414, "words": f"The address is longer than {MAX_ADDRESS} characters."}
    if not request.path.startswith("/") or "\\" in request.path or "%00" in request.path:
        return {"status": 400, "words": "The address is malformed."}
    return None


def understood(arguments: dict[str, list[bytes]]) -> dict[str, list[bytes]]:
    """The arguments of an address with whatever is no UTF-8 replaced: Panel decodes some of them without looking.

    The page then says which value is not allowed.
    """
    texts = {name: [value.decode("utf-8", "replace") for value in values] for name, values in arguments.items()}
    # Tornado has the names in Latin-1.
    return {
        name.encode("latin1").decode("utf-8", "replace"): [value.encode() for value in values]
        for name, values in texts.items()
    }
