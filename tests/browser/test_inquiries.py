"""The views of more than one race, in a real browser: what is shown is what was run, and what is clicked is set."""

from __future__ import annotations

import pytest

from app.style import THEMES
from optimizers import OPTIMIZERS, basin, run
from surfaces import SURFACES

STILL = {"reduced_motion": "reduce"}
SHARP = "document.querySelector('[data-part=progress]').hidden && mounted.views.says.textContent"


def worked_out(visitor, text: str) -> None:
    """Wait until the view is as sharp as it gets and its words contain ``text``."""
    visitor.answered(f"{SHARP}.includes({text!r})")


def click(visitor, figure: str, x: float, y: float) -> None:
    """Click the figure at a place in its own coordinates."""
    across, down = visitor.run(
        f"""(() => {{ const view = Bokeh.index.find_one(mounted.figures.model({figure!r}))
        const box = view.canvas_view.events_el.getBoundingClientRect()
        return [box.left + view.frame.x_scale.compute({x}), box.top + view.frame.y_scale.compute({y})] }})()"""
    )
    visitor.page.mouse.click(across, down)


def stop_on_the_way(visitor, progress: str, button: str) -> None:
    """Press Stop once a share of the work is done: in the page, for from outside it may all be done by then."""
    visitor.run(
        f"""new Promise((resolve) => {{
        const look = () => {{ const {{hidden, value}} = document.querySelector('[data-part={progress}]')
        if (hidden || value === 0) return setTimeout(look, 5)
        document.querySelector('[data-part={button}]').click()
        resolve() }}
        look() }})"""
    )


def data(visitor, figure: str, renderer: str) -> dict:
    return visitor.run(
        f"""(() => {{ const model = mounted.figures.model({figure!r})
        const {{data}} = model.renderers.find((each) => each.name === {renderer!r}).data_source
        const plain = (value) => (Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value, plain) : value)
        return Object.fromEntries(Object.entries(data).map(([name, column]) => [name, plain(column)])) }})()"""
    )


def test_a_sweep_shows_each_racer_s_losses_and_theory_s_limits(visit):
    visitor = visit("view=sweep&surface=quadratic&racers=sgd,momentum", **STILL)
    worked_out(visitor, "241")
    ends = data(visitor, "sweep", "end")
    assert ends["title"] == ["SGD", "Momentum"]
    surface = SURFACES["quadratic"]()
    for key, xs, ys in zip(("sgd", "momentum"), ends["xs"], ends["ys"], strict=True):
        for column in (0, 80, 120):
            loss = run(OPTIMIZERS[key](lr=float(f"{10 ** xs[column]:.3g}")), surface).losses[-1]
            assert 10 ** ys[column] == pytest.approx(max(loss, 1e-16), rel=1e-6)
    limits = [10 ** xs[0] for xs in data(visitor, "sweep", "limit")["xs"]]
    assert limits == pytest.approx([2 / 40, 2 * 1.9 / 40])
    # What diverges begins there.
    gone = [10 ** xs[0] for xs in data(visitor, "sweep", "gone")["xs"]]
    assert gone == pytest.approx(limits, rel=0.09)


def test_a_click_on_the_sweep_sets_the_rate_of_the_nearest_racer(visit):
    visitor = visit("view=sweep&surface=quadratic&racers=sgd,adam", **STILL)
    worked_out(visitor, "241")
    ends = data(visitor, "sweep", "end")
    # Far from every curve nothing is meant.
    click(visitor, "sweep", ends["xs"][1][120], max(ends["ys"][1][120], ends["ys"][0][120]) + 4)
    click(visitor, "sweep", ends["xs"][1][120], ends["ys"][1][120])
    visitor.answered("document.getElementById('adam.lr').value === '0.01'")
    assert visitor.page.locator("[data-part=undo]").get_attribute("aria-label") == "Undo: Adam, learning rate η"
    assert "Adam, learning rate η: 0.01 by your click." in visitor.page.locator("[data-part=says]").inner_text()
    assert visitor.run("document.getElementById('sgd.lr').value") == "0.001"
    heads = data(visitor, "sweep", "head")
    assert heads["x"][1] == pytest.approx(-2)
    loss = run(OPTIMIZERS["adam"](lr=0.01), SURFACES["quadratic"]()).losses[-1]
    assert 10 ** heads["y"][1] == pytest.approx(loss, rel=1e-6)
    visitor.answered("location.search.includes('adam.lr=0.01')")
    visitor.page.locator("#measure").select_option("steps to tolerance")
    visitor.answered("mounted.figures.model('sweep').left[0].axis_label.startsWith('steps until')")


