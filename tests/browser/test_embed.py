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
