"""A page for a class: presenter mode, what is covered, locked and left out; by keys as a lecturer has them."""

from __future__ import annotations

import pytest

STILL = {"reduced_motion": "reduce"}
#: Text in sight that is smaller than 20 pixels, with its size.
SMALL = """[...document.querySelectorAll('.race *')].filter((element) =>
  element.checkVisibility({visibilityProperty: true}) && element.getBoundingClientRect().width > 2
  && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.textContent.slice(0, 30)])
  .filter(([size]) => size < 20)"""
WITHIN = "((page) => page.scrollWidth <= innerWidth && page.scrollHeight <= innerHeight)(document.documentElement)"


def trails(visitor) -> int:
    return visitor.run("document.querySelector('.race').mounted.stage.everyFrame[0].trails[0].lines.length")


def press(visitor, key: str) -> None:
    visitor.page.keyboard.press(key)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_presenter_mode_can_be_read_from_the_back_row(visit, width, height):
    visitor = visit("present=1&step=100", viewport={"width": width, "height": height}, **STILL)
    assert visitor.run(SMALL) == []
    figure = "document.querySelector('.race').mounted.figures.model('map')"
    visitor.wait(f"parseInt({figure}.below[0].major_label_text_font_size) >= 20")
    assert visitor.run(f"{figure}.renderers.find(({{name}}) => name === 'trail').glyph.line_width.value") > 3
    assert not visitor.page.locator(".controls").is_visible()
    for part in (".pictures", ".loss", ".standings", "[data-part=playback]"):
        assert visitor.page.locator(part).is_visible()
    assert visitor.run(WITHIN)


def test_a_lecture_is_given_with_keys_alone(visit):
    visitor = visit("surface=beale&racers=sgd,adam", **STILL)
    visitor.page.get_by_role("button", name="Present").focus()
    press(visitor, "Enter")
    visitor.wait("document.querySelector('.race').dataset.present === '1'")
    # Predict first.
    press(visitor, "h")
    says = visitor.page.locator("[data-part=story]")
    says.get_by_text("Covered: the paths, the loss and the standings. What do you expect?").wait_for()
    assert not visitor.page.locator(".standings").is_visible()
    visitor.wait("document.querySelector('.race').mounted.stage.settled")
    assert trails(visitor) == 0
    press(visitor, "r")
    visitor.page.locator(".standings").wait_for()
    visitor.wait("document.querySelector('.race').mounted.stage.settled")
    assert trails(visitor) == 2
    # Digits are racers, in the order of the menu.
    for digit, racer in (("2", "adam"), ("1", "sgd")):
        press(visitor, digit)
        assert visitor.run("document.querySelector('.standings .picked').dataset.racer") == racer
    press(visitor, "Shift+Digit5")
    assert visitor.run("document.querySelector('.race').mounted.playback.step") == 250
    press(visitor, "d")
    visitor.wait("document.querySelector('.race').dataset.theme === 'dark'")
    # Settings are a key away, and go again.
    press(visitor, "s")
    assert visitor.page.locator(".controls").is_visible()
    press(visitor, "Escape")
    assert not visitor.page.locator(".controls").is_visible()
    visitor.page.get_by_role("button", name="Leave").click()
    visitor.wait("document.querySelector('.race').dataset.present === '0'")


def test_what_a_link_covers_is_revealed_by_its_button(visit):
    visitor = visit("surface=beale&racers=sgd,adam&cover=adam,standings", **STILL)
    assert trails(visitor) == 1
    said = visitor.page.locator("[data-part=story]").inner_text()
    assert said == "Covered: the standings and Adam. What do you expect?"
    visitor.page.get_by_role("button", name="Reveal").click()
    visitor.page.locator(".standings").wait_for()
    visitor.wait("document.querySelectorAll('.standings tbody').length === 2")
    # It can be undone, as all else.
    press(visitor, "Control+z")
    visitor.page.get_by_text("The standings are covered").wait_for()


def test_homework_has_no_button_and_locks_hold(visit):
    visitor = visit("surface=beale&racers=sgd,adam&cover=paths&reveal=0&lock=rates,start&without=recipe,pin", **STILL)
    assert not visitor.page.get_by_role("button", name="Reveal").is_visible()
    press(visitor, "r")
    press(visitor, "h")
    assert visitor.run("document.querySelector('.race').dataset.cover") == "paths"
    assert visitor.page.locator("#x").is_disabled()
    assert visitor.page.locator('[data-key="sgd.lr"] input[type=range]').first.is_disabled()
    assert visitor.page.locator('[data-key="adam.beta1"] input[type=range]').first.is_enabled()
    assert not visitor.page.locator(".recipe").is_visible() and not visitor.page.locator(".pin").is_visible()
    # A click on the map moves no start that is locked.
    box = visitor.page.locator(".pictures").bounding_box()
    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    visitor.page.get_by_text("Locked by the link of this page: Start").wait_for(state="attached")
    assert visitor.run("document.querySelector('.race').mounted.engine.reply.values.x") == ""
    start = "document.querySelector('.race').mounted.figures.model('map').renderers.find(({name}) => name === 'start')"
    assert visitor.run(f"{start}.data_source.data.x[0]") == 1


def test_the_form_makes_that_link(visit):
    visitor = visit("surface=beale&racers=sgd,adam", **STILL)
    visitor.page.get_by_role("button", name="Share").click()
    dialog = visitor.page.locator("[data-part=share]")
    dialog.get_by_text("Covered until it is revealed").first.click()
    dialog.locator("[data-class=cover]").get_by_label("Standings").check()
    dialog.locator("[data-class=cover]").get_by_label("Adam").check()
    dialog.get_by_label("with a Reveal button").uncheck()
    dialog.get_by_text("Left out: not to be seen").click()
    dialog.locator("[data-class=without]").get_by_label("Recipe for all").check()
    dialog.get_by_label("presenter mode").check()
    link = visitor.page.locator("[data-share=link]").input_value()
    wanted = "?v=1&surface=beale&racers=sgd,adam&cover=standings,adam&without=recipe&present=1&reveal=0"
    assert link == visitor.server.url + wanted
    # The page itself is as it was.
    assert visitor.run("document.querySelector('.race').mounted.engine.reply.query.cover") is None


def test_what_is_covered_is_not_given_away_by_a_pinned_race(visit):
    visitor = visit("surface=beale&racers=sgd,adam&pin=racers%3Dsgd,adam&cover=paths,adam", **STILL)
    titles = "mounted.figures.model('{}').renderers.find(({{name}}) => name === 'pinned').data_source.data.title"
    assert visitor.run(titles.format("map")) == []
    assert [title.split(",")[0] for title in visitor.run(titles.format("loss"))] == ["SGD"]
    press(visitor, "r")
    visitor.answered(f"{titles.format('map')}.length === 2")
