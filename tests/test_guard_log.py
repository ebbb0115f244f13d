"""What the log leaves out, and that it says so."""

from __future__ import annotations

import logging

from app.server import log


def test_what_has_been_left_out_is_said_where_nothing_comes_since(monkeypatch):
    sparing, said = log.Sparing(most=2), []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())
    handler.addFilter(sparing)
    logger = logging.getLogger("app.server")
    logger.addHandler(handler)
    try:
        for _ in range(5):
            logger.warning("again")
        monkeypatch.setattr(log, "MINUTE", 0.0)
        sparing.tell()
        sparing.tell()
    finally:
        logger.removeHandler(handler)
    assert said[:2] == ["again", "again"]
    assert said[2].startswith("test_guard_log.py:") and said[2].endswith("logged 3 more lines than are shown")
    assert len(said) == 3
