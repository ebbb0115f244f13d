"""The page's own engine races as the server does: whole replies, equal in every word and every bit."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from app.browser import kept
from app.reply import Browser, order, reply
from app.settings import Settings, apply
from tests.local import asked, local

__all__ = ["local"]


@pytest.fixture(scope="module")
def racing(local):
    asked(local, "load", str(kept.build()))
    return local


def _plain(value: Any) -> Any:
    """As JSON has it, with numbers as JavaScript writes those that JSON has not."""
    if isinstance(value, np.ndarray):
        return [_plain(each) for each in value.ravel().tolist()]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def server(query: dict[str, str]) -> dict[str, Any]:
    settings = Settings()
    assert apply(settings, query) == []
    found = reply(order(settings, Browser()))
    words = json.loads(found["words"])
    races = [{**words["race"]}, *([words["pinned"]["race"]] if words["pinned"] else [])]
    numbers = found["numbers"].tobytes()
    at = 0
    for name, kind, rows in (("factors", np.float32, None), ("measured", np.float32, 4), ("counted", np.uint8, 2)):
        for race in races:
            count = (race["steps"] + 1) * (rows * len(race["racers"]) if rows else 1)
            race[name] = np.frombuffer(numbers, kind, count, at)
            at += race[name].nbytes
    races[0]["spread"] = found["spread"]
    for race in races[1:]:
        race["spread"] = None
    pinned = words["pinned"] and {**words["pinned"], "race": races[1]}
    return {**words, "race": races[0], "pinned": pinned, "ground": found["ground"], "maps": found["maps"]}


def differ(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two replies are not the same, to the bit, but for the sign of zero and of NaN."""
    if isinstance(one, dict) and isinstance(other, dict):
        missing = [f"{where}.{name} is on one side" for name in one.keys() ^ other.keys()]
        return missing + [
            each for name in one.keys() & other.keys() for each in differ(one[name], other[name], f"{where}.{name}")
        ]
    if isinstance(other, np.ndarray):
        mine, other = np.array(one, other.dtype).ravel(), other.ravel()
        if mine.shape != other.shape:
            return [f"{where} has {mine.shape} numbers, not {other.shape}"]
        odd = ~((mine == other) | ((mine != mine) & (other != other)))
        return (
            [f"{where}: {odd.sum()} of {odd.size} numbers, first {mine[odd][0]} for {other[odd][0]}"]
            if odd.any()
            else []
        )
    if isinstance(one, list) and isinstance(other, (list, tuple)):
        if len(one) != len(other):
            return [f"{where} has {len(one)} entries, not {len(other)}"]
        return [each for i, pair in enumerate(zip(one, other, strict=True)) for each in differ(*pair, f"{where}[{i}]")]
    same = one == other or (
        isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other)
    )
    return [] if same else [f"{where}: {str(one)[:200]} for {str(other)[:200]}"]


def both(racing, query: dict[str, str]) -> list[str]:
    from urllib.parse import urlencode

    return differ(asked(racing, "reply", urlencode({"v": "1", **query})), server(query))


def test_the_default(racing):
    assert both(racing, {}) == []
