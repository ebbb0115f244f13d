"""The page in an iframe of a course page from another origin."""

from __future__ import annotations

import http.server
import re
import threading
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def course(server):
    """A course page on an origin of its own, with the README's snippet in it."""
    snippet = re.search(r"<iframe.*?</iframe>", README.read_text(encoding="utf-8"), re.DOTALL).group()
    snippet = re.sub(r"https://[^/]+/app", server.url, snippet)
    body = f"<!doctype html><title>Course</title><h1>Lecture 3</h1>{snippet}".encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body if self.path in ("/", "/next") else b"")

        def log_message(self, *_):
            pass

    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://localhost:{serving.server_port}/"
    serving.shutdown()
    serving.server_close()


def test_the_snippet_works_and_leaves_the_course_s_history_alone(browser, course):
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(course)
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready='1']").wait_for(state="attached")
    length = page.evaluate("history.length")
    inside = page.frames[1]
    for step in (10, 200, 300):
        rest = f"({{mounted: {{playback}}}}) => (playback.pause(), playback.seek({step}))"
        inside.locator(".race").evaluate(rest)
        page.wait_for_timeout(400)
    assert page.evaluate("history.length") == length
    assert page.url == course
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
