"""The first minute: the race that it opens with, who races, where, and at which rates."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.opening import OPENING
from surfaces import SURFACES

STILL = {"reduced_motion": "reduce"}
RACING = "mounted.stage.state.race.paths.map((path) => path.key).join()"


def values(visitor) -> dict[str, str]:
    return visitor.run("mounted.engine.reply.values")


def test_a_bare_address_tells_one_story_and_writes_it_down(visit):
    visitor = visit("", **STILL)
    story = visitor.page.locator("[data-part=story]")
    end = "Momentum arrived first, at step 91; SGD at step 209; Adam and RMSprop are still on their way."
    expect(story).to_have_text(end)
    visitor.page.keyboard.press("Home")
    expect(story).to_have_text("Four rules start at ◯ and try to reach ✚. Each may take 300 steps.")
    visitor.run("mounted.playback.seek(150)")
    expect(story).to_have_text("Momentum arrived first, at step 91; SGD, Adam and RMSprop are under way.")
    expect(visitor.page.locator("[data-part=rates-say]")).to_have_text("Rates: Ravine’s own for SGD and Momentum.")
    visitor.answered("location.search.includes('surface=ravine')")
    again = visit(visitor.page.url.split("?")[1], **STILL)
    assert OPENING.items() <= values(again).items()
    # All defaults are a link like any other.
    visitor.choose("rosenbrock")
    visitor.answered("mounted.engine.reply.values.surface === 'rosenbrock'")
    assert values(visit("v=1", **STILL))["surface"] == "rosenbrock"


def test_racers_come_from_the_menu_and_go_with_their_cards(visit):
    visitor = visit("v=1", **STILL)
    page = visitor.page
    page.get_by_role("button", name="+ Add racer").press("Enter")
    search = page.get_by_role("searchbox", name="Search racers")
    expect(search).to_be_focused()
    search.fill("LION")
    expect(page.locator("[data-part=add] label:visible")).to_have_count(1)
    search.press("Enter")
    visitor.answered(f"{RACING}.endsWith('lion')")
    search.fill("zzz")
    expect(page.locator("[data-part=add-none]")).to_have_text("No racer is called that.")
    search.fill("")
    kfac = page.get_by_role("checkbox", name="K-FAC")
    expect(kfac).to_be_disabled()
    expect(page.locator("#why-kfac")).to_contain_text("Rosenbrock has none")
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(page.get_by_role("button", name="+ Add racer")).to_be_focused()
    # With the keyboard from card to card.
    page.get_by_role("button", name="Remove SGD").focus()
    for _ in range(6):
        # As fast as it goes: the answers come later.
        page.keyboard.press("Enter")
    visitor.answered(f"{RACING} === ''")
    nobody = page.locator("[data-part=nobody]")
    expect(nobody).to_be_visible()
    expect(page.locator("[data-part=story]")).to_have_text("Nobody races.")
    nobody.get_by_role("button", name="Second order").click()
    visitor.answered(f"{RACING} === 'sophia,newton,lbfgs,shampoo'")
    # Who cannot race here has a card that says why.
    expect(page.locator("[data-card=kfac]")).to_contain_text("Rosenbrock has none")


def test_rates_and_betas_are_in_sight_and_say_whose_they_are(visit):
    visitor = visit("v=1&adam.eps=1e-06", **STILL)
    page = visitor.page
    for name in ("SGD, learning rate η", "Momentum, β", "Adam, β₁", "Adam, β₂", "Steps"):
        expect(page.get_by_role("slider", name=name, exact=True)).to_be_visible()
        expect(page.get_by_role("textbox", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("group", name="Adam", exact=True)).to_have_count(1)
    summary = page.locator("[data-card=adam] summary")
    expect(summary).to_have_text("ε 10⁻⁶Bias correction")
    assert summary.locator(".odd").all_inner_texts() == ["ε 10⁻⁶"]
    expect(page.get_by_role("slider", name="Adam, ε")).to_be_hidden()
    visitor.set("adam.eps", "1e-08")
    expect(summary).to_have_text("ε 10⁻⁸Bias correction")
    expect(summary.locator(".odd")).to_have_count(0)


def test_a_surface_brings_its_rates_but_for_those_set_by_hand(visit):
    visitor = visit("v=1", **STILL)
    page, beale, saddle = visitor.page, SURFACES["beale"].rates, SURFACES["saddle"].rates
    visitor.set("adam.lr", "0.37")
    visitor.answered("mounted.engine.reply.values['adam.lr'] === '0.37'")
    visitor.choose("beale")
    visitor.answered("mounted.engine.reply.values.surface === 'beale'")
    assert not page.locator("[data-part=surfaces]").is_visible()
    expect(page.locator(".surface")).to_contain_text("Beale")
    now = values(visitor)
    assert float(now["sgd.lr"]) == beale["sgd"] and now["adam.lr"] == "0.37"
    says = page.locator("[data-part=rates-say]")
    expect(says).to_contain_text("Beale’s own for SGD")
    page.get_by_role("button", name="Own for all").click()
    expect(says).to_have_text("Rates: Beale’s own.")
    # With the arrows, in the open menu.
    page.locator(".surface").press("Enter")
    expect(page.get_by_role("radio", name="Beale")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    visitor.answered("mounted.engine.reply.values.surface === 'saddle'")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=surfaces]")).to_be_hidden()
    assert float(values(visitor)["sgd.lr"]) == saddle["sgd"]
    page.get_by_role("button", name="Use general ones").click()
    visitor.answered("mounted.engine.reply.values['sgd.lr'] === '0.001'")
    expect(says).to_have_text("Rates: the general ones.")
    # A link that names a surface keeps what it leaves out.
    assert values(visit("surface=beale", **STILL))["sgd.lr"] == "0.001"


def test_the_best_rate_of_a_sweep_is_one_press_away(visit):
    visitor = visit("surface=beale&racers=sgd,adam&steps=100", **STILL)
    page = visitor.page
    expect(page.get_by_text("Sweep it first: the rate matters more than the rule.")).to_be_visible()
    page.locator("[data-part=to-sweep]").click()
    page.locator("[data-part=says]", has_text="Best η of 241 tried").wait_for()
    said = page.locator("[data-part=says]").inner_text()
    button = page.locator("[data-best=sgd]")
    shown = button.inner_text().removeprefix("best ")
    assert f"SGD {shown}," in said
    page.get_by_text("Overlay").click()
    visitor.answered("mounted.views.key === 'overlay'")
    button.click()
    visitor.answered(f"mounted.engine.reply.values['sgd.lr'] === '{shown}'")
    expect(button).to_have_text("✓ best η")
    expect(page.locator("[data-best=adam]")).to_have_text(re.compile(r"best \d"))
    # It was the best of another race.
    visitor.set("steps", "90")
    visitor.answered("mounted.stage.state.race.steps === 90")
    expect(page.locator("[data-best=adam]")).to_have_text("best η")


def test_the_best_rate_is_one_press_away_without_a_sweep_before(visit):
    visitor = visit("surface=ravine&racers=sgd,adam&steps=100&sgd.lr=0.001", **STILL)
    page, asked = visitor.page, len(visitor.sent)
    button, says = page.get_by_role("button", name="SGD, sweep its learning rate"), page.locator("[data-best-says=sgd]")
    # Nothing is worked out before it is asked for.
    assert not visitor.run("mounted.engine.answer") and len(visitor.sent) == asked
    button.click()
    expect(says).to_have_text(re.compile(r"Set to 0\.0\d+: of 241 rates, it ends at the lowest loss\."), timeout=30_000)
    rate = says.inner_text().split(":")[0].removeprefix("Set to ")
    visitor.answered(f"mounted.engine.reply.values['sgd.lr'] === '{rate}'")
    expect(page.locator("[data-best=sgd]")).to_have_text("✓ best η")
    page.locator("[data-part=undo]").click()
    visitor.answered("mounted.engine.reply.values['sgd.lr'] === '0.001'")
    expect(says).to_be_hidden()
    expect(page.locator("[data-best=sgd]")).to_have_text(f"best {rate}")
    # What would be too dear is refused in a sentence, beside the rate.
    visitor.run(
        "mounted.engine.ask({surface: 'logistic', steps: '5000', 'recipe.noise': '1', 'recipe.replicates': '64'})"
    )
    visitor.answered("mounted.stage.state.race.steps === 5000")
    page.locator("[data-best=adam]").click()
    expect(page.locator("[data-best-says=adam]")).to_have_text(re.compile(r"This would take about .* steps would fit"))
    assert visitor.run("mounted.engine.reply.values['adam.lr']") != rate


def test_the_first_paint_needs_no_script(browser, server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server.url}?surface=ravine&racers=sgd&sgd.lr=0.0185&steps=200")
    assert page.locator("[id='sgd.lr']").input_value() == "0.0185"
    assert page.locator("#steps").input_value() == "200"
    assert page.locator("#x").input_value() == "-1.7"
    assert page.locator("[data-key='sgd.lr'] input[type=range]").input_value() == "131"
    assert page.locator("[data-card]:visible").count() == 1
    assert page.locator("[data-only-surface]:visible").count() == 1
    context.close()


@pytest.mark.parametrize("query", ["", "v=1&surface=rastrigin"])
def test_a_finger_finds_every_target(visit, query):
    visitor = visit(query, **STILL, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    small = visitor.run(
        """[...document.querySelectorAll(".controls button, .controls summary, .controls input:not([type=radio])")]
        .filter((each) => each.checkVisibility() && !each.closest(".recipe"))
        .map((each) => [each.outerHTML.slice(0, 80), (each.closest("label") ?? each).getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []
    assert visitor.run("document.documentElement.scrollWidth") <= 390
