"""What hands do: wheel, fingers, mouse and keys, on the page, on a phone and over a frame in another page."""

from __future__ import annotations

import pytest

from tests.browser.conftest import visiting
from tests.browser.fingers import Fingers
from tests.browser.serving import course

STILL = {"reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, **STILL}

RANGES = """(({x_range: x, y_range: y}) => [x.start, x.end, y.start, y.end])(mounted.figures.model("map"))"""
WHOLE = "!document.querySelector('[data-part=whole-map]').checkVisibility()"

#: What the focus is on, and what it is called.
FOCUS = """(({activeElement: at}) => at === document.body ? null : at.getAttribute("aria-label")
  || at.labels?.[0]?.innerText || at.innerText || "")(document)"""


@pytest.fixture(scope="module")
def windows(server, browser):
    """One on a desk, one on a phone: opened once for all tests of this module."""
    with visiting(server, browser) as visit:
        yield {"desk": visit("racers=sgd,adam", **STILL), "phone": visit("racers=sgd,adam", **PHONE)}


def again(visitor):
    """As it was when it was opened."""
    visitor.page.keyboard.press("Escape")
    visitor.run("(document.activeElement.blur(), scrollTo(0, 0))")
    visitor.run("(mounted.playback.pause(), mounted.playback.seek(500))")
    changes = "{view: 'overlay', surface: 'rosenbrock', x: '-1.2', y: '1', steps: '500', racers: 'sgd,adam', hide: '0'}"
    visitor.run(f"mounted.engine.ask({changes})")
    visitor.answered(
        "mounted.stage.state.reply.values.view === 'overlay' && mounted.stage.state.reply.values.hide === '0'"
        " && mounted.stage.state.race.start[0] === -1.2"
    )
    visitor.wait("Bokeh.index.find_one(mounted.figures.model('map')).frame.bbox.width > 0")
    visitor.run("document.querySelectorAll('[data-part^=whole-]').forEach((each) => each.click())")
    visitor.wait(WHOLE)
    return visitor


@pytest.fixture
def desk(windows):
    return again(windows["desk"])


@pytest.fixture
def phone(windows):
    return again(windows["phone"])


def ctrl_wheel(page, down: float) -> None:
    page.keyboard.down("Control")
    page.mouse.wheel(0, down)
    page.keyboard.up("Control")


def lengths(ranges: list[float]) -> tuple[float, float]:
    return ranges[1] - ranges[0], ranges[3] - ranges[2]


# Wheel and mouse.


def test_a_wheel_alone_zooms_nothing_and_with_ctrl_both_axes_about_the_pointer(desk):
    whole = desk.run(RANGES)
    desk.page.mouse.move(*desk.place(1, 2))
    desk.page.mouse.wheel(0, -300)
    hint = desk.page.locator("[data-part=zoom-hint]")
    hint.wait_for()
    assert "wheel zooms" in hint.inner_text() and desk.run(RANGES) == whole
    ctrl_wheel(desk.page, -300)
    desk.wait(f"{RANGES}[0] !== {whole[0]}")
    zoomed = desk.run(RANGES)
    across, up = (after / before for after, before in zip(lengths(zoomed), lengths(whole), strict=True))
    assert across == pytest.approx(up, rel=1e-9) and across < 0.8
    # What is under the pointer stays there.
    assert (1 - zoomed[0]) / lengths(zoomed)[0] == pytest.approx((1 - whole[0]) / lengths(whole)[0], abs=0.01)
    # Over the labels of an axis too, both are stretched.
    x, y = desk.place(0, zoomed[2])
    desk.page.mouse.move(x, y + 14)
    ctrl_wheel(desk.page, -300)
    desk.wait(f"{RANGES}[0] !== {zoomed[0]}")
    across, up = (after / before for after, before in zip(lengths(desk.run(RANGES)), lengths(whole), strict=True))
    assert across == pytest.approx(up, rel=1e-9)
    desk.page.get_by_role("button", name="whole map").click()
    assert desk.run(RANGES) == whole and desk.run(WHOLE)


def test_a_map_is_dragged_with_the_mouse_within_what_is_drawn(desk):
    whole, start = desk.run(RANGES), desk.run("mounted.stage.state.race.start")
    x, y = desk.place(1, 2)
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 60, y + 30, steps=3)
    assert desk.run(RANGES) == pytest.approx(
        [end - 60 * lengths(whole)[0] / desk.run(WIDE) for end in whole[:2]]
        + [end + 30 * lengths(whole)[0] / desk.run(WIDE) for end in whole[2:]],
        abs=1e-6,
    )
    desk.page.mouse.move(x + 2000, y, steps=3)
    desk.page.mouse.up()
    drawn = desk.run("mounted.stage.state.reply.surface.drawn[0][0]")
    assert desk.run(RANGES)[0] >= drawn - 1e-9
    assert desk.run("mounted.stage.state.race.start") == start
    desk.page.get_by_role("button", name="whole map").click()
    assert desk.run(RANGES) == whole


