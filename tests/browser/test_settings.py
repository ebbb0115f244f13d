"""What a visitor sets: with the mouse, the keyboard, the URL and by force."""

from __future__ import annotations

import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

STILL = {"reduced_motion": "reduce"}


def slider(visitor, key: str):
    return visitor.page.locator(f".control[data-key='{key}'] input[type=range]")


def loss(visitor, racer: str) -> float:
    return visitor.path(racer)["loss"][-1]


def test_dragging_a_slider_redraws_live(visit):
    visitor = visit(**STILL)
    before, picture = loss(visitor, "sgd"), visitor.pixels("[data-picture=map]")
    handle = slider(visitor, "sgd.lr")
    box = handle.bounding_box()
    y = box["y"] + box["height"] / 2
    visitor.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    visitor.page.mouse.down()
    seen = set()
    for share in (0.31, 0.32, 0.33, 0.34):
        visitor.page.mouse.move(box["x"] + share * box["width"], y)
        last = "mounted.stage.state.race.paths[0].loss.at(-1)"
        visitor.wait(f"![{', '.join(map(repr, [before, *seen]))}].includes({last})")
        seen.add(loss(visitor, "sgd"))
    visitor.page.mouse.up()
    assert len(seen) >= 3
    assert before not in seen
    shown = visitor.run("document.getElementById('sgd.lr').value")
    expected = run(OPTIMIZERS["sgd"](lr=float(shown)), SURFACES["rosenbrock"](), steps=500)
    assert loss(visitor, "sgd") == pytest.approx(expected.losses[-1], nan_ok=True)
    assert visitor.pixels("[data-picture=map]") != picture


def test_a_slider_obeys_the_keyboard(visit):
    visitor = visit(**STILL)
    handle = slider(visitor, "adam.beta1")
    handle.focus()
    handle.press("ArrowRight")
    visitor.answered("document.getElementById('adam.beta1').value !== '0.9'")
    assert 0.9 < float(visitor.run("document.getElementById('adam.beta1').value")) < 0.95
    assert handle.get_attribute("aria-label") == "Adam, β₁"


def test_a_click_on_the_map_sets_the_start(visit):
    visitor = visit(**STILL)
    visitor.rest()
    visitor.page.mouse.click(*visitor.place(1.5, 2.0))
    visitor.answered("Math.abs(mounted.stage.state.race.start[0] - 1.5) < 0.02")
    x, y = visitor.run("mounted.stage.state.race.start")
    assert y == pytest.approx(2.0, abs=0.02)
    assert float(visitor.run("document.getElementById('x').value")) == x
    assert visitor.path("sgd")["x"][0] == pytest.approx(x, abs=1e-6)


def test_the_start_can_be_dragged(visit):
    visitor = visit(**STILL)
    visitor.rest()
    visitor.page.mouse.move(*visitor.place(-1.2, 1.0))
    visitor.page.mouse.down()
    for x in (-1.0, -0.5, 0.0, 0.5):
        visitor.page.mouse.move(*visitor.place(x, 2.0), steps=3)
        visitor.page.wait_for_timeout(60)
    visitor.page.mouse.up()
    visitor.answered("Math.abs(mounted.stage.state.race.start[0] - 0.5) < 0.02")
    # The map did not move along.
    assert visitor.run("mounted.figures.model('map').y_range.start") == pytest.approx(-1.0, abs=0.01)


def test_a_typed_start_and_a_new_surface(visit):
    visitor = visit(**STILL)
    visitor.set("x", "0.25")
    visitor.answered("mounted.stage.state.race.start[0] === 0.25")
    visitor.choose("beale")
    visitor.answered("mounted.stage.state.race.start[0] === 1 && mounted.stage.state.race.start[1] === 1")
    assert "4.5" not in visitor.page.locator("[data-part=formula]").inner_text()
    assert visitor.page.locator("[data-part=saddles]").is_visible()


def test_a_typed_value_beyond_the_slider_is_raced_and_one_beyond_the_bounds_is_refused(visit):
    visitor = visit(**STILL)
    visitor.set("sgd.lr", "5")
    visitor.answered("mounted.stage.state.race.paths[0].lr === 5")
    visitor.set("sgd.lr", "11")
    said = visitor.page.locator(".said")
    said.wait_for()
    assert said.inner_text() == "SGD, learning rate η: it must be more than 0 and at most 10. It stays at 5."
    assert not visitor.page.locator("[data-part=notice]").is_visible()
    visitor.page.locator("body").click(position={"x": 5, "y": 5})
    assert visitor.run("mounted.stage.state.race.paths[0].lr") == 5


def test_racers_switch_off_and_share_one_rate(visit):
    visitor = visit(**STILL)
    visitor.race("adam", on=False)
    visitor.answered("mounted.stage.state.race.paths.length === 4")
    visitor.page.get_by_label("One η for all").check()
    visitor.answered("mounted.stage.state.race.paths.every((path) => path.lr === 0.01)")
    assert slider(visitor, "lr").is_visible()
    assert not slider(visitor, "sgd.lr").is_visible()
    expected = run(OPTIMIZERS["rmsprop"](lr=0.01), SURFACES["rosenbrock"](), steps=500)
    assert loss(visitor, "rmsprop") == pytest.approx(expected.losses[-1])


