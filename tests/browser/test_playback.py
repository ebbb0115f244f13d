"""Time belongs to the browser."""

from __future__ import annotations

from itertools import pairwise


def press(visitor, name: str) -> None:
    visitor.page.locator(f"[data-playback={name}]").click()


def test_the_first_race_plays_by_itself_without_a_word_to_the_server(visit):
    visitor = visit()
    visitor.rest()
    visitor.sent.clear()
    visitor.received.clear()
    first, picture = visitor.step, visitor.pixels("[data-picture=map]")
    visitor.until(lambda: visitor.step > first + 20)
    assert visitor.pixels("[data-picture=map]") != picture
    assert (visitor.sent, visitor.received) == ([], [])


def test_every_button_and_key_of_playback_is_the_browser_s_own(visit):
    visitor = visit()
    press(visitor, "play")
    visitor.rest()
    visitor.sent.clear()
    visitor.received.clear()
    held = visitor.step
    visitor.page.wait_for_timeout(200)
    assert visitor.step == held
    press(visitor, "forward")
    assert visitor.step == held + 1
    press(visitor, "back")
    press(visitor, "back")
    assert visitor.step == held - 1
    press(visitor, "last")
    assert visitor.step == 500
    press(visitor, "first")
    assert visitor.step == 0
    scrub = visitor.page.locator("[data-playback=scrub]")
    scrub.fill("250")
    assert visitor.step == 250
    assert "step 250 of 500" in visitor.page.locator("[data-part=playback] output").inner_text()
    assert "Standings at step 250".upper() in visitor.page.locator("[data-part=standings]").inner_text().upper()
    scrub.evaluate("(each) => each.blur()")
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("End")
    assert visitor.step == 500
    visitor.page.keyboard.press("Home")
    visitor.page.keyboard.press("Space")
    visitor.until(lambda: visitor.step > 0)
    assert (visitor.sent, visitor.received) == ([], [])


def test_space_plays_after_a_slider_was_moved(visit):
    visitor = visit(reduced_motion="reduce")
    slider = visitor.page.locator(".control[data-key='sgd.lr'] input[type=range]")
    slider.press("ArrowLeft")
    slider.press("Space")
    assert visitor.run("mounted.playback.playing")


def test_speed_and_loop(visit):
    visitor = visit("steps=40")
    press(visitor, "loop")
    visitor.page.locator("[data-playback=speed]").select_option("4")
    seen = visitor.run(
        """new Promise((done) => { const seen = []; const each = () => { seen.push(mounted.playback.step)
        seen.length < 240 ? requestAnimationFrame(each) : done(seen) }; each() })"""
    )
    assert any(later < earlier for earlier, later in pairwise(seen))
    assert visitor.run("mounted.playback.playing")


def test_the_heads_are_where_the_race_was_at_the_playhead(visit):
    visitor = visit("step=77")
    # The pointer reads what rests.
    visitor.wait("mounted.figures.model('map').renderers.find(({name}) => name === 'head').data_source.data.x.length")
    heads = visitor.run(
        """(() => { const map = mounted.figures.model("map")
        const data = (name) => map.renderers.find((each) => each.name === name).data_source.data
        const {x, y} = data("head")
        return [[...x], [...y], data("trail").racer.map((i) => mounted.stage.state.race.paths[i].key)] })()"""
    )
    assert set(heads[2]) == {"sgd", "momentum", "nesterov", "rmsprop", "adam"}
    for i, racer in enumerate(heads[2]):
        path = visitor.path(racer)
        assert (heads[0][i], heads[1][i]) == (path["x"][77], path["y"][77])
    # Who leads is drawn over the others, and over all whoever is picked.
    on_top = "mounted.stage.everyFrame.find(({shown}) => shown?.length).trails[0].ordered.at(-1).key"
    assert visitor.run(on_top) == visitor.run("mounted.stage.state.race.standings(77).entries[0].path.key")
    visitor.page.locator("[data-part=standings] tbody th button").last.click()
    visitor.answered(f"{on_top} === mounted.stage.state.picked")
    visitor.run("mounted.playback.seek(77)")
    location = visitor.run("mounted.figures.model('loss').center.find((each) => each.name === 'playhead').location")
    assert location == 77


def test_reduced_motion_shows_the_finished_race_and_starts_nothing(visit):
    visitor = visit(reduced_motion="reduce")
    assert visitor.step == 500
    assert not visitor.run("mounted.playback.playing")


def test_the_end_of_a_race_is_announced(visit):
    visitor = visit("step=10")
    press(visitor, "last")
    said = visitor.page.locator("[data-part=announce]").inner_text()
    assert said.startswith("The race is over. 1: ")
