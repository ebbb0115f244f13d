"""Basins: every cell is a race, and the maps have the symmetries of their surfaces."""

import itertools

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Ending, Recipe, basin, run
from optimizers.racing.basin import minima_at
from optimizers.racing.outcome import nearness
from surfaces import SURFACES
from tests.pairs import RACE_IDS, RACES


@pytest.mark.parametrize(("key", "variant", "surface_key"), RACES, ids=RACE_IDS)
def test_a_cell_is_a_race_to_the_bit(key, variant, surface_key):
    optimizer, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
    recipe = Recipe(schedule="cosine", noise=0.01 * (len(key) % 2), replicates=4)
    found = basin(optimizer, surface, (2, 3), 150, recipe)
    for row, column in np.ndindex(2, 3):
        trajectory = run(optimizer, surface, (found.x[column], found.y[row]), 150, recipe)
        destination = found.destinations[row, column]
        assert Ending(min(destination, 0)).kind == trajectory.outcome.kind
        if surface.minima:
            place = found.places[row, column]
            assert trajectory.outcome.place == (found.minima[place] if place >= 0 else saddle_of(trajectory))
        assert found.steps[row, column] == trajectory.outcome.step
        assert np.array_equal(found.losses[row, column], trajectory.losses[-1], equal_nan=True)
        if destination >= 0:
            reached = np.hypot(*(trajectory.positions[-1] - found.minima[destination][:2]))
            assert reached <= nearness(surface) * (1 if surface.minima else 2)


def saddle_of(trajectory):
    """The place of a race that is at rest at a listed saddle; None otherwise."""
    return trajectory.outcome.place if trajectory.outcome.kind == "at rest" else None


def test_cells_are_where_the_map_has_them():
    found = basin(OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), (4, 8), 0)
    assert found.x.tolist() == [-1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75]
    assert found.y.tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert found.losses.shape == found.destinations.shape == found.steps.shape == (4, 8)
    assert found.losses[0, 7] == SURFACES["rosenbrock"]().evaluate(1.75, -0.5)[0]
    part = basin(OPTIMIZERS["sgd"](), SURFACES["rosenbrock"](), (2, 1), 0, region=((0, 2), (1, 3)))
    assert part.x.tolist() == [1] and part.y.tolist() == [1.5, 2.5]


def test_beale_has_a_minimum_and_two_valleys_that_lead_away():
    adam, beale = OPTIMIZERS["adam"](), SURFACES["beale"]()
    found = basin(adam, beale, (32, 32), 3000)
    assert (found.destinations == 0).mean() > 0.25
    # These follow the valley to the west, and have not come to the edge of what is drawn.
    west = (found.losses > 0.452) & (found.losses < 1.0)
    assert west.mean() > 0.15 and (found.destinations[west] == Ending.ON_ITS_WAY).mean() > 0.9
    south = basin(OPTIMIZERS["lbfgs"](), beale, (4, 8), 500, region=((0.0, 0.05), (-4.5, -4.3)))
    assert (south.destinations == Ending.LEFT_THE_MAP).all() and (np.abs(south.losses - 7.3125) < 0.01).all()


@pytest.mark.parametrize("key", ["sgd", "momentum", "adam"])
def test_a_point_symmetric_surface_has_point_symmetric_basins(key):
    found = basin(OPTIMIZERS[key](lr=0.02), SURFACES["three_hump_camel"](), (40, 40), 800)
    turned = np.array([0, 2, 1, *range(-5, 0)])  # the minima other than the origin change places
    assert (turned[found.destinations] == found.destinations[::-1, ::-1]).all()
    assert np.array_equal(found.steps, found.steps[::-1, ::-1])
    assert set(range(3)) <= set(found.destinations.ravel())


@pytest.mark.parametrize(("key", "surface_key"), [("adam", "rosenbrock"), ("adadelta", "ackley"), ("sgd", "ravine")])
def test_with_more_steps_no_cell_loses_its_minimum(key, surface_key):
    """Where a race does not stay at one, the map still has which it was; how, and how many, its line and table say."""
    optimizer, surface = OPTIMIZERS[key](), SURFACES[surface_key]()
    maps = [basin(optimizer, surface, (16, 16), steps) for steps in (300, 1000, 2750, 5000)]
    for less, more in itertools.combinations(maps, 2):
        assert (more.places == less.places)[less.places >= 0].all()
    last, gone = maps[-1], maps[-1].destinations == Ending.DID_NOT_STAY
    assert ((last.places >= 0) == (gone | (last.destinations >= 0))).all() and gone.any() == (key != "sgd")
    assert (last.places == last.destinations)[last.destinations >= 0].all()
    assert (f"{gone.mean():.1%} did not stay" in repr(last)) == gone.any()
    table = last.to_pandas()
    assert (table["place"].to_numpy() == last.places.ravel()).all()
    assert ((table["outcome"] == "did not stay").to_numpy() == gone.ravel()).all()


