"""What a visitor costs, and that it is given back."""

from __future__ import annotations

import time


def test_a_garbage_collection_holds_nobody_up(server):
    # The server has imported a quarter of a million objects.
    assert server.collected() < 50_000


def test_a_session_ends_when_its_visitor_leaves(server, browser):
    time.sleep(0.5)

    def settled(count: int, seconds: float = 40) -> int:
        deadline = time.monotonic() + seconds
        while (alive := server.documents()) > count and time.monotonic() < deadline:
            time.sleep(1)
        return alive

    before = settled(0, seconds=25)
    context = browser.new_context()
    for query in ("", "?view=side"):
        page = context.new_page()
        page.goto(server.url + query)
        page.wait_for_selector("[data-ready='1']", state="attached")
    assert server.documents() == before + 2
    context.close()
    assert settled(before) == before
