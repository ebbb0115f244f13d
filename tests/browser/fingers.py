"""Fingers on a touch screen, as Chromium has them."""

from __future__ import annotations

from playwright.sync_api import Page

Place = tuple[float, float]


class Fingers:
    """One or two of them; each of their moves takes a frame or so, as a hand's do."""

    def __init__(self, page: Page) -> None:
        self.page, self.client = page, page.context.new_cdp_session(page)

    def drag(self, *ways: tuple[Place, Place], moves: int = 12) -> None:
        """Put a finger down at the start of each way, move all of them to the ends, and lift them."""
        for share in range(moves + 1):
            at = [tuple(a + (b - a) * share / moves for a, b in zip(*way, strict=True)) for way in ways]
            self._touch("touchMove" if share else "touchStart", at)
            self.page.wait_for_timeout(16)
        # Lifted in motion, they would have the page scroll on by itself.
        self.page.wait_for_timeout(100)
        self._touch("touchMove", at)
        self._touch("touchEnd", [])

    def tap(self, place: Place) -> None:
        self._touch("touchStart", [place])
        self._touch("touchEnd", [])

    def _touch(self, kind: str, places: list) -> None:
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        self.client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
