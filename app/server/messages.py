"""What a browser may send over its websocket: one reader for all of it.

A message of Bokeh's protocol is three texts, a header, metadata and a content, and then binary pieces. Bokeh lets a
client replace the whole document, write to every property of every model, and have numbers, bytes and arrays made
of what it sends, of which the size is unpacked or allocated before anybody has looked at it. The page needs three
things of that: to fetch the document, to say that it is ready, and to write to its wire's ``request``. Everything
else is refused here, before Bokeh sees it; what is let through is written anew.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple

#: Characters of a header or of metadata, and of a content: a request with all settings has about 9000.
MAX_HEADER, MAX_CONTENT = 1_000, 65_536
#: How deep values are nested in a request; the page nests two.
MAX_DEPTH = 10
#: How often one websocket fetches its document. The page does once; each fetch packs all of the last reply.
MAX_PULLS = 3

#: What a document may be told beside requests.
EVENTS = ("document_ready",)

_INTEGER = 2**53
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")


class Refused(Exception):
    """What was sent is not read; the text, at most 123 bytes in ASCII, says why."""


class Message(NamedTuple):
    """A message as Bokeh may read it."""

    header: str
    metadata: str
    content: str


class Reader:
    """Reads the messages of one websocket."""

    def __init__(self, wire: str) -> None:
        """``wire`` is the id of the only model that may be written to."""
        self._wire = wire
        self._texts: list[str] = []
        self._pulls = 0

    def take(self, piece: str | bytes) -> Message | None:
        """The message that ``piece`` completes, or None if it needs more; raises Refused."""
        if not isinstance(piece, str):
            raise Refused("binary data is not read")
        if len(piece) > (MAX_HEADER if len(self._texts) < 2 else MAX_CONTENT):
            raise Refused("a message is too long")
        self._texts.append(piece)
        if len(self._texts) < 3:
            return None
        header, metadata, content = (_object(text) for text in self._texts)
        self._texts.clear()
        if metadata:
            raise Refused("metadata is not read")
        kind, name = header.pop("msgtype", None), header.pop("msgid", None)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise Refused("a message has no usable msgid")
        # Nothing that comes in pieces of its own is read.
        if header.pop("num_buffers", 0) != 0 or header:
            raise Refused("a header has more than msgid and msgtype")
        content = self._content(kind, content)
        return Message(json.dumps({"msgid": name, "msgtype": kind}), "{}", json.dumps(content))

    def _content(self, kind: Any, content: dict[str, Any]) -> dict[str, Any]:
        if kind == "PATCH-DOC":
            return {"events": [self._event(content)]}
        if kind not in ("PULL-DOC-REQ", "SERVER-INFO-REQ") or content:
            raise Refused("there is no such message")
        if kind == "PULL-DOC-REQ":
            self._pulls += 1
            if self._pulls > MAX_PULLS:
                raise Refused("the document has been fetched often enough")
        return {}

    def _event(self, content: dict[str, Any]) -> dict[str, Any]:
        events = content.pop("events", None)
        # "references" is what older clients write beside the events; it is empty for plain values.
        if content.pop("references", None) or content or not isinstance(events, list) or len(events) != 1:
            raise Refused("a patch is not one event")
        event = events[0]
        if not isinstance(event, dict):
            raise Refused("an event is not an object")
        if event.get("kind") == "ModelChanged":
            if event.keys() != {"kind", "model", "attr", "new"}:
                raise Refused("a change is not model, attr and new")
            if event["model"] != {"id": self._wire} or event["attr"] != "request":
                raise Refused("only the wire's request may be written")
            return {**event, "new": _written(plain(event["new"]))}
        if event.get("kind") == "MessageSent" and event.get("msg_type") == "bokeh_event":
            said = event.get("msg_data")
            name = said.get("name") if isinstance(said, dict) and said.get("type") == "event" else None
            if name not in EVENTS:
                raise Refused("there is no such event")
            data = {"type": "event", "name": name, "values": {"type": "map"}}
            return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}
        raise Refused("only the wire's request may be written")


def plain(value: Any, depth: int = 0) -> Any:
    """``value`` as a browser's Bokeh writes it, as JSON means it: texts, numbers, lists and objects, and no more."""
    if depth > MAX_DEPTH:
        raise Refused("a value is nested too deeply")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        # In this order: to be asked whether it is finite, an integer is made a float.
        if abs(value) > _INTEGER if isinstance(value, int) else not math.isfinite(value):
            raise Refused("a number is out of range")
        return value
    if isinstance(value, list):
        return [plain(each, depth + 1) for each in value]
    if "type" not in value:
        return {key: plain(each, depth + 1) for key, each in value.items()}
    entries = value.get("entries", [])
    if value["type"] != "map" or not value.keys() <= {"type", "entries"} or not isinstance(entries, list):
        raise Refused("a value is neither text, number, list nor object")
    for entry in entries:
        if not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[0], str):
            raise Refused("an object has entries that are not key and value")
    return {key: plain(each, depth + 1) for key, each in entries}


def _written(value: Any) -> Any:
    """A plain value for Bokeh, which takes an object with a key "type" or "id" for something else."""
    if isinstance(value, dict):
        return {"type": "map", "entries": [[key, _written(each)] for key, each in value.items()]}
    if isinstance(value, list):
        return [_written(each) for each in value]
    return value


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    # Numbers of thousands of digits are a ValueError as well, thousands of brackets a RecursionError.
    except (ValueError, RecursionError):
        raise Refused("a message is not JSON") from None
    if not isinstance(value, dict):
        raise Refused("a message is not a JSON object")
    return value