def test_a_drag_on_the_sweep_moves_the_one_rate_of_all(visit):
    visitor = visit("view=sweep&shared=1&racers=sgd", **STILL)
    worked_out(visitor, "241")
    box = visitor.page.locator("[data-picture=sweep]").bounding_box()
    down = box["y"] + box["height"] / 2
    visitor.page.mouse.move(box["x"] + 300, down)
    visitor.page.mouse.down()
    rate = "document.getElementById('lr').value"
    for across in (320, 360, 400):
        before = visitor.run(rate)
        visitor.page.mouse.move(box["x"] + across, down)
        visitor.wait(f"{rate} !== '{before}'")
    visitor.page.mouse.up()


def test_a_click_on_the_heat_map_sets_both_hyperparameters(visit):
    visitor = visit("view=heat&surface=beale&heat=rmsprop&across=lr&up=alpha", **STILL)
    worked_out(visitor, "3721")
    assert visitor.run("[...document.getElementById('up').options].filter((each) => !each.hidden).length") == 3
    values = visitor.run("(({across, up}) => [[...across.values], [...up.values]])(mounted.views.answers['heat'])")
    click(visitor, "heat", 45.5, 30.5)
    lr, alpha = values[0][45], values[1][30]
    visitor.answered(f"document.getElementById('rmsprop.lr').value === String({lr})")
    visitor.answered(f"document.getElementById('rmsprop.alpha').value === String({alpha})")
    # The map of the new race comes coarse first, and its cells are larger then.
    visitor.until(lambda: [data(visitor, "heat", "mark")[axis] for axis in "xy"] == [[45.5], [30.5]])
    losses = visitor.run("[...mounted.views.answers['heat'].losses]")
    loss = run(OPTIMIZERS["rmsprop"](lr=lr, alpha=alpha), SURFACES["beale"]()).losses[-1]
    assert losses[30 * 61 + 45] == loss


