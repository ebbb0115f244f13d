"""Lessons: one TOML file each in ``app/lessons``, read strictly; an error names the file and the field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs

FOLDER = Path(__file__).parent / "lessons"

#: The key of a lesson that a visitor has brought along: no file has it.
OWN_LESSON = "own"
#: Words that a step may say; steps that a lesson may have.
MAX_WORDS, STEPS = 60, (3, 7)
#: Characters of any one text.
MAX_LENGTH = 2000

#: What a step may ring, by name: where it is on the page and what it is called. The key of a setting rings its control.
PARTS = {
    "race": ("[data-part=race]", "the map"),
    "loss": (".loss", "the loss"),
    "standings": ("[data-part=standings]", "the standings"),
    "story": ("[data-part=story]", "the sentence over the map"),
    "play": ("[data-part=playback]", "the playhead"),
    "views": (".tabs", "the views"),
    "says": ("[data-part=asking]", "the line over the picture"),
    "chips": ("[data-part=chips]", "what is in force"),
    "schedule": ("[data-part=rate]", "the learning rate over time"),
    "formula": ("[data-part=formula]", "the formula"),
    "card": ("[data-part=explain]", "the racer’s card"),
    "pin": (".pin", "Pin this race"),
    "fair": ("[data-part=fair-open]", "Fair race"),
    "surface": (".surface", "the surface"),
}
#: What a step may withhold until it is answered.
HIDDEN = ("race", "loss", "standings")

_HOLE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Choice:
    """An answer to choose. Of a check one is ``correct``; of a prediction one ``holds`` of the race."""

    text: str
    feedback: str = ""
    correct: bool = False
    holds: str = ""


@dataclass(frozen=True)
class Ask:
    """A question; without choices the answer is typed."""

    question: str
    choices: tuple[Choice, ...] = ()
    #: Of a prediction: what there is to say of the race, once it is over.
    verdict: str = ""
    #: What a teacher may expect to be answered, for the teacher alone.
    expected: str = ""


@dataclass(frozen=True)
class Requires:
    """A task: what is to hold of the race, what helps, and changes that solve it, for the teacher alone."""

    holds: str
    hint: str
    solution: str


@dataclass(frozen=True)
class Step:
    title: str
    say: str
    #: What of the settings changes, in the grammar of a link.
    state: str = ""
    look: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    ask: Ask | None = None
    requires: Requires | None = None
    #: What is to hold of the race: tests alone look.
    claims: tuple[str, ...] = ()
    #: For the teacher alone.
    notes: str = ""

    @property
    def kind(self) -> str:
        """What a step wants of who reads it: nothing, a prediction, a check, an answer of one's own or a task."""
        if self.requires:
            return "task"
        if not self.ask:
            return "read"
        if not self.ask.choices:
            return "write"
        return "check" if any(choice.correct for choice in self.ask.choices) else "predict"


@dataclass(frozen=True)
class Lesson:
    title: str
    order: int
    minutes: int
    audience: str
    misconception: str
    #: The settings that it begins with, in the grammar of a link: all others are at their defaults.
    start: str
    steps: tuple[Step, ...] = field(default=())
    notes: str = ""

    def states(self) -> list[dict[str, str]]:
        """The settings of each step that are not at their defaults, by key."""
        found, state = [], settings_of(self.start)
        for step in self.steps:
            state = {**state, **settings_of(step.state)}
            # What is to be foretold does not lie open.
            found.append({**state, "hide": "1"} if step.kind == "predict" else state)
        return found


@cache
def lessons() -> Mapping[str, Lesson]:
    """All lessons by key, in their order."""
    found = {path.stem: read(path.read_text(encoding="utf-8"), path.name) for path in FOLDER.glob("*.toml")}
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def read(text: str, name: str, least: int = STEPS[0]) -> Lesson:
    """The lesson of a file; ``ValueError`` with its name and the field for what it must not be.

    ``least`` is how many steps it must have: one that is composed on the page may be short.
    """
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}: {error}") from None
    lesson = _made(Lesson, given, name, "")
    for place, why in _faults(lesson, least):
        raise ValueError(f"{name}: {place} {why}")
    return lesson


def _made(cls: Any, given: Any, name: str, place: str) -> Any:
    """An instance of a dataclass from a table: no field too many, none too few, each of its type."""
    if not isinstance(given, dict):
        raise ValueError(f"{name}: {place} must be a table")
    known, types = {each.name: each for each in fields(cls)}, get_type_hints(cls)
    if strange := [key for key in given if key not in known]:
        raise ValueError(f"{name}: there is no field {_at(place, strange[0])}; there is {', '.join(known)}")
    lacking = [key for key, each in known.items() if each.default is MISSING and key not in given]
    if lacking:
        raise ValueError(f"{name}: {_at(place, lacking[0])} is missing")
    return cls(**{key: _value(types[key], value, name, _at(place, key)) for key, value in given.items()})