def test_all_four_minima_of_himmelblau_are_reached():
    found = basin(OPTIMIZERS["sgd"](lr=0.01), SURFACES["himmelblau"](), (40, 40), 500)
    assert set(found.destinations.ravel()) == {0, 1, 2, 3}
    x, y = np.meshgrid(found.x, found.y)
    for i, point in enumerate(found.minima):
        assert found.destinations[np.argmin(np.hypot(x - point.x, y - point.y).ravel()) // 40].size
        close = np.hypot(x - point.x, y - point.y) < 0.5
        assert (found.destinations[close] == i).all()


def test_minima_that_are_not_listed_are_found():
    himmelblau = SURFACES["formula"](text="(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    found = basin(OPTIMIZERS["sgd"](lr=0.01), himmelblau, (40, 40), 500)
    listed = basin(OPTIMIZERS["sgd"](lr=0.01), SURFACES["himmelblau"](), (40, 40), 500)
    assert len(found.minima) == 4
    nearest = [
        min(range(4), key=lambda i: np.hypot(found.minima[i].x - p.x, found.minima[i].y - p.y)) for p in listed.minima
    ]
    assert (found.destinations == np.array(nearest)[listed.destinations]).all()
    for i, point in zip(nearest, listed.minima, strict=True):
        assert np.allclose(found.minima[i], point, atol=1e-9)
    assert basin(OPTIMIZERS["sgd"](), SURFACES["formula"](text="x + y"), (3, 3), 5).minima == ()


@pytest.mark.parametrize("side", [(1, 0), (0, 1), (1, 1), (1, -1)])
def test_a_minimum_on_the_line_between_two_cells_is_one(side):
    """Its points are in both cells; two cells farther on is another minimum, and the lower one comes first."""
    surface = SURFACES["formula"](text="x + 2y")
    cell = 1e-3 * np.hypot(*np.diff(surface.domain).ravel())
    middle, beside = 0.5 * cell * np.array(side), 0.01 * cell * np.array(side)
    places = np.array([middle - beside, middle + beside, middle + 2.1 * cell, middle + 2.1 * cell]).T
    found, which = minima_at(surface, places)
    assert len(found) == 2 and which.tolist() == [0, 0, 1, 1]
    assert found[0].value < found[1].value and found[1][:2] == pytest.approx(tuple(places[:, 3]))
    found, which = minima_at(surface, places[:, ::-1])
    assert len(found) == 2 and which.tolist() == [1, 1, 0, 0]
    assert all(point.value == surface.evaluate(*point[:2])[0] for point in found)


def test_one_cell_and_whole_numbers_of_any_kind_are_a_shape():
    sgd, beale = OPTIMIZERS["sgd"](), SURFACES["beale"]()
    assert basin(sgd, beale, (1, 1), 0).x.tolist() == [0]
    assert basin(sgd, beale, [np.int64(2), 3], 0).losses.shape == (2, 3)
    for refused in ((True, 2), (2, True), (1, 2, 3), (2,), (1, 0), (-1, 2)):
        with pytest.raises(ValueError, match="shape must be two whole numbers"):
            basin(sgd, beale, refused, 0)
    for refused in (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((0, 1), (1, 0)), ((0, True), (0, 1)), 3, (1, 2)):
        with pytest.raises(ValueError, match="region must be"):
            basin(sgd, beale, (2, 2), 0, region=refused)


def test_progress_goes_from_0_to_1():
    for surface_key in ("himmelblau", "formula"):
        shares = []
        basin(OPTIMIZERS["sgd"](lr=0.01), SURFACES[surface_key](), (64, 64), 500, watch=shares.append)
        assert shares == sorted(shares) and len(shares) > 2 and shares[-1] == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shape": 5}, "shape must be two whole numbers"),
        ({"shape": (0, 5)}, "shape must be two whole numbers"),
        ({"shape": (2.0, 5)}, "shape must be two whole numbers"),
        ({"region": ((0, 1),)}, "region must be"),
        ({"region": ((1, 0), (0, 1))}, "region must be"),
        ({"region": ((0, float("nan")), (0, 1))}, "region must be"),
        ({"steps": -1}, "steps must be 0 or more"),
    ],
)
def test_wrong_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        basin(OPTIMIZERS["sgd"](), SURFACES["beale"](), **arguments)
