"""The compiled verdict against the naive one, on races at random; and what an outcome is worth."""

import itertools

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Ending, Recipe, replicates, run
from optimizers.racing.prepare import clock_of, ends_of, room_for, rows_of, tape_of
from optimizers.racing.recipe import PLAIN
from optimizers.racing.records import Field
from optimizers.racing.verdict import judge
from surfaces import SURFACES
from tests.naive_outcome import verdicts
from tests.pairs import FORMULAS, RACES
from tests.random_races import judged, raced, random_races

#: What a race may end in where no point is listed: minima, saddles, slopes that are merely gentle, nothing at all.
GROUNDS = ("x^2 + 2y^2", "x^2 - y^2 + y^4", "exp(-x)/1000", "-x^2 - y^2", "log(x)", "sin(x)cos(y)", *FORMULAS)


def disagreements(surface, ends, positions, losses):
    """Which lanes the two judges end differently, as pairs of endings."""
    naive = verdicts(surface, positions, losses)
    place = np.nan_to_num(np.abs(naive.minima - ends.homes).max(axis=0))
    alike = (naive.endings == ends.outcomes) & (naive.steps == ends.steps) & (place < 1e-5)
    alike &= np.isnan(naive.minima).all(axis=0) == np.isnan(ends.homes).all(axis=0)
    return [tuple(sorted(map(int, pair))) for pair in np.array([naive.endings, ends.outcomes])[:, ~alike].T]


def test_both_judges_agree_on_twenty_thousand_races():
    """All but a few in ten thousand.

    Sums and roots are rounded differently, which decides where an orbit that repeats itself exactly has ways of equal
    length in both halves of its window, or bests that are equal but for their last bit: there to and fro is on its way.
    """
    found, kinds, count = [], np.zeros(len(Ending), np.int64), 0
    for races in random_races(21, 400):
        found += disagreements(races.surface, races.ends, races.rows.positions, races.rows.losses)
        kinds += np.bincount(-races.ends.outcomes, minlength=len(Ending))
        count += races.field.lanes
    assert count == 20_000 and kinds.min() > 100
    assert len(found) <= 6 and set(found) <= {(Ending.ON_ITS_WAY, Ending.TO_AND_FRO)}


@pytest.mark.parametrize("text", GROUNDS)
def test_so_do_they_where_no_points_are_listed(text):
    surface, rng = SURFACES["formula"](text=text), np.random.default_rng(7)
    for key, steps in itertools.product(("sgd", "momentum", "newton"), (*range(13), 30, 200, 1000)):
        rule = OPTIMIZERS[key](lr=0.1)
        field = Field(rule.hyper[:, None], rng.uniform(-9, 9, (2, 8)), np.zeros(1, np.int64))
        races = raced(rule, surface, PLAIN, field, steps)
        assert disagreements(surface, races.ends, races.rows.positions, races.rows.losses) == []


def test_replicates_of_which_some_diverge_are_judged_one_by_one():
    surface, kinds = SURFACES["beale"](), set()
    for path in replicates(OPTIMIZERS["sgd"](lr=0.015), surface, None, 200, Recipe(noise=20.0), 64):
        naive = verdicts(surface, path.positions[:, :, None], path.losses[:, None])
        assert (Ending(naive.endings[0]).kind, naive.steps[0]) == path.outcome[:2]
        kinds.add(path.outcome.kind)
    assert len(kinds) > 1


def made_up(surface, steps, lanes, rng):
    """Rows as no race has them: to and from the surface's points, in and out of the map, to and fro."""
    low, high = np.array(surface.drawn).T[:, :, None]
    positions = rng.uniform(low * 1.3, high * 1.3, (steps + 1, 2, lanes))
    points = np.array([point[:2] for point in (*surface.minima, *surface.saddles)])
    angles, reach = rng.uniform(0, 2 * np.pi, (steps + 1, lanes)), rng.choice([0.0, 0.001, 0.0049, 0.0051], lanes)
    size = np.hypot(*np.diff(np.array(surface.domain)).ravel())
    homes = points[rng.integers(len(points), size=lanes)].T
    close = homes + reach * size * np.array([np.cos(angles), np.sin(angles)]).transpose(1, 0, 2)
    arrived = rng.integers(steps + 2, size=lanes)
    positions = np.where(np.arange(steps + 1)[:, None, None] >= arrived, close, positions)
    losses = np.round(rng.normal(0, 1, (steps + 1, lanes)), 1)
    gone = np.arange(steps + 1)[:, None] >= np.where(rng.random(lanes) < 0.1, rng.integers(steps + 1, size=lanes), 1e9)
    return positions, np.where(gone, np.nan, losses)


