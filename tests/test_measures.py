"""What a page is shown of a race, against NumPy; and Newton's step in closed form against eigenvectors."""

from __future__ import annotations

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Recipe
from optimizers.racing.measures import MOST, above, band_of, measure
from optimizers.racing.outcome import Ending
from optimizers.racing.prepare import shown_of
from optimizers.racing.quadratic import SIDE, steepest
from optimizers.racing.race import raced
from optimizers.racing.shades import DECADES, SHADES, colour, shade
from optimizers.racing.stationary import classify, ground_of
from optimizers.racing.telling import (
    AT_MAXIMUM,
    AWAY,
    BACK,
    BURSTS,
    CIRCLES,
    CLOSES_IN,
    DECAYING,
    FOUND,
    HARDLY,
    LOCAL,
    RESTS,
)
from surfaces import SURFACES

RACES = [
    ("lbfgs", "beale", Recipe(clip_norm=3.0)),
    ("sophia", "himmelblau", Recipe()),
    ("adam", "rastrigin", Recipe(noise=1.0)),
    ("sgd", "monkey_saddle", Recipe()),
]


@pytest.mark.parametrize(("rule", "key", "recipe"), RACES)
def test_rows_for_a_page_are_what_numpy_makes_of_a_race(rule, key, recipe):
    surface, steps = SURFACES[key](), 300
    _, rows, _ = raced(OPTIMIZERS[rule](), surface, None, steps, recipe, 2)
    homes = np.array([(point.x, point.y) for point in surface.minima] or [(0.0, 0.0)])
    shown = shown_of(steps)
    kinds = measure(rows, homes.T.copy(), 0.5, shown)
    measured, counted, asks = shown
    positions, gradients = rows.positions[:, :, 0], rows.gradients[:, :, 0]
    with np.errstate(over="ignore"):
        away = np.nan_to_num(np.linalg.norm(positions[:, None] - homes, axis=2), nan=np.inf)
        expected = [rows.losses[:, 0] - 0.5, np.hypot(*gradients.T), *(positions - homes[away.argmin(axis=1)]).T]
        np.testing.assert_allclose(measured, np.float32(expected), rtol=2e-7)
    assert counted[0].tolist() == away.argmin(axis=1).tolist()
    totals = (rows.evaluations - rows.trials)[:, 0], rows.trials[:, 0], rows.matrices[:, 0]
    steps_asked = np.array([*(np.diff(total, prepend=0) for total in totals), rows.clipped[:, 0]]).T
    unique, of = np.unique(steps_asked, axis=0, return_inverse=True)
    assert asks[:kinds].tolist() == unique.tolist() and counted[1].tolist() == of.ravel().tolist()


@pytest.mark.parametrize("count", [2, 6, 11, 16, 63, MOST])
def test_a_band_is_that_of_numpy_s_quantiles(count):
    rng = np.random.default_rng(count)
    losses = rng.normal(size=(40, count)).round(1) ** 2
    losses[3:5, 0], losses[7] = np.nan, np.nan
    band = np.empty((2, 40), np.float32)
    band_of(losses, 0.25, band)
    worst = np.nan_to_num(losses, nan=np.inf)
    expected = np.quantile(worst, [0.1, 0.9], axis=1, method="nearest") - 0.25
    assert band.tolist() == np.float32(expected).tolist()


def test_a_rounding_below_the_lowest_loss_is_none():
    assert above(1.0 - 1e-13, 1.0) == 0 and above(1e6 - 1e-7, 1e6) == 0
    assert above(1.0 - 1e-11, 1.0) == pytest.approx(-1e-11, rel=1e-4) and above(3.0, 1.0) == 2
    assert np.isnan(above(np.nan, 0.0))


