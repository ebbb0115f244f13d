"""The losses of a map and whether they are fine enough, by kernels, against NumPy on the surface itself: to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from app.heights import Grid, grids, losses
from optimizers.racing.grids import COLUMN_APART, PLACES, ROW_APART, SMOOTH, centres, half_within, is_smooth
from optimizers.racing.listed import base
from optimizers.racing.outcome import DIVERGED
from optimizers.racing.scales import shares
from surfaces import SURFACES, Surface
from tests.pairs import SHAPE_IDS, SHAPES

#: What has waves, walls, poles, and places without a number.
ODD = (
    *("sin(8*x)*sin(8*y)", "sin(60*x)*sin(60*y)", "sin(30x)+sin(30y)", "tan(9x)*sin(30y)", "abs(sin(20x))"),
    *("1/(x*y)", "1/(x-1)", "exp(99*x)", "x/0", "0*x", "log(x)", "sqrt(x*y)", "abs(x)^0.3", "1e13"),
)


def above(surface: Surface, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Losses as a map has them, single ones and rows of them."""
    loss, _ = surface.evaluate(x, y)
    return np.where(np.abs(loss) <= DIVERGED, loss - base(surface.minima), np.nan).astype(np.float32)


def bits(losses: np.ndarray) -> list[int]:
    return losses.view(np.uint32).ravel().tolist()


@pytest.mark.parametrize(("key", "shape"), SHAPES, ids=SHAPE_IDS)
def test_a_grid_is_the_surface_at_numpys_places(key, shape):
    surface = SURFACES[key](**shape)
    grid = Grid((-2.9, 3.1), (-1.3, 0.7), 7, 33)
    x, y = np.linspace(*grid.x, grid.columns), np.linspace(*grid.y, grid.rows)
    assert bits(losses(surface, grid)) == bits(above(surface, *np.meshgrid(x, y)))


@pytest.mark.parametrize("text", ODD)
def test_where_a_race_counts_as_diverged_there_is_no_number(text):
    surface = SURFACES["formula"](text=text)
    grid = Grid((-5.0, 5.0), (-5.0, 5.0), 5, 21)
    found = losses(surface, grid)
    x, y = np.linspace(*grid.x, grid.columns), np.linspace(*grid.y, grid.rows)
    assert bits(found) == bits(above(surface, *np.meshgrid(x, y)))
    assert text not in ("1/(x*y)", "exp(99*x)", "log(x)", "sqrt(x*y)", "1e13") or np.isnan(found).any()


def smooth(surface: Surface, grid: Grid) -> bool:
    """What ``is_smooth`` says, as NumPy has it: by the median itself."""
    loss = losses(surface, grid)
    places = np.arange(PLACES)
    row, column = places * ROW_APART % grid.rows, 1 + places * COLUMN_APART % (grid.columns - 3)
    (left, right), (bottom, top) = grid.x, grid.y
    x = left + (column + 0.5) * (right - left) / (grid.columns - 1)
    y = bottom + row * (top - bottom) / (grid.rows - 1)
    between = (9 * (loss[row, column] + loss[row, column + 1]) - loss[row, column - 1] - loss[row, column + 2]) / 16
    beside = np.abs(between - above(surface, x, y))
    beside, range_ = beside[np.isfinite(beside)], loss[np.isfinite(loss)]
    return not beside.size or bool(np.median(beside) <= SMOOTH * (range_.max() - range_.min()))


def test_whether_a_grid_is_fine_enough_is_what_numpys_median_says():
    told = []
    for key, shape in [*SHAPES, *(("formula", {"text": text}) for text in ODD)]:
        surface = SURFACES[key](**shape)
        for grid in (grids(surface)["near"], Grid((-3.0, 2.0), (-1.0, 1.5), 19, 47)):
            box = np.array([*grid.x, *grid.y])
            kernels = surface.value_and_gradient, surface.shape, box, base(surface.minima)
            found = is_smooth(*kernels, losses(surface, grid))
            assert found is smooth(surface, grid), (key, shape, grid)
            told.append(found)
    assert {*told} == {True, False}


def test_half_of_all_numbers_are_within_a_limit_where_their_median_is():
    rng, told = np.random.default_rng(6), []
    for _ in range(2000):
        values = rng.integers(0, 9, rng.integers(0, 12)).astype(np.float32) * np.float32(rng.uniform(0.1, 3))
        values[rng.random(values.size) < 0.2] = np.nan
        known = values[~np.isnan(values)]
        # At the median, beside it by the least that there is, or among the numbers.
        limits = [rng.choice(known), np.median(known)] if known.size else [np.float32(1)]
        for limit in (*limits, *np.nextafter(limits, np.float32(-1)), *np.nextafter(limits, np.float32(99))):
            expected = not known.size or bool(np.median(known) <= np.float32(limit))
            assert half_within(values.astype(np.float64), np.float32(limit)) == expected, (values, limit)
            told.append(expected)
    assert 0.2 < np.mean(told) < 0.8


@pytest.mark.parametrize("text", [*ODD, "x^2 + y^2", "exp(x)", "1e-3 + x^2 + 1e-4", "x^2 + y^2 - 1e-9", "1e300*x^2"])
def test_colours_of_a_formula_follow_from_numpys_places(text):
    surface = SURFACES["formula"](text=text)
    (left, right), (bottom, top) = surface.domain
    loss, _ = surface.evaluate(*np.meshgrid(np.linspace(left, right, 51), np.linspace(bottom, top, 51)))
    loss = loss[np.isfinite(loss)]
    assert surface.log_colour is bool(loss.size and loss.min() >= 0 and loss.max() > 1e3 * loss.min())


@pytest.mark.parametrize("key", SURFACES)
def test_a_grid_is_as_fine_upwards_as_across_and_the_fine_one_covers_the_near_one(key):
    found = grids(SURFACES[key]())
    for grid in found.values():
        across, up = np.ptp(grid.x) / (grid.columns - 1), np.ptp(grid.y) / (grid.rows - 1)
        assert up == pytest.approx(across, rel=0.01)
    assert (found["fine"].x, found["fine"].y) == (found["near"].x, found["near"].y)
    assert found["fine"].columns > 2 * found["near"].columns


@pytest.mark.parametrize("count", [1, 2, 40, 127, 256])
def test_centres_of_cells_are_numpys_and_mirrored(count):
    found, (low, high) = np.empty(count), (-1.3, 2.9)
    centres(low, high, found)
    expected = (low + high) / 2 + (np.arange(count) - (count - 1) / 2) * ((high - low) / count)
    assert found.tolist() == expected.tolist()
    centres(-2.56, 2.56, found)
    assert found.tolist() == (-found[::-1]).tolist()


def test_shares_of_an_axis_are_numpys():
    for count in range(2, 200):
        assert shares(count) == np.linspace(0, 1, count).tolist()
