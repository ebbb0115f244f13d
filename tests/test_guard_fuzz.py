"""A small version of ``python -m tests.fuzz``."""

from __future__ import annotations

from tests.fuzz import fuzz


def test_nothing_that_a_visitor_sends_breaks_the_server_or_fills_its_log():
    found = fuzz(seed=1, queries=500, pages=60, messages=400)
    assert set(found.statuses) <= {200, 400, 414}
    assert found.statuses[200] > 40
    assert found.tracebacks == 0
    assert found.longest <= 500
    assert found.log < 20_000
    assert found.waits and found.megabytes[1] - found.megabytes[0] < 100
