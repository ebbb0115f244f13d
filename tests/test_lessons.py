"""Lessons: read strictly, and true: the page's own code runs every state, word, gate, solution and claim of theirs."""

from __future__ import annotations

import ast
import json
import re
from urllib.parse import urlencode

import numpy as np
import pytest

from app.claims import MEASURES, check
from app.lesson import FOLDER, HIDDEN, PARTS, lessons, read, told
from app.links import from_query
from app.settings import Settings
from optimizers import OPTIMIZERS, sweep
from surfaces import SURFACES
from tests import lessons as taught_in
from tests.lessons import Scene, restored, taught

SCENES = [(scene.place, step, scene, i) for i, (_, step, scene) in enumerate(taught_in.all_scenes())]
#: What is called a number in a text, and is none: "…" stands for what nobody knows, "–" for what is no number.
UNKNOWN = re.compile(r"…|–(?= |\.|,|$)")


def test_there_are_sixteen_at_least_in_one_order():
    assert len(lessons()) >= 16
    orders = [lesson.order for lesson in lessons().values()]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("key", lessons())
def test_a_lesson_makes_those_who_read_it_think(key):
    kinds = [step.kind for step in lessons()[key].steps]
    assert sum(kind != "read" for kind in kinds) >= 2
    # A typed answer is expected to say something, and whoever teaches is told what.
    asked = [step.ask for step in lessons()[key].steps if step.ask]
    assert all(ask.expected or ask.verdict for ask in asked)


@pytest.mark.parametrize(("place", "step", "scene", "n"), SCENES, ids=[place for place, *_ in SCENES])
def test_a_step_is_true(place, step, scene, n):
    _, notices = restored(scene.state)
    assert notices == []
    *_, made = taught()[n]
    assert [each for each in made["claims"] if "error" in each] == []
    assert [words for words in made["words"] if UNKNOWN.search(words[1])] == []
    held = dict(zip(scene.claims, (each["value"] for each in made["claims"]), strict=True))
    assert {claim for claim in step.claims if claim in held and not held[claim]} == set()
    if step.requires:
        assert held[step.requires.holds] is place.endswith("solved"), (
            "a task's start does not solve it, its solution does"
        )
    if step.kind == "predict":
        assert sum(held[choice.holds] for choice in step.ask.choices) == 1, "the race says that one answer is right"
        # Nobody can know before the race is over, nor does the text say.
        early = dict(zip(scene.claims, (each["value"] for each in made["early"]), strict=True))
        view = scene.state.get("view", "overlay")
        assert view in ("sweep", "basins") or all(early[choice.holds] is None for choice in step.ask.choices)


def test_what_is_rung_is_on_the_page():
    from app.form import form

    page = "".join(part if isinstance(part, str) else "" for part in form()["page"])
    keys = Settings().fields
    for lesson in lessons().values():
        for step in lesson.steps:
            assert all(name in PARTS or name in keys for name in step.look)
    for selector, _ in PARTS.values():
        part = re.fullmatch(r"\[data-part=([a-z-]+)\]", selector)
        assert (f'data-part="{part[1]}"' if part else f'class="{selector[1:]}') in page, selector


def test_what_is_the_teacher_s_is_not_told():
    for lesson in lessons().values():
        said = json.dumps(told(lesson), ensure_ascii=False)
        secrets = [lesson.notes, *(step.notes for step in lesson.steps)]
        secrets += [step.ask.expected for step in lesson.steps if step.ask]
        secrets += [step.requires.solution for step in lesson.steps if step.requires]
        assert [secret for secret in secrets if secret and json.dumps(secret, ensure_ascii=False)[1:-1] in said] == []


def test_a_link_to_a_step_brings_its_race():
    settings = Settings()
    assert from_query(settings, {"lesson": [b"momentum"], "at": [b"2"]}) == []
    assert (settings.surface, settings.racers, settings.hide) == ("ravine", ["sgd", "momentum"], True)
    settings = Settings()
    assert from_query(settings, {"lesson": [b"momentum"], "at": [b"2"], "steps": [b"77"]}) == []
    assert (settings.surface, settings.steps) == ("rosenbrock", 77)
    settings = Settings()
    (notice,) = from_query(settings, {"lesson": [b"momentum"], "at": [b"7"]})
    assert "5 steps" in notice and settings.at == 1 and settings.surface == "ravine"


