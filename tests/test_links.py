"""Links that were once given out: each brings back what it did, for ever. ``docs/links.md`` is the promise."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs

import param
import pytest

from app.changes import MAX_CHANGES
from app.entries import MAX_LENGTH
from app.links import VERSION, from_query, to_query
from app.settings import Settings, values

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "links.txt"
LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def query(text: str) -> dict[str, list[bytes]]:
    """The arguments of a link, as the server gets them."""
    found = parse_qs(text, keep_blank_values=True, strict_parsing=bool(text))
    return {key: [value.encode() for value in given] for key, given in found.items()}


def plain(arguments: dict[str, str]) -> dict[str, object]:
    """A link's arguments without what has no meaning: the order of a list."""
    lists = ("racers", "show")
    return {key: frozenset(text.split(",")) if key in lists else text for key, text in arguments.items()}


def once(line: str) -> tuple[dict[str, list[bytes]], dict[str, str]]:
    """A line's link, and what the page wrote for it."""
    link, arrow, written = line.partition("=>")
    given = query(link.strip())
    back = query(written.strip()) if arrow else given
    return given, {key: text.decode() for key, [text] in back.items()}


@pytest.mark.parametrize("line", LINES)
def test_an_old_link_brings_back_what_it_did(line):
    given, written = once(line)
    settings = Settings()
    assert from_query(settings, given) == []
    assert plain(to_query(values(settings))) == plain(written)


def test_every_key_is_in_a_link_at_a_value_of_its_own():
    written = {key for line in LINES for key in once(line)[1]}
    missing = [key for key in Settings().fields if key not in written]
    assert missing == [], f"add links with these keys, not at their defaults, to {FILE.name}"


#: Settings whose choices are racers and keys, which other lines hold, or files, which tests/test_lessons.py opens.
NAMES = ("card", "show", "lesson", "cover", "lock", "without")


def test_every_choice_is_in_a_link():
    given: dict[str, set[str]] = {}
    for line in LINES:
        for key, [text] in once(line)[0].items():
            given.setdefault(key, set()).update(text.decode().split(",") if key == "racers" else [text.decode()])
    for key, field in Settings().fields.items():
        if isinstance(field.declaration, param.Selector) and key not in NAMES:
            missing = [option for option in field.declaration.objects if option not in given[key]]
            assert missing == [], f"add links with these choices of {key} to {FILE.name}"


def test_the_default_of_every_setting_is_held():
    """A line that spells out a default and was written as nothing fails when that default changes."""
    spelled = {key for line in LINES if line.endswith("=>") for key in once(line)[0]}
    missing = [key for key in Settings().fields if key not in spelled]
    assert missing == [], f"add a link that spells out the defaults of these, with an arrow to nothing, to {FILE.name}"


def test_the_promise_states_the_limits_in_force():
    said = (ROOT / "docs" / "links.md").read_text(encoding="utf-8")
    assert f"?v={VERSION}&" in said and f"Promised for version {VERSION}\n" in said
    assert f"at most {MAX_LENGTH} characters" in said and f"at most {MAX_CHANGES} settings" in said


def test_the_example_of_the_promise_is_a_link():
    [example] = re.findall(r"^\?(.*)$", (ROOT / "docs" / "links.md").read_text(encoding="utf-8"), re.MULTILINE)
    settings = Settings()
    assert from_query(settings, query(example)) == []
    assert to_query(values(settings)) == {key: text.decode() for key, [text] in query(example).items()}
