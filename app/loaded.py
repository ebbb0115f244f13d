"""What the page loads beside itself: each in one piece, compressed, by an address that names its contents.

A browser asks a server for six files at a time, and each costs it a journey there and back. So the page's modules are
one script, and its style sheets one sheet. What is kept under an address that names it need never be asked for again,
and never meets a page of another version.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import bokeh

from app.cards import cards_text
from app.languages import LANGUAGES, TABLES
from app.linked import STATIC, linked
from app.table import table
from app.views import VIEWS

#: The style sheets, in the order in which a later one has the last word.
SHEETS = (
    *("base", "top", "controls", "pickers", "cards", "stage", "figures", "hands", "results", "explain", "fair"),
    *("playback", "share", "chips", "embed", "relief", "present", "lesson"),
    *("narrow", "phone", "landscape", "touch", "print", "forced"),
)

#: The font that they name, as they name it.
FONT = "fonts/math.woff2"


def script(begins: str) -> str:
    """The page's modules as one script; ``begins`` is the one that begins."""
    return linked([*(f"views/{key}.js" for key in VIEWS), begins])


def worker() -> str:
    """What works beside the page, as one script."""
    return linked(["local/worker.js"])


def bokeh_core() -> str:
    """Of Bokeh's scripts the core: the page uses none of the others."""
    return (Path(bokeh.__file__).parent / "server/static/js/bokeh.min.js").read_text(encoding="utf-8")


def sheet(font: str) -> str:
    """All style sheets in one; ``font`` is the address of the font."""
    return "".join((STATIC / f"styles/{name}.css").read_text(encoding="utf-8") for name in SHEETS).replace(
        f"../{FONT}", font
    )


def words(lang: str) -> str:
    """The table of a language other than English."""
    return (TABLES / f"{lang}.json").read_text(encoding="utf-8")


#: Who writes each, by its name.
PIECES: dict[str, Callable[[], str]] = {
    "bokeh.js": bokeh_core,
    # Browsers look for it again whenever the address changes.
    "icon.svg": lambda: (STATIC / "icon.svg").read_text(encoding="utf-8"),
    "withheld.js": lambda: (STATIC / "withheld.js").read_text(encoding="utf-8"),
    "page.js": lambda: script("page.js"),
    "worker.js": worker,
    "page.css": lambda: sheet(f"app/static/{FONT}"),
    "cards.json": cards_text,
    "table.json": table,
    **{f"words-{lang}.json": partial(words, lang) for lang in LANGUAGES if lang != "en"},
}

KINDS = {".svg": "image/svg+xml", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


class Piece(NamedTuple):
    """As it is, compressed, and what is another where the contents are others."""

    plain: bytes
    packed: bytes
    version: str


@cache
def piece(name: str) -> Piece:
    """The piece of that name, made once."""
    plain = PIECES[name]().encode()
    # Without a time of day, the same bytes for the same contents.
    return Piece(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


def address(name: str) -> str:
    """Where a page finds the piece, from where the page is."""
    return f"{name}?v={piece(name).version}"
