"""What takes longer than a race: what the views are told, and the jobs behind them."""

from __future__ import annotations

import math
import re
import threading
import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app import best, cost
from app.inquiry import Question
from app.inquiry import answers as answers_of
from app.jobs import SPREAD, Job, Unwanted
from app.page import INQUIRIES, Page
from app.reply import order, reply
from app.settings import Settings, apply
from app.views.heat import HEATED
from app.views.heat import axes as heat_axes
from app.views.sweep import RATES, stability_limit
from optimizers import OPTIMIZERS, Ending, Recipe, basin, run, sweep
from optimizers.racing.basin import minima_at
from surfaces import SURFACES


def settings(**changes: str) -> Settings:
    chosen = Settings()
    assert apply(chosen, {key.replace("__", "."): text for key, text in changes.items()}) == []
    return chosen


def asked(kind: str, **changes: str) -> Question:
    found = INQUIRIES[kind].ask(settings(**changes))
    assert found is not None
    return found


def answers(question: Question, watch: Any) -> Any:
    return answers_of(INQUIRIES[question.kind], question, watch)


def nobody(_share: float) -> None:
    """Watches and lets the work go on."""


def test_answers_grow_sharper_and_the_last_says_so():
    for kind in ("sweep", "heat", "basins"):
        given = list(answers(asked(kind, racers="adam", steps="50"), nobody))
        assert [each["last"] for each in given] == [False] * (len(given) - 1) + [True]
        assert given[-1]["sharpest"]
        assert {each["kind"] for each in given} == {kind}


def test_a_sweep_is_that_of_the_racers_as_they_are_raced():
    answer = list(answers(asked("sweep", surface="beale", racers="sgd,adam", adam__beta1="0.5"), nobody))[-1]
    assert answer["values"] is RATES or (answer["values"] == RATES).all()
    expected = sweep(OPTIMIZERS["adam"](beta1=0.5), SURFACES["beale"](), "lr", RATES)
    np.testing.assert_array_equal(answer["racers"][1]["losses"], expected.losses)
    np.testing.assert_array_equal(answer["racers"][1]["arrivals"], expected.steps_to_tolerance)


def test_a_sweep_does_not_depend_on_the_rate_in_force():
    given = list(answers(asked("sweep", racers="lion", lion__lr="0.01"), nobody))[-1]
    again = list(answers(asked("sweep", racers="lion", lion__lr="0.02"), nobody))[-1]
    assert again["racers"][0]["losses"] is given["racers"][0]["losses"]


def test_what_a_visitor_typed_is_not_kept():
    typed = {"surface": "formula", "racers": "sgd", "steps": "20"}
    first, second = (list(answers(asked("sweep", **typed), nobody))[-1] for _ in range(2))
    assert first["racers"][0]["losses"] is not second["racers"][0]["losses"]


def test_rates_are_round_and_forty_to_a_decade():
    assert len(RATES) == 241
    assert all(float(f"{rate:.3g}") == rate for rate in RATES)
    assert {1e-5, 1e-3, 0.1, 10.0} <= set(RATES.tolist())


@pytest.mark.parametrize("form", ["heavy ball", "EMA"])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_momentum_diverges_beyond_its_stability_limit(form, beta):
    surface = SURFACES["quadratic"]()
    rule = OPTIMIZERS["momentum"](form=form, momentum=beta)
    limit = stability_limit(rule, surface, Recipe())
    for factor, diverges in ((0.99, False), (1.01, True)):
        path = run(type(rule)(lr=factor * limit, form=form, momentum=beta), surface, steps=5000)
        assert (path.outcome.kind == "diverged") == diverges


def test_limits_are_for_quadratics_and_a_recipe_that_leaves_the_rule_alone():
    sgd = OPTIMIZERS["sgd"]()
    assert stability_limit(sgd, SURFACES["quadratic"](), Recipe()) == pytest.approx(2 / 40)
    assert stability_limit(sgd, SURFACES["ravine"](), Recipe()) is not None
    assert stability_limit(sgd, SURFACES["rosenbrock"](), Recipe()) is None
    assert stability_limit(sgd, SURFACES["quadratic"](), Recipe(schedule="cosine")) is None
    assert stability_limit(sgd, SURFACES["quadratic"](), Recipe(clip_norm=1.0)) is None
    assert stability_limit(sgd, SURFACES["formula"](text="x^2 - y^2"), Recipe()) is None
    assert stability_limit(sgd, SURFACES["formula"](text="x^2 + 3*y^2"), Recipe()) == pytest.approx(2 / 6)
    assert stability_limit(OPTIMIZERS["adam"](), SURFACES["quadratic"](), Recipe()) is None