WIDE = "Bokeh.index.find_one(mounted.figures.model('map')).frame.bbox.width"


def test_the_ring_cannot_be_dropped_beyond_the_map(desk):
    left, right, bottom, top = desk.run(RANGES)
    desk.page.mouse.move(*desk.place(-1.2, 1))
    desk.page.mouse.down()
    desk.page.mouse.move(1430, 450, steps=3)
    desk.page.mouse.up()
    desk.answered("mounted.stage.state.race.start[0] > 2")
    x, y = desk.run("mounted.stage.state.race.start")
    assert left <= x <= right + 1e-4 and bottom <= y <= top
    # Nor is a click on the labels beside it one on the map.
    before = desk.place(left, y)
    desk.page.mouse.click(before[0] - 20, before[1])
    desk.page.mouse.click(*desk.place(0.5, 0.5))
    desk.answered("Math.abs(mounted.stage.state.race.start[0] - 0.5) < 0.02")


def test_the_loss_is_scrubbed_and_zoomed(desk):
    _, height = desk.place(0, desk.run("mounted.figures.model('loss').y_range.end"), "loss")
    at = [desk.place(step, 0, "loss")[0] for step in (120, 300)]
    desk.page.mouse.click(at[0], height + 30)
    assert desk.step == pytest.approx(120, abs=1)
    desk.page.mouse.down()
    desk.page.mouse.move(at[1], height + 200, steps=3)
    assert desk.step == pytest.approx(300, abs=1)
    desk.page.mouse.up()
    desk.page.mouse.move(at[0], height + 40)
    assert desk.step == pytest.approx(300, abs=1)
    ctrl_wheel(desk.page, -300)
    back = desk.page.get_by_role("button", name="whole race")
    back.click()
    assert desk.run("mounted.figures.model('loss').x_range.end") == pytest.approx(505)
    assert not back.is_visible()


# Keys.

CLICKED = {
    "a button": "[data-playback=first]",
    "a view": "header .tabs label:nth-of-type(2)",
    "a box": "input[data-key=hide]",
    "a racer's name": "[data-part=standings] tbody button",
    "a slider": "[data-key='sgd.lr'] input[type=range]",
    "a menu": "select[data-playback=speed]",
    "the map": "[data-picture=map]",
}


@pytest.mark.parametrize("clicked", CLICKED)
def test_after_a_click_the_keys_are_the_race_s(desk, clicked):
    desk.page.locator(CLICKED[clicked]).first.click()
    if clicked == "a menu":
        # Its list.
        desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Home")
    for key, step in {
        "ArrowRight": 1,
        "Shift+ArrowRight": 11,
        "ArrowLeft": 10,
        "Shift+Digit4": 200,
        "End": 500,
    }.items():
        desk.page.keyboard.press(key)
        assert desk.step == step, key
    desk.page.keyboard.press("Space")
    assert desk.run("mounted.playback.playing")


def test_in_a_box_keys_type_and_after_enter_they_play(desk):
    box = desk.page.locator("#steps")
    box.click()
    box.press("Control+a")
    desk.page.keyboard.type("300")
    assert (box.input_value(), desk.step) == ("300", 500)
    desk.page.keyboard.press("Enter")
    desk.answered("mounted.stage.state.race.steps === 300")
    desk.page.keyboard.press("Shift+Digit5")
    assert desk.step == 150
    desk.page.keyboard.press("Space")
    assert desk.run("mounted.playback.playing") and box.input_value() == "300"


def test_a_control_that_was_reached_by_keys_keeps_its_own(desk):
    tabs = desk.page.get_by_role("radio", name="Overlay")
    tabs.focus()
    desk.page.keyboard.press("ArrowRight")
    desk.answered("mounted.stage.state.reply.values.view === 'side'")
    hide = desk.page.locator("input[data-key=hide]")
    hide.focus()
    desk.page.keyboard.press("Space")
    desk.answered("mounted.stage.state.reply.values.hide === '1'")
    assert not desk.run("mounted.playback.playing") and desk.step == 500
    # It has no use for these.
    desk.page.keyboard.press("ArrowLeft")
    assert desk.step == 499


