"""What a visitor has set: undone and redone, kept in the address, marked where it is refused."""

from __future__ import annotations

import pytest

from tests.browser.test_settings import slider

STILL = {"reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def opened(server, browser):
    """One window on a page at rest, for tests that leave it as they found it."""
    from tests.browser.conftest import Visitor

    context = browser.new_context(viewport={"width": 1440, "height": 900}, **STILL)
    visitor = Visitor(context.new_page(), server).open("racers=sgd,adam&steps=50")
    visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    yield visitor
    context.close()
    assert visitor.errors == []


def value(visitor, key: str) -> str:
    return visitor.run(f"mounted.engine.reply.values['{key}']")


def becomes(visitor, key: str, text: str) -> None:
    visitor.answered(f"mounted.engine.reply.values['{key}'] === '{text}'")


def part(visitor, name: str):
    return visitor.page.locator(f"[data-part={name}]")


def test_all_that_was_changed_is_undone_and_done_again(opened):
    visitor, page = opened, opened.page
    undo, redo = part(visitor, "undo"), part(visitor, "redo")
    assert undo.is_disabled() and redo.is_disabled()
    # A drag is one change, however many replies it brings.
    box = slider(visitor, "sgd.lr").bounding_box()
    across = [box["x"] + share * box["width"] for share in (0.4, 0.5, 0.6, 0.7)]
    page.mouse.move(across[0], box["y"] + box["height"] / 2)
    page.mouse.down()
    for x in across[1:]:
        before = value(visitor, "sgd.lr")
        page.mouse.move(x, box["y"] + box["height"] / 2)
        visitor.wait(f"mounted.engine.reply.values['sgd.lr'] !== '{before}'")
    page.mouse.up()
    dragged = value(visitor, "sgd.lr")
    assert undo.get_attribute("title") == "Undo: SGD, learning rate η (Ctrl+Z)"
    page.mouse.click(*visitor.place(0.5, 2.0))
    visitor.answered("Math.abs(mounted.stage.state.race.start[0] - 0.5) < 0.02")
    assert undo.get_attribute("aria-label") == "Undo: Start"
    visitor.choose("beale")
    becomes(visitor, "surface", "beale")
    page.get_by_text("Side by side").click()
    becomes(visitor, "view", "side")
    state = visitor.run("mounted.engine.reply.query")
    for key, text in (("view", "overlay"), ("surface", "rosenbrock")):
        page.keyboard.press("Control+z")
        becomes(visitor, key, text)
    # The start of the surface before is back with it.
    assert abs(visitor.run("mounted.stage.state.race.start[0]") - 0.5) < 0.02
    undo.click()
    becomes(visitor, "x", "")
    assert value(visitor, "sgd.lr") == dragged
    undo.click()
    becomes(visitor, "sgd.lr", "0.001")
    assert undo.is_disabled()
    for key, text in (("sgd.lr", dragged), ("surface", "beale"), ("view", "side")):
        for _ in range(2 if key == "surface" else 1):
            page.keyboard.press("Control+Shift+z")
        becomes(visitor, key, text)
    assert visitor.run("mounted.engine.reply.query") == state
    # Four at once, each after the reply to the one before.
    for _ in range(4):
        page.keyboard.press("Control+z")
    visitor.answered("!('view' in mounted.engine.reply.query) && !('sgd.lr' in mounted.engine.reply.query)")
    visitor.set("steps", "60")
    becomes(visitor, "steps", "60")
    assert redo.is_disabled()
    undo.click()
    becomes(visitor, "steps", "50")


def test_in_a_box_that_is_typed_in_undo_is_the_browser_s(opened):
    visitor, page = opened, opened.page
    visitor.set("steps", "70")
    becomes(visitor, "steps", "70")
    box = page.locator("#steps")
    box.press("End")
    box.press_sequentially("9")
    box.press("Control+z")
    assert box.input_value() in ("70", "50") and value(visitor, "steps") == "70"
    box.press("Escape")
    assert box.input_value() == "70"
    box.press("Control+z")
    becomes(visitor, "steps", "50")
    assert box.input_value() == "50"


def test_what_is_refused_is_marked_where_it_was_typed_until_it_is_mended(opened):
    visitor, page = opened, opened.page
    box, said = page.locator("[id='sgd.lr']"), page.locator(".said")
    visitor.set("sgd.lr", "1e-400")
    said.wait_for()
    assert said.inner_text() == (
        "SGD, learning rate η: it is so small that it would be taken for 0. It stays at 0.001."
    )
    assert box.input_value() == "1e-400" and box.get_attribute("aria-invalid") == "true"
    assert (
        page.evaluate("(id) => document.getElementById(id).className", box.get_attribute("aria-describedby")) == "said"
    )
    assert not part(visitor, "notice").is_visible()
    # Whatever else changes, it stays to be mended.
    visitor.set("adam.lr", "0,2")
    becomes(visitor, "adam.lr", "0.2")
    assert box.input_value() == "1e-400" and said.count() == 1
    box.press("Escape")
    assert box.input_value() == "0.001" and box.get_attribute("aria-invalid") is None and said.count() == 0
    visitor.set("sgd.lr", "1,500")
    said.wait_for()
    assert "decimals take a point" in said.inner_text()
    visitor.set("sgd.lr", "0.001")
    visitor.wait("document.querySelectorAll('.said').length === 0")
    visitor.set("steps", "")
    assert page.locator("#steps").input_value() == "50" and "It stays at 50" in said.inner_text().replace("it", "It")
    visitor.set("x", "abc")
    visitor.wait("document.getElementById('x').ariaInvalid === 'true'")
    visitor.set("x", "")
    visitor.answered("document.getElementById('x').value === '-1.2'")
    page.locator("#x").press("Escape")
    page.keyboard.press("Control+z")
    becomes(visitor, "adam.lr", "0.1")


def test_notices_of_a_link_lie_over_the_page_and_escape_closes_them(visit):
    visitor = visit("racers=foo,sgd&steps=5", **STILL)
    notice, top = part(visitor, "notice"), visitor.page.locator("main").bounding_box()["y"]
    assert "there is no 'foo'" in notice.inner_text()
    assert visitor.run("mounted.stage.state.race.paths.map((path) => path.key)") == ["sgd"]
    visitor.page.keyboard.press("Escape")
    assert not notice.is_visible()
    assert visitor.page.locator("main").bounding_box()["y"] == top


def test_the_address_is_current_while_a_race_plays_in_a_loop(visit):
    visitor = visit("racers=sgd,adam")
    visitor.page.locator("[data-playback=loop]").click()
    visitor.choose("beale")
    becomes(visitor, "surface", "beale")
    visitor.set("sgd.lr", "0.02")
    visitor.wait("location.search.includes('surface=beale') && location.search.includes('sgd.lr=0.02')")
    visitor.wait("mounted.playback.playing")
    assert "step=" not in visitor.page.url
    visitor.page.reload()
    visitor.page.wait_for_selector("[data-ready='1']", state="attached")
    for key, text in {"surface": "beale", "sgd.lr": "0.02", "racers": "sgd,adam"}.items():
        becomes(visitor, key, text)
    # A theme that was chosen is there on the next visit.
    visitor.page.locator("select[data-key=theme]").select_option("dark")
    becomes(visitor, "theme", "dark")
    visitor.open()
    becomes(visitor, "theme", "dark")


PINNED = """((figure) => {
    const {data} = mounted.figures.model(figure).renderers.find(({name}) => name === "pinned").data_source
    return data.xs.map((xs, i) => [data.title[i], [...xs], [...data.ys[i]]]) })"""


def test_a_pinned_race_stays_as_it_was_shown_until_it_is_removed(visit):
    visitor = visit("surface=beale&racers=sgd,adam&steps=60", **STILL)
    before = {racer: visitor.path(racer) for racer in ("sgd", "adam")}
    part(visitor, "pin").click()
    becomes(visitor, "pin", "racers=sgd,adam&steps=60")
    visitor.run("""document.querySelector("[data-key='adam.bias_correction']").click()""")
    becomes(visitor, "adam.bias_correction", "0")
    assert visitor.path("adam")["x"] != before["adam"]["x"]
    # The pointer reads what rests.
    for figure in ("map", "loss"):
        visitor.wait(f"{PINNED}('{figure}')[1][0].endsWith('bias correction on')")
    for figure, across, up in (("map", "x", "y"), ("loss", None, "height")):
        for (title, xs, ys), racer in zip(visitor.run(f"{PINNED}('{figure}')"), before, strict=True):
            told = "bias correction on" if racer == "adam" else "as it is now"
            assert title == f"{'Adam' if racer == 'adam' else 'SGD'}, pinned: {told}"
            assert xs == (before[racer][across] if across else list(range(61)))
            assert ys == before[racer][up]
    lines = visitor.page.locator(".standings .pinned").all_inner_texts()
    assert sum(line.startswith("pinned, bias correction on: ") for line in lines) == 1
    # Both at the same step.
    visitor.run("mounted.playback.seek(20)")
    assert [len(xs) for _, xs, _ in visitor.run(f"{PINNED}('map')")] == [21, 21]
    visitor.wait("location.search.includes('pin=') && location.search.includes('step=20')")
    again = visit(visitor.page.url.split("?")[1], **STILL)
    assert again.run(f"{PINNED}('map')") == visitor.run(f"{PINNED}('map')")
    visitor.page.get_by_text("Side by side").click()
    becomes(visitor, "view", "side")
    own = (
        "mounted.figures.model('maps').children[1].renderers.find(({name}) => name === 'pinned').data_source.data.title"
    )
    assert visitor.run(own) == ["Adam, pinned: bias correction on"]
    visitor.choose("saddle")
    becomes(visitor, "pin", "")
    assert "Undo brings both back" in part(visitor, "notice").inner_text()
    part(visitor, "undo").click()
    becomes(visitor, "pin", "racers=sgd,adam&steps=60")
    part(visitor, "unpin").click()
    becomes(visitor, "pin", "")
    assert visitor.run(own) == []


def test_a_pinned_race_plays_along(visit):
    visitor = visit("surface=beale&racers=sgd&sgd.lr=0.02&pin=racers%3Dsgd")
    layers = "Bokeh.index.find_one(mounted.figures.model('map')).canvas_view.shadow_el.querySelectorAll('canvas')"
    inked = f"""(() => {{ const canvas = [...{layers}].find((each) => each.style.contain === "strict")
        if (!canvas?.width) return false
        const {{data}} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
        return data.some((each) => each > 0) }})()"""
    visitor.wait(f"mounted.playback.playing && {inked}")
    visitor.run("mounted.playback.pause()")
    visitor.wait(f"!{inked} && {PINNED}('map').length === 1")
