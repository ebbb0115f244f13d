"""The page in another language: chosen by the browser or by a link, whole, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from app.views import VIEWS
from tests.browser.conftest import Visitor, visiting
from tests.browser.serving import Server

#: Has the page note what its table has no word for.
NOTED = """(() => { const {prototype} = mounted.language.words.constructor, {say} = prototype
window.unknown = new Set()
prototype.say = function (text) {
  if (this.sayIfKnown(text) === undefined) window.unknown.add(text.trim())
  return say.call(this, text)
} })()"""
#: Names, alone, and what is written in signs and letters that stand for numbers.
NAMES = r"/^([\p{Lu}][\w–+-]*(\s[\p{Lu}+]\w*)*|[\p{Ll}]+\.\w+)$/u"


@pytest.fixture(scope="module")
def german(server: Server, browser: Browser) -> Iterator[Visitor]:
    with visiting(server, browser) as new:
        visitor = new("v=1&steps=60", locale="de-DE")
        visitor.wait("document.documentElement.lang === 'de'")
        visitor.run(NOTED)
        speak(visitor, "en")
        speak(visitor, "de")
        yield visitor


def speak(visitor: Visitor, lang: str) -> None:
    """Choose a language from the select of the help."""
    visitor.run(
        f"""(() => {{ const choice = document.querySelector("select[data-key=lang]"); choice.value = "{lang}"
        choice.dispatchEvent(new Event("change", {{bubbles: true}})) }})()"""
    )
    visitor.answered(f"document.documentElement.lang === '{lang}'")


def unknown(visitor: Visitor) -> list[str]:
    return visitor.run(f"[...window.unknown].filter((text) => !{NAMES}.test(text))")


def test_the_browser_chooses_the_language_and_a_link_has_the_last_word(visit: Any) -> None:
    by_browser, by_link = visit("v=1", locale="de-DE"), visit("v=1&lang=en", locale="de-DE")
    expect(by_browser.page.locator("[data-part=share-open]").first).to_contain_text("Teilen")
    assert by_browser.page.title().endswith("Optimizer Race")
    expect(by_link.page.locator("[data-part=share-open]").first).to_contain_text("Share")
    assert by_link.run("document.documentElement.lang") == "en"


def test_a_german_is_not_shown_the_race_in_english_first(server: Server, browser: Browser) -> None:
    page = browser.new_page(locale="de-DE", reduced_motion="reduce")
    page.add_init_script(
        """window.seen = []; const look = () => { const at = document.querySelector(".standings caption")
        if (at?.textContent) seen.push(at.textContent); requestAnimationFrame(look) }; look()"""
    )
    page.goto(f"{server.url}?v=1", wait_until="commit")
    expect(page.locator("[data-part=busy]")).to_have_text("Das Rennen wird geladen …")
    page.wait_for_selector("[data-ready='1']", state="attached")
    page.wait_for_timeout(300)
    said = page.evaluate("[...new Set(seen)]")
    assert said[-1].startswith("Stand bei Schritt") and not any("Standings at" in each for each in said), said
    page.close()


def test_long_words_and_numbers_stay_in_the_column_of_the_standings(german: Visitor) -> None:
    german.run("mounted.engine.ask({surface: 'himmelblau', steps: '500'})")
    german.answered("mounted.stage.state.race.steps === 500")
    said = german.run(
        """(() => { const table = document.querySelector(".standings"), around = table.parentElement
        const {right} = around.getBoundingClientRect(), {paddingRight} = getComputedStyle(around)
        const beyond = table.getBoundingClientRect().right - right + parseFloat(paddingRight)
        return [table.querySelector("thead").innerText, beyond] })()"""
    )
    assert "Gradienten" in said[0] and said[1] <= 1
    german.run("mounted.engine.ask({surface: 'rosenbrock', steps: '60'})")
    german.answered("mounted.stage.state.race.steps === 60")


def test_the_views_have_words(german: Visitor) -> None:
    for view in VIEWS:
        german.run(f"document.querySelector('[name=view][value={view}]')?.click()")
        german.answered(f"mounted.stage.state.reply.values.view === '{view}'")
    german.run("document.querySelector('[name=view][value=overlay]').click()")
    german.answered("mounted.stage.state.reply.values.view === 'overlay'")
    assert unknown(german) == []


def test_cards_and_dialogs_have_words(german: Visitor) -> None:
    for depth in ("maths", "deeper", "idea"):
        german.run(f"document.querySelector('[name^=depth][value={depth}]')?.click()")
        german.answered("true")
    for part in ("help", "share"):
        german.run(f"document.querySelector('[data-part={part}-open]')?.click()")
        german.answered("true")
        german.page.keyboard.press("Escape")
    assert unknown(german) == []


def test_a_race_to_its_end_an_undo_and_a_refusal_have_words(german: Visitor) -> None:
    german.run("mounted.playback.seek(30)")
    german.run("mounted.playback.seek(60)")
    german.answered("true")
    german.set("sgd.lr", "7,5")
    german.answered("true")
    german.set("steps", "50")
    german.answered("mounted.stage.state.reply.values.steps === '50'")
    german.page.locator("[data-part=undo]").first.click()
    german.answered("mounted.stage.state.reply.values.steps === '60'")
    assert unknown(german) == []


def test_a_lesson_has_words(german: Visitor, visit: Any) -> None:
    visitor = visit("v=1&lesson=momentum", locale="de-DE")
    visitor.wait("document.documentElement.lang === 'de'")
    visitor.run(NOTED)
    for at in (2, 3):
        visitor.page.locator("[data-lesson=dots] button").nth(at - 1).click()
        visitor.answered(f"mounted.stage.state.reply.values.at === '{at}'")
    assert unknown(visitor) == []


def test_english_comes_back_and_nothing_goes_on(german: Visitor) -> None:
    speak(german, "en")
    expect(german.page.locator("[data-part=share-open]").first).to_contain_text("Share")
    left = german.run("document.querySelector('.race').innerText")
    assert "Läufer" not in left and "Fläche" not in left
    speak(german, "de")
    # Words that are put into words again and again would show in what the page writes while nothing happens.
    german.run("""(() => { window.writes = 0
    new MutationObserver((all) => (window.writes += all.length)).observe(document.querySelector(".race"),
      {subtree: true, childList: true, characterData: true, attributes: true}) })()""")
    german.run("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    assert german.run("window.writes") < 50


def test_the_pages_beside_the_race_are_in_the_language_too(german: Visitor) -> None:
    page = german.page
    for name, words in (("guide?lang=de", "Welcher Optimierer wofür"), ("lessons", "Lektionen")):
        page.goto(german.server.url.replace("/app", f"/{name}"))
        expect(page.locator("h1")).to_have_text(words)
        assert page.locator("html").get_attribute("lang") == "de"
    page.goto(german.server.url.replace("/app", "/lessons?lang=en"))
    expect(page.locator("h1")).to_have_text("Lessons")
    assert "lang=en" in (page.locator("header a").first.get_attribute("href") or "")
