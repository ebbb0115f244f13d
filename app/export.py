"""The page with one race in one HTML file, which needs no server and no network: ``export_html``.

``python -m app.export 'surface=beale&racers=sgd,adam' race.html`` writes such a file.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from app import __version__, loaded
from app.browser import kept
from app.cards import cards_text
from app.first import filled, styled
from app.form import TEMPLATES, form
from app.identity import race_title
from app.languages import words
from app.linked import STATIC, linked
from app.links import VERSION, from_query, to_query
from app.opening import OPENING
from app.runs import setup
from app.settings import Settings, apply
from app.table import table
from optimizers.racing.pool import in_turn

#: What the file may do: run the scripts that it holds, by their digests, and the kernels. It asks the network nothing.
_POLICY = (
    "default-src 'none'",
    "script-src {} 'wasm-unsafe-eval'",
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
)

#: What a file says while it shows no race, or where it can show none.
SENTENCES = {
    "waits": "Waiting for the engine of this race: the cell with load_engine() has it.",
    "old": "This file needs a browser of 2023 or newer.",
    "script": "Optimizer Race needs JavaScript. A frame with sandbox around it must allow allow-scripts.",
}


def export_html(race: str | Mapping[str, str] = "", path: str | Path | None = None) -> str:
    """The page with a race, live, as the text of one HTML file; written to ``path`` where that is given.

    ``race`` is the query of a link to it, or settings as a link has them: ``"surface=beale&racers=sgd,adam"``,
    ``{"surface": "beale", "racers": "sgd,adam"}``. Left out, it is the race that the page opens with.

    Raises ``ValueError`` for a setting that a link could not have, with the page's own words.
    """
    settings = settings_of(race)
    html = file_of(settings)
    if path is not None:
        Path(path).write_text(html, encoding="utf-8")
    return html


def settings_of(race: str | Mapping[str, str]) -> Settings:
    """The settings that a link's query, or a mapping of keys to texts, asks for; ``ValueError`` says what is wrong."""
    if isinstance(race, str):
        asked = parse_qs(race.rpartition("?")[2], keep_blank_values=True)
        return settings_from({key: [text.encode() for text in texts] for key, texts in asked.items()})
    return settings_from({key: [text.encode()] for key, text in race.items()})


def settings_from(arguments: Mapping[str, list[bytes]]) -> Settings:
    """The same, for the arguments of an address; without any, those that the page opens with."""
    settings = Settings()
    _accept(from_query(settings, arguments) if arguments else apply(settings, OPENING))
    # Lessons are read by a server: a file has the race of the step.
    for key in ("lesson", "at"):
        settings.put(key, settings.fields[key].default)
    return settings


def _accept(notices: list[str]) -> None:
    if notices:
        raise ValueError(" ".join(map(str, notices)))


def in_its_turn(arguments: Mapping[str, list[bytes]]) -> str:
    """The file that an address asks for, for a thread beside the event loop."""
    with in_turn():
        return file_of(settings_from(arguments))


def file_of(settings: Settings, whole: bool = True) -> str:
    """The file with a race of these settings; unless ``whole``, without what the page around it has: see ``engine``.

    It has the words of the language that they ask for, and of no other.
    """
    lang = "en" if settings.lang == "auto" else settings.lang
    said = words(lang)
    title = race_title(setup(settings))
    table = {f"words-{lang}": _words(lang)} if said else {}
    return TEMPLATES.get_template("file.html").render(
        version=version(),
        lang=lang,
        sentences={name: said.say(text) if said else text for name, text in SENTENCES.items()},
        title=said.say(title) if said else title,
        policy="; ".join(_POLICY).format(" ".join(_digests())),
        icon=_data("image/svg+xml", STATIC / "icon.svg"),
        root_attributes=styled(settings),
        query=urlencode(to_query(settings.texts) or {"v": VERSION}),
        packed={**(_parts() | {"body": _body(settings)} if whole else {}), **table},
        unpack=_unpack(),
    )


def engine() -> dict[str, str]:
    """What all files of this version have in common, packed, by name."""
    return {**_parts(), "body": _body(Settings())}


@cache
def _words(lang: str) -> str:
    return _packed(loaded.words(lang).encode())


@cache
def version() -> str:
    """The version, and what tells files of it apart that hold other code."""
    # The table and the body name models of Bokeh's as each process does.
    code = "".join(part for name, part in _parts().items() if name != "table")
    digest = hashlib.sha256(code.encode()).hexdigest()
    return f"{__version__}-{digest[:8]}"


def _body(settings: Settings) -> str:
    cards = cards_text().replace("<", "\\u003c")
    cards = f'<script type="application/json" data-json="cards">{cards}</script>'
    return _packed((filled(form()["page"], settings) + cards).encode())


@cache
def _scripts() -> dict[str, str]:
    """The scripts that are packed, in the order in which they are run."""
    return {"bokeh": loaded.bokeh_core(), "page": f"{{\n{loaded.script('file.js')}}}\n"}


@cache
def _unpack() -> str:
    return f"{{\n{linked(['unpack.js'])}}}\n"


@cache
def _parts() -> dict[str, str]:
    texts = {"sheet": _sheet(), **_scripts(), "worker": f"{{\n{loaded.worker()}}}\n", "table": table()}
    return {**{name: _packed(text.encode()) for name, text in texts.items()}, "kernels": _packed(kernels())}


def kernels() -> bytes:
    """The module of all kernels; where it is not there it is built, in a minute, with words on what is done."""
    return kept.build().read_bytes()


@cache
def _digests() -> tuple[str, ...]:
    """The scripts as a Content-Security-Policy names them."""
    digests = (hashlib.sha256(text.encode()).digest() for text in (_unpack(), *_scripts().values()))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _sheet() -> str:
    """All style sheets, the colours, and the font that they name, in one."""
    colours = re.sub(r"</?style>\n", "", TEMPLATES.get_template("colours.html").render(form()))
    return loaded.sheet(_data("font/woff2", STATIC / loaded.FONT)) + colours


def _data(kind: str, path: Path) -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _packed(content: bytes) -> str:
    # Without a time of day, the same file for the same race.
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def main() -> None:
    """``python -m app.export QUERY PATH``"""
    parser = argparse.ArgumentParser(prog="python -m app.export", description="Write a race as one HTML file.")
    parser.add_argument("race", help="a link to the race, or its query: 'surface=beale&racers=sgd,adam'")
    parser.add_argument("path", help="the file to write")
    given = parser.parse_args()
    try:
        html = export_html(given.race, given.path)
    except ValueError as refusal:
        sys.exit(str(refusal))
    print(f"{given.path}: {len(html.encode()) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