def test_help_opens_by_key_and_button_and_takes_the_keys(desk):
    help = desk.page.get_by_role("dialog", name="Help")
    desk.page.keyboard.press("?")
    assert help.is_visible() and "Space" in help.inner_text()
    desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.press("Escape")
    assert not help.is_visible() and desk.step == 500
    desk.page.get_by_role("button", name="Help").click()
    help.get_by_role("button", name="Close").click()
    assert not help.is_visible()
    desk.page.keyboard.press("ArrowLeft")
    assert desk.step == 499


@pytest.mark.parametrize("window", ["desk", "phone"])
def test_play_is_among_the_first_ten_tab_stops_and_every_stop_has_a_name(visit, window):
    visitor = visit("racers=sgd,adam", **(PHONE if window == "phone" else STILL))
    # With everything that can be reached: something to undo, and something to redo.
    for lr in ("0.002", "0.003"):
        visitor.set("sgd.lr", lr)
    visitor.page.keyboard.press("Control+z")
    visitor.wait("!document.querySelector('[data-part=redo]').disabled")
    visitor.run("document.querySelector('.skips a').focus()")
    seen = [visitor.run(FOCUS)]
    while (name := (visitor.page.keyboard.press("Tab"), visitor.run(FOCUS))[1]) is not None and len(seen) < 200:
        seen.append(name)
    assert seen[:2] == ["To standings", "To settings"] and seen.index("Play") < 10, seen[:15]
    assert "" not in seen and 20 < len(seen) < 200
    # As it is read: the map, what plays it, how it stands, what can be set.
    order = ["Start of the race", "Play", "Pin this race", "SGD", "One η for all"]
    at = [next(i for i, name in enumerate(seen) if name.strip().startswith(start)) for start in order]
    assert at == sorted(at)


def test_links_skip_to_standings_and_settings(desk):
    desk.page.reload()
    desk.page.wait_for_selector("[data-ready='1']", state="attached")
    for presses, part in ((1, "standings"), (2, "settings")):
        desk.run("(document.activeElement.blur(), document.querySelector('.skips a').focus())")
        for _ in range(presses - 1):
            desk.page.keyboard.press("Tab")
        desk.page.keyboard.press("Enter")
        assert desk.run("document.activeElement.dataset.part") == part
        assert "#" not in desk.page.url


def test_the_ring_is_moved_by_keys(desk):
    ring = desk.page.get_by_role("slider", name="Start of the race")
    ring.focus()
    assert ring.get_attribute("aria-valuetext") == "x −1.2, y 1"
    desk.page.keyboard.press("ArrowRight")
    desk.page.keyboard.press("Shift+ArrowUp")
    # The domain is 4 wide and 4 high.
    assert ring.get_attribute("aria-valuetext") == "x −1.16, y 1.4"
    desk.answered("mounted.stage.state.race.start[0] === -1.16 && mounted.stage.state.race.start[1] === 1.4")
    assert desk.step == 500
    box, at = ring.bounding_box(), desk.place(-1.16, 1.4)
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx(at, abs=1)
    for _ in range(12):
        desk.page.keyboard.press("Shift+ArrowLeft")
    # It stays on the map.
    desk.answered(f"Math.abs(mounted.stage.state.race.start[0] - {RANGES}[0]) < 1e-3")
    desk.page.keyboard.press("Escape")
    assert desk.run(FOCUS) is None


def test_the_counter_is_not_read_out_while_it_runs(desk):
    assert desk.page.locator("[data-playback=where]").get_attribute("aria-live") == "off"


# Fingers.


@pytest.mark.parametrize("view", ["overlay", "side", "basins", "sweep", "heat"])
def test_a_swipe_over_any_picture_scrolls_the_page_and_does_nothing_else(phone, view):
    phone.run(f"mounted.engine.ask({{view: '{view}'}})")
    phone.answered(f"document.querySelector('.race').dataset.view === '{view}'")
    said = f"JSON.stringify([mounted.engine.reply.values, mounted.playback.step, {RANGES}])"
    phone.wait("Bokeh.index.find_one(mounted.figures.model('loss')).frame.bbox.width > 0")
    before = phone.run(said)
    for picture in (".pictures", ".loss"):
        phone.run("scrollTo(0, 0)")
        box = phone.page.locator(picture).bounding_box()
        x, y = 220, min(box["y"] + 0.5 * box["height"], 700)
        Fingers(phone.page).drag(((x, y), (x, y - 250)))
        phone.wait("scrollY > 100")
    assert phone.run(said) == before


