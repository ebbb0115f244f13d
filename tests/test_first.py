"""What the page shows before its scripts run, and the race that it opens with."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

from app.claims import check, raced
from app.first import HOLES, PLACES, filled
from app.form import form
from app.links import to_query
from app.opening import OPENING
from app.page import Page
from app.settings import Settings, apply, declarations, values
from app.titles import told
from optimizers import OPTIMIZERS
from optimizers.racing.ranges import share_of, value_at
from tests.test_links import query


def served(address: str) -> str:
    """The page's HTML for a visitor with that address."""
    page = Page(query(address))
    return filled(form()["page"], page.settings)


def element(html: str, *about: str) -> str:
    """The one start tag that has all of these."""
    [found] = [tag for tag in re.findall(r"<[a-z][^>]*>", html) if all(each in tag for each in about)]
    return unescape(found)


def test_every_hole_is_filled_and_every_kind_is_used():
    kinds = {part[0] for part in form()["page"] if not isinstance(part, str)}
    assert kinds == set(HOLES)
    assert not set("\ue000\ue001\ue002") & set(served("v=1"))


def test_the_page_as_it_is_served_has_the_values_ticks_and_slider_places():
    html = served(
        "surface=beale&racers=sgd,adam&sgd.lr=0.02&adam.bias_correction=0&x=2&steps=70&shared=0&adam.eps=1e-06"
    )
    assert 'value="0.02"' in element(html, 'id="sgd.lr"')
    slider = element(html, 'type="range"', 'aria-label="SGD, learning rate η"')
    share = np.log(0.02 / 1e-5) / np.log(1e5)
    assert f'value="{round(PLACES * share)}"' in slider and 'aria-valuetext="0.02"' in slider
    assert 'value="2"' in element(html, 'id="x"') and 'value="1"' in element(html, 'id="y"')
    assert 'value="70"' in element(html, 'id="steps"')
    assert " checked" in element(html, 'type="radio"', 'value="beale"')
    assert " checked" not in element(html, 'type="radio"', 'value="ravine"')
    assert " checked" in element(html, 'data-key="view"', 'value="overlay"')
    assert " checked" in element(html, 'data-racer="adam"') and " checked" not in element(html, 'data-racer="lion"')
    assert " disabled" in element(html, 'data-racer="kfac"')
    assert " hidden" not in element(html, 'data-card="sgd"') and " hidden" in element(html, 'data-card="momentum"')
    assert " checked" not in element(html, 'data-key="adam.bias_correction"')
    assert '<span data-part="surface-title">Beale</span>' in html
    # Until there is a race, it says so, and how long it will be.
    assert ">Loading the race…<" in html and '<span class="budget">70</span>' in html
    assert "ε 10⁻⁶" in html and ">no Bias correction<" in html
    assert 'class="odd"' in element(html, 'data-told="adam.eps"') and "odd" not in element(
        html, 'data-told="adam.amsgrad"'
    )


def test_it_holds_no_text_of_a_visitor_s_as_html():
    settings = Settings()
    settings.put("formula.text", "x")
    settings.texts["formula.text"] = '"><script>alert(1)</script>'
    assert "<script>alert" not in filled(form()["page"], settings)


@pytest.mark.parametrize("key", ["sgd.lr", "adam.beta2", "sam.rho", "steps", "quadratic.angle"])
def test_a_slider_stands_where_its_value_is(key):
    declaration = Settings().fields[key].declaration
    for share in (0, 0.25, 0.5, 0.75, 1):
        assert share_of(declaration, value_at(declaration, share)) == pytest.approx(share, abs=0.01)
    low, high = declaration.get_soft_bounds()
    assert share_of(declaration, low - 1 if key != "sgd.lr" else 1e-9) == 0
    assert share_of(declaration, high + 1 if key != "adam.beta2" else 1 - 1e-9) == 1


def test_what_is_folded_away_is_told_in_few_words():
    declared = declarations()
    said = {key: told(declared[key], text) for key, text in values(Settings()).items() if "." in key}
    assert said["adam.eps"] == "ε 10⁻⁸"
    assert said["momentum.form"] == "Form: heavy ball"
    assert said["adam.bias_correction"] == "Bias correction" and said["adam.amsgrad"] == ""
    assert told(declared["adam.eps"], "1.41e-07") == "ε 1.41e-07"


def test_a_bare_address_opens_with_a_race_of_its_own_and_no_other_does():
    assert Page({}).settings.texts | OPENING == Page({}).settings.texts
    for address in ("v=1", "embed=1", "theme=dark", "surface=rosenbrock"):
        asked = Page(query(address)).settings
        assert asked.racers == Settings().racers and asked.steps == Settings().steps


def test_the_opening_tells_what_it_says():
    race = "&".join(f"{key}={text}" for key, text in OPENING.items())
    for holds in (
        "arrived(momentum) < 100",
        "arrived(momentum) < arrived(sgd) / 2",
        "arrived(sgd) < 220",
        "loss(sgd) < loss(adam) / 5",
    ):
        assert check(race, holds).holds, holds
    # To and fro: across the floor it changes sides at each of the first steps.
    settings = Settings()
    assert apply(settings, OPENING) == []
    kinds = {key: racer.path.outcome.kind for key, racer in raced(race).items()}
    assert kinds == {"sgd": "arrived", "momentum": "arrived", "rmsprop": "on its way", "adam": "on its way"}
    x, y = raced(race)["sgd"].path.positions[:30].T
    across = y * np.cos(np.radians(20)) - x * np.sin(np.radians(20))
    assert (across[1:] * across[:-1] < 0).all()
    # Adam and RMSprop are as they are everywhere.
    assert not {"adam.lr", "rmsprop.lr"} & set(to_query(values(settings)))
    assert OPTIMIZERS["adam"]().lr == 0.1
