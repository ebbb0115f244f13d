"""The page in an iframe of a course page from another origin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.serving import course

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def address(server):
    """That of a course page with the README's snippet in it."""
    snippet = re.search(r"<iframe.*?</iframe>", README.read_text(encoding="utf-8"), re.DOTALL).group()
    with course(f"<h1>Lecture 3</h1>{re.sub(r'https://[^/]+/app', server.url, snippet)}") as address:
        yield address


def test_the_snippet_works_and_leaves_the_course_s_history_alone(browser, address):
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready='1']").wait_for(state="attached")
    length = page.evaluate("history.length")
    inside = page.frames[1]
    for step in (10, 200, 300):
        rest = f"({{mounted: {{playback}}}}) => (playback.pause(), playback.seek({step}))"
        inside.locator(".race").evaluate(rest)
        page.wait_for_timeout(400)
    assert page.evaluate("history.length") == length
    assert page.url == address
    # It fits its frame, and shows the map, the loss and the playback alone.
    assert inside.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part, visible in {".stage": True, ".loss": True, "[data-part=playback]": True}.items():
        assert frame.locator(part).is_visible() == visible
    for part in (".controls", ".results", "header"):
        assert not frame.locator(part).first.is_visible()
    assert "Adam" in frame.locator("[data-part=legend]").inner_text()
    assert errors == []
    context.close()


def framed(server, sandbox: str = "") -> str:
    """A frame of two racers with a slider of its own."""
    address = f"{server.url}?embed=1&racers=sgd,adam&show=sgd.lr"
    return f'<iframe width="400" height="500" src="{address}" {sandbox}></iframe>'


def test_a_frame_has_the_sliders_that_are_asked_for_and_a_way_out(browser, server):
    context = browser.new_context(viewport={"width": 420, "height": 560}, reduced_motion="reduce")
    page = context.new_page()
    with course(framed(server)) as address:
        page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready='1']").wait_for(state="attached")
    assert not frame.locator("[data-playback=speed]").is_visible()
    knob = frame.locator("[data-part=knobs] .knob")
    assert knob.count() == 1 and "SGD" in knob.inner_text()
    knob.locator("input[type=text]").fill("0.002")
    knob.locator("input[type=text]").press("Enter")
    inside = page.frames[1]
    lr = "document.querySelector('.race').mounted.stage.state.race.paths[0].lr"
    for _ in range(300):
        if inside.evaluate(lr) == 0.002:
            break
        page.wait_for_timeout(50)
    assert inside.evaluate(lr) == 0.002
    with context.expect_page() as opened:
        frame.locator("[data-part=in-full]").click()
    assert opened.value.url.endswith("/app?v=1&racers=sgd,adam&sgd.lr=0.002")
    context.close()


def test_a_frame_says_what_the_page_around_withholds(browser, server):
    context = browser.new_context(viewport={"width": 420, "height": 560}, reduced_motion="reduce")
    page = context.new_page()
    withheld = {"allow-scripts": "must allow allow-same-origin", "": "needs JavaScript"}
    for sandbox, words in withheld.items():
        with course(framed(server, f'sandbox="{sandbox}"')) as address:
            page.goto(address)
        page.frame_locator("iframe").locator(".withheld:visible", has_text=words).wait_for()
    with course(framed(server, 'sandbox="allow-scripts allow-same-origin"')) as address:
        page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready='1']").wait_for(state="attached")
    frame.locator("[data-part=in-full]").click()
    assert "racers=sgd,adam" in frame.get_by_role("alert").filter(has_text="may open no tab").inner_text()
    context.close()
