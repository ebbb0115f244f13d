"""A real server, a real Chromium, and a page that tolerates no error."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import Server, chromium, serving

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before ``-m`` chooses by markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a Chromium, so that ``-m "not browser"`` leaves it out, and have it run last.

    Playwright keeps an event loop running in this thread from its first test to the end: others could have none.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


# A machine with much else to do takes longer than the five seconds that it has otherwise.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


#: What tests and benchmarks read of a page from outside: what ``mount`` of ``static/main.js`` returns.
MOUNTED = "const mounted = document.querySelector('.race').mounted"

#: Where the frame of the first picture is in the window.
FRAME = """(() => { const view = Bokeh.index.roots[0], {width, height, left, top} = view.frame.bbox
const box = view.canvas_view.events_el.getBoundingClientRect()
return [box.x, box.y, left, top, width, height] })()"""


@dataclass
class Visitor:
    """One visitor's browser window on the app."""

    page: Page
    server: Server
    errors: list[str] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)
    received: list[Any] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> Visitor:
        self.page.goto(f"{self.server.url}{'?' + query if query else ''}")
        # The first race on a surface waits for its kernels to be compiled, where they are not yet.
        self.page.wait_for_selector("[data-ready='1']", state="attached", timeout=120_000)
        return self

    def run(self, script: str) -> Any:
        return self.page.evaluate(f"(() => {{ {MOUNTED}; return {script} }})()")

    @property
    def step(self) -> int:
        return self.run("mounted.playback.step")

    def path(self, racer: str) -> dict[str, Any]:
        """The path of ``racer`` as the browser has it."""
        return self.run(
            f"""(() => {{ const path = mounted.stage.state.race.paths.find((each) => each.key === "{racer}")
            const plain = (value) => (ArrayBuffer.isView(value) ? [...value] : value)
            return Object.fromEntries(Object.entries(path).map(([name, value]) => [name, plain(value)])) }})()"""
        )

    def set(self, key: str, text: str) -> None:
        """Type ``text`` into the box of the setting ``key``, wherever it is folded away."""
        self.run(f"document.getElementById('{key}').closest('details')?.setAttribute('open', '')")
        box = self.page.locator(f"[id='{key}']")
        box.fill(text)
        box.press("Enter")

    def race(self, racer: str, on: bool = True) -> None:
        """Have ``racer`` race, from the menu, or take it off by its card."""
        if not on:
            self.page.locator(f"[data-remove={racer}]").click()
            return
        self.page.locator("[data-part=add-open]").click()
        self.page.locator(f"input[data-racer={racer}]").check()
        self.page.keyboard.press("Escape")

    def choose(self, surface: str) -> None:
        """Choose ``surface`` from the pictures."""
        self.page.locator(".surface").click()
        self.page.locator(f"label:has([data-thumbnail={surface}])").click()

    def answered(self, script: str) -> None:
        """Wait until ``script`` is true, all that was asked is answered, and figures and words have followed."""
        self.wait(f"({script}) && mounted.engine.settled && mounted.stage.settled")

    def wait(self, script: str, seconds: float = 30) -> None:
        """Wait until ``script`` is true in the page, which forbids Playwright's own way of waiting for that: eval."""
        deadline = time.monotonic() + seconds
        while not self.run(script):
            assert time.monotonic() < deadline, f"{script} did not come true"
            self.page.wait_for_timeout(20)

    def until(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until ``holds`` in Python."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "it did not come true"
            self.page.wait_for_timeout(20)

    def rest(self) -> None:
        """Wait until the map's frame, which is laid out once words and pictures are there, stays where it is."""
        self.answered("true")
        seen = [self.run(FRAME)]
        self.until(lambda: seen.append(self.run(FRAME)) or (len(seen) > 5 and len(set(map(str, seen[-5:]))) == 1))

    def place(self, x: float, y: float, figure: str = "map") -> tuple[float, float]:
        """Where the point (x, y) of a figure is in the window."""
        return self.run(
            f"""(() => {{ const view = Bokeh.index.find_one(mounted.figures.model("{figure}"))
            const box = view.canvas_view.events_el.getBoundingClientRect()
            return [box.x + view.frame.x_scale.compute({x}), box.y + view.frame.y_scale.compute({y})] }})()"""
        )

    def pixels(self, selector: str) -> bytes:
        return self.page.locator(selector).screenshot()


def due(request: Any) -> bool:
    """Whether a request must not fail: what a page has no hurry for is given up with it."""
    return not re.search(r"/(kernels\.wasm|table\.json|icon\.svg)", request.url)


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Any]:
    """Open windows on the app; at the end, none of them may have met an error."""
    with visiting(server, browser) as new:
        yield new


@contextmanager
def visiting(server: Server, browser: Browser) -> Iterator[Any]:
    """What ``visit`` is, for as long as a module wants to keep its windows open."""
    contexts, visitors = [], []

    # An address that names nothing opens with a race of its own: see app/opening.py.
    def new(query: str = "v=1", **options: Any) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        visitor = Visitor(context.new_page(), server)
        page = visitor.page
        page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        page.on("console", lambda said: visitor.errors.append(said.text) if said.type == "error" else None)
        page.on(
            "requestfailed", lambda request: visitor.errors.append(f"failed: {request.url}") if due(request) else None
        )
        page.on("request", lambda request: visitor.requested.append(request.url))
        page.on("response", lambda answer: visitor.errors.append(answer.url) if answer.status >= 400 else None)
        page.on(
            "websocket",
            lambda wire: (
                wire.on("framesent", lambda frame: visitor.sent.append(frame)),
                wire.on("framereceived", lambda frame: visitor.received.append(frame)),
            ),
        )
        contexts.append(context)
        visitors.append(visitor)
        return visitor.open(query)

    yield new
    errors = [error for visitor in visitors for error in visitor.errors]
    for context in contexts:
        context.close()
    assert errors == []