def test_newtons_step_in_closed_form_is_that_of_eigenvectors():
    rng = np.random.default_rng(1)
    matrices = rng.normal(size=(500, 2, 2)) * 10.0 ** rng.integers(-200, 150, (500, 1, 1))
    matrices = matrices + matrices.transpose(0, 2, 1)
    values = np.linalg.eigvalsh(matrices)
    steps = rng.normal(size=(500, 2))
    gradients = -np.einsum("nij,nj->ni", matrices, steps)
    kinds, found = np.empty(500, np.int64), np.empty((2, 500))
    hessians = np.ascontiguousarray([matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 1]])
    classify(hessians, np.ascontiguousarray(gradients.T), 1.5, kinds, found)
    np.testing.assert_allclose(found.T, steps, rtol=1e-10, atol=1e-10)
    kind = np.where(values[:, 0] > 0, 1, np.where(values[:, 1] > 0, -1, -2))
    assert kinds.tolist() == np.where(np.hypot(*steps.T) <= 1.5, kind, 0).tolist()


def test_texts_are_in_the_order_by_which_they_are_chosen():
    """Places in the order of the texts, by whose names they are told apart."""
    arrived, rest = list(Ending.ARRIVED.texts), list(Ending.AT_REST.texts)
    manners = {RESTS: "rests", CLOSES_IN: "closes in", CIRCLES: "circles", BURSTS: "bursts"}
    for place, name in manners.items():
        assert arrived[place] == f"lowest, {name}" and arrived[LOCAL + place] == f"local, {name}"
        assert arrived[FOUND + place] == f"found, {name}"
    gone = list(Ending.DID_NOT_STAY.texts)
    assert [gone[place] for place in (AWAY, BACK, AWAY + 2, BACK + 2)] == [
        *("lowest, away", "lowest, back", "local, away", "local, back")
    ]
    assert rest[AT_MAXIMUM] == "maximum" and rest[DECAYING] == "decay" and rest[HARDLY] == "" and len(arrived) == 12


def test_a_colour_is_a_minimum_of_the_list_that_maps_share_or_an_ending():
    """Its own two minima are the third and the first of all: it is at either, was at either, or ended elsewhere."""
    gone, lost = int(Ending.DID_NOT_STAY), int(Ending.DIVERGED)
    destinations, places = np.array([[0, 1, gone], [gone, lost, gone]]), np.array([[0, 1, 0], [1, -1, 0]])
    colours = np.empty((2, 3), np.int64)
    colour(destinations, places, np.array([2, 0]), colours)
    assert colours.tolist() == [[2, 0, gone - 2], [gone, lost, gone - 2]]


def test_shades_are_those_of_numpy_s_logarithm():
    rng, shape, low = np.random.default_rng(3), (40, 50), -7.5
    places, steps = rng.integers(-5, 3, shape), rng.integers(0, 91, shape)
    begun, losses = (low + 10.0 ** rng.uniform(-12, 6, shape) for _ in range(2))
    for odd in (np.nan, np.inf, low, low - 1):
        begun[rng.random(shape) < 0.02], losses[rng.random(shape) < 0.02] = odd, odd
    shades = np.empty(shape, np.uint8)
    shade(places, steps, 90, begun, losses, low, shades)
    with np.errstate(all="ignore"):
        decades = np.log10((begun - low) / np.maximum(losses - low, 0.0))
    share = np.where(places >= 0, steps / 90, np.clip(np.nan_to_num(decades, nan=0.0), 0, DECADES) / DECADES)
    assert shades.tolist() == np.round(SHADES * share).astype(int).tolist()


def test_the_steepest_curvature_is_an_eigenvalue():
    rng, places = np.random.default_rng(4), SIDE * SIDE
    for text in ("3x^2 - 2x*y + y^2 + x", "x*y", "5", "(x + y)^2", "x^2", "-x^2", "x^4 + y^2", "sqrt(x)"):
        surface = SURFACES["formula"](text=text)
        box = np.array([-1.0, 2.0, -3.0, 1.0])
        found = steepest(ground_of(surface), box, np.empty((2, places)), np.empty((3, places)))
        matrices = surface.curvature(*rng.uniform(box[::2], box[1::2], (9, 2)).T)
        same = np.allclose(matrices, matrices[:, :, :1], rtol=1e-9, atol=0)
        values = np.linalg.eigvalsh(matrices[:, :, 0]) if same else [-1.0]
        assert np.isnan(found) if values[0] < 0 or values[-1] <= 0 else found == pytest.approx(values[-1])
