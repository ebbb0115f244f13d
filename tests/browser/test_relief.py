"""3-D, in a real browser: it opens when asked for, is turned as people turn things, and follows the playhead."""

from __future__ import annotations

STILL = {"reduced_motion": "reduce"}
RELIEF = "mounted.views.views.relief.relief"
CANVAS = "[data-picture=relief] canvas.ground"
#: How many colours the ground is drawn in, of pixels here and there.
COLOURS = f"""(({{gl}}) => {{
const pixels = new Uint8Array(4 * gl.drawingBufferWidth * gl.drawingBufferHeight)
gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
return new Set(new Uint32Array(pixels.buffer).filter((_, i) => i % 37 === 0)).size
}})({RELIEF})"""


def open_relief(visit, query: str = "", **options):
    visitor = visit(f"view=relief&{query}", **STILL, **options)
    visitor.wait(f"{RELIEF}?.terrain && {COLOURS} > 50")
    return visitor


def camera(visitor) -> dict:
    return visitor.run(f"{RELIEF}.camera")


def middle(visitor) -> tuple[float, float]:
    box = visitor.page.locator(CANVAS).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_begins_when_its_tab_is_opened_and_shows_the_race(visit):
    visitor = visit("surface=himmelblau", **STILL)
    assert visitor.page.locator(CANVAS).count() == 0
    visitor.page.get_by_text("3-D", exact=True).click()
    visitor.wait(f"{RELIEF}?.terrain && {COLOURS} > 50")
    visitor.answered("location.search.includes('view=relief')")
    # Its own axis says how high a loss is.
    assert not visitor.page.locator("[data-part=heights]").is_visible()
    assert "Drag to turn it" in visitor.page.locator("[data-part=says]").inner_text()
    said = visitor.page.locator(CANVAS).get_attribute("aria-label")
    assert "Himmelblau" in said and "Nesterov" in said
    # Another surface is another ground, another theme another colour, and the map is as it was.
    visitor.choose("saddle")
    visitor.answered(f"mounted.stage.state.reply.surface.key === 'saddle' && {RELIEF}.terrain?.x[0] === -2")
    light = visitor.pixels(CANVAS)
    visitor.page.locator("[data-key=theme]").select_option("dark")
    visitor.answered(f"{RELIEF}.colours === mounted.stage.state.colours")
    assert visitor.pixels(CANVAS) != light
    visitor.page.locator("[data-picture=relief]").hover()
    with visitor.page.expect_download() as saved:
        visitor.page.locator("[data-part=save-picture]").click()
    assert saved.value.suggested_filename == "optimizer-race-saddle-relief.png"
    assert saved.value.path().stat().st_size > 20_000
    visitor.page.get_by_text("Overlay", exact=True).click()
    visitor.answered("mounted.views.key === 'overlay'")
    assert not visitor.page.locator("[data-picture=relief]").is_visible()


def test_it_is_turned_by_mouse_and_keys_and_the_wheel_alone_is_the_page_s(visit):
    visitor = open_relief(visit)
    page = visitor.page
    home = camera(visitor)
    x, y = middle(visitor)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 30, steps=4)
    page.mouse.up()
    visitor.until(lambda: camera(visitor)["yaw"] < home["yaw"] and camera(visitor)["pitch"] > home["pitch"])
    page.mouse.wheel(0, -200)
    assert camera(visitor)["zoom"] == 1
    page.keyboard.down("Control")
    page.mouse.wheel(0, -40)
    page.keyboard.up("Control")
    visitor.wait(f"{RELIEF}.camera.zoom > 1")
    page.locator("[data-picture=relief] .home").click()
    visitor.until(lambda: camera(visitor) == home)
    # A button lets go of the focus once its click is over.
    visitor.wait("document.activeElement === document.body")
    step = visitor.step
    page.locator(CANVAS).press("Shift+ArrowLeft")
    page.locator(CANVAS).press("+")
    visitor.until(lambda: camera(visitor)["yaw"] > home["yaw"] and camera(visitor)["zoom"] > 1)
    assert visitor.step == step
    # Without Shift they are the playhead's, here as everywhere.
    page.keyboard.press("ArrowLeft")
    visitor.until(lambda: visitor.step == step - 1)


def test_it_follows_the_playhead_and_asks_nothing_while_a_race_plays(visit):
    visitor = open_relief(visit, "surface=himmelblau&racers=sgd,adam&step=0")
    before, sent = visitor.pixels(CANVAS), len(visitor.sent)
    visitor.page.keyboard.press("End")
    visitor.wait(f"{RELIEF}.step === 500")
    after = visitor.pixels(CANVAS)
    assert after != before
    visitor.page.keyboard.press(" ")
    visitor.wait(f"mounted.playback.playing && {RELIEF}.step > 5 && {RELIEF}.step < 500")
    visitor.page.keyboard.press(" ")
    assert visitor.run(f"{RELIEF}.step === mounted.playback.step")
    assert len(visitor.sent) == sent


def test_a_finger_turns_it_sideways_and_scrolls_the_page_up_and_down(visit):
    visitor = open_relief(visit, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    fingers = visitor.page.context.new_cdp_session(visitor.page)
    x, y = middle(visitor)

    def swipe(*ways: tuple[float, float]) -> None:
        """Move fingers from near the middle, each by its way."""
        starts = [(x - 20 + 40 * i, y) for i in range(len(ways))]
        for share in range(11):
            points = [
                {"x": a + dx * share / 10, "y": b + dy * share / 10, "id": i}
                for i, ((a, b), (dx, dy)) in enumerate(zip(starts, ways, strict=True))
            ]
            kind = "touchMove" if share else "touchStart"
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    home = camera(visitor)
    swipe((90, 4))
    visitor.wait(f"{RELIEF}.camera.yaw < {home['yaw'] - 0.3}")
    assert visitor.run("scrollY") == 0
    swipe((-40, 0), (40, 0))
    visitor.wait(f"{RELIEF}.camera.zoom > 1.5")
    swipe((0, 60), (0, 60))
    visitor.wait(f"{RELIEF}.camera.pitch > {home['pitch'] + 0.2}")
    assert visitor.run("scrollY") == 0
    turned = camera(visitor)
    swipe((0, -150))
    visitor.wait("scrollY > 50")
    assert camera(visitor) == turned


def test_without_webgl_it_says_so_and_a_lost_picture_comes_back(visit, browser, server):
    visitor = open_relief(visit)
    page = visitor.page
    visitor.run(f"window.ending = {RELIEF}.gl.getExtension('WEBGL_lose_context'), ending.loseContext()")
    note = page.locator("[data-picture=relief] .note")
    note.get_by_text("comes back by itself").wait_for()
    visitor.run("ending.restoreContext()")
    note.wait_for(state="hidden")
    visitor.wait(f"{COLOURS} > 50")
    # Another visitor's browser has none at all.
    context = browser.new_context(**STILL)
    context.add_init_script(
        "HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, "
        "{apply: (get, of, [kind, ...more]) => kind === 'webgl2' ? null : Reflect.apply(get, of, [kind, ...more])})"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}?view=relief")
    page.get_by_text("3-D needs WebGL 2").wait_for()
    page.get_by_role("button", name="Show the map").click()
    page.locator("[data-picture=map]").wait_for()
    assert errors == []
    context.close()
