"""The page as a visitor meets it."""

from __future__ import annotations

import math
import re
from urllib.parse import urlsplit

import numpy as np
import pytest

from app.settings import CLASSICS
from optimizers import OPTIMIZERS, Ending, run
from surfaces import SURFACES

STILL = {"reduced_motion": "reduce"}


def colours(visitor, selector: str) -> int:
    """How many colours the pictures under ``selector`` hold, all layers together."""
    return visitor.run(
        f"""(() => {{
        const seen = new Set()
        const walk = (node) => {{
          if (node instanceof HTMLCanvasElement && node.width) {{
            const {{data}} = node.getContext("2d").getImageData(0, 0, node.width, node.height)
            for (const colour of new Uint32Array(data.buffer)) if (colour >>> 24) seen.add(colour)
          }}
          node.shadowRoot?.childNodes.forEach(walk)
          node.childNodes.forEach(walk)
        }}
        walk(document.querySelector("{selector}"))
        return seen.size
        }})()"""
    )


def wipe(visitor, selector: str) -> None:
    """Empty the pictures under ``selector``, so that what is seen there is new."""
    visitor.run(
        f"""(() => {{
        const walk = (node) => {{
          if (node instanceof HTMLCanvasElement && node.width) {{
            const context = node.getContext("2d")
            context.save()
            context.resetTransform()
            context.clearRect(0, 0, node.width, node.height)
            context.restore()
          }}
          node.shadowRoot?.childNodes.forEach(walk)
          node.childNodes.forEach(walk)
        }}
        walk(document.querySelector("{selector}"))
        }})()"""
    )


@pytest.mark.parametrize(("view", "picture"), [("overlay", "map"), ("side", "maps")])
def test_paints_every_surface(visit, view, picture):
    visitor = visit(f"view={view}&step=100&surface={list(SURFACES)[-1]}")
    pictures = (f"[data-picture={picture}]", ".loss")

    def emptied() -> bool:
        for each in pictures:
            wipe(visitor, each)
        # What was still to be painted of the surface before is, by then.
        visitor.page.wait_for_timeout(120)
        return all(colours(visitor, each) == 0 for each in pictures)

    for surface in SURFACES:
        visitor.until(emptied)
        visitor.run(f"mounted.engine.ask({{surface: '{surface}'}})")
        visitor.answered(f"mounted.stage.state.reply.surface.key === '{surface}'")
        visitor.until(lambda: colours(visitor, pictures[0]) > 20)
        visitor.until(lambda: colours(visitor, pictures[1]) > 5)
        assert visitor.page.locator("[data-part=standings] tbody").count() == len(CLASSICS)


def test_it_is_there_after_few_requests(visit):
    # From afar each of them is a journey, of which a browser makes six at a time.
    visitor = visit("racers=sgd,adam&step=100", **STILL)
    # The icon is asked for as often as the browser likes.
    paths = [path for url in visitor.requested if not (path := urlsplit(url).path).endswith("icon.svg")]
    assert len(paths) == len(set(paths)) <= 9, paths
    visitor.run("mounted.engine.ask({view: 'relief'})")
    visitor.answered("document.querySelector('canvas.ground')?.width > 0")
    means = {"/kernels.wasm", "/table.json"}
    since = {urlsplit(url).path for url in visitor.requested} - set(paths)
    assert {path for path in since if not path.endswith("icon.svg")} <= means


def test_shows_what_was_run(visit):
    visitor = visit("surface=beale&x=2&y=-1&steps=200&adam.lr=0.3&adam.beta1=0.5&depth=deeper", **STILL)
    beale = SURFACES["beale"]()
    path = run(OPTIMIZERS["adam"](lr=0.3, beta1=0.5), beale, (2, -1), 200)
    shown = visitor.path("adam")
    assert shown["loss"] == path.losses.astype(np.float32).tolist()
    assert shown["slope"] == np.hypot(*path.gradients.T).astype(np.float32).tolist()
    assert shown["x"] == pytest.approx(path.positions[:, 0].tolist(), rel=1e-6, abs=1e-9)
    assert shown["outcome"]["text"] == path.outcome.text
    entry = visitor.page.locator("[data-part=standings] tbody[data-racer=adam]")
    assert path.outcome.text in entry.inner_text()
    entry.locator("th button").click()
    explained = visitor.page.locator("[data-part=explain]").inner_text()
    assert "torch.optim.Adam(params, lr=0.3, betas=(0.5, 0.999), eps=1e-08)" in explained
    assert "bias-corrected" in explained


