"""A server that is lost, restarted or stands still: the page plays on, and comes back in the state it is in."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Visitor
from tests.browser.serving import Server, free_port, serving
from tests.browser.test_mount import SECOND

STILL = {"reduced_motion": "reduce"}

#: What a browser itself says of a server that is not there.
OF_THE_BROWSER = re.compile(r"WebSocket connection to .* failed|Failed to load resource|Failed to connect to Bokeh")


class Fickle:
    """A server that is ended and started anew at the same address."""

    def __init__(self, **environment: str) -> None:
        self.environment, self.port, self.open = environment, free_port(), ExitStack()
        self.server: Server

    def start(self) -> None:
        self.server = self.open.enter_context(serving(port=self.port, settings=self.environment))

    def kill(self) -> None:
        self.server.process.kill()
        self.server.process.wait()

    def stand_still(self) -> None:
        self.server.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.server.process.send_signal(signal.SIGCONT)


@pytest.fixture(scope="module")
def fickle() -> Iterator[Fickle]:
    one = Fickle(TOKEN_SECONDS="6")
    with one.open:
        one.start()
        yield one


@pytest.fixture
def away(fickle, browser):
    """Open windows on that server, which may say nothing but that it is not there."""
    contexts, visitors = [], []

    def new(query: str = "", prepare=lambda page: None, able: bool = False, **options) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **STILL, **options})
        visitor = Visitor(context.new_page(), fickle.server)
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on("console", lambda said: visitor.errors.append(said.text) if said.type == "error" else None)
        contexts.append(context)
        visitors.append(visitor)
        if not able:
            # What a page is that cannot race by itself: tests/browser/test_both.py has the others.
            context.route("**/kernels.wasm*", lambda route: route.abort())
        prepare(visitor.page)
        return visitor.open(query)

    yield new
    fickle.go_on()
    errors = [error for visitor in visitors for error in visitor.errors if not OF_THE_BROWSER.search(error)]
    for context in contexts:
        context.close()
    assert errors == []


def says(visitor: Visitor, text: str, of: int = 0) -> None:
    line = visitor.page.locator(".race").nth(of).locator("[data-part=connection]")
    line.filter(has_text=text).wait_for(timeout=40_000)


def quiet(visitor: Visitor) -> None:
    visitor.wait("document.querySelector('[data-part=connection]').textContent === ''")


STATE = "mounted.stage.state.race.paths.map((path) => [path.key, path.variant, [...path.loss]])"


def test_a_server_that_is_killed_and_started_anew(fickle, away):
    visitor = away("racers=sgd,adam&surface=beale&adam.beta2=0.9&steps=300&view=side", reduced_motion="no-preference")
    visitor.run("mounted.playback.loop = true")
    visitor.run("mounted.playback.speed = 0.1")
    before = visitor.run(STATE)
    fickle.kill()
    says(visitor, "Reconnecting… The race still plays.")
    # It plays on, and keeps what is asked.
    step = visitor.step
    visitor.wait(f"mounted.playback.playing && mounted.playback.step > {step}")
    assert visitor.run(STATE) == before
    visitor.set("sgd.lr", "0.002")
    says(visitor, "1 change waits.")
    visitor.set("steps", "200")
    visitor.race("momentum")
    says(visitor, "3 changes wait.")
    fickle.start()
    says(visitor, "Connected again.")
    visitor.answered("mounted.stage.state.race.steps === 200")
    reply = visitor.run("mounted.engine.reply")
    assert reply["query"] == {
        "v": "1",
        "surface": "beale",
        "racers": "sgd,momentum,adam",
        "adam.beta2": "0.9",
        "sgd.lr": "0.002",
        "steps": "200",
        "view": "side",
    }
    assert visitor.run("mounted.playback.playing")
    assert not visitor.page.locator("[data-part=notice]").is_visible()
    # The maps are those that there were, and one that the new server has made.
    visitor.wait("mounted.views.shown && mounted.figures.model('maps').children.length === 3")
    quiet(visitor)
    fresh = away("&".join(f"{key}={text}" for key, text in reply["query"].items()))
    assert fresh.run(STATE) == visitor.run(STATE)
    # What could be undone still can be: the changes that waited came as one.
    visitor.page.locator("[data-part=undo]").click()
    visitor.answered("mounted.stage.state.race.steps === 300")
    assert visitor.run(STATE) == before


def test_a_server_that_stands_still_is_told_and_owes_its_reply(fickle, away):
    visitor = away("racers=sgd,adam")
    model = "document.querySelector('.race').mounted.engine.wire.model"
    visitor.run(f"(({model}).marked = true)")
    fickle.stand_still()
    slider = visitor.page.locator("[data-key=steps] input[type=range]")
    slider.evaluate("(each) => { each.value = 300; each.dispatchEvent(new Event('input')) }")
    wanted = visitor.page.locator("#steps").input_value()
    says(visitor, "The server does not answer. 1 change waits.")
    visitor.set("x", "0.5")
    visitor.set("sgd.lr", "0.004")
    visitor.page.wait_for_timeout(3000)
    says(visitor, "3 changes wait.")
    fickle.go_on()
    visitor.answered(f"mounted.stage.state.race.steps === {wanted} && mounted.engine.reply.values.x === '0.5'")
    assert visitor.run("mounted.engine.reply.values['sgd.lr']") == "0.004"
    # It is the same session: nothing was begun anew.
    assert visitor.run(f"({model}).marked")
    quiet(visitor)


def test_a_connection_that_is_dead_while_the_server_lives(fickle, away):
    """As after a laptop has slept: nothing closes the websocket, and nothing comes through it."""

    def prepare(page):
        page.route_web_socket("**/app/ws*", pipe)

    dead, seen = [], []

    def pipe(socket):
        server, number = socket.connect_to_server(), len(seen)
        seen.append(socket)
        socket.on_message(lambda text: None if number in dead else server.send(text))
        server.on_message(lambda text: None if number in dead else socket.send(text))

    visitor = away("racers=sgd,adam&steps=250", prepare)
    dead.append(0)
    visitor.run("document.dispatchEvent(new Event('visibilitychange'))")
    says(visitor, "The server does not answer.")
    says(visitor, "Connected again.")
    assert len(seen) == 2
    visitor.set("steps", "120")
    visitor.answered("mounted.stage.state.race.steps === 120")


def slow(page, seconds: float = 7) -> None:
    """Have the page's own script come late, as in a tab that was opened and not looked at."""

    def late(route: Route) -> None:
        if route.request.method == "GET":
            time.sleep(seconds)
        route.continue_()

    page.route("**/page.js?*", late)