def test_two_fingers_zoom_and_move_the_map_and_the_corner_leads_back(phone):
    whole, start = phone.run(RANGES), phone.run("mounted.stage.state.race.start")
    x, y = phone.place(0, 1)
    fingers = Fingers(phone.page)
    fingers.drag(((x - 40, y), (x - 80, y - 20)), ((x + 40, y), (x + 80, y + 20)))
    zoomed = phone.run(RANGES)
    across, up = (before / after for after, before in zip(lengths(zoomed), lengths(whole), strict=True))
    assert across == pytest.approx(up, rel=1e-9) and across == pytest.approx(160 * 1.03 / 80, rel=0.02)
    # About the middle between the fingers.
    assert phone.place(0, 1) == pytest.approx((x, y), abs=2)
    fingers.drag(((x - 40, y), (x - 40, y + 50)), ((x + 40, y), (x + 40, y + 50)))
    assert phone.place(0, 1) == pytest.approx((x, y + 50), abs=2)
    assert phone.run("[scrollY, visualViewport.scale]") == [0, 1]
    assert phone.run("mounted.stage.state.race.start") == start
    phone.page.get_by_role("button", name="whole map").tap()
    phone.wait(WHOLE)
    assert phone.run(RANGES) == whole


def test_a_finger_drags_the_ring_and_scrubs_the_loss_sideways(phone):
    fingers = Fingers(phone.page)
    fingers.drag((phone.place(-1.2, 1), phone.place(0.5, 2)))
    phone.answered("Math.abs(mounted.stage.state.race.start[0] - 0.5) < 0.03")
    fingers.tap(phone.place(1, 0.5))
    phone.answered("Math.abs(mounted.stage.state.race.start[0] - 1) < 0.03")
    # Names at the ends of lines take room when the new race is there.
    before = None
    while before != (now := phone.place(300, 0, "loss")):
        before = now
        phone.page.wait_for_timeout(150)
    _, height = phone.place(0, phone.run("mounted.figures.model('loss').y_range.end"), "loss")
    fingers.drag(*[tuple((phone.place(step, 0, "loss")[0], height + 40) for step in (100, 300))])
    phone.wait("Math.abs(mounted.playback.step - 300) < 4")
    fingers.tap((phone.place(200, 0, "loss")[0], height + 40))
    phone.wait("Math.abs(mounted.playback.step - 200) < 4")
    assert phone.run("scrollY") == 0


# A frame in a page of another origin.


@pytest.mark.parametrize("touch", [False, True])
def test_over_a_frame_the_course_page_scrolls(server, browser, touch):
    frame = f'<iframe src="{server.url}?embed=1&racers=sgd,adam" width="100%" height="480" style="border: 0"></iframe>'
    with course(f"<div style='height: 100px'></div>{frame}<div style='height: 3000px'></div>") as address:
        context = browser.new_context(viewport={"width": 700, "height": 700}, has_touch=touch, **STILL)
        page = context.new_page()
        page.goto(address)
        page.frame_locator("iframe").locator("[data-ready='1']").wait_for(state="attached")
        inside = page.frames[1]
        ranges = f"(() => {{ const mounted = document.querySelector('.race').mounted; return {RANGES} }})()"

        def until(script: str, where=page) -> None:
            for _ in range(500):
                if where.evaluate(script):
                    return
                page.wait_for_timeout(20)
            raise AssertionError(f"{script} did not come true")

        until(f"{ranges}[0] < -2", inside)
        whole = inside.evaluate(ranges)
        if touch:
            Fingers(page).drag(((310, 300), (270, 300)), ((390, 300), (430, 300)))
        else:
            page.mouse.move(350, 300)
            ctrl_wheel(page, -200)
        until(f"{ranges}[0] > {whole[0]}", inside)
        assert page.evaluate("[scrollY, visualViewport.scale]") == [0, 1]
        zoomed = inside.evaluate(ranges)
        for y in (300, 520):  # over the map, over the loss
            until("(scrollTo(0, 0), scrollY) === 0")
            if touch:
                Fingers(page).drag(((350, y), (350, y - 250)))
            else:
                page.mouse.move(350, y)
                page.mouse.wheel(0, 200)
            until("scrollY > 100")
        assert inside.evaluate(ranges) == zoomed
        context.close()
