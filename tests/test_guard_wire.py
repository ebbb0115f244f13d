"""What a browser may send over its websocket, and that it hurts nobody else."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import psutil
import pytest
from bokeh.util.token import generate_jwt_token, generate_session_id
from hypothesis import given
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError

from app.server.messages import MAX_PULLS, Reader, Refused
from tests.guarding import connect, play, running, visiting


@pytest.fixture(scope="module")
def server():
    with running() as server:
        yield server


def lines(server):
    return [line for line in server.log.splitlines() if line.strip()]


def read(*texts, reader=None):
    """What becomes of one message."""
    reader = reader or Reader("w")
    *first, last = texts
    assert [reader.take(text) for text in first] == [None] * len(first)
    return reader.take(last)


def header(kind, **more):
    return json.dumps({"msgid": "A1", "msgtype": kind, **more})


def patch(*events, **more):
    return json.dumps({"events": list(events), **more})


def change(new, attr="request", model="w"):
    return {"kind": "ModelChanged", "model": {"id": model}, "attr": attr, "new": new}


EMPTY = {"type": "map"}
BYTES = {"type": "bytes", "data": "H4sIAAAAAAAA"}
FIGURE = {"type": "object", "name": "Figure", "id": "1"}
READY = {"kind": "MessageSent", "msg_type": "bokeh_event"}
READY["msg_data"] = {"type": "event", "name": "document_ready", "values": {"type": "map"}}


def test_what_the_page_says_is_read_and_written_anew():
    wanted = {"type": "map", "entries": [["id", 1], ["changes", {"type": "map", "entries": [["steps", "300"]]}]]}
    message = read(header("PATCH-DOC"), "{}", patch(change(wanted)))
    assert json.loads(message.content) == {"events": [change(wanted)]}
    assert json.loads(message.header) == {"msgid": "A1", "msgtype": "PATCH-DOC"}
    # As JSON has it, and keys that Bokeh would take for something else.
    given = {"changes": {"x": {"type": "map", "entries": [["type", "ndarray"]]}}}
    expected = {
        "type": "map",
        "entries": [
            ["changes", {"type": "map", "entries": [["x", {"type": "map", "entries": [["type", "ndarray"]]}]]}]
        ],
    }
    assert json.loads(read(header("PATCH-DOC"), "{}", patch(change(given))).content) == {"events": [change(expected)]}
    assert json.loads(read(header("PATCH-DOC"), "{}", patch(READY)).content) == {"events": [READY]}


@pytest.mark.parametrize(
    "value",
    [
        {
            "type": "ndarray",
            "array": {"type": "bytes", "data": "AAAA"},
            "dtype": "S2000000000",
            "shape": [1],
            "order": "little",
        },
        {"type": "typed_array", "array": BYTES, "dtype": "float64", "order": "little"},
        BYTES,
        {"type": "object", "name": "Figure"},
        {"type": "object", "name": "Wire", "id": "x"},
        {"type": "map", "entries": [["changes", {"type": "set", "entries": [1]}]]},
        {"type": "map", "entries": [["changes", [{"type": "slice", "start": 1, "stop": 2, "step": 1}]]]},
        {"type": "map", "entries": [[{"type": "map"}, 1]]},
        {"type": "map", "entries": [1]},
        {"type": "map", "entries": {}},
        {"type": "number", "value": "nan"},
        {"type": "symbol", "name": "x"},
        {"type": ["map"]},
        {"type": None},
        1e400,
        pytest.param(10**400, id="10**400"),
        2**53 + 1,
    ],
)
def test_no_typed_value_is_decoded(value):
    with pytest.raises(Refused):
        read(header("PATCH-DOC"), "{}", patch(change(value)))


@pytest.mark.parametrize(
    "texts",
    [
        [b"{}"],
        ["[" * 900, "{}", "{}"],
        ["x" * 1001],
        ["{}", "x" * 1001],
        [header("PATCH-DOC"), "{}", "[" * 60_000],
        [header("PATCH-DOC"), "{}", '{"events": ' + "[" * 30_000 + "]" * 30_000 + "}"],
        [header("PATCH-DOC"), "{}", '{"a": ' + "1" * 60_000 + "}"],
        [header("PATCH-DOC"), "{}", "x" * 65_537],
        [header("PATCH-DOC"), '{"a": 1}', patch(READY)],
        [header("PATCH-DOC", num_buffers=1), "{}", patch(READY)],
        [header("PATCH-DOC", num_buffers=-1), "{}", patch(READY)],
        [header("PATCH-DOC", reqid="1"), "{}", patch(READY)],
        [header(["PATCH-DOC"]), "{}", patch(READY)],
        [header("PUSH-DOC"), "{}", '{"doc": {}}'],
        [header("PULL-DOC-REPLY"), "{}", "{}"],
        [header("ERROR"), "{}", "{}"],
        [header("PULL-DOC-REQ"), "{}", '{"a": 1}'],
        [json.dumps({"msgtype": "PULL-DOC-REQ"}), "{}", "{}"],
        [json.dumps({"msgtype": "PULL-DOC-REQ", "msgid": "a\nb"}), "{}", "{}"],
        [json.dumps({"msgtype": "PULL-DOC-REQ", "msgid": "a" * 65}), "{}", "{}"],
        ["[]", "{}", "{}"],
        [header("PATCH-DOC"), "{}", patch()],
        [header("PATCH-DOC"), "{}", patch(READY, READY)],
        [header("PATCH-DOC"), "{}", patch(change(EMPTY), change(EMPTY))],
        [header("PATCH-DOC"), "{}", patch(READY, references=[{}])],
        [header("PATCH-DOC"), "{}", patch(None)],
        [header("PATCH-DOC"), "{}", '{"events": {}}'],
        [header("PATCH-DOC"), "{}", patch(change(EMPTY, attr="reply"))],
        [header("PATCH-DOC"), "{}", patch(change(EMPTY, model="other"))],
        [header("PATCH-DOC"), "{}", patch(change(EMPTY) | {"hint": {}})],
        [header("PATCH-DOC"), "{}", patch(change(EMPTY) | {"model": FIGURE | {"id": "w"}})],
        [
            header("PATCH-DOC"),
            "{}",
            patch({"kind": "RootAdded", "model": {"type": "object", "name": "Figure", "id": "1"}}),
        ],
        [header("PATCH-DOC"), "{}", patch({"kind": "RootRemoved", "model": {"id": "w"}})],
        [header("PATCH-DOC"), "{}", patch({"kind": "TitleChanged", "title": "x"})],
        [
            header("PATCH-DOC"),
            "{}",
            patch({"kind": "ColumnsPatched", "model": {"id": "w"}, "attr": "data"}),
        ],
        [header("PATCH-DOC"), "{}", patch({"kind": "MessageSent", "msg_type": "x", "msg_data": {}})],
        [header("PATCH-DOC"), "{}", patch(READY | {"msg_data": {"type": "event", "name": "button_click"}})],
        [header("PATCH-DOC"), "{}", patch(READY | {"msg_data": []})],
        [header("PATCH-DOC"), "{}", patch(READY | {"msg_data": {"type": "event", "name": ["document_ready"]}})],
    ],
)
def test_nothing_but_a_request_is_read(texts):
    with pytest.raises(Refused) as refused:
        read(*texts)
    assert len(str(refused.value)) <= 123 and str(refused.value).isascii()


def test_a_document_is_fetched_a_few_times():
    reader = Reader("w")
    for _ in range(MAX_PULLS):
        read(header("PULL-DOC-REQ"), "{}", "{}", reader=reader)
    with pytest.raises(Refused, match="often enough"):
        read(header("PULL-DOC-REQ"), "{}", "{}", reader=reader)


_KEYS = st.sampled_from(
    "kind model attr new id type entries events msgtype msgid request w PATCH-DOC ModelChanged map".split()
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | _KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(_JSON.map(json.dumps) | st.text(max_size=20) | st.binary(max_size=5), min_size=3, max_size=3))
def test_the_reader_has_a_word_for_everything(pieces):
    reader = Reader("w")
    with suppress(Refused):
        for piece in pieces:
            reader.take(piece)


@given(_JSON)
def test_the_reader_has_a_word_for_every_event(value):
    for content in (patch(value), patch(change(value))):
        with suppress(Refused):
            read(header("PATCH-DOC"), "{}", content)


def test_what_one_visitor_forges_ends_their_session_and_no_other(server):
    async def both():
        async with visiting(server) as other:
            for attr, value in [
                ("reply", EMPTY),
                ("space", EMPTY),
                ("name", "x"),
                ("request", {"type": "bytes", "data": "AA=="}),
            ]:
                async with visiting(server) as forger:
                    await forger.ask(value, attr)
                    code, why = await forger.closed()
                    assert code == 1008 and why
            async with visiting(server) as forger:
                await forger.send("PUSH-DOC", {"doc": {"roots": []}})
                assert (await forger.closed())[0] == 1008
            assert '"steps": "60"' in await other.answered(1, {"steps": "60"})

    before = len(lines(server))
    play(both())
    # One line each.
    written = lines(server)[before:]
    assert len(written) == 5
    assert all("Closed a connection: " in line and len(line) < 200 for line in written)


def test_an_array_of_a_few_bytes_costs_no_memory(server):
    async def send():
        async with visiting(server) as forger:
            array = {"type": "bytes", "data": {"id": "b"}}
            value = {"type": "ndarray", "array": array, "dtype": "S2000000000", "shape": [1], "order": "little"}
            event = {"kind": "ModelChanged", "model": {"id": forger.model}, "attr": "request", "new": value}
            await forger.send("PATCH-DOC", {"events": [event]}, num_buffers=1)
            assert (await forger.closed())[0] == 1008

    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    play(send())
    assert process.memory_info().rss - before < 50e6


def test_a_message_is_measured_before_it_is_unpacked(server):
    async def send():
        async with visiting(server) as forger:
            extensions = forger.socket.headers.get("Sec-Websocket-Extensions", "")
            assert "deflate" not in extensions
            await forger.write("x" * 100_001)
            assert (await forger.closed())[0] in (1009, 1006, None)

    play(send())


def test_a_token_opens_one_connection_once(server):
    async def twice():
        page = await asyncio.to_thread(server.get, "/app")
        first = await connect(server, page.token)
        assert (await first.message())[0]["msgtype"] == "ACK"
        second = await connect(server, page.token)
        assert (await second.closed()) == (4001, "the token has been used: load the page anew")
        await first.enter()
        await first.answered(1, {"steps": "70"})
        first.socket.close()
        await asyncio.sleep(0.3)
        third = await connect(server, page.token)
        assert (await third.closed())[0] == 4001

    play(twice())


def test_a_token_that_the_server_did_not_make_opens_nothing(server):
    session = generate_session_id(b"other", True)
    tokens = [
        generate_jwt_token(session, b"other", True, {"arguments": {}}),
        generate_jwt_token("chosen", None, False, {"arguments": {}}),
        "nonsense",
        "a.b",
        ".",
        "e30.e30",
        server.get("/app").token[:-1] + "!",
    ]

    async def all_of_them():
        for token in tokens:
            visitor = await connect(server, token)
            assert await visitor.closed() == (1008, "no token of this server")

    before = len(lines(server))
    play(all_of_them())
    assert len(lines(server)) - before <= len(tokens)
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://[::1", "https://127.0.0.1", "http://localhost:1", "file://"]
)
def test_a_page_of_another_origin_does_not_connect(server, origin):
    async def attempt():
        token = (await asyncio.to_thread(server.get, "/app")).token
        # Named in the Host header too, as by a name that an attacker lets lead here.
        for more in ({}, {"Host": origin.rpartition("/")[2] or "x"}, {"Sec-Fetch-Site": "same-origin"}):
            with pytest.raises((HTTPClientError, ConnectionError)):
                await connect(server, token, {"Origin": origin, **more})

    play(attempt())
    assert "Traceback" not in server.log


def test_a_connection_without_a_token_is_closed(server):
    async def attempt():
        for protocols in ([], ["bokeh"], ["other", "x"], ["bokeh", "x", "y"]):
            visitor = await connect(server, "", protocols=protocols)
            assert (await visitor.closed())[0] == 1008

    play(attempt())