def test_a_token_past_its_time_is_exchanged_without_a_word(fickle, away):
    sockets = []
    visitor = away(
        "racers=sgd&steps=111", lambda page: (slow(page), page.on("websocket", lambda one: sockets.append(one)))
    )
    assert len(sockets) == 2
    assert visitor.run("mounted.stage.state.race.steps") == 111
    assert visitor.page.locator("[data-part=connection]").text_content() == ""
    visitor.set("steps", "60")
    visitor.answered("mounted.stage.state.race.steps === 60")


#: Have somebody else open a websocket with the page's token first.
USED = """const Real = WebSocket
let first = true
globalThis.WebSocket = class extends Real {
  constructor(...given) {
    if (first) new Real(...given)
    first = false
    super(...given)
  }
}"""


def test_a_token_that_is_used_is_exchanged_without_a_word(fickle, away):
    """As that of a tab that is duplicated or restored, or come back to, may be."""
    sockets = []

    def prepare(page):
        page.add_init_script(USED)
        page.on("websocket", lambda one: sockets.append(one))

    visitor = away("racers=sgd&steps=111", prepare)
    assert len(sockets) == 3
    assert visitor.page.locator("[data-part=connection]").text_content() == ""
    visitor.set("steps", "60")
    visitor.answered("mounted.stage.state.race.steps === 60")


def test_a_second_tab_and_the_way_back_have_sessions_of_their_own(fickle, away):
    visitor = away("racers=sgd&steps=111")
    second = Visitor(visitor.page.context.new_page(), fickle.server).open("racers=sgd&steps=111")
    second.set("steps", "70")
    second.answered("mounted.stage.state.race.steps === 70")
    visitor.page.goto("about:blank")
    visitor.page.go_back()
    visitor.page.wait_for_selector("[data-ready='1']", state="attached")
    visitor.set("steps", "60")
    visitor.answered("mounted.stage.state.race.steps === 60")
    assert second.run("mounted.stage.state.race.steps") == 70
    fickle.kill()
    for each in (visitor, second):
        says(each, "Reconnecting…")
    fickle.start()
    for each, steps in ((visitor, "60"), (second, "70")):
        each.wait("mounted.engine.link.is === 'here'")
        assert each.run("mounted.engine.reply.values.steps") == steps