def test_an_outcome_is_told_when_it_is_known_and_a_click_says_what_it_means(visit):
    rule, surface = OPTIMIZERS["momentum"](), SURFACES["himmelblau"]()
    path = run(rule, surface, steps=500)
    step = path.outcome.step
    assert path.outcome.kind == "arrived" and step < 300
    for at, says in ((step, "under way"), (step * 2, f"at the minimum since step {step}"), (500, path.outcome.text)):
        visitor = visit(f"surface=himmelblau&racers=momentum,lbfgs&step={at}")
        entry = visitor.page.locator("[data-part=standings] tbody[data-racer=momentum]")
        assert says in entry.locator(".outcome").inner_text()
    entry.locator(".outcome").click()
    assert entry.locator(".outcome").get_attribute("aria-expanded") == "true"
    meaning = entry.locator(".meaning").inner_text()
    assert Ending.ARRIVED.meaning in meaning and "Here: from step 400 to 500" in meaning
    # Both are at a loss of 0: who was there first leads.
    first = visitor.page.locator("[data-part=standings] tbody").first
    assert first.get_attribute("data-racer") == "lbfgs" and first.locator(".rank").inner_text() == "1"


def test_ranking_says_what_it_ranks_where_no_lowest_is_known(visit):
    visitor = visit("surface=formula&formula.text=x^2-y^2&racers=sgd,adam&step=50")
    assert "Ranked by loss alone" in visitor.page.locator("[data-part=standings] tfoot").inner_text()


def test_ranks_by_loss_at_the_playhead(visit):
    visitor = visit("step=30")
    entries = "document.querySelectorAll('[data-part=standings] tbody')"
    order = visitor.run(f"[...{entries}].map((each) => each.dataset.racer)")
    at = {
        key: run(cls(), SURFACES["rosenbrock"](), steps=500).losses[30]
        for key, cls in OPTIMIZERS.items()
        if key in CLASSICS
    }
    assert order == sorted(at, key=at.get)


def test_says_where_a_racer_diverged_and_ranks_it_last(visit):
    visitor = visit("sgd.lr=1", **STILL)
    entry = visitor.page.locator("[data-part=standings] tbody").last
    assert entry.get_attribute("data-racer") == "sgd"
    path = run(OPTIMIZERS["sgd"](lr=1), SURFACES["rosenbrock"](), steps=500)
    assert path.outcome.text in entry.inner_text()
    assert "NaN" not in visitor.page.locator("body").inner_text()


def test_names_the_variant_in_force(visit):
    visitor = visit("momentum.form=EMA&rmsprop.eps_place=inside&adam.bias_correction=0", **STILL)
    text = visitor.page.locator("[data-part=standings]").inner_text()
    for variant in ("EMA", "ε inside the root", "without bias correction", "PyTorch's form"):
        assert variant in text


def test_hover_reads_the_step_that_is_there(visit):
    visitor = visit("racers=sgd&surface=beale&step=400")
    x, y = visitor.run(
        """(() => { const map = mounted.figures.model("map"), view = Bokeh.index.find_one(map)
        const path = mounted.stage.state.race.paths[0], box = view.canvas_view.events_el.getBoundingClientRect()
        const {x_scale, y_scale} = view.frame
        return [box.x + x_scale.compute(path.x[200]), box.y + y_scale.compute(path.y[200])] })()"""
    )
    visitor.page.mouse.move(x - 2, y)
    visitor.page.mouse.move(x, y)
    tooltip = visitor.page.locator(".bk-Tooltip")
    tooltip.wait_for()
    text = "(each) => each.shadowRoot.textContent"
    visitor.until(lambda: re.search(r"step \d+loss ", tooltip.evaluate(text)) is not None)
    said = tooltip.evaluate(text)
    step = int(re.search(r"step (\d+)loss ", said).group(1))
    path = run(OPTIMIZERS["sgd"](), SURFACES["beale"](), steps=500)
    assert abs(step - 200) <= 15
    assert f"loss {path.losses[step]:.3g}" in said
    assert f"gradient norm {math.hypot(*path.gradients[step]):.3g}" in said


