"""The pages about lessons: all of them in a list, and of each the teacher's notes and a sheet to print."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader  # Bokeh brings it

from app import claims, qr
from app.languages import translated
from app.lesson import Lesson, Step, lessons, read, settings_of, told
from app.links import BESIDE_A_LESSON, VERSION
from app.numerals import power_of_ten
from app.settings import Settings, apply
from app.style import THEMES

#: What a step wants, in the notes.
KINDS = {
    "read": "to read",
    "predict": "prediction: nobody is wrong, the race tells",
    "check": "check: again until right",
    "write": "answer of one’s own",
    "task": "task",
}
#: Room to write a number in, and what stands where a number is of a view that only the page can ask.
BLANK, ELSEWHERE = "______", "…"

_HOLE = re.compile(r"\{([^{}]*)\}")
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), trim_blocks=True)


@cache
def defaults() -> dict[str, str]:
    """The settings that a lesson sets, at their defaults."""
    return {key: text for key, text in Settings().texts.items() if key not in BESIDE_A_LESSON}


def brought(text: str) -> dict[str, Any]:
    """What a browser is told of a lesson that its reader has brought along, or its ``fault``."""
    try:
        lesson = read(text, "your lesson", least=1)
    except ValueError as error:
        return {"fault": str(error)}
    for n, state in enumerate(lesson.states(), 1):
        if notices := apply(Settings(), state):
            return {"fault": f"your lesson: step {n}: {notices[0]}"}
    return {**told(lesson), "next": None}


def page(name: str, key: str | None, folder: str, lang: str = "en", chosen: bool = False) -> str:
    """``lessons``, or of the lesson ``key`` its ``lesson-notes`` or ``lesson-sheet``; the app is in ``folder``.

    It is in a language that was ``chosen`` or is the reader's.
    """
    return translated(_page(name, key, folder), lang, chosen)


@lru_cache(maxsize=64)
def _page(name: str, key: str | None, folder: str) -> str:
    template, given = _TEMPLATES.get_template(f"lessons/{name}.html"), {"themes": THEMES, "lessons": lessons()}
    if key is None:
        return template.render(given)
    lesson = lessons()[key]
    link = f"{folder}/app?lesson={key}"
    matrix = qr.code(link) if len(link.encode()) <= qr.MOST else []
    return template.render(
        given,
        key=key,
        lesson=lesson,
        kinds=KINDS,
        steps=[_step(lesson, n, key, notes=name == "lesson-notes") for n in range(1, len(lesson.steps) + 1)],
        link=link,
        code=qr.svg_path(matrix),
        size=len(matrix) + 8,
    )


def _step(lesson: Lesson, n: int, key: str, notes: bool) -> dict[str, Any]:
    """What the pages say of a step: its numbers where it is for the teacher, blanks where it is for a class."""
    step, state = lesson.steps[n - 1], lesson.states()[n - 1]
    say = {"n": n, "title": step.title, "kind": step.kind, "blank": _HOLE.sub(BLANK, step.say)}
    say |= {"blanks": "{" in step.say, "question": step.ask and step.ask.question}
    if not notes:
        return {**say, "choices": step.ask and [{"text": choice.text} for choice in step.ask.choices]}
    race = urlencode(state)
    return {
        **say,
        "say": _told(step.say, race),
        "choices": step.ask and [_choice(step, choice, race) for choice in step.ask.choices],
        "verdict": step.ask and _told(step.ask.verdict, race),
        "expected": step.ask and step.ask.expected,
        "solution": step.requires and _set(step.requires.solution),
        "solved": step.requires and _solved(state, step, key, n),
        "hint": step.requires and step.requires.hint,
        "notes": step.notes,
    }


def _choice(step: Step, choice: Any, race: str) -> dict[str, Any]:
    right = choice.correct
    if choice.holds:
        try:
            right = claims.check(race, choice.holds).holds
        except ValueError:
            right = False
    return {"text": choice.text, "feedback": _told(choice.feedback, race), "right": right}


def _set(solution: str) -> str:
    """A solution in words."""
    fields = Settings().fields
    names = {key: fields[key].declaration.label for key in settings_of(solution)}
    return ", ".join(f"{key.partition('.')[0]} {names[key]} {text}" for key, text in settings_of(solution).items())


def _solved(state: dict[str, str], step: Step, key: str, n: int) -> str:
    solution = settings_of(step.requires.solution) if step.requires else {}
    return urlencode({"v": VERSION, **state, **solution, "lesson": key, "at": str(n)})


def _told(text: str, race: str) -> str:
    """A text with the numbers of its race."""
    return _HOLE.sub(lambda hole: _number(hole[1], race), text)


def _number(hole: str, race: str) -> str:
    try:
        value = claims.number(race, hole)
    except ValueError:
        return ELSEWHERE
    if math.isinf(value):
        return "never"
    if value == int(value):
        return f"{value:.0f}"
    mantissa, _, power = f"{value:.3g}".partition("e")
    return mantissa + (f"×{power_of_ten(int(power))}" if power else "")