def test_basins_are_those_of_the_race_and_a_click_shows_it(visit):
    visitor = visit("view=basins&surface=himmelblau&racers=sgd,adam", **STILL)
    worked_out(visitor, "256 × 256")
    expected = basin(OPTIMIZERS["adam"](), SURFACES["himmelblau"](), (256, 256), 500)
    shown = visitor.run("[...mounted.views.answers['basins'].racers[1].destinations]")
    assert shown == expected.destinations.ravel().tolist()
    minima = visitor.run("mounted.views.answers['basins'].named")
    for row, column in ((40, 200), (200, 30)):
        x, y = expected.x[column], expected.y[row]
        click(visitor, "map adam", x, y)
        visitor.answered(f"Math.abs(mounted.stage.state.race.start[0] - {x}) < 0.1")
        path = visitor.path("adam")
        assert path["outcome"]["kind"] == "arrived"
        assert [path["x"][-1], path["y"][-1]] == pytest.approx(minima[expected.destinations[row, column]][:2], abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_does_not_arrive_is_shaded_by_how_far_it_got(visit, theme):
    visitor = visit(f"view=basins&surface=rosenbrock&racers=sgd&theme={theme}", **STILL)
    worked_out(visitor, "256 × 256")
    greys = visitor.run(
        """(() => {
        const picture = mounted.figures.model("map sgd").renderers.find((each) => each.name === "picture")
        return new Set(picture.data_source.data.image[0]).size
        })()"""
    )
    assert greys > 20
    assert "how far it got" in visitor.page.locator("body").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_where_a_race_did_not_stay_the_colour_of_its_minimum_is_striped(visit, theme):
    """Dark and light, on whichever colour; the key says how many, and the share that arrives is that at the end."""
    visitor = visit(f"view=basins&surface=monkey_saddle&racers=rmsprop&steps=300&theme={theme}", **STILL)
    visitor.answered(SHARP)
    shares, stayed, gone, some = visitor.run(
        """(() => {
        const {cells, racers: [{destinations, shares}]} = mounted.views.answers["basins"]
        const picture = mounted.figures.model("map rmsprop").renderers.find((each) => each.name === "picture")
        const [image] = picture.data_source.data.image
        const side = Math.sqrt(image.length), fine = side / cells
        const found = [new Set(), new Set()]
        image.forEach((pixel, n) => {
          const to = destinations[Math.floor(Math.floor(n / side) / fine) * cells + Math.floor((n % side) / fine)]
          if (to >= 0 || to <= -6) found[to >= 0 ? 0 : 1].add(pixel)
        })
        const some = destinations.reduce((sum, to) => sum + Number(to <= -6), 0)
        return [shares, ...found.map((each) => [...each]), some / cells ** 2]
        })()"""
    )
    lines = {packed(THEMES[theme][name]) for name in ("ink", "page")}
    assert lines <= set(gone) and not lines & set(stayed) and len(gone) > 10
    assert shares["did not stay"] == some > 0.05 and shares["arrived"] > 0.05
    assert "did not stay: RMSprop" in visitor.page.locator("body").inner_text()


def packed(colour: str) -> int:
    """As the canvas has it: red in the lowest byte."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 255 << 24 | b << 16 | g << 8 | r


def test_basins_follow_a_dragged_slider(visit):
    visitor = visit("view=basins&surface=himmelblau&racers=momentum&steps=200", **STILL)
    worked_out(visitor, "256 × 256")
    before = visitor.pixels("[data-picture=maps]")
    image = (
        "mounted.figures.model('map momentum').renderers"
        ".find((each) => each.name === 'picture').data_source.data.image[0]"
    )
    visitor.run(f"window.images = new Set([{image}])")
    slider = visitor.page.locator("[data-key='momentum.lr'] input[type=range]")
    for place in range(80, 120, 4):
        slider.evaluate(
            "(slider, place) => {slider.value = place; slider.dispatchEvent(new Event('input', {bubbles: true}))}",
            place,
        )
        visitor.page.wait_for_timeout(80)
        visitor.run(f"images.add({image})")
    # While it moves, not only once it rests.
    assert visitor.run("images.size") >= 5
    worked_out(visitor, "256 × 256")
    assert visitor.pixels("[data-picture=maps]") != before


def test_a_fair_race_tunes_all_and_is_applied_by_one_click(visit):
    visitor = visit("surface=beale&racers=sgd,adam&trials=64", **STILL)
    visitor.page.locator("[data-part=fair-open]").click()
    visitor.page.locator("[data-part=fair-start]").click()
    visitor.page.locator("[data-part=fair-table] tbody tr").nth(1).wait_for()
    says = visitor.page.locator("[data-part=fair-says]").inner_text()
    assert "64 trials for each racer, 128 in all" in says
    assert "Nothing is changed" in says
    rows = visitor.page.locator("[data-part=fair-table] tbody tr").all_inner_texts()
    assert "Adam" in rows[0]
    assert visitor.path("sgd")["lr"] == 0.001
    visitor.page.locator("[data-part=fair-apply]").click()
    visitor.answered("mounted.stage.state.race.paths[0].lr !== 0.001")
    values = {
        name: float(visitor.run(f"document.getElementById('adam.{name}').value"))
        for name in ("lr", "beta1", "beta2", "eps")
    }
    final = run(OPTIMIZERS["adam"](**values), SURFACES["beale"]()).losses[-1]
    assert visitor.path("adam")["loss"][-1] == final
    # The best of sixty-four, of which the first is what it was.
    assert final <= run(OPTIMIZERS["adam"](), SURFACES["beale"]()).losses[-1]
    undo = visitor.page.locator("[data-part=undo]")
    assert undo.get_attribute("aria-label") == "Undo: values of the fair race"
    undo.click()
    visitor.answered("mounted.stage.state.race.paths[0].lr === 0.001")
    assert visitor.run("mounted.engine.reply.values['adam.beta1']") == "0.9"


def test_long_work_can_be_stopped_and_blocks_nobody(visit):
    everyone = ",".join(key for key, rule in OPTIMIZERS.items() if rule.curvature == "hessian")
    busy = visit(f"surface=rastrigin&steps=1000&trials=1024&racers={everyone}", **STILL)
    other = visit("racers=sgd", **STILL)
    busy.page.locator("[data-part=fair-open]").click()
    busy.page.locator("[data-part=fair-start]").click()
    other.set("sgd.lr", "0.0015")
    other.answered("mounted.stage.state.race.paths[0].lr === 0.0015")
    # Meanwhile: the work is not done.
    assert busy.run("document.querySelector('[data-part=fair-table]').hidden")
    stop_on_the_way(busy, "fair-progress", "fair-stop")
    busy.answered("document.querySelector('[data-part=fair-says]').textContent.includes('Stopped')")
    busy.page.wait_for_timeout(800)
    assert busy.run("document.querySelector('[data-part=fair-table]').hidden")


def test_what_is_too_much_is_refused_in_words_or_left_coarse(visit):
    noisy = "recipe.noise=1&recipe.replicates=64"
    everyone = ",".join(key for key, rule in OPTIMIZERS.items() if rule.curvature == "hessian")
    visitor = visit(f"steps=400&trials=1024&racers={everyone}&{noisy}", **STILL)
    visitor.page.locator("[data-part=fair-open]").click()
    visitor.page.locator("[data-part=fair-start]").click()
    visitor.answered("document.querySelector('[data-part=fair-says]').textContent.includes('at most')")
    visitor = visit(f"view=heat&racers=adam&steps=2500&{noisy}", **STILL)
    worked_out(visitor, "Sharper would take too long")


@pytest.mark.parametrize("view", ["sweep", "heat", "basins"])
def test_a_view_comes_back_from_its_address(visit, view):
    visitor = visit(f"view={view}&racers=sgd,adam&theme=dark", **STILL)
    visitor.answered(SHARP)
    assert visitor.run("location.search").startswith("?v=1") or f"view={view}" in visitor.run("location.search")
    assert visitor.run("document.querySelector('.race').dataset.view") == view


def test_a_view_s_work_is_stopped_for_good(visit):
    visitor = visit("view=basins&surface=beale&steps=50&racers=sgd,momentum,nesterov,rmsprop,adam,adamw", **STILL)
    visitor.set("steps", "5000")
    stop_on_the_way(visitor, "progress", "stop")
    visitor.answered("document.querySelector('[data-part=says]').textContent.startsWith('Stopped')")
    visitor.page.wait_for_timeout(1000)
    assert visitor.run("document.querySelector('[data-part=progress]').hidden")
    assert visitor.run("document.querySelector('[data-part=says]').textContent").startswith("Stopped")


def test_tuning_again_gives_the_same_again_and_not_for_other_settings(visit):
    visitor = visit("surface=beale&racers=sgd&trials=16&steps=50", **STILL)
    visitor.page.locator("[data-part=fair-open]").click()
    for _ in range(2):
        visitor.page.locator("[data-part=fair-start]").click()
        visitor.answered("!document.querySelector('[data-part=fair-table]').hidden")
        assert visitor.run("!document.querySelector('[data-part=fair-apply]').disabled")
    visitor.page.locator("[data-part=fair-close]").click()
    visitor.set("x", "2")
    visitor.answered("document.querySelector('[data-part=fair-table]').hidden")
    assert visitor.run("document.querySelector('[data-part=fair-apply]').disabled")


def test_nobody_s_basins_are_not_shown(visit):
    visitor = visit("view=sweep&racers=sgd", **STILL)
    worked_out(visitor, "241")
    visitor.race("sgd", on=False)
    visitor.answered("document.querySelector('[data-part=says]').textContent === 'No racer is switched on.'")
    assert data(visitor, "sweep", "end")["xs"] == []


def test_the_best_rate_is_the_best_below_the_floor_as_well(visit):
    visitor = visit("view=sweep&surface=quadratic&racers=adam", **STILL)
    worked_out(visitor, "241")
    losses = visitor.run("[...mounted.views.answers['sweep'].racers[0].losses]")
    best = visitor.run("[...mounted.views.answers['sweep'].values]")[losses.index(min(losses))]
    worked_out(visitor, f"Adam {best:g}")


def test_a_finger_that_scrolls_past_the_sweep_sets_nothing(visit):
    visitor = visit("view=sweep&racers=sgd", viewport={"width": 390, "height": 844}, has_touch=True, **STILL)
    worked_out(visitor, "241")
    box = visitor.page.locator("[data-picture=sweep]").bounding_box()
    client = visitor.page.context.new_cdp_session(visitor.page)
    x, y = box["x"] + 200, box["y"] + 300
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for down in range(10, 130, 20):
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - down}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    visitor.page.wait_for_timeout(300)
    assert visitor.run("document.getElementById('sgd.lr').value") == "0.001"
