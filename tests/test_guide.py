"""The guide: all rules and settings are in it, and every row opens a race that shows what the row says."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import param
import pytest

from app.cards import switches_of
from app.cases import CASES, FIRST, GUARDS, SCHEDULES
from app.claims import check
from app.guide import page, race_for, race_of, remembered, schedule_plot
from app.links import from_query
from app.numerals import typeset
from app.presets import PRESETS
from app.settings import Settings
from optimizers import OPTIMIZERS, Recipe, run
from surfaces import SURFACES
from surfaces.numbers import declared
from tests.test_modules import modules  # noqa: F401

PAGE = page("en")[0].decode()
LINKS = [html.unescape(each) for each in re.findall(r'href="(app\?[^"]*)"', PAGE)]
STATED = [*FIRST, *CASES, *GUARDS, *SCHEDULES.values()]
SETTINGS = [(key, name) for key, rule in OPTIMIZERS.items() for name in declared(rule)]


def test_every_row_has_a_link_and_every_link_restores_without_a_notice():
    rows = len(STATED) + len(OPTIMIZERS) + len(SETTINGS) + len(PRESETS)
    assert len(LINKS) == rows
    for link in LINKS:
        arguments = parse_qs(urlsplit(link).query, keep_blank_values=True, strict_parsing=True)
        given = {key: [each.encode() for each in texts] for key, texts in arguments.items()}
        assert from_query(Settings(), given) == [], link


@pytest.mark.parametrize("stated", STATED, ids=lambda each: each[0] or each.race)
def test_what_a_row_says_holds_in_the_race_that_it_opens(stated):
    holds, measured = check(stated.race, stated.holds)
    assert holds, f"{stated.race}: {stated.holds} does not hold: {measured}"


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_rule_s_row_opens_a_race_that_a_claim_is_about(key):
    """Those are run by ``test_claims.py``."""
    race, card = race_of(OPTIMIZERS[key]).split("&card=")
    assert race in [claim.race for claim in OPTIMIZERS[key].claims if claim.text == "use"] and card == key
    assert html.escape(OPTIMIZERS[key].title) in PAGE


@pytest.mark.parametrize(("key", "name"), SETTINGS)
def test_a_setting_s_row_opens_a_race_in_which_it_matters(key, name):
    rule = OPTIMIZERS[key]
    race = race_for(rule, name)
    if race in [claim.race for claim in rule.claims if claim.text == name]:
        return
    query = parse_qs(race, strict_parsing=True)
    surface, declaration = SURFACES[query["surface"][0]](), rule.param[name]
    if name in switches_of(rule):
        options = getattr(declaration, "objects", [True, False])
        values = [next(each for each in options if each != declaration.default)]
        assert "pin" in query
    else:
        assert isinstance(declaration, param.Number)
        assert "pin" in query or query["view"] == ["sweep"] or query["across"] == [name]
        values = list(declaration.get_soft_bounds())
    settings = Settings()
    assert from_query(settings, {key: [each.encode() for each in texts] for key, texts in query.items()}) == []
    given = {each: getattr(settings.optimizers[key], each) for each in declared(rule)}
    usual, *others = (
        run(rule(**{**given, name: value}), surface, steps=200).positions for value in (declaration.default, *values)
    )
    assert any(not np.array_equal(usual, other, equal_nan=True) for other in others)


def test_plots_are_drawn_from_the_schedules_of_the_race():
    assert set(SCHEDULES) == set(Recipe.param.schedule.objects)
    for name in SCHEDULES:
        assert schedule_plot(name) in PAGE
        points = np.array([point.split(",") for point in schedule_plot(name).split()], float)
        # Every second step has a point.
        factors = Recipe(schedule=name, every=50, floor=0.1).factors(200)[:-1:2]
        assert np.abs((38 - points[:, 1]) / 36 - factors).max() < 0.002


def test_what_a_rule_remembers_is_what_its_default_variant_needs():
    said = {key: remembered(rule) for key, rule in OPTIMIZERS.items()}
    assert said["sgd"] == "0" and said["adam"] == said["adamw"] == said["nadam"] == "2" and said["lion"] == "1"
    assert said["schedule_free_sgd"] == "1" and said["lbfgs"] == "5 pairs" and said["newton"] == "0"


def test_nothing_in_it_needs_what_the_policy_forbids():
    assert re.findall(r"<script(?![^>]*\bsrc=)|\bon\w+=|javascript:|https?://(?!www\.w3\.org)", PAGE) == []
    assert len(re.findall(r"<h1", PAGE)) == 1 and 'lang="en"' in PAGE


def test_numbers_are_written_as_on_the_page(modules):  # noqa: F811
    texts = [text for rule in OPTIMIZERS.values() for text in rule.typical.values()] + ["1e-08", "-0.5 (-2e+3, 1e5)"]
    assert [typeset(text) for text in texts] == modules.run("given.map((text) => typeset(text))", texts)
