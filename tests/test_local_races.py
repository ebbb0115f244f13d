"""The page's own engine races as the server does: whole replies, equal in every word and every bit."""

from __future__ import annotations

import json
import math
import random
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest

from app.browser import kept
from app.inquiry import answers
from app.reply import Browser, order, reply
from app.settings import Settings, apply
from app.tuning import TUNING
from app.views import VIEWS
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from surfaces.expression import FormulaError, parse
from tests.local import asked, local
from tests.test_formula import typed
from tests.test_local import asked_text

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
    return differ(asked(racing, "reply", urlencode({"v": "1", **query})), server(query))


def test_the_default(racing):
    assert both(racing, {}) == []


def _query(chance: random.Random) -> dict[str, str]:
    """A race of anybody on any surface, with some of its settings."""
    racers = chance.sample(list(OPTIMIZERS), chance.randint(0, 5))
    steps = str(chance.choice([1, 7, 60, 300, 500]))
    query = {"surface": chance.choice(list(SURFACES)), "racers": ",".join(racers), "steps": steps}
    settings, own = Settings(), {query["surface"], "recipe", *racers}
    keys = [
        key for key in settings.fields if key.split(".")[0] in own or key in ("x", "y", "shared", "lr", "view", "pin")
    ]
    for _ in range(chance.randint(0, 8)):
        key = chance.choice(keys)
        query[key] = str(asked_text(chance, settings, key))
    return query


@pytest.mark.parametrize("seed", range(4))
def test_any_reply_is_the_same_to_the_bit(racing, seed):
    chance, told = random.Random(seed), 0
    while told < 15:
        query = _query(chance)
        # What is refused, tests/test_local.py compares.
        if apply(Settings(), query) == []:
            assert both(racing, query) == [], query
            told += 1


def test_numbers_within_formulas_are_the_same_to_the_bit(racing):
    chance = random.Random(5)
    formulas = ["1/0", "-(0/0)", "-1/0", "0*-1", "(-2)^0.5", "log(0)", "3-2^(1/3)", "1e308*10", "tan(2)x"]
    while len(formulas) < 300:
        text = typed(chance).replace("x", "7").replace("y", "0.3")
        try:
            parse(text)
        except FormulaError:
            continue
        formulas.append(text)
    assert differ(asked(racing, "shapes", formulas), [SURFACES["formula"](text=text).shape for text in formulas]) == []


QUESTIONS = [
    {"view": "sweep", "surface": "ravine", "racers": "sgd,momentum,adam,lbfgs", "steps": "100"},
    {"view": "sweep", "surface": "quadratic", "racers": "momentum", "momentum.form": "EMA", "steps": "50"},
    {"view": "sweep", "quadratic.lambda_1": "1.7", "surface": "quadratic", "quadratic.angle": "33", "steps": "20"},
    {"view": "sweep", "surface": "beale", "racers": "adam", "recipe.noise": "0.5", "recipe.replicates": "4"},
    {"view": "sweep", "racers": ",".join(OPTIMIZERS), "steps": "5000", "recipe.noise": "1", "surface": "ackley"},
    {"view": "heat", "surface": "rosenbrock", "heat": "adam", "steps": "60"},
    {"view": "heat", "surface": "saddle", "heat": "momentum", "steps": "30"},
    {"view": "basins", "surface": "himmelblau", "racers": "sgd,adam", "steps": "60"},
    {"view": "basins", "surface": "rastrigin", "racers": "momentum", "steps": "40", "recipe.schedule": "cosine"},
    {"view": "basins", "surface": "monkey_saddle", "racers": "rmsprop,sgd", "steps": "300"},
    {"view": "basins", "formula.text": "sin(x)*cos(y)", "surface": "formula", "racers": "sgd,adam", "steps": "90"},
    {"view": "relief", "surface": "plateau", "plateau.k": "30"},
    {"tune": "1", "surface": "beale", "racers": "sgd,adam,gd_line_search", "steps": "100", "trials": "40", "draw": "7"},
    {"tune": "1", "surface": "ravine", "racers": "momentum,newton", "steps": "60", "trials": "16"},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: "-".join(list(each.values())[:3]))
