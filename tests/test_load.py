"""A small version of ``make load``, without a look at the clock."""

from __future__ import annotations

import random

import pytest

from tests.load import report
from tests.load.__main__ import QUICK, attack, crowd, drag, hold, remember
from tests.load.choose import formula
from tests.load.client import Visitor, play
from tests.load.watched import watching


@pytest.fixture(scope="module")
def server():
    with watching() as running:
        yield running


def test_a_slider_is_answered_under_attack(server):
    found = play(attack(server, QUICK))
    for each in found:
        assert each.idle.each and each.under.each
        assert not (each.idle.lost or each.under.lost or each.gone)
        assert each.name in report.attacks(found)
    assert min(found[0].answers) > 0


def test_a_crowd_is_answered(server):
    found = play(crowd(server, QUICK))
    assert [(each.visitors, each.waits.lost) for each in found] == [(3, 0)]
    assert "| 3 " in report.crowds(found)


def test_who_drags_is_answered_and_asks_nothing_where_the_page_answers(server):
    found = play(drag(server, QUICK))
    assert found[0].waits.each and not any(each.waits.lost for each in found)
    assert [each.who for each in found if each.asked == 0][-1] == "the page"
    assert "| the page " in report.drags(found)


def test_settings_that_are_allowed_are_answered(server):
    found = play(hold(server, QUICK))
    assert not found.failures and len(found.asked) > 0
    assert found.largest.bytes < 20_000_000
    text = report.holds(found)
    assert found.longest[0].address in text and "The largest answer has" in text


def test_a_formula_with_many_waves_is_drawn_in_few_bytes(server):
    async def draw():
        chance = random.Random(2)
        visitor = await Visitor.enter(server.port, {"surface": "formula"})
        sizes = [
            (await visitor.ask({"formula.text": text})).bytes
            for text in ("sin(62x)+sin(62y)", "sin(30x)+sin(30y)", *(formula(chance) for _ in range(4)))
        ]
        visitor.leave()
        return sizes

    # Its heights, and beside these the race.
    assert max(play(draw())) < 1_900_000


def test_visits_and_attacks_leave_little_behind(server):
    found = play(remember(server, QUICK))
    assert [each.refused for each in found.bursts] == [0, 0]
    assert found.levels[-1].megabytes - found.levels[-1].kept < found.warm + 150
    assert "after the attacks" in report.memory(found) and "all after s" in report.bursts(found.bursts)


def test_the_probe_says_what_holds_the_loop(server):
    server.hold()

    async def look():
        visitor = await Visitor.enter(server.port)
        visitor.leave()

    play(look())
    hold = server.hold()
    assert 0 < hold.held < 60_000 and hold.worked < hold.held + 20
