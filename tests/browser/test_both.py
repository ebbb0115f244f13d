"""The browser races by itself while the server is away or another setting wants it, and nobody sees a difference."""

from __future__ import annotations

import json

from tests.browser.conftest import Visitor
from tests.browser.test_comeback import OF_THE_BROWSER, STATE, Fickle, away, fickle, quiet, says

__all__ = ["OF_THE_BROWSER", "Fickle", "away", "fickle"]

#: The page has all that it needs to answer by itself.
ABLE = "mounted.engine.able"


def slide(visitor: Visitor, key: str, by: int) -> None:
    """Move the slider of a setting by some of its places, as a hand does."""
    slider = visitor.page.locator(f"[data-key='{key}'] input[type=range]").first
    slider.evaluate(
        """(each, by) => { each.closest('details')?.setAttribute('open', '')
        each.value = Number(each.value) + by; each.dispatchEvent(new Event('input', {bubbles: true})) }""",
        by,
    )


def test_a_server_that_is_killed_while_a_slider_moves(fickle, away):
    visitor = away("racers=sgd,momentum,adam&surface=beale&steps=200", able=True)
    visitor.wait(ABLE)
    slide(visitor, "adam.lr", 3)
    visitor.answered("mounted.engine.settled")
    fickle.kill()
    says(visitor, "The server is away: your browser races by itself.")
    before = visitor.run(STATE)
    for _ in range(5):
        slide(visitor, "adam.lr", 4)
    visitor.answered("mounted.engine.settled")
    assert visitor.run(STATE) != before
    wanted = visitor.page.locator("[id='adam.lr']").input_value()
    assert visitor.run("mounted.engine.reply.values['adam.lr']") == wanted
    # Another surface, with a ground of its own, and another racer.
    visitor.choose("himmelblau")
    visitor.race("rmsprop")
    visitor.answered(
        "mounted.stage.state.reply.surface.key === 'himmelblau' && mounted.stage.state.race.paths.length === 4"
    )
    # What is refused says so, in the server's words.
    visitor.set("steps", "9999999")
    visitor.wait("mounted.engine.reply.refused.steps !== undefined")
    visitor.set("steps", "150")
    # Undo works as ever.
    visitor.answered("mounted.stage.state.race.steps === 150")
    visitor.page.locator("[data-part=undo]").click()
    visitor.answered("mounted.stage.state.race.steps === 200")
    alone, state = visitor.run("mounted.engine.reply.query"), visitor.run(STATE)
    fickle.start()
    says(visitor, "Connected again.")
    # The new session begins in that state, and nothing on the page is any different.
    visitor.wait("mounted.engine.wire.settled && mounted.engine.wire.link.is === 'here'")
    visitor.wait("JSON.stringify(mounted.engine.wire.reply.query) === JSON.stringify(mounted.engine.reply.query)")
    assert visitor.run("mounted.engine.reply.query") == alone and visitor.run(STATE) == state
    quiet(visitor)
    # And the server answers again.
    visitor.set("steps", "120")
    visitor.answered("mounted.stage.state.race.steps === 120 && mounted.engine.wire.reply.values.steps === '120'")
    fresh = away("&".join(f"{key}={text}" for key, text in visitor.run("mounted.engine.reply.query").items()))
    assert fresh.run(STATE) == visitor.run(STATE)


def test_a_browser_that_is_to_race_sends_the_server_no_race(visit):
    visitor = visit("v=1&racers=sgd,adam&engine=browser&view=sweep&steps=60", reduced_motion="reduce")
    visitor.wait(ABLE)
    visitor.page.wait_for_timeout(200)
    sent = len(visitor.sent)
    visitor.set("sgd.lr", "0.002")
    visitor.answered("mounted.engine.reply.values['sgd.lr'] === '0.002' && mounted.engine.settled")
    visitor.wait(
        "mounted.views.answers.sweep?.last && mounted.views.answers.sweep.question === mounted.engine.reply.question"
    )
    assert not [frame for frame in visitor.sent[sent:] if "sgd.lr" in str(frame)]
    mine = visitor.run("JSON.stringify({...mounted.views.answers.sweep, question: 0, number: 0})")
    # By the server, the same.
    other = visit("v=1&racers=sgd,adam&engine=server&view=sweep&steps=60&sgd.lr=0.002", reduced_motion="reduce")
    other.wait("mounted.views.answers.sweep?.last")
    plain = """JSON.stringify(mounted.views.answers.sweep, (name, each) =>
        ArrayBuffer.isView(each) ? [...each].map(String) : each)"""
    one, two = json.loads(visitor.run(plain)), json.loads(other.run(plain))
    for each in (one, two):
        each.pop("question"), each.pop("number", None)
    assert mine and one == two