def test_what_takes_longer_comes_to_the_same(racing, question):
    tune, query = "tune" in question, {key: text for key, text in question.items() if key != "tune"}
    settings = Settings()
    assert apply(settings, query) == []
    inquiry = TUNING if tune else VIEWS[settings.view].inquiry
    wanted = list(answers(inquiry, inquiry.ask(settings), lambda _: None))
    found = asked(racing, "inquire", {"query": urlencode({"v": "1", **query}), "tune": tune})
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert differ(one, other) == []


def fate(racing, *script: list[Any]) -> dict[str, Any]:
    """What a page hears while its server is as the script has it: see ``tests/js/answers.js``."""
    return asked(racing, "fate", list(script))


def replies(told: dict[str, Any]) -> list[Any]:
    return [each for each in told["heard"] if "surface" in each]


def test_a_server_that_is_near_answers(racing):
    told = fate(racing, ["ask", {"sgd.lr": "0.01"}], ["pause", 60], ["ask", {"steps": "90"}], ["pause", 400])
    assert [(each["lr"], each["steps"]) for each in replies(told)] == [("0.01", "500"), ("0.01", "90")]
    assert told["asked"] == [{"sgd.lr": "0.01"}, {"steps": "90"}] and told["same"]


def test_a_server_that_is_late_is_not_waited_for_and_told_later(racing):
    script = [["lag", 600], ["ask", {"sgd.lr": "0.01"}], ["pause", 200], ["mark", "late"]]
    # Once it is known to be far, the page answers at once.
    script += [["ask", {"sgd.lr": f"0.0{i}"}] for i in range(2, 6)] + [["pause", 5], ["mark", "far"], ["pause", 1700]]
    told = fate(racing, *script)
    marks = {each["mark"]: each for each in told["heard"] if "mark" in each}
    assert marks["late"]["settled"] and marks["far"]["settled"]
    assert [each["lr"] for each in replies(told)][-1] == "0.05"
    # One request for all that was changed.
    assert len(told["asked"]) == 2 and told["asked"][1] == {"sgd.lr": "0.05"} and told["same"]


def test_a_server_that_goes_and_comes_back(racing):
    script = [["leave"], ["ask", {"sgd.lr": "0.02"}], ["pause", 5], ["ask", {"surface": "beale", "steps": "0"}]]
    script += [["pause", 5], ["mark", "gone"], ["come"], ["pause", 30], ["ask", {"steps": "70"}], ["pause", 400]]
    told = fate(racing, *script)
    first, second, third = replies(told)
    assert (first["lr"], second["surface"], second["ground"], third["ground"]) == ("0.02", "beale", True, False)
    assert "at least 1" in second["refused"]["steps"] and third["steps"] == "70"
    links = [each for each in told["heard"] if "is" in each]
    assert [each["is"] for each in links if each["text"] or each["is"] == "here"][-2:] == ["alone", "here"]
    assert told["asked"] == [{"steps": "70"}] and told["same"]


def test_a_server_that_comes_back_while_the_page_works_at_a_dear_race(racing):
    """What the page works at is asked for later than what the server begins with: it stays, and the server is told."""
    dear = {"surface": "logistic", "recipe.batch": "64", "recipe.replicates": "64", "steps": "400"}
    script = [["leave"], ["ask", dear], ["pause", 5], ["mark", "gone"], ["come"], ["settled"], ["pause", 400]]
    told = fate(racing, *script)
    (reply,), [mark] = replies(told), [each for each in told["heard"] if "mark" in each]
    assert (reply["surface"], reply["steps"], mark["settled"]) == ("logistic", "400", False)
    assert told["asked"][0].items() >= dear.items() and told["same"]


def test_a_page_whose_browser_is_to_race_asks_no_server(racing):
    told = fate(racing, ["ask", {"engine": "browser"}], ["pause", 400], ["ask", {"sgd.lr": "0.02"}], ["pause", 400])
    assert [each["lr"] for each in replies(told)][-1] == "0.02" and told["asked"] == []
    told = fate(
        racing,
        ["ask", {"engine": "browser"}],
        ["ask", {"sgd.lr": "0.02"}],
        ["pause", 20],
        ["ask", {"engine": "auto"}],
        ["pause", 400],
    )
    assert told["asked"] == [{"sgd.lr": "0.02", "engine": "auto"}] and told["same"]
