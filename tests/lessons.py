"""Lessons in the light of their races: replies of the server, read by the page's own functions in one Deno.

``python -m tests.lessons [key]`` prints what every step says at the end of its race, and what its claims measure.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from app.inquiry import answers
from app.lesson import Lesson, Step, lessons, settings_of
from app.page import INQUIRIES
from app.reply import Browser, order, reply
from app.runs import setup
from app.settings import Settings, apply
from tests.test_javascript import deno_beside

ROOT = Path(__file__).resolve().parent.parent


class Scene(NamedTuple):
    """A state of a lesson: where it stands, the settings, and texts that are to be read in its light."""

    place: str
    state: dict[str, str]
    claims: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def scenes(key: str, lesson: Lesson) -> Iterator[tuple[Step, Scene]]:
    """The state of each step, and after that of a task the one that its solution makes."""
    for n, (step, state) in enumerate(zip(lesson.steps, lesson.states(), strict=True), 1):
        claims, templates = list(step.claims), [step.say]
        if step.requires:
            claims.append(step.requires.holds)
        if step.ask:
            claims += [choice.holds for choice in step.ask.choices if choice.holds]
            templates += [choice.feedback for choice in step.ask.choices if choice.feedback]
            templates += [step.ask.verdict] if step.ask.verdict else []
        yield step, Scene(f"{key}, step {n}", state, tuple(claims), tuple(templates))
        if step.requires:
            solved = state | settings_of(step.requires.solution)
            yield step, Scene(f"{key}, step {n}, solved", solved, (step.requires.holds,), (step.say,))


def restored(state: dict[str, str]) -> tuple[Settings, list[str]]:
    """The settings of a state, and the notices that they bring."""
    settings = Settings()
    return settings, apply(settings, state)


def read(all_scenes: list[Scene]) -> list[dict[str, Any]]:
    """What the page makes of these scenes."""
    given = [
        {
            **_sent(scene.state),
            "claims": scene.claims,
            "templates": scene.templates,
            "numbers": scene.numbers,
        }
        for scene in all_scenes
    ]
    command = [deno_beside(), "run", "--quiet", "--no-remote", "--no-npm", "--no-check", "tests/js/lessons.js"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=json.dumps(given, default=_array),
        env={"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "DENO_DIR": "/nonexistent"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def all_scenes() -> list[tuple[str, Step, Scene]]:
    """Those of all lessons."""
    return [(key, step, scene) for key, lesson in lessons().items() for step, scene in scenes(key, lesson)]


@cache
def taught() -> list[tuple[str, Step, Scene, dict[str, Any]]]:
    """All scenes of all lessons, with what the page makes of them."""
    found = all_scenes()
    said = read([scene for _, _, scene in found])
    return [(*each, told) for each, told in zip(found, said, strict=True)]


def _sent(state: dict[str, str]) -> dict[str, Any]:
    settings, _ = restored(state)
    # Nobody draws the ground here.
    sent = reply(order(settings, Browser(ground=setup(settings).surface)))
    answer = None
    if inquiry := INQUIRIES.get(settings.view):
        asked = inquiry.ask(settings)
        assert asked
        *_, answer = answers(inquiry, asked, lambda share: None)
    return {"reply": {**sent, "maps": {}}, "answer": answer}


def _array(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"dtype": str(value.dtype), "base64": base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()}
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value))


def main(keys: list[str]) -> None:
    for key, step, scene, told in taught():
        if keys and key not in keys:
            continue
        print(f"\n{scene.place} [{step.kind}]: {step.title}")
        for _, words in zip(scene.templates, told["words"], strict=True):
            print("   ", words[1])
        for claim, held in zip(scene.claims, told["claims"], strict=True):
            print("   ", held.get("value", held), claim)


if __name__ == "__main__":
    main(sys.argv[1:])
