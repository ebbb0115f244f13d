"""The relief: what the browser is told of a surface, and what that depends on."""

from __future__ import annotations

import numpy as np
import pytest

from app.cost import MOST_OF_AN_ANSWER
from app.inquiry import Question, answers
from app.page import INQUIRIES
from app.settings import Settings, apply
from app.views.relief import COLUMNS, MOST_ROWS
from optimizers.racing.outcome import DIVERGED
from surfaces import SURFACES


def asked(**changes: str) -> Question:
    settings = Settings()
    assert apply(settings, {key.replace("__", "."): text for key, text in changes.items()}) == []
    return INQUIRIES["relief"].ask(settings)


def told(**changes: str) -> dict:
    (answer,) = answers(INQUIRIES["relief"], asked(**changes), lambda _share: None)
    return answer


@pytest.mark.parametrize("key", SURFACES)
def test_a_relief_has_the_losses_of_the_domain_in_equal_units(key):
    answer = told(surface=key)
    surface = SURFACES[key]()
    assert (answer["x"], answer["y"]) == surface.domain
    rows, columns = answer["loss"].shape
    x, y = np.linspace(*answer["x"], columns), np.linspace(*answer["y"], rows)
    assert x[1] - x[0] == pytest.approx(y[1] - y[0], rel=0.01)
    expected = surface.evaluate(*np.meshgrid(x, y))[0]
    np.testing.assert_array_equal(answer["loss"], (expected - answer["base"]).astype(np.float32))
    assert answer["base"] == min((point.value for point in surface.minima), default=0)
    assert answer["log"] == surface.log_colour
    assert answer["last"] and answer["sharpest"] and answer["surface"] == key


def test_it_is_small_whatever_the_surface():
    assert 4 * COLUMNS * MOST_ROWS < 300_000
    for key in SURFACES:
        assert told(surface=key)["loss"].nbytes <= 4 * COLUMNS * MOST_ROWS
    # It is worked out whole: even what is dearest to evaluate may not take longer than any answer.
    longest = SURFACES["formula"](text="+".join(["x"] * 100))
    assert max(longest.price, *(cls().price for cls in SURFACES.values())) * COLUMNS * MOST_ROWS <= MOST_OF_AN_ANSWER


def test_it_is_asked_of_the_shape_alone_and_kept_for_others():
    one = asked(surface="rosenbrock", rosenbrock__b="7", racers="sgd", sgd__lr="0.1", steps="30", recipe__noise="1")
    assert one == asked(surface="rosenbrock", rosenbrock__b="7", racers="", x="0.5")
    assert one != asked(surface="rosenbrock", rosenbrock__b="8")
    kept = told(surface="rosenbrock", rosenbrock__b="7")["loss"]
    assert kept is told(surface="rosenbrock", rosenbrock__b="7", racers="adam")["loss"]
    assert not kept.flags.writeable
    typed = {"surface": "formula", "formula__text": "x^2 + y^2"}
    assert told(**typed)["loss"] is not told(**typed)["loss"]


def test_where_there_is_no_ground_there_is_no_number():
    loss = told(surface="formula", formula__text="1 / x^2 + y^2")["loss"]
    assert np.isnan(loss[:, COLUMNS // 2]).all()
    assert (np.abs(loss[np.isfinite(loss)]) <= DIVERGED).all() and np.isfinite(loss).mean() > 0.99
