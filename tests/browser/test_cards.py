"""The card of a racer at three depths, and the guide of the whole field."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.cards import kernel_of
from app.symbols import named
from optimizers import OPTIMIZERS
from tests.browser.conftest import visiting

STILL = {"reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def visitor(server, browser):
    with visiting(server, browser) as visit:
        opened = visit("surface=beale&racers=sgd,adam&card=adam", **STILL)
        opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield opened


def part(visitor, name: str):
    return visitor.page.locator(f"[data-explain={name}]")


def test_the_depth_is_chosen_by_hand_and_by_keys_kept_and_in_the_address(visitor):
    adam, page = OPTIMIZERS["adam"], visitor.page
    assert part(visitor, "idea").inner_text() == adam.idea
    assert not part(visitor, "recurrence").is_visible() and not part(visitor, "script").is_visible()
    page.get_by_role("button", name="Want the maths?").focus()
    page.keyboard.press("Enter")
    assert part(visitor, "recurrence").is_visible() and not part(visitor, "idea").is_visible()
    visitor.wait("location.search.endsWith('card=adam&depth=maths')")
    # The keyboard goes on at the choice, which its own keys change.
    assert visitor.run("document.activeElement.value") == "maths"
    page.keyboard.press("ArrowRight")
    assert part(visitor, "script").is_visible()
    visitor.wait("location.search.endsWith('depth=deeper')")
    page.get_by_role("button", name="Too dense?").click()
    assert part(visitor, "recurrence").is_visible()
    # It stays for the next racer, and for the next visit that does not say otherwise.
    page.locator("tbody[data-racer=sgd] th button").click()
    assert part(visitor, "title").inner_text() == "SGD" and part(visitor, "recurrence").is_visible()
    visitor.open("surface=beale&racers=sgd,adam&card=adam")
    assert part(visitor, "recurrence").is_visible()
    visitor.open("surface=beale&racers=sgd,adam&card=adam&depth=deeper")
    assert part(visitor, "script").is_visible()


def test_each_symbol_is_named_with_its_value_now(visitor):
    visitor.open("surface=beale&racers=sgd,adam&card=adam&depth=maths&adam.beta1=0.8")
    symbols = part(visitor, "symbols")
    assert symbols.locator("dt").count() == symbols.locator("dd").count() == len(named(OPTIMIZERS["adam"]()))
    assert "0.8 · Memory of the mean gradient m." in symbols.inner_text()
    visitor.set("adam.beta1", "0.7")
    visitor.answered("mounted.engine.reply.values['adam.beta1'] === '0.7'")
    assert "0.7 · Memory of the mean gradient m." in symbols.inner_text()
    assert OPTIMIZERS["adam"].reference in visitor.page.locator("[data-part=explain]").inner_text()


def test_the_script_follows_the_sliders_and_is_copied_whole(visitor):
    visitor.open("surface=beale&racers=sgd,adam&card=adam&depth=deeper&steps=200")
    assert "optimizer = torch.optim.Adam(params, lr=0.1," in part(visitor, "script").inner_text()
    visitor.set("adam.lr", "0.3")
    visitor.answered("mounted.engine.reply.values['adam.lr'] === '0.3'")
    visitor.set("recipe.clip_norm", "2")
    visitor.answered("mounted.engine.reply.values['recipe.clip_norm'] === '2'")
    part(visitor, "copy").click()
    visitor.page.get_by_text("The script is copied.").wait_for()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied == part(visitor, "script").text_content()
    assert "torch.optim.Adam(params, lr=0.3," in copied and "clip_norm = 2" in copied and "steps = 200" in copied
    compile(copied, "copied", "exec")
    assert part(visitor, "kernel").text_content() == kernel_of(OPTIMIZERS["adam"])


def test_what_torch_has_not_says_so_and_offers_no_script(visitor):
    visitor.open("surface=beale&racers=lion&depth=deeper")
    assert part(visitor, "torch").inner_text() == "none: torch.optim has no Lion"
    assert not part(visitor, "copy").is_visible()


def test_cards_that_cannot_be_fetched_are_fetched_when_a_depth_is_chosen(visitor):
    visitor.page.route("**/cards.json*", lambda route: route.fulfill(status=503))
    visitor.open("surface=beale&racers=sgd&depth=maths")
    missing = part(visitor, "missing")
    assert "could not be fetched" in missing.inner_text() and not part(visitor, "recurrence").is_visible()
    visitor.page.unroute("**/cards.json*")
    visitor.page.locator(".depths label:has-text('Idea')").click()
    part(visitor, "idea").wait_for()
    assert not missing.is_visible()
    visitor.errors.clear()


def test_the_guide_opens_a_race_and_sets_a_recipe(visitor):
    visitor.open("surface=beale&racers=sgd,adam&theme=dark")
    page = visitor.page
    page.locator("select[data-key=theme]").select_option("dark")
    part(visitor, "guide").click()
    page.get_by_role("heading", name="Which optimizer for what").wait_for()
    expect(page.locator(".guide")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="Open the race that shows: Images, from scratch").click()
    page.wait_for_selector("[data-ready='1']", state="attached")
    assert visitor.run("mounted.stage.state.race.paths.map(({key}) => key)") == ["sgd", "momentum"]
    assert not page.locator("[data-part=notice]").is_visible()
    page.go_back()
    page.get_by_role("link", name="Set LLM pre-training and race").click()
    page.wait_for_selector("[data-ready='1']", state="attached")
    visitor.wait("mounted.engine.reply.values['recipe.clip_norm'] === '1'")
    assert visitor.page.locator("[data-part=preset-says]").count() == 1
    assert not page.locator("[data-part=notice]").is_visible()
