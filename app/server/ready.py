"""Says that the page answers, and has the process end when it is told to."""

from __future__ import annotations

from app.server.ending import end_within

#: Where a browser finds the page, if whoever started the server knows.
address: str | None = None

#: Seconds that the server has to end by itself.
GRACE = 1.0


def say() -> None:
    """To be called when nothing keeps the server from answering any more."""
    end_within(GRACE)
    if address is not None:
        print(f"Optimizer Race: open {address}", flush=True)