def _value(wanted: Any, given: Any, name: str, place: str) -> Any:
    if get_origin(wanted) is tuple:
        if not isinstance(given, list):
            raise ValueError(f"{name}: {place} must be a list")
        return tuple(_value(get_args(wanted)[0], each, name, f"{place}[{n}]") for n, each in enumerate(given, 1))
    # ``Ask | None``: what is there is one.
    parts = [each for each in get_args(wanted) if each is not type(None)]
    wanted = parts[0] if parts else wanted
    if wanted not in (str, int, bool):
        return _made(wanted, given, name, place)
    if type(given) is not wanted:
        what = {str: "a text", int: "a whole number", bool: "true or false"}[wanted]
        raise ValueError(f"{name}: {place} must be {what}")
    if wanted is str and not 0 < len(given.strip()) <= MAX_LENGTH:
        raise ValueError(f"{name}: {place} is {'empty' if not given.strip() else 'too long'}")
    # A line ends in a file where it is full.
    return " ".join(given.split()) if wanted is str else given


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _faults(lesson: Lesson, least: int) -> Iterator[tuple[str, str]]:
    """What is wrong with a lesson whose fields are all there: a place and why."""
    most = STEPS[1]
    if not least <= len(lesson.steps) <= most:
        yield "steps", f"must be {least} to {most}, not {len(lesson.steps)}"
    if not 1 <= lesson.minutes <= 60:
        yield "minutes", "must be 1 to 60"
    yield from _of_state("start", lesson.start)
    for n, step in enumerate(lesson.steps, 1):
        for fault in _of_step(step):
            yield f"steps[{n}].{fault[0]}", fault[1]


def _of_step(step: Step) -> Iterator[tuple[str, str]]:
    words = len(_HOLE.sub("1", step.say).split())
    if words > MAX_WORDS:
        yield "say", f"has {words} words; at most {MAX_WORDS}"
    yield from _of_state("state", step.state)
    for name in step.look:
        if name not in PARTS and "." not in name and name not in ("steps", "x", "lr"):
            yield "look", f"rings {name!r}, which is neither {', '.join(PARTS)} nor the key of a setting"
    for name in step.hide:
        if name not in HIDDEN:
            yield "hide", f"withholds {name!r}, which is none of {', '.join(HIDDEN)}"
    if step.requires:
        yield from _of_state("requires.solution", step.requires.solution)
        if step.ask:
            yield "requires", "stands beside ask: a step wants one thing"
    if step.ask:
        yield from _of_ask(step.ask)


def _of_ask(ask: Ask) -> Iterator[tuple[str, str]]:
    if not ask.choices:
        if not ask.expected:
            yield "ask.expected", "is missing: an answer that is typed is expected to say something"
        return
    correct = [choice for choice in ask.choices if choice.correct]
    if len(ask.choices) < 2:
        yield "ask.choices", "must be two at least"
    if len(correct) > 1:
        yield "ask.choices", "has more than one that is correct"
    for n, choice in enumerate(ask.choices, 1):
        if correct and not choice.feedback:
            yield f"ask.choices[{n}].feedback", "is missing: each answer to a check is told why"
        if correct and choice.holds:
            yield f"ask.choices[{n}].holds", "is of a prediction, and this is a check"
        if not correct and not choice.holds:
            yield f"ask.choices[{n}].holds", "is missing: of a prediction the race says which answer it is"
    if not correct and not ask.verdict:
        yield "ask.verdict", "is missing: what the race has shown"


def _of_state(place: str, text: str) -> Iterator[tuple[str, str]]:
    try:
        settings_of(text)
    except ValueError as error:
        yield place, f"is no part of a link: {error}"


def settings_of(text: str) -> dict[str, str]:
    """The settings in a part of a link, by key."""
    given = parse_qs(text, keep_blank_values=True, strict_parsing=bool(text))
    for key, values in given.items():
        if len(values) > 1:
            raise ValueError(f"{key} is given {len(values)} times")
    return {key: value for key, (value,) in given.items()}


def told(lesson: Lesson) -> dict[str, Any]:
    """What a browser is told of a lesson: all but what is the teacher's or the tests' own."""
    return {
        "title": lesson.title,
        "minutes": lesson.minutes,
        "steps": [
            {
                "title": step.title,
                "kind": step.kind,
                "say": step.say,
                "state": state,
                "look": [_looked(name) for name in step.look],
                "hide": list(step.hide),
                "ask": step.ask
                and {
                    "question": step.ask.question,
                    "verdict": step.ask.verdict,
                    "choices": [vars(choice) for choice in step.ask.choices],
                },
                "requires": step.requires and {"holds": step.requires.holds, "hint": step.requires.hint},
            }
            for step, state in zip(lesson.steps, lesson.states(), strict=True)
        ],
    }


def _looked(name: str) -> dict[str, str]:
    """Where a step looks: a part of the page with what it is called, or the control of a setting."""
    at, words = PARTS.get(name, (f'.controls [data-key="{name}"]', ""))
    return {"name": name, "at": at, "words": words}
