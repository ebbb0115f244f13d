"""The English texts that the page can show, for the tables of other languages: `python -m tests.words LANG` lists what
a table lacks.

They are of the pages as they are written, and of what is declared of settings, rules, surfaces, outcomes and lessons.
What a browser says beside is collected there: `tests/browser/test_words.py`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser

from app import guide, lesson_pages
from app.cards import cards
from app.export import SENTENCES
from app.first import filled
from app.form import form
from app.languages import ATTRIBUTES, LEFT, words
from app.lesson import PARTS, Lesson, lessons
from app.presets import presets
from app.settings import Settings
from app.views import VIEWS
from optimizers import OPTIMIZERS
from optimizers.racing.outcome import SAID
from surfaces import SURFACES

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
        if not set(LEFT) & set(self._open):
            self.texts += [text for name, text in attrs if name in ATTRIBUTES and text]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not set(LEFT) & set(self._open):
            self.texts.append(data)


def plain(text: str) -> str:
    return " ".join(text.split())


def read(html: str) -> list[str]:
    reader = _Texts()
    reader.feed(html)
    return reader.texts


def written() -> Iterator[str]:
    """The texts of the pages as they are written; the race with every surface and racer in it."""
    yield from read(filled(form()["page"], Settings()))
    yield from read(guide.page("en")[0].decode())
    yield from SENTENCES.values()
    yield from read(lesson_pages.page("lessons", None, ""))
    for key in lessons():
        yield from read(lesson_pages.page("lesson-sheet", key, ""))


def declared() -> Iterator[str]:
    """What is declared of settings, rules, surfaces, views, presets and outcomes."""
    for field in Settings().fields.values():
        yield from (field.declaration.label, field.declaration.doc or "")
    for cls in (*SURFACES.values(), *OPTIMIZERS.values()):
        for name in ("title", "kind", "intuition", "use", "avoid", "family"):
            if isinstance(text := getattr(cls, name, None), str):
                yield text
    for view in VIEWS.values():
        yield from (view.title, view.about)
    for preset in presets(Settings()).values():
        yield preset["title"]
        yield from (*preset["printed"], *preset["chosen"])
    for said in SAID.values():
        yield from (said.words, said.meaning, *said.texts.values())
    for card in cards().values():
        yield from (card["idea"], card["best_for"], card["use"], card["avoid"])
        yield from (text for _, text, _ in card["typical"])
        yield from (note["text"] for note in card["deeper"])
        for variant in card["variants"].values():
            yield from (meaning for _, meaning, _ in variant["symbols"])
            yield from _leaves(variant["departs"])


def _leaves(template: object) -> Iterator[str]:
    """The texts of a card's template, which may choose by a number."""
    if isinstance(template, str):
        yield template
    elif isinstance(template, list):
        for each in template[2:]:
            yield from _leaves(each)


def taught() -> Iterator[str]:
    """The texts of all lessons, for their readers and for their teachers, and what their steps may ring."""
    yield from (words for _, words in PARTS.values())
    for lesson in lessons().values():
        yield from of_lesson(lesson)


def of_lesson(lesson: Lesson) -> Iterator[str]:
    yield from (lesson.title, lesson.misconception, lesson.audience, lesson.notes)
    for step in lesson.steps:
        yield from (step.title, step.say, step.notes or "")
        if step.ask:
            yield from (step.ask.question, step.ask.verdict, step.ask.expected or "")
            for choice in step.ask.choices:
                yield from (choice.text, choice.feedback)
        if step.requires:
            yield step.requires.hint


def counted(text: str) -> str:
    """A text as it is read, with a number in each hole."""
    return re.sub(r"\{[^{}]*\}", "1", plain(text))


def texts() -> list[str]:
    """All of them, once, that have a word in them."""
    every = (*written(), *declared(), *taught())
    # An address to type is no text.
    return sorted({plain(text) for text in every if text.strip() and not text.startswith("/app?")})


def lacking(lang: str) -> list[str]:
    """Those that the table of a language does not have, nor needs."""
    said = words(lang)
    if not said:
        return []
    return [text for text in texts() if said.known(counted(text)) is None and said.known(text) is None]


if __name__ == "__main__":
    for each in lacking(sys.argv[1]):
        print(json.dumps(each, ensure_ascii=False))
