"""What is seen: maps without holes and as large as can be, looks that nobody shares, type that can be read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

STILL = {"reduced_motion": "reduce"}

#: The names and values of all pixels of the layers over the map, which hold trails and heads.
LAYERS = """(() => { const view = Bokeh.index.find_one(mounted.figures.model("map"))
    return [...view.canvas_view.shadow_el.querySelectorAll("canvas")].slice(-3).map((canvas) =>
        [...new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)])
    })()"""


def frame(visitor) -> np.ndarray:
    """The pixels within the axes of the map, ``(height, width, 3)``."""
    clip = visitor.run(
        """(() => { const {canvas_view, frame: {bbox}} = Bokeh.index.find_one(mounted.figures.model("map"))
        const {left, top} = canvas_view.el.getBoundingClientRect()
        return {x: left + bbox.left, y: top + bbox.top, width: bbox.width, height: bbox.height} })()"""
    )
    return np.array(Image.open(io.BytesIO(visitor.page.screenshot(clip=clip))).convert("RGB"))


def colours(visitor) -> int:
    """How many there are within the axes of the map, of those that can be told apart."""
    return len(np.unique(frame(visitor).reshape(-1, 3) // 8, axis=0))


def test_the_map_has_no_holes_in_a_flat_frame_beside_the_domain_and_far_out(visit):
    visitor = visit("surface=beale&racers=", **STILL, viewport={"width": 1500, "height": 620})
    show = """(() => { const {x_range, y_range} = mounted.figures.model("map")
        const across = x_range.end - x_range.start
        x_range.setv({start: x_range.start - %s * across, end: x_range.end + %s * across})
        const up = y_range.end - y_range.start
        y_range.setv({start: y_range.start - %s * up, end: y_range.end + %s * up}) })()"""
    for left, right, down, above in ((0, 0, 0, 0), (0.4, -0.4, 0, 0), (-0.4, 0.4, 0.3, 0.3)):
        visitor.run(show % (left, right, down, above))
        # But for the rims of marks, every pixel has a colour of the ground, and there are many.
        visitor.until(lambda: (frame(visitor) == 255).all(axis=2).mean() < 0.004 and colours(visitor) > 100)


def test_deep_in_a_valley_colours_are_told_apart_still(visit):
    visitor = visit("surface=himmelblau&racers=", **STILL)
    visitor.run("mounted.figures.model('map').x_range.setv({start: 2.99, end: 3.01})")
    visitor.run("mounted.figures.model('map').y_range.setv({start: 1.992, end: 2.008})")
    visitor.until(lambda: colours(visitor) > 100)


def test_eight_who_race_share_no_colour_and_keep_theirs(visit):
    eight = ["adagrad", "adadelta", "adamw", "nadam", "radam", "lion", "newton", "sam"]
    visitor = visit(f"racers={','.join(eight[:7])}&steps=50", **STILL)
    looks = "Object.fromEntries(mounted.stage.state.race.paths.map(({key, light, marker}) => [key, [light, marker]]))"
    before = visitor.run(looks)
    visitor.run(f"mounted.engine.ask({{racers: '{','.join(eight)}'}})")
    visitor.answered("mounted.stage.state.race.paths.length === 8")
    after = visitor.run(looks)
    assert {key: after[key] for key in before} == before
    assert [len({look[part] for look in after.values()}) for part in (0, 1)] == [8, 8]
    # The standings' swatches are of these colours too.
    shown = visitor.run(
        """mounted.stage.state.race.paths.map(({key}) => getComputedStyle(document.querySelector(
        `[data-part=standings] [data-swatch="${key}"] line`)).stroke)"""
    )
    assert len(set(shown)) == 8


def test_playing_and_at_rest_the_trails_are_the_same(visit):
    visitor = visit("surface=ravine&racers=sgd,momentum&steps=200&sgd.lr=0.0185&step=0", **STILL)
    visitor.run("(mounted.stage.show(0, false), mounted.stage.show(120, false))")
    at_rest = visitor.run(LAYERS)
    for shown, most in (("[50, 120]", 0.002), ("[...Array(61).keys()].map((step) => 2 * step)", 0.01)):
        visitor.run(f"(mounted.stage.show(0, false), {shown}.forEach((step) => mounted.stage.show(step, true)))")
        playing = visitor.run(LAYERS)
        for a, b in zip(playing, at_rest, strict=True):
            # Painted in pieces, a line has rounded ends at their seams.
            assert np.mean(np.array(a) != np.array(b)) < most
            assert any(a)
        # Its dots at wide steps are the same.
        full = [np.count_nonzero(np.array(layers[1]) >> 24 > 200) for layers in (playing, at_rest)]
        assert full[0] == pytest.approx(full[1], rel=0.02)


def test_five_maps_are_three_above_two_in_the_shape_of_the_domain(visit):
    visitor = visit(
        "view=side&surface=gaussian_nll&racers=sgd,momentum,nesterov,rmsprop,adam",
        **STILL,
        viewport={"width": 1920, "height": 1080},
    )
    frames = """mounted.figures.model("maps").children.map((map) => {
        const view = Bokeh.index.find_one(map)
        const {left, top} = view.el.getBoundingClientRect()
        return [left, top, view.frame.bbox.width, view.frame.bbox.height] })"""
    visitor.wait(f"(() => {{ const all = {frames}; return new Set(all.map(([, top]) => top)).size === 2 }})()")
    visitor.wait(f"{frames}.every(([, , width, height]) => Math.abs(width / height - 1.25) < 0.02 && height > 220)")


#: All that has a text of its own, formulas and what is folded or in a dialog too, smaller than 12 pixels.
SMALL = """[...document.querySelectorAll(".race *")].filter((each) => each.checkVisibility()
    && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && parseFloat(getComputedStyle(each).fontSize) < 12).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(
    ("query", "width", "height"),
    [
        ("", 1280, 720),
        ("surface=logistic&racers=kfac,natural_gradient&steps=50&card=kfac", 1366, 768),
        ("view=basins&steps=50", 390, 844),
        ("embed=1&racers=sgd,adam&show=sgd.lr", 320, 480),
    ],
)
def test_nothing_is_written_smaller_than_twelve_pixels(visit, query, width, height):
    visitor = visit(query, **STILL, viewport={"width": width, "height": height})
    visitor.run("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
    assert visitor.run(SMALL) == []
    for dialog in ("share", "fair", "help") if not query else ():
        visitor.run(f"document.querySelector('[data-part={dialog}-open]').click()")
        assert visitor.run(SMALL) == []
        visitor.page.keyboard.press("Escape")
    axes = visitor.run(
        """mounted.figures.plots.flatMap(({below, left}) => [...below, ...left])
        .map((axis) => parseFloat(axis.major_label_text_font_size))"""
    )
    assert min(axes) >= 12


def test_who_is_pointed_at_in_the_standings_is_drawn_above_all(visit):
    visitor = visit("racers=sgd,momentum,adam&steps=100", **STILL)
    order = "mounted.stage.everyFrame[0].trails[0].ordered.map(({key}) => key)"
    before = visitor.run(order)
    assert before[-1] != "sgd"
    visitor.page.locator("tbody[data-racer=sgd] .words").hover()
    assert visitor.run(order)[-1] == "sgd"
    visitor.page.locator("[data-part=pin]").hover()
    assert visitor.run(order) == before


def test_a_frame_s_names_stand_over_its_map_and_its_figures_fill_it(visit):
    for width, height in ((320, 480), (1000, 480)):
        clip = "racers=sgd,momentum,rmsprop,adam&recipe.clip_norm=5"
        visitor = visit(f"embed=1&{clip}", **STILL, viewport={"width": width, "height": height})
        key, map_, bar = (
            visitor.page.locator(name).bounding_box() for name in (".key", "[data-picture=map]", ".playback")
        )
        assert key["y"] + key["height"] <= map_["y"] + 0.5
        loss = visitor.page.locator(".plot").bounding_box()
        assert max(box["y"] + box["height"] for box in (map_, loss)) > bar["y"] - 12


def test_formulas_have_a_maths_font_of_this_server(visit):
    visitor = visit("", **STILL)
    visitor.wait("[...document.fonts].some((font) => font.family.includes('Race Math') && font.status === 'loaded')")
    assert any(url.endswith("app/static/fonts/math.woff2") for url in visitor.requested)
