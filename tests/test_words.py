"""The tables of other languages say all that the page can say."""

from __future__ import annotations

import json
import re

import pytest

from app.languages import LANGUAGES, TABLES, translated, wanted, words
from app.links import from_query
from app.settings import Settings
from tests.words import lacking

SCRIPTS = sorted(TABLES.parent.rglob("*.js"))
OTHERS = [lang for lang in LANGUAGES if lang != "en"]


@pytest.mark.parametrize("lang", OTHERS)
def test_a_table_has_every_text(lang: str) -> None:
    assert lacking(lang) == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_table_has_each_whole_sentence_of_the_page_s_scripts(lang: str) -> None:
    """Those that are put together of parts are met in a browser: ``tests/browser/test_words.py``.

    What ``script.js`` writes is for other programmers, in the language of their language.
    """
    said = words(lang)
    assert said
    sentence = re.compile(r'"\s?([A-Z][^"\n{]*\s[^"\n{]*[.…?!])\s?"')
    scripts = {
        path: re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        for path in SCRIPTS
        if path.name != "script.js"
    }
    found = {text: path.name for path, script in scripts.items() for text in sentence.findall(script)}
    assert len(found) > 50
    assert {text: name for text, name in found.items() if said.known(text) is None} == {}


@pytest.mark.parametrize("lang", OTHERS)
def test_holes_are_the_same_on_both_sides(lang: str) -> None:
    texts = json.loads((TABLES / f"{lang}.json").read_text(encoding="utf-8"))["texts"]
    holes = {
        text: [{name for name in re.findall(r"\{(\w+)\*?\}", each)} for each in (text, texts[text])] for text in texts
    }
    assert {text: both for text, both in holes.items() if both[0] != both[1]} == {}
    assert all(texts.values())


def test_the_language_is_that_which_was_asked_for_or_the_first_that_there_is() -> None:
    assert wanted("de", "en") == "de"
    assert wanted(None, "fr-CH, de-AT;q=0.8, en;q=0.7") == "de"
    assert wanted("xx", "en;q=0.5, de;q=0.9") == "de"
    assert wanted(None, "") == wanted(None, "fr, *;q=x") == "en"


def test_html_is_put_into_words_without_its_formulas_and_links_carry_the_choice() -> None:
    html = (
        '<html lang="en"><a href="app?v=1" title="Undo">Undo</a> <math><mi>Undo</mi></math> '
        '<a href="#x">Loss &amp; so</a>'
    )
    assert translated(html, "de") == (
        '<html lang="de"><a href="app?v=1" title="Rückgängig">Rückgängig</a> <math><mi>Undo</mi></math> '
        '<a href="#x">Loss &amp; so</a>'
    )
    assert '<a href="app?v=1&amp;lang=de"' in translated(html, "de", chosen=True)
    assert '<a href="app?v=1&amp;lang=en" title="Undo">Undo</a>' in translated(html, "en", chosen=True)


def test_a_sentence_is_read_whole_in_pieces_and_with_what_fills_its_holes() -> None:
    german = words("de")
    assert german
    assert german.say("Standings at step 5") == "Stand bei Schritt 5"
    assert german.say("SGD, learning rate: it is not a number. It stays at 0.1.") == (
        "SGD, Lernrate: das ist keine Zahl. Es bleibt bei 0.1."
    )
    assert german.say("Five rules start at ◯ and try to reach ✚. Each may take 60 steps.") == (
        "Fünf Regeln starten bei ◯ und versuchen, ✚ zu erreichen. Jede darf 60 Schritte machen."
    )
    assert german.known("There is no such text anywhere") is None


def test_refusals_are_said_whole_and_what_was_typed_stays_as_it_is() -> None:
    german = words("de")
    assert german
    asked = {"v": "2", "surface": "mc", "adam.lr": "7e9", "steps": "9e9", "adam.beta1": "a b", "foo": "x", "y": "500"}
    asked |= {"racers": "foo,adam", "recipe.schedule": "foo", "formula.text": "x+", "view": "heat map"}
    notices = from_query(Settings(), {key: [text.encode()] for key, text in asked.items()} | {"x": [b"1", b"2"]})
    assert len(notices) == len(asked) + 1
    said = [german.say(notice) for notice in notices]
    english = re.compile(r"\b(it|is|must|be|one of|stays|there|was|link|given)\b")
    assert [text for text in said if english.search(text)] == []
    assert (
        "Ansicht (view = 'heat map'): es muss eines von overlay, side, sweep, heat, basins, relief sein. "
        "Es bleibt bei overlay."
    ) in said
