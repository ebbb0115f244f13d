"""The English texts that the page can show, for the tables of other languages: `python -m tests.words LANG` lists what
a table lacks.

From three places: the page as it is written, what is declared of settings, rules, surfaces and outcomes, and what a
browser was seen to say (`tests/browser/test_words.py`).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from app.first import filled
from app.form import form
from app.presets import presets
from app.settings import Settings
from app.views import VIEWS
from optimizers import OPTIMIZERS
from optimizers.racing.outcome import SAID
from surfaces import SURFACES

ROOT = Path(__file__).parent.parent
WORDS = ROOT / "app" / "static" / "words"
#: Attributes that are read or shown, as app/static/panels/language.js has them.
ATTRIBUTES = ("aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "placeholder")
LEFT = {"math", "code", "pre", "script", "style", "textarea"}
VOID = {"input", "br", "img", "meta", "link", "use", "path", "circle", "line", "rect", "polyline"}


class _Texts(HTMLParser):
    """Texts of a page that people read."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        if not LEFT & set(self._open):
            self.texts += [text for name, text in attrs if name in ATTRIBUTES and text]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not LEFT & set(self._open):
            self.texts.append(data)


def plain(text: str) -> str:
    return " ".join(text.split())


def written() -> Iterator[str]:
    """The texts of the page as it is written, with every surface and racer in it."""
    reader = _Texts()
    reader.feed(filled(form()["page"], Settings()))
    yield from reader.texts


def declared() -> Iterator[str]:
    """What is declared of settings, rules, surfaces, views, presets and outcomes."""
    for field in Settings().fields.values():
        yield from (field.declaration.label, field.declaration.doc or "")
    for cls in (*SURFACES.values(), *OPTIMIZERS.values()):
        for name in ("title", "kind", "intuition", "use", "avoid", "departs", "family"):
            if isinstance(text := getattr(cls, name, None), str):
                yield text
    for view in VIEWS.values():
        yield from (view.title, view.about)
    for preset in presets(Settings()).values():
        yield from (text for text in preset.values() if isinstance(text, str))
    for said in SAID.values():
        yield from (said.words, said.meaning, *said.texts.values())


def texts() -> list[str]:
    """All of them, once, that have a word in them."""
    return sorted({plain(text) for text in (*written(), *declared()) if re.search(r"[^\W\d_]{2}", text)})


def table(lang: str) -> dict[str, str]:
    return json.loads((WORDS / f"{lang}.json").read_text(encoding="utf-8"))["texts"]


if __name__ == "__main__":
    known = table(sys.argv[1])
    for text in texts():
        if text not in known:
            print(json.dumps(text, ensure_ascii=False))