def test_two_pages_in_one_document_come_back_each_in_its_own_state(fickle, away):
    visitor = away("racers=sgd,adam&steps=400")
    visitor.run(SECOND)
    second = "document.querySelectorAll('.race')[1]"
    box = visitor.page.locator(".race").nth(1).locator("[data-key=steps] input[type=text]")
    box.fill("123")
    box.press("Enter")
    visitor.wait(f"{second}.mounted.stage.state.race.steps === 123")
    fickle.kill()
    for of in (0, 1):
        says(visitor, "Reconnecting…", of)
    box.fill("77")
    box.press("Enter")
    says(visitor, "1 change waits.", 1)
    fickle.start()
    visitor.wait(f"{second}.mounted.stage.state.race.steps === 77")
    visitor.wait("mounted.engine.link.is === 'here'")
    assert visitor.run("mounted.engine.reply.values.steps") == "400"


def test_what_takes_long_is_asked_anew_and_a_tuning_is_told_to_have_stopped(fickle, away):
    visitor = away("racers=sgd,adam,rmsprop&view=basins&trials=1024&steps=5000")
    visitor.page.get_by_text("Fair race: tune all").click()
    visitor.page.get_by_text("Tune all racers").click()
    visitor.page.locator("[data-part=fair-says]", has_text="Tuning…").wait_for()
    fickle.kill()
    visitor.page.locator("[data-part=fair-says]", has_text="tuning was stopped").wait_for()
    assert not visitor.page.locator("[data-part=fair-progress]").is_visible()
    fickle.start()
    says_answer = visitor.page.locator("[data-part=says]", has_text=re.compile("Sharper would|%|of the map"))
    says_answer.wait_for(timeout=60_000)
    # The dialog stayed open.
    assert visitor.page.locator("[data-part=fair]").is_visible()


def test_a_tuning_that_was_found_may_be_applied_by_another_server(fickle, away):
    visitor = away("racers=sgd,adam&trials=64")
    visitor.page.get_by_text("Fair race: tune all").click()
    visitor.page.get_by_text("Tune all racers").click()
    visitor.page.locator("[data-part=fair-table] tbody tr").first.wait_for()
    fickle.kill()
    fickle.start()
    says(visitor, "Connected again.")
    visitor.page.wait_for_timeout(300)
    visitor.page.get_by_text("Apply and race").click()
    visitor.wait("Object.keys(mounted.engine.reply.query).some((key) => key.startsWith('adam.'))")


PAGE = re.compile(r"/app(\?.*)?$")


def refused(visitor: Visitor, fickle: Fickle, **answer) -> None:
    """Have the connection close, and the next page answered so."""
    visitor.page.route(PAGE, lambda route: route.fulfill(**answer), times=1)
    # Nobody may write that.
    visitor.run("(mounted.engine.wire.model.answer = {kind: 'progress', share: 0})")


def test_a_full_server_is_said_and_waited_for(fickle, away):
    visitor = away("racers=sgd&steps=90")
    refused(visitor, fickle, status=503, headers={"Retry-After": "2"}, body="")
    says(visitor, "The server is full.")
    says(visitor, "Connected again.")
    assert visitor.run("mounted.engine.reply.values.steps") == "90"


def test_a_server_that_refuses_is_said(fickle, away):
    visitor = away("racers=sgd&steps=90")
    refused(visitor, fickle, status=403, body="")
    says(visitor, "The server refuses this page (status 403).")


def test_a_new_version_that_this_page_does_not_understand_is_said(fickle, away):
    visitor = away("racers=sgd&steps=90")
    source = visitor.page.evaluate("(async () => (await fetch(location.href)).text())()")
    body, found = re.subn(r'("shape": )\d+', r"\g<1>99", source)
    assert found == 1
    refused(visitor, fickle, body=body, content_type="text/html")
    says(visitor, "A new version is here.")
    visitor.page.get_by_role("button", name="Reload").click()
    visitor.page.wait_for_url(re.compile("steps=90"))
    visitor.page.wait_for_selector("[data-ready='1']", state="attached")
    visitor.set("steps", "60")
    visitor.answered("mounted.stage.state.race.steps === 60")
