"""Recipes, presets, replicates, one's own formula, and racers that cannot race."""

from __future__ import annotations

import pytest

from optimizers import OPTIMIZERS, Recipe, run
from surfaces import SURFACES

STILL = {"reduced_motion": "reduce"}


def unfold(visitor) -> None:
    visitor.run("document.querySelector('[data-part=schedule]').closest('details').open = true")


def test_a_schedule_is_drawn_and_raced(visit):
    visitor = visit("step=250", **STILL)
    unfold(visitor)
    visitor.page.locator("[id='recipe.schedule']").select_option("cosine")
    visitor.answered("mounted.stage.state.race.factors[500] === 0")
    points = visitor.page.locator("[data-part=schedule] polyline").get_attribute("points").split()
    assert [points[0], points[-1]] == ["0.0,2.0", "240.0,42.0"]
    assert visitor.page.locator(".schedule output").inner_text() == "0.5 η"
    expected = run(OPTIMIZERS["adam"](), SURFACES["rosenbrock"](), steps=500, recipe=Recipe(schedule="cosine"))
    assert visitor.path("adam")["loss"] == expected.losses.astype("float32").tolist()


def test_what_was_clipped_is_known_and_said_in_the_hover(visit):
    visitor = visit("recipe.clip_norm=20&racers=sgd", **STILL)
    expected = run(OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), steps=500, recipe=Recipe(clip_norm=20))
    assert visitor.path("sgd")["clipped"] == expected.clipped.tolist()
    step = int(expected.clipped.argmax())
    said = f"mounted.stage.state.race.reading('step', 0, {step})"
    assert visitor.run(said) == f"{step}, gradient clipped"
    visitor.set("recipe.clip_norm", "0")
    visitor.answered("!mounted.stage.state.race.paths[0].clipped.includes(1)")


def test_the_card_says_where_a_race_parts_from_the_line_of_torch_and_what_a_matrix_is_here(visit):
    visitor = visit("surface=gaussian_nll&racers=adam,natural_gradient&adam.eps=0&depth=maths", **STILL)
    card = {name: visitor.page.locator(f"[data-explain={name}]") for name in ("departs", "matrix")}
    assert "On this surface" in card["matrix"].inner_text()
    visitor.page.locator("tbody[data-racer=adam] th button").click()
    assert not card["matrix"].is_visible()
    visitor.page.get_by_role("button", name="Deeper").click()
    assert "NaN" in card["departs"].inner_text() and "recipe" not in card["departs"].inner_text()
    visitor.set("recipe.warmup", "5")
    visitor.answered("mounted.engine.reply.values['recipe.warmup'] === '5'")
    assert "the script has the recipe for all beside it" in card["departs"].inner_text()


def test_replicates_are_a_cloud_and_a_band(visit):
    visitor = visit("recipe.noise=5&recipe.replicates=12&surface=saddle&step=200", **STILL)
    cloud = "mounted.stage.state.race.paths.map((path) => [...path.cloud({})[0]])"
    assert [len(each) for each in visitor.run(cloud.format(200))] == [12] * 5
    assert visitor.run(cloud.format(300)) != visitor.run(cloud.format(10))
    band = "mounted.figures.model('loss').renderers.find(({name}) => name === 'band').data_source.data.xs.length"
    assert visitor.run(band) == 5
    visitor.set("recipe.noise", "0")
    visitor.answered("mounted.stage.state.race.spread === null")
    assert visitor.run("mounted.stage.state.race.paths.every((path) => !path.cloud)")


def test_a_preset_says_what_it_sets_is_in_force_until_it_is_changed_and_is_undone_with_one_click(visit):
    visitor = visit("racers=sgd,adamw&adamw.beta2=0.9&adamw.eps=0.01&recipe.noise=2&steps=300", **STILL)
    unfold(visitor)
    choice, says = (visitor.page.locator(f"[data-part={name}]") for name in ("preset", "preset-says"))
    undo = visitor.page.locator("[data-part=preset-undo]")
    before = visitor.run("mounted.engine.reply.query")
    assert not says.is_visible()
    choice.select_option("llm")
    visitor.answered("mounted.stage.state.race.steps === 1000")
    assert visitor.run("mounted.stage.state.race.paths.map((path) => path.key)") == ["adamw"]
    assert "LLaMA" in says.inner_text() and "β₂ 0.95" in says.inner_text() and "2000" in says.inner_text()
    assert visitor.run("document.getElementById('adamw.eps').value") == "1e-08"
    undo.click()
    visitor.answered("mounted.stage.state.race.steps === 300")
    assert visitor.run("mounted.engine.reply.query") == before
    assert choice.input_value() == "" and not says.is_visible()
    choice.select_option("llm")
    visitor.answered("mounted.stage.state.race.steps === 1000")
    visitor.set("recipe.warmup", "20")
    visitor.answered("mounted.engine.reply.values['recipe.warmup'] === '20'")
    assert choice.input_value() == "" and not says.is_visible()
    # Whoever opens its link sees that it is in force, with nothing to go back to.
    visitor.set("recipe.warmup", "10")
    visitor.answered("mounted.engine.reply.values['recipe.warmup'] === '10'")
    assert choice.input_value() == "llm" and says.is_visible() and not undo.is_visible()


def test_one_s_own_formula_is_raced_and_a_wrong_one_points_at_its_character(visit):
    visitor = visit("surface=formula&x=1&y=1&racers=sgd&steps=5", **STILL)
    visitor.set("formula.text", "x^2 + 3y^2")
    visitor.answered("Math.abs(mounted.stage.state.race.paths[0].loss[0] - 4) < 1e-12")
    assert visitor.path("sgd")["x"][1] == pytest.approx(1 - 0.001 * 2, rel=1e-6)
    visitor.set("formula.text", "x^2 + 3y^")
    said = visitor.page.locator(".said")
    said.wait_for()
    assert "at character" in said.inner_text()
    assert visitor.path("sgd")["loss"][0] == 4
    visitor.answered("location.search.includes('formula.text')")
    again = visit(visitor.page.url.split("?")[1], **STILL)
    assert again.path("sgd")["loss"][0] == 4


def test_a_racer_that_cannot_race_says_why(visit):
    visitor = visit("racers=adam,natural_gradient", **STILL)
    box = visitor.page.locator("input[data-racer=natural_gradient]")
    assert box.is_disabled()
    card = visitor.page.locator("[data-card=natural_gradient]")
    assert "Rosenbrock has none" in card.inner_text() and not card.locator("input").first.is_visible()
    assert visitor.run("mounted.stage.state.race.paths.map((path) => path.key)") == ["adam"]
    visitor.choose("gaussian_nll")
    visitor.answered("mounted.stage.state.race.paths.length === 2")
    assert box.is_enabled()


def test_batches_are_offered_where_there_are_samples(visit):
    visitor = visit("surface=logistic&recipe.batch=2&recipe.replicates=4", **STILL)
    unfold(visitor)
    assert visitor.page.locator("[id='recipe.batch']").is_visible()
    assert visitor.run("mounted.stage.state.race.spread.count") == 4
    visitor.choose("saddle")
    visitor.answered("mounted.stage.state.race.spread === null")
    assert not visitor.page.locator("[id='recipe.batch']").is_visible()
