"""A race that is shared, and what a page tells of one: the recipe in force, arrivals, nothing of what comes."""

from __future__ import annotations

import html
import re

import pytest

from surfaces import SURFACES

STILL = {"reduced_motion": "reduce"}


def box(visitor, name: str) -> str:
    return visitor.page.locator(f"[data-share={name}]").input_value()


def test_a_link_and_a_frame_s_code_are_copied_and_say_what_is_asked_for(visit):
    visitor = visit("surface=beale&racers=sgd,adam&theme=dark&step=120", **STILL)
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    says = visitor.page.locator("[data-share=says]")
    visitor.page.get_by_role("button", name="Share").focus()
    visitor.page.keyboard.press("Enter")
    # The keyboard stands where most want to go.
    visitor.page.keyboard.press("Enter")
    says.get_by_text("The link is copied").wait_for()
    copied = "navigator.clipboard.readText()"
    assert visitor.page.evaluate(copied) == f"{visitor.server.url}?v=1&surface=beale&racers=sgd,adam"
    for own in ("step", "theme"):
        visitor.page.locator(f"[data-own={own}]").check()
    assert box(visitor, "link").endswith("&step=120&theme=dark")

    visitor.page.get_by_text("Sliders below the map").first.click()
    visitor.page.locator("[data-share=sliders]").get_by_label("Adam, β₁").check()
    visitor.page.locator("[data-share=whole]").uncheck()
    visitor.page.locator("[data-share=width]").fill("480")
    visitor.page.locator("[data-share=height]").fill("500")
    visitor.page.get_by_role("button", name="Copy embed code").click()
    says.get_by_text("The code is copied").wait_for()
    code = visitor.page.evaluate(copied)
    address = html.unescape(re.search(r'src="([^"]*)"', code).group(1))
    assert address.split("?")[1] == "v=1&surface=beale&racers=sgd,adam&theme=light&embed=1&show=adam.beta1"
    assert 'title="Beale: SGD, Adam · Optimizer Race"' in code and 'width="480" height="500"' in code

    visitor.page.get_by_text("Preview at this size").click()
    inside = visitor.page.frame_locator(".preview iframe")
    inside.locator("[data-ready='1']").wait_for(state="attached", timeout=90_000)
    assert inside.locator("[data-part=knobs] input[type=text]").input_value() == "0.9"
    visitor.page.keyboard.press("Escape")
    assert not visitor.page.locator("[data-part=share]").is_visible()


