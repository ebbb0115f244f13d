"""A race that takes long: the page says so and stays usable, and nobody else waits for it."""

from __future__ import annotations

STILL = {"reduced_motion": "reduce"}
#: About a second of a processor with 64 replicates; each test has noise of its own, for races are kept.
DEAR = (
    "surface=logistic&racers=sgd,adam,lbfgs,gd_line_search&recipe.batch=64&steps=200"
    "&gd_line_search.c1=0.999&gd_line_search.rho=0.99&gd_line_search.lr=10"
)
BUSY = "!document.querySelector('[data-part=busy]').hidden"


def test_the_picture_before_stays_until_a_dear_race_is_there(visit):
    visitor, other = visit(DEAR, **STILL), visit("racers=sgd", **STILL)
    visitor.set("recipe.replicates", "64")
    visitor.wait(BUSY)
    assert "what you see is the one before" in visitor.page.locator("[data-part=busy]").inner_text()
    # Meanwhile the page plays, and the slider of another visitor is answered.
    visitor.run("mounted.playback.seek(50)")
    assert "step 50 of 200" in visitor.page.locator("[data-part=playback] output").inner_text()
    other.set("sgd.lr", "0.0015")
    other.answered("mounted.stage.state.race.paths[0].lr === 0.0015")
    visitor.answered("mounted.stage.state.race.spread?.count === 64")
    assert not visitor.run(BUSY)


def test_a_newer_request_ends_a_dear_race(visit):
    visitor = visit(f"{DEAR}&recipe.seed=5", **STILL)
    visitor.set("recipe.replicates", "64")
    visitor.wait(BUSY)
    visitor.set("recipe.replicates", "2")
    visitor.answered("mounted.stage.state.race.spread?.count === 2")
    assert visitor.run("document.getElementById('recipe.replicates').value") == "2"
    visitor.page.wait_for_timeout(1500)
    # What was ended does not come after all.
    assert visitor.run("mounted.stage.state.race.spread.count") == 2


def test_a_dear_race_in_a_link_opens_the_page_when_it_is_there(visit):
    visitor = visit(f"{DEAR}&recipe.replicates=64&recipe.seed=6", **STILL)
    assert visitor.run("mounted.stage.state.race.spread.count") == 64
    notices = visitor.page.locator("[data-part=notice]")
    assert not notices.is_visible()


def test_what_is_too_dear_in_a_link_is_refused_with_what_fits(visit):
    visitor = visit(f"{DEAR}&recipe.replicates=64".replace("steps=200", "steps=5000"), **STILL)
    said = visitor.page.locator("[data-part=notice]").inner_text()
    assert "): the race would take about" in said and "steps would fit" in said
    assert visitor.run("mounted.stage.state.race.paths.length") == 4


def test_a_browser_that_races_by_itself_works_beside_the_page(visit):
    """Between what is asked and the reply the page hears of a timer and draws a frame; and the server says the same."""
    visitor = visit(f"v=1&{DEAR}&recipe.seed=7&engine=browser", **STILL)
    visitor.wait("mounted.engine.able")
    visitor.run(
        """(() => {
          const heard = (self.heard = [])
          mounted.engine.listen({
            answer: ({of}) => of === "race" && heard.push("late") && requestAnimationFrame(() => heard.push("frame")),
            reply: ({race}) => heard.push(race.spread.count),
          })
        })()"""
    )
    visitor.set("recipe.replicates", "64")
    visitor.wait("self.heard.includes('frame')")
    # A newer request ends it, unless it is there by then.
    visitor.set("recipe.replicates", "63")
    visitor.answered("mounted.stage.state.race.spread?.count === 63")
    heard = visitor.run("self.heard")
    assert heard[:2] == ["late", "frame"] and [each for each in heard if each in (63, 64)][-1] == 63
    assert not visitor.run(BUSY)
    numbers = "[...mounted.engine.reply.race.spread.band, ...mounted.engine.reply.race.measured].join()"
    other = visit(f"v=1&{DEAR}&recipe.seed=7&engine=server&recipe.replicates=63", **STILL)
    assert visitor.run(numbers) == other.run(numbers)
