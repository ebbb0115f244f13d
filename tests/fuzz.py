"""Hostile addresses and messages by the thousand: what becomes of the server, and of its log.

    python -m tests.fuzz [seed]

Run it from the repository's root; it takes some five minutes and ends by itself. 100,000 addresses go through the
reader of addresses in this process and 2000 over HTTP; 10,000 messages go over websockets of 500 sessions, while
another visitor uses the page. A small version of it is among the tests.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import psutil
from tornado.httputil import HTTPHeaders, HTTPInputError, HTTPServerRequest, RequestStartLine
from tornado.websocket import WebSocketClosedError

from app.links import from_query
from app.server.answers import refused, understood
from app.settings import Settings
from tests.guarding import Running, play, running, visiting

#: As they stand in a request, of which every byte is a character of Latin-1.
JUNK = """
%ED%A0%80 %FF%FE %00 % %zz %2 <script> '"> \xff\xfe 1e999 -0 nan ² ١ \u202e ../../etc/passwd a;b {{7*7}} ${x} \\ +
""".split()
JUNK = [each.encode().decode("latin1") for each in JUNK] + ["", "9" * 400, "x" * 900]
NAMES = "bokeh-session-id bokeh-token %62okeh-token v theme embed view racers surface __class__".split()
KINDS = ("object", "set", "slice", "number", "symbol", "ref", "array")
ARRAY = {"type": "ndarray", "dtype": "S2000000000", "shape": [1], "order": "little"}


def address(chance: random.Random, keys: list[str]) -> str:
    """A query of settings, values that they might have, and junk in the place of either."""
    parts = []
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        key = chance.choice((chance.choice(keys), chance.choice(NAMES), chance.choice(JUNK)))
        value = chance.choice((str(chance.uniform(-9, 9)), str(chance.randint(-9, 9999)), chance.choice(JUNK)))
        parts.append(f"{key}{chance.choice(('=', '=', '=', '', '=='))}{value}")
    text = chance.choice(("&", "&", "&", ";", "&&")).join(parts)
    # No white space or control characters: an HTTP client cannot send them.
    return "".join(each for each in text if each > " " and each != "#")


def read(query: str) -> int:
    """Read a query as the server does before it makes the page; how many notices it has for the visitor."""
    line = RequestStartLine("GET", f"/app?{query}", "HTTP/1.1")
    try:
        request = HTTPServerRequest(start_line=line, headers=HTTPHeaders({"Host": "a"}))
    except HTTPInputError:
        # Answered by Tornado.
        return 0
    if refused(request) is not None:
        return 0
    return len(from_query(Settings(), understood(request.arguments)))


def _value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(14 if depth < 4 else 6)
    if kind < 6:
        return [None, True, chance.randint(-(2**70), 2**70), chance.uniform(-1e300, 1e300), chance.choice(JUNK), "w"][
            kind
        ]
    inner = [_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return [
        inner,
        {"type": "map", "entries": [[chance.choice(JUNK), each] for each in inner]},
        {"type": "map", "entries": inner},
        {
            "type": "ndarray",
            "array": {"type": "bytes", "data": "AAAA"},
            "dtype": "S2000000000",
            "shape": [1],
            "order": "little",
        },
        {"type": "bytes", "data": "H4sIAAAAAAAA/+3BMQEAAADCoPVPbQ0PoAAAAAAAAAAAAAAAAAAA"},
        {
            "type": chance.choice(("object", "set", "slice", "number", "symbol", "ref", "array")),
            "name": "Figure",
            "id": "x",
        },
        {"id": "p1001"},
        {"type": chance.choice(JUNK), "entries": inner},
    ][kind - 6]


def pieces(chance: random.Random, model: str) -> list[str | bytes]:
    """One hostile message, in the pieces in which it is sent."""
    value = _value(chance)
    request = {"type": "map", "entries": [["id", value], ["changes", {"type": "map", "entries": [["steps", value]]}]]}
    change = {"kind": "ModelChanged", "model": {"id": model}, "attr": "request", "new": chance.choice((value, request))}
    event = chance.choice(
        [
            change,
            change | {"attr": chance.choice(("reply", "space", "name", "tags", "js_property_callbacks"))},
            change | {"model": {"id": chance.choice(("p1001", "", None))}},
            {"kind": chance.choice(("RootAdded", "RootRemoved")), "model": value},
            {"kind": "TitleChanged", "title": value},
            {"kind": "ColumnDataChanged", "model": {"id": model}, "attr": "data", "data": value},
            {"kind": "ColumnsStreamed", "model": {"id": model}, "attr": "data", "data": value, "rollover": 1},
            {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": value},
            value,
        ]
    )
    header = {
        "msgid": "A1",
        "msgtype": chance.choice(("PATCH-DOC", "PATCH-DOC", "PATCH-DOC", "PUSH-DOC", "OK", "ERROR")),
    }
    if chance.random() < 0.2:
        header["num_buffers"] = chance.choice((1, -1, 10**9, "x"))
    texts: list[str | bytes] = [
        json.dumps(header),
        "{}",
        json.dumps({"events": [event] * chance.choice((1, 1, 1, 2, 0))}),
    ]
    if chance.random() < 0.2:
        texts[chance.randrange(3)] = chance.choice(
            ("", "[" * 30_000, "null", "{", chance.randbytes(40), chance.choice(JUNK))
        )
    return [*texts, json.dumps({"id": "b"}), chance.randbytes(20)] if header.get("num_buffers") == 1 else texts


@dataclass
class Found:
    """What has been counted."""

    queries: int = 0
    notices: int = 0
    pages: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    messages: int = 0
    sessions: int = 0
    #: Milliseconds for which another visitor waited for an answer meanwhile.
    waits: list[float] = field(default_factory=list)
    tracebacks: int = 0
    log: int = 0
    longest: int = 0
    megabytes: tuple[float, float] = (0.0, 0.0)


async def _attack(server: Running, chance: random.Random, found: Found, messages: int) -> None:
    while found.messages < messages:
        async with visiting(server) as visitor:
            found.sessions += 1
            for _ in range(20):
                found.messages += 1
                try:
                    await visitor.write(*pieces(chance, visitor.model))
                except WebSocketClosedError:
                    # What comes after a message that was refused is sent, as far as the connection goes.
                    continue


async def _neighbour(server: Running, found: Found, done: asyncio.Event) -> None:
    async with visiting(server) as visitor:
        while not done.is_set():
            begun = time.perf_counter()
            await visitor.answered(len(found.waits), {"steps": str(50 + len(found.waits) % 50)})
            found.waits.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(0.2)


async def _messages(server: Running, chance: random.Random, found: Found, messages: int) -> None:
    done = asyncio.Event()
    neighbour = asyncio.create_task(_neighbour(server, found, done))
    await _attack(server, chance, found, messages)
    done.set()
    await neighbour


def fuzz(seed: int, queries: int, pages: int, messages: int) -> Found:
    """Send so many of each; an exception of the readers is raised."""
    chance, keys, found = random.Random(seed), sorted(Settings().fields), Found()
    for _ in range(queries):
        found.notices += read(address(chance, keys))
        found.queries += 1
    with running() as server:
        process = psutil.Process(server.process.pid)
        before = process.memory_info().rss / 1e6
        for _ in range(pages):
            status = server.get("/app?" + address(chance, keys)).status
            found.statuses[status] = found.statuses.get(status, 0) + 1
            found.pages += 1
        play(_messages(server, chance, found, messages))
        assert server.process.poll() is None, server.log
        found.megabytes = before, process.memory_info().rss / 1e6
        found.log, found.tracebacks = len(server.log), server.log.count("Traceback")
        found.longest = max(map(len, server.log.splitlines()))
    return found


def main() -> None:
    found = fuzz(int(sys.argv[1]) if sys.argv[1:] else 0, queries=100_000, pages=2000, messages=10_000)
    print(f"{found.queries} addresses in process: {found.notices} notices, no exception")
    print(f"{found.pages} addresses over HTTP: {dict(sorted(found.statuses.items()))}")
    print(f"{found.messages} messages over {found.sessions} sessions")
    print(f"log: {found.log} bytes, longest line {found.longest}, {found.tracebacks} tracebacks")
    print("memory: {:.0f} → {:.0f} MB".format(*found.megabytes))
    print(f"another visitor's answers: median {statistics.median(found.waits):.0f}, worst {max(found.waits):.0f} ms")


if __name__ == "__main__":
    main()