def test_a_heat_map_is_a_sweep_of_two():
    answer = next(answers(asked("heat", heat="momentum", across="momentum", up="lr", steps="60"), nobody))
    assert (answer["across"]["name"], answer["up"]["name"]) == ("momentum", "lr")
    betas, rates = answer["across"]["values"], answer["up"]["values"]
    assert answer["losses"].shape == (len(rates), len(betas))
    path = run(OPTIMIZERS["momentum"](momentum=betas[3], lr=rates[10]), SURFACES["rosenbrock"](), steps=60)
    assert answer["losses"][10, 3] == path.losses[-1]


def test_a_heat_map_has_two_different_axes_that_its_racer_has():
    for racer, names in HEATED.items():
        assert heat_axes(settings(heat=racer, across="eps", up="eps"))[0] != "eps" or "eps" in names
        for across in ("lr", "beta1", "momentum"):
            axes = heat_axes(settings(heat=racer, across=across, up=across))
            assert len(set(axes)) == 2
            assert set(axes) <= set(names)


def test_basins_of_all_racers_count_the_same_minima():
    # A formula lists none: each racer finds its own, and one list is made of them.
    typed = {"surface": "formula", "formula__text": "(x^2 - 1)^2 + y^2", "racers": "momentum,adam"}
    for answer in answers(asked("basins", **typed, steps="1500"), nobody):
        assert [(round(x, 6), round(y, 6)) for x, y, _ in answer["named"]] in ([(-1, 0), (1, 0)], [(1, 0), (-1, 0)])
        for racer in answer["racers"]:
            assert set(np.unique(racer["destinations"])) >= {0, 1}
            assert sum(racer["shares"].values()) == pytest.approx(1)
        break


def test_basins_are_those_of_the_race():
    answer = next(answers(asked("basins", surface="beale", racers="adam", steps="300"), nobody))
    expected = basin(OPTIMIZERS["adam"](), SURFACES["beale"](), (40, 40), 300)
    np.testing.assert_array_equal(answer["racers"][0]["destinations"], expected.destinations)
    start = SURFACES["beale"]().evaluate(*np.meshgrid(expected.x, expected.y))[0]
    for cell in np.ndindex(40, 40):
        shade = answer["racers"][0]["shades"][cell]
        if expected.places[cell] >= 0:
            assert shade == round(expected.steps[cell] * 64 / 300)
        elif math.isnan(expected.losses[cell]):
            assert shade == 0
        else:
            assert shade == round(64 / 6 * min(6.0, max(0.0, math.log10(start[cell] / expected.losses[cell]))))
    assert len(np.unique(answer["racers"][0]["shades"][expected.destinations < 0])) > 10


def test_a_map_of_basins_keeps_its_colours_with_more_steps():
    """Where a race did not stay, the destination says at which minimum; the share that arrives is that at the end."""
    coloured = np.zeros((40, 40), bool)
    for steps in (300, 1000, 3000):
        [racer] = next(answers(asked("basins", surface="ackley", racers="adadelta", steps=str(steps)), nobody))[
            "racers"
        ]
        expected = basin(OPTIMIZERS["adadelta"](), SURFACES["ackley"](), (40, 40), steps)
        gone = expected.destinations == Ending.DID_NOT_STAY
        to = np.where(gone, Ending.DID_NOT_STAY - expected.places, expected.destinations)
        np.testing.assert_array_equal(racer["destinations"], to)
        assert (racer["shades"] == np.round(64 * expected.steps / steps))[expected.places >= 0].all()
        shares = racer["shares"]["arrived"], racer["shares"]["did not stay"]
        assert shares == ((expected.destinations >= 0).mean(), gone.mean())
        assert (expected.places >= 0)[coloured].all()
        coloured = expected.places >= 0
    assert shares[1] > 0.5 and len(np.unique(racer["destinations"][gone])) > 10