# The reader.

SOUND = """
title = "A"
order = 1
minutes = 5
audience = "B"
misconception = "C"
start = "surface=beale"
steps = [{title = "a", say = "b"}, {title = "c", say = "d"}, {title = "e", say = "f"}]
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('title = "A"', "", "title is missing"),
        ('title = "A"', 'title = ""', "title is empty"),
        ('title = "A"', "title = 1", "title must be a text"),
        ('title = "A"', 'title = "A"\ncolour = "red"', "there is no field colour"),
        ("minutes = 5", 'minutes = "5"', "minutes must be a whole number"),
        ("minutes = 5", "minutes = true", "minutes must be a whole number"),
        ("minutes = 5", "minutes = 0", "minutes must be 1 to 60"),
        ('start = "surface=beale"', 'start = "surface"', "start is no part of a link"),
        ('start = "surface=beale"', 'start = "x=1&x=2"', "start is no part of a link: x is given 2 times"),
        ('{title = "e", say = "f"}', "", "steps must be 3 to 7, not 2"),
        ('say = "f"', f'say = "{"word " * 61}"', r"steps\[3\].say has 61 words"),
        ('say = "f"', f'say = "{"x" * 2001}"', r"steps\[3\].say is too long"),
        ('say = "f"', 'say = "f", look = "race"', r"steps\[3\].look must be a list"),
        ('say = "f"', 'say = "f", look = ["moon"]', r"steps\[3\].look rings 'moon'"),
        ('say = "f"', 'say = "f", hide = ["moon"]', r"steps\[3\].hide withholds 'moon'"),
        ('say = "f"', 'say = "f", ask = {question = "g"}', r"steps\[3\].ask.expected is missing"),
        (
            'say = "f"',
            'say = "f", ask = {question = "g", choices = [{text = "h", holds = "i"}]}',
            "must be two at least",
        ),
        (
            'say = "f"',
            'say = "f", ask = {question = "g", choices = [{text = "h", correct = true}, {text = "i"}]}',
            r"ask.choices\[1\].feedback is missing",
        ),
        (
            'say = "f"',
            'say = "f", ask = {question = "g", choices = [{text = "h", holds = "x"}, {text = "i"}]}',
            r"ask.choices\[2\].holds is missing",
        ),
        ('say = "f"', 'say = "f", requires = {holds = "x", hint = "y"}', r"steps\[3\].requires.solution is missing"),
        ('title = "A"', 'title = "A', "bad.toml: "),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(old, new, why):
    read(SOUND, "good.toml")
    with pytest.raises(ValueError, match=r"^bad.toml: .*" + why.removeprefix("bad.toml: ")):
        read(SOUND.replace(old, new), "bad.toml")


def test_every_file_of_the_folder_is_a_lesson():
    assert {path.stem for path in FOLDER.iterdir()} == set(lessons())
    assert set(HIDDEN) <= set(PARTS)


# One language: what the page measures is what the claims of the texts measure.

RACE = {"surface": "beale", "racers": "sgd,momentum,adam,sam", "steps": "200", "recipe.schedule": "cosine"}
NOISY = {"surface": "sharp_and_flat", "racers": "sgd", "steps": "100", "recipe.noise": "3", "recipe.replicates": "8"}
HARSH = {"surface": "ravine", "racers": "sgd,adam,newton", "sgd.lr": "0.03", "recipe.clip_value": "400", "steps": "300"}
STEPS = "loss x y slope moved rate gradients trials clipped distance length".split()
WHOLE = "best arrived rests diverged left".split()


@pytest.mark.parametrize("state", [RACE, HARSH], ids=["smooth", "harsh"])
def test_the_page_measures_what_claims_do(state):
    racers = state["racers"].split(",")
    asked = [f"{name}({racer}, {t})" for name in STEPS for racer in racers for t in (1, 7, 100)]
    asked += [f"{name}({racer})" for name in [*STEPS, *WHOLE] for racer in racers]
    _agree(state, asked)


def test_the_page_measures_replicates_as_claims_do():
    _agree(NOISY, ["ninety(sgd)", "share(sgd, 1, 0, 0.2)", "share(sgd, 1, 0, 0.05)", "rise(sgd)", "best(sgd)"])


def _agree(state: dict[str, str], asked: list[str]) -> None:
    numbers = {}
    for text in asked:
        numbers |= check(urlencode(state), f"{text} > 0").numbers
    (made,) = taught_in.read([Scene("", state, numbers=tuple(asked))])
    found = [float(each["value"]) for each in made["numbers"]]
    # The browser has floats of 32 bits.
    assert found == pytest.approx([numbers[_plain(text)] for text in asked], rel=2e-5, abs=1e-6, nan_ok=True)


def _plain(text: str) -> str:
    return ast.unparse(ast.parse(text, mode="eval"))


def test_the_page_measures_a_sweep_and_basins():
    swept = {"surface": "beale", "racers": "sgd,adam", "view": "sweep", "steps": "200"}
    basins = {"surface": "himmelblau", "racers": "momentum", "view": "basins", "steps": "60"}
    (one, other) = taught_in.read(
        [
            Scene("", swept, numbers=("below(sgd, 0.001)", "diverging(sgd)", "best_rate(adam)", "below(adam, 1e-9)")),
            Scene("", basins, numbers=("arriving(momentum)", "basin(momentum, 0)", "basin(momentum, 3)")),
        ]
    )
    from app.views.sweep import RATES

    losses = {
        key: sweep(OPTIMIZERS[key](), SURFACES["beale"](), "lr", RATES, None, 200).losses for key in ("sgd", "adam")
    }
    wanted = [
        (losses["sgd"] < 0.001).mean(),
        np.isnan(losses["sgd"]).mean(),
        RATES[np.nanargmin(losses["adam"])],
        (losses["adam"] < 1e-9).mean(),
    ]
    assert [each["value"] for each in one["numbers"]] == pytest.approx(wanted)
    arriving, *each = [number["value"] for number in other["numbers"]]
    assert min(each) > 0 and sum(each) <= arriving <= 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("loss(adam)", "no comparison"),
        ("loss(adam) < 1 or 1 > 0", "nothing is understood from or on"),
        ("luck(adam) < 1", "luck is no number of a race"),
        ("loss(nobody) < 1", "nobody does not race"),
        ("loss(sgd, 5001) < 1", "there is no step 5001"),
        ("loss(sgd, 0.5) < 1", "there is no step 0.5"),
        ("alert(1) < 2", "alert is no number"),
        ("loss(sgd).constructor < 1", "cannot be read"),
        ("(loss(sgd) < 1", r"\) is missing"),
        ("constructor(sgd) < 1", "constructor is no number"),
    ],
)
def test_what_cannot_be_read_is_refused_on_the_page(text, why):
    (made,) = taught_in.read([Scene("", {"racers": "sgd,adam", "steps": "5"}, claims=(text,))])
    assert re.search(why, made["claims"][0]["error"])


def test_one_reader_reads_the_same_in_both_languages():
    """Precedence, signs and chains."""
    state = {"racers": "sgd", "steps": "5"}
    texts = [
        "2 + 3 * 4 - 6 / 2",
        "-2 * -3",
        "(1 + 2) * 3",
        "1e-3 + 2.5E2",
        "max(1, 2, 3) - min(4, 5)",
        "abs(-7) - 1 - 1",
    ]
    claims = [
        "1 < 2 < 3",
        "1 < 3 < 2",
        "1 < 2 and 3 < 2",
        "0 * loss(sgd) == 0",
        "never == never",
        "arrived(sgd) == never",
    ]
    (made,) = taught_in.read([Scene("", state, claims=tuple(claims), numbers=tuple(texts))])
    assert [each["value"] for each in made["numbers"]] == [eval(text) for text in texts]
    assert [each["value"] for each in made["claims"]] == [check(urlencode(state), claim).holds for claim in claims]
    assert set(MEASURES) - {"median", "vectors"} <= set(_measures_of_the_page())


def test_every_measure_is_told_to_who_writes_a_lesson():
    told = (
        (FOLDER.parents[1] / "docs/lessons.md")
        .read_text(encoding="utf-8")
        .split("| measure | is |")[1]
        .split("\n## ")[0]
    )
    assert set(re.findall(r"`(\w+)(?:\(.*?\))?`", told)) - {"never"} == set(_measures_of_the_page())


def _measures_of_the_page() -> list[str]:
    text = (FOLDER.parent / "static/model/claims.js").read_text(encoding="utf-8")
    return re.findall(r"^  (\w+): ", text.split("const MEASURES = {")[1].split("\n}\n")[0], re.M)
