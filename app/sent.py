"""What a browser is sent of a race, row by row, and how much that is: see ``runs.race``."""

from __future__ import annotations

from typing import TypedDict


class Bill(TypedDict):
    """What of a race costs time and room."""

    steps: int
    replicates: int
    #: Of each racer how many gradients a step asks for at most, and how many values or matrices beside them.
    asks: list[tuple[int, int]]
    #: Nanoseconds that value and gradient take at a point.
    price: float
    #: The noise of gradients, and of how many samples each is; 0 for all.
    noise: float
    batch: int


#: Rows of float32 and rows of bytes for each racer and step, by name. Eighteen bytes in all, so that the largest race
#: that may be asked for is two million.
ROWS = {"measured": ["loss", "slope", "right", "up"], "counted": ["nearest", "asked"]}
#: A cloud of replicates is sent at this many moments of a race at the most, and in so many bytes.
CLOUD_MOMENTS = 200
CLOUD_BYTES = 300_000


def stride(of: Bill) -> int:
    """Steps between the moments at which the clouds of replicates are sent."""
    moment = 8 * len(of["asks"]) * of["replicates"]
    return max(1, -(-of["steps"] // min(CLOUD_MOMENTS, CLOUD_BYTES // moment)))


def clouded(of: Bill) -> list[int]:
    """The steps at which the clouds of replicates are sent; none where there are no replicates, or nobody races."""
    if of["replicates"] < 2 or len(of["asks"]) == 0:
        return []
    apart = stride(of)
    return [moment * apart for moment in range(of["steps"] // apart + 1)]


def largest(of: Bill) -> int:
    """Bytes of the arrays of a race, a few more than there are."""
    row = 4 * len(ROWS["measured"]) + len(ROWS["counted"])
    cloud = 0
    if of["replicates"] > 1:
        row += 8
        cloud = CLOUD_BYTES
    return (of["steps"] + 1) * (len(of["asks"]) * row + 4) + cloud
