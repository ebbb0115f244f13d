"""The languages of the page: English, and each that has a table of words in ``static/words``.

The page puts itself into words in the browser (``static/model/words.js``); pages that are made of HTML alone, as the
guide and the lists of lessons, are put into words here, from the same table by the same reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from surfaces.numbers import declared

TABLES = Path(__file__).parent / "static" / "words"

#: What each language calls itself, by its key.
LANGUAGES = {
    "en": "English",
    **{path.stem: json.loads(path.read_text(encoding="utf-8"))["language"] for path in sorted(TABLES.glob("*.json"))},
}

#: Names, which are the same in a language that has no word of its own for them.
NAMES = sorted(
    {
        "Optimizer Race",
        *LANGUAGES.values(),
        *(cls.title for cls in (*OPTIMIZERS.values(), *SURFACES.values())),
        *(name for cls in OPTIMIZERS.values() for name in declared(cls)),
    }
)

#: Attributes that are read or shown, and elements that have no prose in them, as ``panels/language.js`` has both.
ATTRIBUTES = ("aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder")
LEFT = ("math", "code", "pre", "script", "style", "noscript", "textarea", "cite")

# Letters beside each other; a digit above or below is none, though Unicode has it that a word may have it.
_WORD = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]{2}")
_HOLE = re.compile(r"\{(\w+)(\*?)\}")
_BETWEEN = re.compile(r"(?<=[.?!;:,])\s+|\s+·\s+")
_NAME = re.compile(r"^[A-ZÀ-Þ]\S*$|[=_/]|^'.*'$", re.DOTALL)
_COUNTED = re.compile(r"(.*[A-Za-zÀ-ɏͰ-ӿ]\S*) ([^A-Za-zÀ-ɏͰ-ӿ]+)\Z", re.DOTALL)
_TAG = re.compile(rf"(<({'|'.join(LEFT)})\b.*?</\2>|<[^>]*>)", re.DOTALL)
_ATTRIBUTE = re.compile(rf'(\s(?:{"|".join(ATTRIBUTES)}|data-label)=")([^"]*)(")')
_LINK = re.compile(r'(<a\b[^>]*\shref=")(?![a-z]+:|#)([^"#]*)')


#: Holes that whole sentences may fill; any other ends where a sentence does.
_WHOLE = ("text", "say", "why", "title", "stays")
#: Holes that settings' own values fill, which are the same in every language.
_VALUES = ("some", "key", "value")
_AFTER = re.compile(r"[.?!](\s|$)")
#: A template with few words of its own is not tried on long texts: a text is at most so many times as long as they.
_LONGEST = 40


class _Template(NamedTuple):
    begins: str
    ends: str
    pattern: re.Pattern[str]
    names: list[str]
    lists: set[str]
    to: str
    literal: int


class Words:
    """The words of a language, from its table; see ``words.js``, which says the same in the browser."""

    def __init__(self, table: dict[str, Any], names: Iterable[str] = ()) -> None:
        self._and = table["and"]
        self._said: dict[str, str | None] = {}
        self._whole = dict.fromkeys(names) | table["texts"]
        self._whole = {text: to or text for text, to in self._whole.items() if not _HOLE.search(text)}
        holed = {text: to for text, to in table["texts"].items() if _HOLE.search(text)}
        self._templates = sorted((_template(text, to) for text, to in holed.items()), key=lambda each: -each.literal)

    def say(self, text: str) -> str:
        """A text in this language; as it is where the table does not have it."""
        said = self.known(text)
        return text if said is None else said

    def known(self, text: str) -> str | None:
        """None where the table does not have it."""
        if not _WORD.search(text):
            return text
        core = text.strip()
        said = self._say(" ".join(core.split()))
        return None if said is None else text.replace(core, said)

    def _say(self, text: str) -> str | None:
        if text not in self._said:
            self._said[text] = self._short(text) or self._in_pieces(text)
        return self._said[text]

    def _short(self, text: str) -> str | None:
        return self._whole.get(text) or self._filled(text)

    def _filled(self, text: str) -> str | None:
        for begins, ends, pattern, names, lists, to, literal in self._templates:
            if not (text.startswith(begins) and text.endswith(ends)) or len(text) > _LONGEST * literal:
                continue
            if not (found := pattern.match(text)):
                continue
            between = zip(names, found.groups(), strict=True)
            if any(_AFTER.search(part) and name not in _WHOLE for name, part in between):
                continue
            parts = {
                name: part if name in _VALUES else (self._list if name in lists else self._part)(part)
                for name, part in zip(names, found.groups(), strict=True)
            }
            known = {name: part for name, part in parts.items() if part is not None}
            if len(known) == len(parts):
                return re.sub(_HOLE, lambda hole, known=known: known[hole[1]], to)  # type: ignore[misc]
        return None

    def _part(self, text: str) -> str | None:
        if not _WORD.search(text):
            return text
        # A name and its number; and within a sentence a word of the table may begin with a small letter.
        counted = _COUNTED.match(text)
        if counted and (said := self._part(counted[1])) is not None:
            return f"{said} {counted[2]}"
        return self._say(text) or self._short(text[0].upper() + text[1:]) or (text if _NAME.search(text) else None)

    def _list(self, text: str) -> str | None:
        parts = [self._part(part) for part in re.split(r", | and ", text)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return f"{', '.join(known[:-1])} {self._and} {known[-1]}" if len(known) > 1 else known[0]

    def _in_pieces(self, text: str) -> str | None:
        for cut in reversed(list(_BETWEEN.finditer(text))):
            said = self._piece(text[: cut.start()])
            more = None if said is None else self.known(text[cut.end() :])
            if said is not None and more is not None:
                return said + cut[0] + more
        return self._piece(text)

    def _piece(self, text: str) -> str | None:
        if not _WORD.search(text):
            return text
        if (whole := self._short(text)) is not None:
            return whole
        if text[-1] not in ".?!;:,":
            return None
        core = self._short(text[:-1]) if _WORD.search(text) else text[:-1]
        return None if core is None else core + text[-1]


def _template(text: str, to: str) -> _Template:
    pieces = re.split(r"(\{\w+\*?\})", text)
    pattern = "".join("(.+?)" if _HOLE.fullmatch(piece) else re.escape(piece) for piece in pieces)
    holes = _HOLE.findall(text)
    literal = len(_HOLE.sub("", text))
    return _Template(
        pieces[0],
        pieces[-1],
        re.compile(pattern + r"\Z", re.DOTALL),
        [name for name, _ in holes],
        {name for name, many in holes if many},
        to,
        literal,
    )


@cache
def words(lang: str) -> Words | None:
    """The words of a language; None for English."""
    if lang == "en":
        return None
    return Words(json.loads((TABLES / f"{lang}.json").read_text(encoding="utf-8")), NAMES)


def wanted(asked: str | None, accepted: str) -> str:
    """The language that is asked for, else the first that a browser accepts by its ``Accept-Language``."""
    if asked in LANGUAGES:
        return asked
    ranked: list[tuple[float, int, str]] = []
    for each in accepted.split(","):
        name, _, quality = each.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), len(ranked), name.partition("-")[0].lower()))
        except ValueError:
            continue
    return next((lang for _, _, lang in sorted(ranked) if lang in LANGUAGES), "en")


def translated(html: str, lang: str, chosen: bool = False) -> str:
    """A page of HTML in that language; its links ask for it too where it was ``chosen``."""
    if chosen:
        html = _LINK.sub(lambda link: f"{link[1]}{_with(link[2], lang)}", html)
    if not (said := words(lang)):
        return html
    pieces = _TAG.split(html)
    # Between texts: a tag, and what element it is if that is left as it is.
    for i in range(0, len(pieces), 3):
        pieces[i] = escape(said.say(unescape(pieces[i])), quote=False) if pieces[i].strip() else pieces[i]
        if i + 1 < len(pieces):
            pieces[i + 1] = _tag(pieces[i + 1], said)
    return "".join(piece for i, piece in enumerate(pieces) if i % 3 < 2).replace(
        '<html lang="en">', f'<html lang="{lang}">'
    )


def _tag(tag: str, said: Words) -> str:
    return _ATTRIBUTE.sub(lambda found: f"{found[1]}{escape(said.say(unescape(found[2])))}{found[3]}", tag)


def _with(address: str, lang: str) -> str:
    if re.search(r"[?&]lang=", address):
        return address
    return f"{address}{'&amp;' if '?' in address else '?'}lang={lang}"
