"""The page's own engine says what the server says, to the letter: settings, notices, formulas and explanations."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from app.explain import explanation
from app.identity import race_title
from app.lesson import lessons
from app.links import from_query, to_query
from app.pin import differences
from app.runs import setup
from app.settings import Refused, Settings, apply, values
from app.table import contents, table
from app.texts import write
from app.ways import ways
from optimizers import OPTIMIZERS
from optimizers.racing.ranges import value_at
from surfaces import SURFACES
from surfaces.grammar import parse
from surfaces.numbers import Real
from surfaces.terms import displayed, in_torch
from surfaces.unreadable import FormulaError
from surfaces.written import matches, unescaped
from tests.local import asked, local
from tests.test_formula import FORMULAS, hostile, typed

__all__ = ["local"]


def test_the_table_is_small():
    assert len(table().encode()) < 300_000


def test_numbers_are_written_alike(local):
    chance = random.Random(1)
    numbers = [0.0, -0.0, 1.0, 1e-5, 1e16, 123456789012345680.0, 1e22, 0.1, 5e-324, 1e-4, 100000.5, 2.5, 0.00012345675]
    numbers += [chance.choice((-1, 1)) * chance.random() * 10 ** chance.randint(-30, 30) for _ in range(2000)]
    numbers += [chance.randint(-(10**6), 10**6) / 2 ** chance.randint(0, 8) for _ in range(2000)]
    small = [each for each in numbers if abs(each) < 1e15]
    texts = ["it's", 'say "it\'s"', "a\nb\t\\", "\u202e\x00\xa0é", "🏁 ok", ""]
    written = ["0", "007", "-0.5", "+3.", ".5", "1e3", "25E-001", "1e-400", "0.1", "123456789.123456789", "9" * 40]
    patterns = {"[+-]?[0-9]+([.][0-9]*)?": [*written, "", "1\n", "\n1", "٣", "²", "1 ", "x"], "x|y": ["x", "xy", "y"]}
    escaped = ["a+b%20c", "%41%zz%", "%e2%82%ac", "€%E2%82", "%ff", "%F0%9F%8F%81", "%ED%A0%80", "%C0%80", "%25+%2B"]
    cases: list[tuple[tuple[str, Any, Any], Any]] = [
        *((("text", each, 0), repr(each).removesuffix(".0")) for each in numbers),
        *((("general", each, digits), f"{each:.{digits}g}") for each in numbers for digits in (6, 4, 2)),
        *((("fixed", each, digits), f"{each:.{digits}f}") for each in small for digits in (0, 1)),
        *((("quoted", each, 0), repr(each)) for each in texts),
        *((("grouped", each, 0), f"{each:,}") for each in (0, 999, 1000, 1234567)),
        *((("number", each, 0), float(each)) for each in written),
        *((("unescaped", each, 0), unescaped(each)) for each in escaped),
        *((("matches", each, text), matches(each, text)) for each, texts in patterns.items() for text in texts),
    ]
    assert asked(local, "writes", [given for given, _ in cases]) == [text for _, text in cases]


def _read(text: str) -> Any:
    try:
        read = parse(text, lambda _program: 0.0)
    except FormulaError as error:
        return [str(error), error.index]
    return [read.latex, displayed(read), in_torch(read), [list(each) for each in read.program]]


def test_formulas_are_read_alike(local):
    chance = random.Random(2)
    formulas = [*FORMULAS, *(typed(chance) for _ in range(1500)), *hostile(6000)]
    for formula, found in zip(formulas, asked(local, "reads", formulas), strict=True):
        assert found == _read(formula), formula


JUNK = [
    "",
    "x",
    "1,5",
    "1e999",
    "nan",
    "-0",
    "+3",
    "007",
    "1e-400",
    "sgd,foo",
    "foo",
    "🏁" * 50,
    "a'b",
    "x" * 1001,
    " 1",
    "1 ",
    "²",
    "1.",
    ".5",
]
PINS = ["racers=sgd", "racers=sgd&sgd.lr=0.5", "racers=adam,sgd&steps=20&recipe.noise=1", "racers", "foo=1", "%41=1"]
PINS += ["racers=sgd&racers=adam", "racers=sgd&steps=0", "racers=sgd&x=%ff", "racers=sgd&x=1&y=2&shared=1&lr=0.3"]
PINS += ["surface=beale", "racers=sgd&steps=5000&recipe.noise=1&recipe.replicates=64", "racers=sg%64", "steps=7+", "&"]


def asked_text(chance: random.Random, settings: Settings, key: str) -> Any:
    """What somebody may ask for: mostly what there is, now and then what there is not."""
    declaration = settings.fields[key].declaration
    if chance.random() < 0.15:
        return chance.choice(JUNK)
    if key == "pin":
        return chance.choice(PINS)
    if key == "formula.text":
        return chance.choice(FORMULAS)
    if key == "steps":
        return chance.choice(["1", "30", "500", "5000", "5001"])
    if hasattr(declaration, "objects"):
        if isinstance(declaration.default, list):
            return ",".join(chance.sample(declaration.objects, chance.randint(0, min(8, len(declaration.objects)))))
        return chance.choice(declaration.objects)
    if isinstance(declaration.default, bool):
        return chance.choice("01")
    if chance.random() < 0.3:
        low, high = declaration.bounds
        return write(declaration, chance.choice((low, high)))
    return write(declaration, type(declaration.default or 0.0)(value_at(declaration, chance.random())))


def _visit(chance: random.Random) -> dict[str, Any]:
    settings = Settings()
    keys = list(settings.fields)
    often = ["surface", "racers", "steps", "x", "y", "pin", "shared", "lr", "recipe.noise", "recipe.replicates"]
    often += ["formula.text", "sgd.lr", "adam.beta1", "plateau.k", "recipe.batch"]

    def changes() -> dict[str, Any]:
        chosen = [
            chance.choice(often if chance.random() < 0.7 else keys) for _ in range(chance.choice((1, 1, 2, 4, 9)))
        ]
        made = {key: asked_text(chance, settings, key) for key in chosen}
        if chance.random() < 0.05:
            made[chance.choice(("", "nope", "adam.", "it's", "🏁" * 41))] = "1"
        if chance.random() < 0.02:
            made |= {f"no{i}": "1" for i in range(250)}
        if chance.random() < 0.03:
            made[chance.choice(keys)] = chance.choice((None, True, 3))
        return made

    query = "&".join(
        f"{key}={text}".replace("%", "%25").replace("+", "%2B").replace("&", "%26")
        for key, text in changes().items()
        if isinstance(text, str) and all(32 < ord(each) < 127 for each in key + text) and ";" not in text
    )
    extra = chance.choice(("", "", "&v=1", "&v=2", "&x=1&x=2", "&view"))
    return {"query": query + extra, "requests": [changes() for _ in range(chance.randint(1, 4))]}


def _told(notices: list[str]) -> dict[str, Any]:
    refused = [each for each in notices if isinstance(each, Refused)]
    return {"notices": [str(each) for each in notices], "refused": {each.key: each.said for each in refused}}


def _server(visit: dict[str, Any]) -> list[Any]:
    from tornado.escape import parse_qs_bytes

    settings = Settings()
    arguments = parse_qs_bytes(visit["query"], keep_blank_values=True)
    said = [_told(from_query(settings, arguments))]
    said += [_told(apply(settings, changes)) for changes in visit["requests"]]
    of = setup(settings)
    end = {
        "texts": values(settings),
        "query": to_query(values(settings)),
        "title": race_title(of),
        "differences": differences(settings),
        "explained": {racer[0]: explanation(racer) for racer in of.racers},
    }
    return [*said, json.loads(json.dumps(end))]


def _alike(said: list[Any], meant: list[Any], about: Any) -> None:
    for one, other in zip(said, meant, strict=True):
        for name in {*one, *other}:
            assert one[name] == other[name], (name, about)


@pytest.mark.parametrize("seed", range(3))
def test_settings_are_set_and_refused_alike(local, seed):
    chance = random.Random(seed)
    visits = [_visit(chance) for _ in range(500)]
    for visit, said in zip(visits, asked(local, "visits", visits), strict=True):
        _alike(said, _server(visit), visit)


@pytest.mark.parametrize(
    "query",
    [
        *("lesson={0}", "lesson={0}&at=2&theme=dark&v=1", "at=99&lesson={0}", "lesson={0}&at=0", "lesson={0}&at=0002"),
        *("lesson={0}&at=%C2%B2", "lesson={0}&at=", f"lesson={{0}}&at={'9' * 5000}", "lesson={0}&at=1&at=2", "at=3"),
        *("lesson={0}&steps=9", "lesson={0}&nope=1", "lesson=constructor", "lesson=own&at=1", "__proto__=1&5=1&3=1"),
        *("constructor=1&toString=a", "v=1&v=1", "v=", "steps=%ff&theme=%E2%82", "surface=beale&=1&theme", "steps=+7"),
    ],
)
def test_addresses_are_opened_alike(local, query):
    visit = {"query": query.format(next(iter(lessons()))), "requests": [{"y": "0"}]}
    [said] = asked(local, "visits", [visit])
    _alike(said, _server(visit), visit)


def test_all_that_is_said_of_a_racer_is_known_beforehand(local):
    """Every variant, at the numbers that a text compares with, and at others."""
    visits = []
    for key, rule in contents()["rules"].items():
        conditions = {(name, other) for told in rule["variants"].values() for way, _ in told for name, other, _ in way}
        for switches in rule["variants"]:
            chosen = {f"{key}.{name}": each for name, each in zip(rule["switches"], switches.split(","), strict=False)}
            for name, other in [("", 0.0), *conditions]:
                exact = {f"{key}.{name}": repr(other)} if name else {}
                visits.append({"query": "", "requests": [{"racers": key, "surface": "deep_linear", **chosen, **exact}]})
    for visit, said in zip(visits, asked(local, "visits", visits), strict=True):
        _alike(said, _server(visit), visit)


def test_a_text_that_depends_on_a_number_otherwise_is_noticed():
    class Told(OPTIMIZERS["sgd"]):  # type: ignore[misc]
        pass

    with pytest.raises(NotImplementedError, match="lr"):
        ways(Told, {"lr": 0.1}, {}, lambda held: "large" if held.lr > 1 else "small")
    assert isinstance(Told.param.lr, Real) and SURFACES