@pytest.mark.parametrize("surface_key", ["ravine", "beale", "himmelblau", "saddle", "rastrigin", "deep_linear"])
def test_rows_that_are_made_up_are_judged_alike(surface_key):
    surface, rng, kinds = SURFACES[surface_key](), np.random.default_rng(11), set()
    for steps in [*range(13), 24, 25, 26, 30, 49, 50, 99, 200]:
        positions, losses = made_up(surface, steps, 40, rng)
        field = Field(np.ones((1, 1)), np.zeros((2, 40)), np.zeros(1, np.int64))
        rows = rows_of(steps, 0, 40)._replace(positions=positions, losses=losses)
        room, ends = room_for(field, 0, 40), ends_of(40)
        judge(clock_of(OPTIMIZERS["sgd"](), PLAIN, steps), field, tape_of(surface, steps), room, ends, rows)
        assert disagreements(surface, ends, positions, losses) == []
        kinds |= set(ends.outcomes)
    assert len(kinds) >= 4


def test_a_thousand_times_the_loss_is_the_same_outcome():
    """For every rule on every surface: the same rows, with losses and slopes times a thousand, are judged alike.

    But for a divergence, which is a matter of numbers that are too large: it may come some steps earlier.
    """
    rng = np.random.default_rng(5)
    for key, variant, surface_key in RACES:
        rule, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key]()
        low, high = np.array(surface.domain).T[:, :, None]
        starts = rng.uniform(low, high, (2, 8))
        field = Field(rule.hyper[:, None], np.ascontiguousarray(starts), np.zeros(1, np.int64))
        races = raced(rule, surface, PLAIN, field, 150)
        plain, scaled = (judged(races, scale, 150) for scale in (1.0, 1000.0))
        same = (plain.outcomes == scaled.outcomes) & (plain.steps == scaled.steps)
        assert (same | (scaled.outcomes == Ending.DIVERGED)).all()
        assert (np.nanmax(np.abs(races.rows.losses), axis=0) > 1e9)[~same].all()


def test_minima_that_are_found_are_so_whatever_the_loss_is_multiplied_by():
    plain, scaled = (SURFACES["formula"](text=text) for text in ("x^2+y^2", "1000*(x^2+y^2)"))
    for key in ("adam", "rmsprop", "lion"):
        outcomes = [run(OPTIMIZERS[key](), surface, (4, 3), 200).outcome for surface in (plain, scaled)]
        assert outcomes[0][:2] == outcomes[1][:2]


def test_an_end_that_is_claimed_holds_for_another_fifth():
    """In 99 of 100 races: those that have arrived are still there, those at rest no farther, those outside outside."""
    held, of = np.zeros(len(Ending)), np.zeros(len(Ending))
    for races in random_races(12, 240, longer=1.2):
        rows, surface = races.rows, races.surface
        full = len(rows.losses) - 1
        steps = round(full / 1.2)
        ends = judged(races, 1.0, steps)
        holds = still_so(surface, ends, rows.positions[steps:], rows.losses[steps:])
        of += np.bincount(-ends.outcomes, minlength=len(Ending))
        held += np.bincount(-ends.outcomes, weights=holds, minlength=len(Ending))
    claimed = [Ending.ARRIVED, Ending.AT_REST, Ending.DIVERGED, Ending.LEFT_THE_MAP]
    shares = {ending: held[-ending] / of[-ending] for ending in claimed}
    assert held.sum() / of.sum() > 0.99
    assert shares[Ending.ARRIVED] > 0.98 and shares[Ending.AT_REST] > 0.98


def still_so(surface, ends, positions, losses):
    """Whether what is claimed of each lane is so in all of ``positions``; nothing is of what is under way."""
    size = np.hypot(*np.diff(np.array(surface.domain)).ravel())
    with np.errstate(invalid="ignore"):
        at_home = np.hypot(*np.moveaxis(positions - ends.homes, 1, 0)).max(axis=0) <= 0.005 * size
        near_by = np.hypot(*np.moveaxis(positions - positions[0], 1, 0)).max(axis=0) <= 0.005 * size
        (west, east), (south, north) = surface.drawn
        x, y = positions[:, 0], positions[:, 1]
        outside = ~((west <= x) & (x <= east) & (south <= y) & (y <= north)).any(axis=0)
    cases = [ends.outcomes == each for each in (Ending.ARRIVED, Ending.AT_REST, Ending.LEFT_THE_MAP)]
    return np.select(cases, [at_home, near_by, outside], True)


def test_an_ending_has_its_words():
    assert [ending.kind for ending in Ending] == [
        *("arrived", "at rest", "to and fro", "diverged", "left the map", "on its way")
    ]
    for ending in Ending:
        assert ending.words.startswith(ending.kind) and ending.meaning.endswith(".")
        assert all(text.startswith((ending.kind, "hardly moving")) for text in ending.texts.values())