def test_needs_no_other_host(visit):
    visitor = visit("view=side")
    visitor.page.wait_for_timeout(500)
    hosts = {urlsplit(url).netloc for url in visitor.requested if not url.startswith(("data:", "blob:"))}
    assert hosts == {f"127.0.0.1:{visitor.server.port}"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_follows_the_reader_s_colour_scheme_until_told_otherwise(visit, scheme):
    visitor = visit(color_scheme=scheme, **STILL)
    background = visitor.run("getComputedStyle(document.querySelector('.race')).backgroundColor")
    assert (background == "rgb(17, 23, 30)") == (scheme == "dark")
    visitor.page.locator("header select[data-key=theme]").select_option("dark")
    visitor.answered("document.querySelector('.race').dataset.theme === 'dark'")
    assert visitor.run("getComputedStyle(document.querySelector('.race')).backgroundColor") == "rgb(17, 23, 30)"
    visitor.wait("location.search.includes('theme=dark')")


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844), (1920, 1080)])
def test_fits_the_window(visit, size):
    width, height = size
    visitor = visit(viewport={"width": width, "height": height}, **STILL)
    assert visitor.run("document.documentElement.scrollWidth") <= width
    stage = visitor.page.locator(".pictures").bounding_box()
    bar = visitor.page.locator("[data-part=playback]").bounding_box()
    # The map is the hero: half of a wide window, all of a phone's.
    assert stage["width"] >= (0.9 if width < 860 else 0.45) * width
    assert bar["y"] + bar["height"] <= height + 1


def test_a_zoom_survives_a_slider_and_keeps_units_equal_when_the_window_changes(visit):
    visitor = visit(**STILL)
    visitor.rest()
    box = visitor.page.locator(".stage").bounding_box()
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.keyboard.down("Control")
    visitor.page.mouse.wheel(0, -400)
    visitor.page.keyboard.up("Control")
    ranges = """(() => { const map = mounted.figures.model("map")
      return [map.x_range.start, map.x_range.end, map.y_range.start, map.y_range.end] })()"""
    visitor.wait(f"(([, , bottom, top]) => top - bottom < 3.9)({ranges})")
    visitor.rest()
    zoomed = visitor.run(ranges)
    visitor.set("sgd.lr", "0.002")
    visitor.answered("mounted.stage.state.race.paths[0].lr === 0.002")
    assert visitor.run(ranges) == pytest.approx(zoomed, rel=1e-9)
    before = visitor.run("Bokeh.index.roots[0].frame.bbox.width")
    visitor.page.set_viewport_size({"width": 1200, "height": 700})
    visitor.wait(f"Bokeh.index.roots[0].frame.bbox.width !== {before}")
    visitor.rest()
    left, right, bottom, top = visitor.run(ranges)
    frame = visitor.run("(({width, height}) => [width, height])(Bokeh.index.roots[0].frame.bbox)")
    assert (right - left) / frame[0] == pytest.approx((top - bottom) / frame[1], rel=1e-3)
    assert top - bottom < 3.9


def test_equal_units_on_both_axes_and_the_whole_domain_in_view(visit):
    visitor = visit("surface=beale", **STILL)
    visitor.rest()
    measured = visitor.run(
        """(() => { const map = mounted.figures.model("map"), view = Bokeh.index.find_one(map)
        const {width, height} = view.frame.bbox
        return [(map.x_range.end - map.x_range.start) / width, (map.y_range.end - map.y_range.start) / height,
          map.x_range.start, map.x_range.end, map.y_range.start, map.y_range.end] })()"""
    )
    assert measured[0] == pytest.approx(measured[1], rel=1e-3)
    assert measured[2] <= -4.49
    assert measured[3] >= 4.49
    assert measured[4] <= -4.49
    assert measured[5] >= 4.49
