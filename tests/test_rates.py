"""The learning rates that surfaces bring, and how the page speaks of them."""

from __future__ import annotations

import re

import pytest

from app.sets import SETS, families
from app.thumbnails import HIGH, WIDE, pictured
from optimizers import OPTIMIZERS
from optimizers.optimizer import FAMILIES
from surfaces import SURFACES
from tests.rates import RULES, at_the_lowest, found, race, shows_a_path, standing

#: By hand, for what the surface is for; the comments beside them say why.
CHOSEN = {("ackley", "sgd"), ("ravine", "sgd"), ("rosenbrock", "momentum"), *(("saddle", rule) for rule in RULES)}
OWN = {key: cls.rates for key, cls in SURFACES.items() if cls.rates}
#: Nobody arrives at the lowest of these minima: that is what it is for.
NOBODY = {"rastrigin"}


def test_every_surface_but_a_visitor_s_own_brings_rates_of_all_classics():
    assert set(SURFACES) - set(OWN) == {"formula"}
    assert all(set(rates) == set(RULES) for rates in OWN.values())


@pytest.mark.parametrize("key", OWN)
def test_at_its_own_rates_the_classics_show_something(key):
    surface = SURFACES[key]()
    paths = {rule: race(rule, rate, surface) for rule, rate in OWN[key].items()}
    for rule, path in paths.items():
        assert path.outcome.kind not in ("diverged", "left the map"), rule
        assert (key, rule) in CHOSEN or shows_a_path(path, surface), rule
    assert any(at_the_lowest(path, surface) for path in paths.values()) or key in NOBODY


@pytest.mark.parametrize("key", OWN)
def test_no_rate_is_much_worse_than_the_best_of_those_tried(key):
    surface = SURFACES[key]()
    for rule, rate in OWN[key].items():
        if (key, rule) in CHOSEN:
            continue
        (away, cost), (best_away, best) = (standing(rule, each, surface) for each in (rate, found(rule, surface)))
        assert away == best_away and cost <= best + 0.15 * abs(best), rule


def test_sgd_is_not_last_on_most_surfaces():
    """At the general rates it is, on all but one."""
    last = 0
    for key, rates in OWN.items():
        surface = SURFACES[key]()
        places = {rule: standing(rule, rate, surface) for rule, rate in rates.items()}
        last += places["sgd"] == max(places.values())
    assert last < len(OWN) / 2


def test_every_rule_is_in_the_menu_once_under_its_family():
    menu = families()
    assert tuple(menu) == FAMILIES and all(menu.values())
    assert sorted(key for keys in menu.values() for key in keys) == sorted(OPTIMIZERS)


def test_sets_are_of_racers_that_there_are_and_can_be_told_apart():
    assert all(set(keys) <= set(OPTIMIZERS) and 2 <= len(keys) <= 8 for keys in SETS.values())


def test_pictures_are_small_and_whole():
    pictures = [each.picture for each in pictured()]
    assert sum(map(len, pictures)) < 60_000
    for picture in pictures:
        assert sum(int(count or 1) for _, count in re.findall(r"(\D)(\d*)", picture)) == WIDE * HIGH
    assert len(set(pictures)) == len(SURFACES)
    assert all(each.kind and len(each.kind) <= 15 for each in pictured())