def test_a_copy_that_is_refused_is_said_and_selected(visit):
    visitor = visit("surface=beale", **STILL)
    visitor.run("void (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    visitor.page.get_by_role("button", name="Share").click()
    visitor.page.get_by_role("button", name="Copy link").click()
    visitor.page.locator("[data-share=says]", has_text="The link is selected").wait_for()
    link = f"{visitor.server.url}?v=1&surface=beale"
    assert visitor.run("getSelection().toString()") == link


def test_the_recipe_in_force_is_in_sight_and_taken_back_with_a_click(visit):
    visitor = visit("surface=beale&recipe.schedule=cosine&recipe.warmup=50&recipe.clip_norm=1&step=100", **STILL)
    chips = visitor.page.locator("[data-part=chips] .chip button:first-child")
    assert chips.all_inner_texts() == ["cosine · warm-up 50", "gradient clipped to length 1"]
    assert visitor.page.get_by_text("gradient clipped", exact=True).is_visible()
    # η is drawn where the loss has its steps.
    visitor.wait("document.querySelector('.rate .head').style.transform !== ''")
    strip = visitor.page.locator(".rate svg").bounding_box()
    frame = visitor.run(
        """(() => { const view = Bokeh.index.find_one(mounted.figures.model("loss"))
        const {x} = view.canvas_view.el.getBoundingClientRect(), {left, width} = view.frame.bbox
        return [x + left, width] })()"""
    )
    assert abs(strip["x"] - frame[0]) < 1 and abs(strip["width"] - frame[1]) < 1
    chips.first.click()
    assert visitor.run("document.activeElement.id") == "recipe.schedule"
    visitor.page.get_by_role("button", name="Take back: cosine").click()
    visitor.answered("mounted.engine.reply.query['recipe.schedule'] === undefined")
    assert chips.all_inner_texts() == ["gradient clipped to length 1"]
    assert visitor.run("mounted.engine.reply.query['recipe.warmup']") is None
    assert not visitor.page.locator(".rate").is_visible()


def test_who_arrives_is_told_by_colour_and_sign(visit):
    visitor = visit("surface=styblinski_tang&racers=sgd,adam", **STILL)
    adam = visitor.page.locator("tbody[data-racer=adam]")
    assert SURFACES["styblinski_tang"].minima and "local" in adam.locator(".outcome").inner_text()
    assert (adam.get_attribute("data-tone"), adam.locator(".sign").inner_text()) == ("local", "◇")
    flags = """mounted.figures.model("loss").renderers.find(({name}) => name === "arrival").data_source.data"""
    step = int(re.search(r"step (\d+)", adam.locator(".outcome").inner_text()).group(1))
    assert step in visitor.run(f"[...{flags}.x]") and set(visitor.run(f"[...{flags}.text]")) == {"◇"}
    assert "wins" in visitor.page.locator("[data-part=standings] tbody").first.get_attribute("class")
    visitor.run("mounted.playback.seek(1)")
    visitor.wait(f"{flags}.x.length === 0")


def test_nothing_of_what_comes_is_shown_to_who_is_to_guess(visit):
    visitor = visit("surface=beale&racers=sgd,momentum,adam&hide=1", **STILL)
    whole = "mounted.stage.everyFrame[1].trails.lines.filter(({ahead}) => ahead).length"
    entries = "[...document.querySelectorAll('[data-part=standings] tbody')].map((each) => each.dataset.racer)"
    # Who asked for less motion stands at the start, not at the end.
    assert visitor.step == 0
    # The axis of losses knows no more either, and goes as far as it is needed.
    axis = "((range) => [range.start, range.end])(mounted.figures.model('loss').y_range)"
    assert visitor.run(axis) == pytest.approx([-0.1, 2.1])
    low = -0.1
    for step in range(0, 500, 25):
        visitor.run(f"mounted.playback.seek({step})")
        down, up = visitor.run(axis)
        assert (
            down <= low
            and (up - 0.1) % 1 == pytest.approx(0, abs=1e-9)
            and (down + 0.1) % 1 == pytest.approx(0, abs=1e-9)
        )
        low = down
    assert low < -1
    visitor.run("mounted.playback.seek(400)")
    visitor.wait("document.querySelector('.standings caption').textContent.includes('400')")
    assert visitor.run(whole) == 0 and visitor.run(entries) == ["sgd", "momentum", "adam"]
    visitor.run("mounted.playback.seek(500)")
    visitor.wait(f"{whole} === 3")
    assert visitor.run(entries)[0] == "adam"
    visitor.page.get_by_label("Hide what comes").uncheck()
    visitor.run("mounted.playback.seek(200)")
    visitor.answered("mounted.engine.reply.values.hide === '0'")
    assert visitor.run(whole) == 3


def test_a_view_with_little_to_see_says_why_and_helps(visit):
    visitor = visit("view=basins&racers=sgd&steps=100", **STILL)
    help_ = visitor.page.get_by_role("button", name="Try 3000 steps")
    help_.wait_for()
    assert "100 steps are too few" in visitor.page.locator("[data-part=says]").inner_text()
    help_.click()
    visitor.wait("mounted.stage.state.race.steps === 3000")


@pytest.mark.parametrize("view", ["overlay", "basins", "relief"])
def test_a_dark_page_prints_light_figures_and_is_dark_again(visit, view):
    visitor = visit(f"surface=beale&racers=sgd,adam&theme=dark&view={view}&steps=50", **STILL)
    last = "mounted.engine.answer?.last" if view == "basins" else "true"
    visitor.answered(f"document.querySelector('.race').dataset.view === '{view}' && {last}")
    visitor.wait(
        "!document.querySelector('[data-picture=relief]').checkVisibility() || !!document.querySelector('.ground')"
    )
    shown = "mounted.stage.state.theme"
    visitor.run("dispatchEvent(new Event('beforeprint'))")
    # Of all canvases: the share of dark pixels, and whether the corner is white.
    told = visitor.run(
        """[...document.querySelectorAll(".paper canvas")].map((canvas) => {
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
        let dark = 0
        for (let i = 0; i < data.length; i += 4) dark += data[i] + data[i + 1] + data[i + 2] < 180
        return [4 * dark / data.length, data[0], data[1], data[2]] })"""
    )
    assert len(told) >= 2 and all(share < 0.12 and corner == [255, 255, 255] for share, *corner in told), told
    visitor.run("dispatchEvent(new Event('afterprint'))")
    assert visitor.run(shown) == "dark" and visitor.page.locator(".paper canvas").count() == 0


def test_links_bring_speed_and_card_and_the_page_prints(visit):
    visitor = visit("surface=beale&racers=sgd,adam&speed=2&card=sgd&step=50", **STILL)
    assert visitor.run("mounted.playback.speed") == 2
    assert visitor.page.locator("[data-playback=speed]").input_value() == "2"
    assert visitor.page.locator("[data-explain=title]").inner_text() == "SGD"
    visitor.page.locator("tbody[data-racer=adam] th button").click()
    visitor.page.locator("[data-playback=forward]").click()
    visitor.wait("location.search.includes('card=adam') && location.search.includes('step=51')")
    assert visitor.page.title() == "Beale: SGD, Adam · Optimizer Race"
    visitor.run("dispatchEvent(new Event('beforeprint'))")
    visitor.page.emulate_media(media="print")
    paper = visitor.page.locator(".paper")
    assert "surface=beale&racers=sgd,adam" in paper.locator("address").inner_text()
    assert paper.locator("canvas").count() == 2 and paper.locator("canvas").first.bounding_box()["height"] > 100
    assert visitor.page.locator(".standings").is_visible() and not visitor.page.locator(".controls").is_visible()