def test_a_tuning_says_what_it_would_change_in_the_page_s_own_words():
    chosen = settings(racers="sgd,adam", trials="40", draw="3")
    answer = list(answers(INQUIRIES["tune"].ask(chosen), nobody))[-1]
    assert (answer["budget"], answer["seed"]) == (40, 3)
    for racer in answer["racers"]:
        assert apply(chosen, racer["changes"]) == []
        path = run(chosen.optimizers[racer["key"]], SURFACES["rosenbrock"]())
        was, now = racer["before"], racer["after"]
        assert path.losses[-1] == now["loss"]
        assert now["loss"] <= was["loss"] or now["arrival"] >= 0
        if now["arrival"] >= 0:
            assert path.outcome[:2] == ("arrived", now["arrival"])


def test_a_tuning_reads_losses_above_the_lowest_minimum():
    answer = list(answers(asked("tune", surface="styblinski_tang", racers="lbfgs", trials="2"), nobody))[-1]
    assert answer["base"] == pytest.approx(-78.332, abs=1e-3)
    loss = answer["racers"][0]["after"]["loss"]
    assert 0 <= loss < 1e-6 or loss > 10


def price(question) -> float:
    return cost.answer(question.setup.bill, question.races, [1024, 1024, 0])


def test_too_much_work_is_refused_and_says_how_much():
    everyone = ",".join(key for key, rule in OPTIMIZERS.items() if rule.curvature == "hessian")
    much = asked("tune", racers=everyone, steps="400", trials="1024", recipe__noise="1", recipe__replicates="64")
    assert price(much) > cost.MOST_OF_AN_ANSWER
    (answer,) = answers(much, nobody)
    assert answer["kind"] == "refused"
    assert f"about {price(much) / 1e9:,.0f} seconds" in answer["text"]
    fit = int(re.search(r"([\d,]+) steps would fit", answer["text"])[1].replace(",", ""))
    less = much._replace(setup=much.setup._replace(steps=fit))
    assert price(less) <= cost.MOST_OF_AN_ANSWER


def test_nobody_asks_for_nobody_s_sweep():
    assert INQUIRIES["sweep"].ask(settings(racers="")) is None
    assert "overlay" not in INQUIRIES and "side" not in INQUIRIES
    assert INQUIRIES["heat"].ask(settings(surface="beale", heat="natural_gradient")) is None


def free(_asked: Any) -> Any:
    return SPREAD