def test_side_by_side_has_a_map_for_each_racer_on_one_scale(visit):
    visitor = visit(**STILL)
    visitor.page.get_by_text("Side by side").click()
    visitor.answered("mounted.figures.model('maps').children.length === 5")
    visitor.race("sgd", on=False)
    visitor.answered("mounted.figures.model('maps').children.length === 4")
    frames = """mounted.figures.model("maps").children.map((map) => {
        const {width, height} = Bokeh.index.find_one(map).frame.bbox
        return [Math.round(width), Math.round(height), map.x_range.id].join() })"""
    visitor.wait(f"(([first, ...others]) => parseInt(first) > 100 && others.every((each) => each === first))({frames})")
    trails = """mounted.figures.model("maps").children.map((map) =>
        map.renderers.find((each) => each.name === "trail").data_source.data.title.join().split(" ")[0]).join()"""
    visitor.wait(f"{trails} === 'Momentum,Nesterov,RMSprop,Adam'")


def test_the_address_brings_everything_back(visit):
    visitor = visit(**STILL)
    visitor.choose("ravine")
    for key, text in {"ravine.kappa": "30", "x": "1.5", "y": "-0.5", "steps": "300", "adam.beta2": "0.95"}.items():
        visitor.set(key, text)
    visitor.race("sgd", on=False)
    visitor.run("document.getElementById('momentum.form').closest('details').open = true")
    visitor.page.locator("[id='momentum.form']").select_option("EMA")
    visitor.page.get_by_text("Side by side").click()
    visitor.answered("mounted.stage.state.race.paths.length === 4 && mounted.views.key === 'side'")
    visitor.run("mounted.playback.seek(120)")
    visitor.answered("location.search.includes('step=120')")
    address = visitor.page.url
    state = """[mounted.playback.step, mounted.stage.state.race.start,
      mounted.stage.state.race.paths.map((path) => [path.key, path.variant, [...path.loss]])]"""
    visitor.rest()
    before = visitor.run(state)
    again = visit(address.split("?")[1], **STILL)
    again.rest()
    assert again.run(state) == before
    again.until(lambda: again.pixels(".stage") == visitor.pixels(".stage"))
    assert visitor.run("history.length") == again.run("history.length")


def test_a_bad_address_is_told_and_spoils_only_itself(visit):
    visitor = visit("sgd.lr=fast&steps=²&adam.beta1=1&x=nan&y=2&surface=beale&colour=red&lr=1&lr=2&v=9", **STILL)
    notice = visitor.page.locator("[data-part=notice]").inner_text()
    for part in (
        "SGD, learning rate η (sgd.lr = 'fast'): it is not a number. It stays at 0.001.",
        "Steps (steps = '²'): it is not a whole number. It stays at 500.",
        "Adam, β₁ (adam.beta1 = '1'): it must be at least 0 and less than 1. It stays at 0.9.",
        "Start, x (x = 'nan'): it is not a number. It stays at 1.",
        "There is no setting 'colour'",
        "'lr' is given 2 times",
        "This link is of version '9'",
    ):
        assert part in notice
    assert visitor.run("mounted.stage.state.race.start") == [1, 2]
    assert visitor.run("mounted.stage.state.race.steps") == 500


@pytest.mark.parametrize(
    "request_",
    [
        '"nonsense"',
        "{id: 1}",
        "{id: 1, changes: {steps: 1e9}}",
        "{id: 1, changes: {steps: '999999'}}",
        "{id: 1, changes: {'sgd.lr': 'x'.repeat(50000)}}",
        "{id: 1, changes: {__class__: '1'}}",
        "{id: {deep: [1, [2, [3]]]}, changes: [1, 2]}",
        "{id: 1, changes: Object.fromEntries(Array.from({length: 500}, (_, i) => [i, '1']))}",
    ],
)
def test_a_forged_request_is_refused_and_the_session_lives_on(visit, request_):
    visitor = visit("v=1&engine=server", **STILL)
    before = visitor.run("mounted.stage.state.race.paths.map((path) => [...path.loss])")
    visitor.run(f"mounted.engine.wire.model.request = {request_}")
    visitor.page.locator("[data-part=notice]").wait_for()
    assert visitor.run("mounted.stage.state.race.paths.map((path) => [...path.loss])") == before
    visitor.set("steps", "50")
    visitor.answered("mounted.stage.state.race.steps === 50")


def test_properties_forced_on_models_do_not_reach_the_race(visit):
    """The server ends a session that writes what is the server's; the page goes on in another."""
    visitor = visit("steps=100&engine=server", **STILL)
    visitor.run(
        """(() => { const map = mounted.figures.model("map"), wire = mounted.engine.wire.model
        const words = wire.reply.words.replace('"steps": "100"', '"steps": "9"')
        if (words === wire.reply.words) throw new Error("nothing was forged")
        wire.reply = {...wire.reply, id: 7, words}
        map.x_range.start = 1e9 })()"""
    )
    visitor.page.locator("[data-part=connection]", has_text="The server has ended the connection").wait_for()
    visitor.answered("mounted.engine.reply.values.steps === '100'")
    assert visitor.page.locator("#steps").input_value() == "100"
    visitor.set("steps", "60")
    visitor.answered("mounted.stage.state.race.steps === 60")