class Post:
    """Collects answers from another thread."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.come = threading.Condition()

    def __call__(self, _question: Any, answer: dict[str, Any]) -> None:
        with self.come:
            self.answers.append(answer)
            self.come.notify_all()

    def wait(self, wanted: Any) -> bool:
        with self.come:
            return self.come.wait_for(lambda: wanted in self.answers, timeout=20)


def test_a_newer_question_replaces_an_older_one_after_its_first_answer():
    begun, go_on = threading.Event(), threading.Event()

    def slow(question: str, watch: Any) -> Any:
        yield f"{question} coarse"
        begun.set()
        go_on.wait(20)
        watch(0.5)
        yield f"{question} sharp"

    post = Post()
    job = Job(slow, post, free)
    job.ask("first")
    assert begun.wait(20)
    job.ask("second")
    go_on.set()
    assert post.wait("second sharp")
    assert post.answers == ["first coarse", "second coarse", "second sharp"]


def test_no_word_of_progress_comes_after_the_last_answer(monkeypatch):
    monkeypatch.setattr("app.asked.EVERY", 0.0)

    def work(question: Any, watch: Any) -> Any:
        watch(0.5)
        yield "whole"

    post, ended = Post(), threading.Event()
    job = Job(work, post, free)
    job.ask(SimpleNamespace(kind="sort"))
    assert post.wait("whole")
    while job._watch:
        ended.wait(0.01)
    assert [each if isinstance(each, str) else each["kind"] for each in post.answers] == ["progress", "whole"]


def test_dropped_work_ends_without_a_word():
    begun, ended = threading.Event(), threading.Event()

    def endless(_question: str, watch: Any) -> Any:
        try:
            while True:
                begun.set()
                time.sleep(0.01)
                watch(0.0)
        except Unwanted:
            ended.set()
            raise
        yield

    post = Post()
    job = Job(endless, post, free)
    job.ask("anything")
    assert begun.wait(20)
    job.drop()
    assert ended.wait(20)
    assert job.asked is None
    assert all(isinstance(answer, dict) and answer["kind"] == "progress" for answer in post.answers)


def test_work_that_fails_is_told_and_the_next_is_done(caplog):
    class Asked(str):
        kind = "sweep"

    def failing(question: Asked, _watch: Any) -> Any:
        if question == "bad":
            raise RuntimeError("a mistake")
        yield {"kind": "sweep", "of": str(question)}

    post = Post()
    job = Job(failing, post, free)
    job.ask(Asked("bad"))
    assert post.wait({"kind": "refused", "of": "sweep", "text": "This went wrong on the server."})
    job.ask(Asked("good"))
    assert post.wait({"kind": "sweep", "of": "good"})
    assert "a mistake" in caplog.text


@pytest.mark.parametrize("action", ["format", "", 3, ["tune"], {"tune": 1}, True])
def test_there_is_nothing_else_to_do(action):
    page = Page({})
    page._request = {}
    page._receive("request", None, {"changes": {}, "do": action})
    assert page.notices == [
        "There is nothing to do by that name; there is tune, stop tuning, stop view, best KEY, stop best."
    ]


def test_the_best_rate_of_one_racer_is_that_of_the_sweep_of_all():
    racing = {"racers": "sgd,adam", "steps": "50", "surface": "beale"}
    question = best.ask(settings(**racing), "adam")
    (alone,) = answers(question, nobody)
    assert (alone["kind"], alone["last"], alone["sharpest"]) == ("best", True, True)
    *_, all_of_them = answers(asked("sweep", **racing), nobody)
    (racer,) = alone["racers"]
    (swept,) = (each for each in all_of_them["racers"] if each["key"] == "adam")
    assert all(np.array_equal(racer[name], swept[name]) for name in ("losses", "arrivals", "outcomes"))
    # Not of who does not race, nor of one rate for all.
    assert best.ask(settings(**racing), "lion") is best.ask(settings(**racing), "nobody") is None
    assert best.ask(settings(shared="1", **racing), "adam") is None


def test_the_best_rate_is_not_told_of_settings_that_are_not_in_force():
    page = Page({"racers": [b"sgd"], "steps": [b"50"]})
    page._request = {}
    page._receive("request", None, {"changes": {}, "do": "best lion"})
    assert page.notices == ["There is no rate of its own to find: the racer is not switched on, or one is for all."]
    question = page.best.asked = best.ask(page.settings, "sgd")
    apply(page.settings, {"steps": "60"})
    page._answer()
    assert page.wire.answer["text"] == "The settings have changed: the sweep was stopped."
    page._tell(question, {"kind": "best", "racers": []})
    assert page.wire.answer["kind"] == "refused"


def test_minima_are_told_apart_and_listed_lowest_first():
    surface = SURFACES["formula"](text="x^4 - 2*x^2 + 0.1*x + y^2")
    points = np.array([[1.0, -1.0, 1.0 + 1e-9, -1e-17, 1e-17], [1e-17, 0.0, -1e-17, 0.0, -1e-17]])
    minima, which = minima_at(surface, points)
    assert [point.x for point in minima] == pytest.approx([-1, 1, 0], abs=1e-8)
    assert which.tolist() == [1, 0, 1, 2, 2]
    assert minima_at(surface, np.empty((2, 0)))[0] == ()


def test_thousands_of_minima_do_not_take_long_to_tell_apart():
    surface = SURFACES["formula"]()
    points = np.stack(np.meshgrid(np.linspace(-5, 5, 200), np.linspace(-5, 5, 200))).reshape(2, -1)
    minima, which = minima_at(surface, points)
    assert len(minima) == 40_000
    assert sorted(which.tolist()) == list(range(40_000))


def test_an_answer_that_comes_before_a_dear_reply_is_told_to_be_of_what_is_asked():
    page = Page({"view": [b"sweep"], "surface": [b"formula"], "formula.text": [b"x^2+y^4+1"], "racers": [b"sgd"]})
    assert page.wire.reply is None
    question = page._asked()
    page.view.asked = question
    page._tell(question, {"kind": "progress", "of": "sweep", "share": 0.5})
    wanted = order(page.settings, page.browser)
    page._deliver(wanted, None, reply(wanted))
    assert page.wire.answer["question"] == page.wire.reply["question"]
