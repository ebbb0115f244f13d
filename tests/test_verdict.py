"""The compiled verdict against the naive one, on races at random; and what an outcome is worth."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Ending, Recipe, replicates, run
from optimizers.racing.outcome import nearness
from optimizers.racing.prepare import clock_of, ends_of, room_for, rows_of, tape_of
from optimizers.racing.recipe import PLAIN
from optimizers.racing.records import Field
from optimizers.racing.stationary import ground_of, minima_near, stationary
from optimizers.racing.telling import told
from optimizers.racing.verdict import judge
from surfaces import SURFACES
from surfaces.surface import Point
from tests.naive_outcome import distance, verdicts
from tests.pairs import FORMULAS, RACES
from tests.random_races import judged, raced, random_races

#: What a race may end in where no point is listed: minima, saddles, slopes that are merely gentle, nothing at all.
GROUNDS = ("x^2 + 2y^2", "x^2 - y^2 + y^4", "exp(-x)/1000", "-x^2 - y^2", "log(x)", "sin(x)cos(y)", *FORMULAS)


def disagreements(surface, ends, positions, losses):
    """Which lanes the two judges end differently, as pairs of endings."""
    naive = verdicts(surface, positions, losses)
    minima = ends.homes.copy()
    for k in np.flatnonzero(ends.outcomes == Ending.DID_NOT_STAY):
        minima[:, k] = surface.minima[ends.places[k]][:2]
    place = np.nan_to_num(np.abs(naive.minima - minima).max(axis=0))
    alike = (naive.endings == ends.outcomes) & (naive.steps == ends.steps) & (place < 1e-5)
    alike &= np.isnan(naive.minima).all(axis=0) == np.isnan(minima).all(axis=0)
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
    assert count == 20_000 and kinds.min() > 200
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
    # Some are away from there now and then, or at another of the points.
    gaps = rng.random((steps + 1, lanes)) < rng.choice([0.0, 0.02, 0.08, 0.12], lanes)
    others = points[rng.integers(len(points), size=(steps + 1, lanes))].transpose(0, 2, 1)
    close = np.where(gaps[:, None], np.where(rng.random(lanes) < 0.8, positions, others), close)
    positions = np.where(np.arange(steps + 1)[:, None, None] >= arrived, close, positions)
    losses = np.round(rng.normal(0, 1, (steps + 1, lanes)), 1)
    gone = np.arange(steps + 1)[:, None] >= np.where(rng.random(lanes) < 0.1, rng.integers(steps + 1, size=lanes), 1e9)
    return positions, np.where(gone, np.nan, losses)


@pytest.mark.parametrize("surface_key", ["ravine", "beale", "himmelblau", "saddle", "rastrigin", "deep_linear"])
def test_rows_that_are_made_up_are_judged_alike(surface_key):
    surface, rng, kinds = SURFACES[surface_key](), np.random.default_rng(11), set()
    for steps in [*range(13), 24, 25, 26, 30, 49, 50, 99, 200]:
        positions, losses = made_up(surface, steps, 40, rng)
        ends = judged_rows(surface, positions, losses)
        assert disagreements(surface, ends, positions, losses) == []
        kinds |= set(ends.outcomes)
    assert len(kinds) >= 4


@pytest.mark.parametrize("lanes", [1, 2])
@pytest.mark.parametrize("surface_key", ["ravine", "himmelblau"])
def test_stays_that_begin_and_end_at_any_step_are_judged_alike(surface_key, lanes):
    """All lanes at home at once, or hardly any, and straight from one minimum to another or to a saddle."""
    surface, rng, kinds = SURFACES[surface_key](), np.random.default_rng(5), []
    points = np.array([point[:2] for point in (*surface.minima, *surface.saddles, (9.0, 9.0))])
    for _ in range(300):
        steps = int(rng.integers(0, 60))
        # Where each is: at a point for some steps, then at another or away, with a step away now and then.
        at = np.repeat(rng.integers(len(points), size=(16, lanes)), rng.integers(1, 16, 16), axis=0)[: steps + 1]
        at = np.concatenate([at, np.repeat(at[-1:], steps + 1 - len(at), axis=0)])
        at[rng.random(at.shape) < 0.03] = -1
        positions = points[at].transpose(0, 2, 1).copy()
        losses = rng.normal(0, 1, (steps + 1, lanes))
        ends = judged_rows(surface, positions, losses)
        assert disagreements(surface, ends, positions, losses) == []
        kinds += ends.outcomes.tolist()
    assert kinds.count(Ending.DID_NOT_STAY) > 50 and kinds.count(Ending.ARRIVED) > 30


def test_a_race_did_not_stay_where_with_fewer_steps_it_had_arrived():
    """With any of them from five on, that is; and where it has neither arrived nor diverged."""
    surface, rng, found = SURFACES["himmelblau"](), np.random.default_rng(8), 0
    for _ in range(6):
        positions, losses = made_up(surface, 80, 40, rng)
        by_budget = [judged_rows(surface, positions[: steps + 1], losses[: steps + 1]) for steps in range(5, 81)]
        for n, ends in enumerate(by_budget):
            had = np.array([each.outcomes == Ending.ARRIVED for each in by_budget[: n + 1]])
            gone = had.any(axis=0) & ~had[-1] & (ends.outcomes != Ending.DIVERGED)
            assert (gone == (ends.outcomes == Ending.DID_NOT_STAY)).all()
            # It is told of the last of these arrivals.
            for k in np.flatnonzero(gone):
                last = by_budget[np.flatnonzero(had[:, k])[-1]]
                assert (ends.steps[k], ends.places[k]) == (last.steps[k], last.places[k])
            found += gone.sum()
    assert found > 500


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("back", [0, 1, 6])
def test_who_did_not_stay_is_told_where_and_whether_it_is_back(place, back):
    surface, steps = SURFACES["three_hump_camel"](), 40
    rows = rows_of(steps, 0, 1)._replace(positions=np.ones((steps + 1, 2, 1)), losses=np.full((steps + 1, 1), 0.25))
    home = surface.minima[place]
    for stay in (slice(3, 28), slice(steps + 1 - back, steps + 1)):
        rows.positions[stay] = np.array(home[:2])[:, None]
    ends, rule = judged_rows(surface, rows.positions, rows.losses), OPTIMIZERS["sgd"]()
    said = told(rule, PLAIN.numbers(0), ground_of(surface), tape_of(surface, steps), ends, rows, 0)
    where = "" if place == 0 else f" at the local minimum ({home.x:.4g}, {home.y:.3g})"
    is_back = "only just back" if back else "away at the end"
    assert said == ("did not stay", 3, f"arrived at step 3{where}, did not stay: {is_back} (loss 0.25)", home)


def judged_rows(surface, positions, losses, goal=np.nan):
    """The ends of races from their rows alone; ``positions`` are ``(steps + 1, 2, lanes)``."""
    steps, lanes = losses.shape[0] - 1, losses.shape[1]
    field = Field(np.ones((1, 1)), np.zeros((2, lanes)), np.zeros(1, np.int64))
    rows = rows_of(steps, 0, lanes)._replace(positions=positions, losses=losses)
    room, ends = room_for(field, 0, lanes), ends_of(lanes)
    judge(clock_of(OPTIMIZERS["sgd"](), PLAIN, steps), field, tape_of(surface, steps, goal), room, ends, rows)
    return ends


@pytest.mark.parametrize("side", [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1)])
def test_a_race_alone_leaves_the_map_by_any_side(side):
    """On its edge it is on it; whoever comes back a little has not left, nor who climbs."""
    surface, steps = SURFACES["beale"](), 50
    (west, east), (south, north) = surface.drawn
    middle, half = np.array([west + east, south + north]) / 2, np.array([east - west, north - south]) / 2
    out = np.minimum(np.arange(steps + 1) / 20, 1) + np.maximum(np.arange(steps + 1) - 20, 0) / 50
    way = (middle + out[:, None] * half * np.array(side))[:, :, None]
    falls = -np.arange(steps + 1.0)[:, None]
    ends = judged_rows(surface, way, falls)
    assert (Ending(ends.outcomes[0]), ends.steps[0]) == (Ending.LEFT_THE_MAP, 21)
    assert disagreements(surface, ends, way, falls) == []
    back = way.copy()
    back[41:] = way[39]
    for positions, losses in ((way, -falls), (back, falls)):
        ends = judged_rows(surface, positions, losses)
        assert ends.outcomes[0] != Ending.LEFT_THE_MAP
        assert disagreements(surface, ends, positions, losses) == []


@pytest.mark.parametrize("surface_key", ["rosenbrock", "logistic", "gaussian_nll", "deep_linear"])
def test_who_is_outside_has_left_if_it_is_farther_out_at_the_end(surface_key):
    """From the middle of what is drawn, which is the origin of few maps."""
    surface, rng, lanes, steps = SURFACES[surface_key](), np.random.default_rng(3), 200, 40
    low, high = np.array(surface.drawn).T[:, :, None]
    middle, half = (low + high) / 2, (high - low) / 2
    # Two places outside for each, of much the same distance: it goes from one to the other in the last fifth.
    angles = rng.uniform(0, 2 * np.pi, (2, lanes))
    out = middle[:, None] + np.hypot(*half) * np.array([np.cos(angles), np.sin(angles)]) * rng.uniform(
        1, 1.1, (2, lanes)
    )
    # Until then it was on the map, each for as long as it was.
    leaves, t = rng.integers(1, 30, lanes), np.arange(steps + 1)[:, None, None]
    positions = np.where(t < leaves, rng.uniform(low, high, (steps + 1, 2, lanes)), out[:, 0])
    positions[33:] = out[:, 1]
    losses = np.repeat(-np.arange(steps + 1.0)[:, None], lanes, axis=1)
    ends = judged_rows(surface, positions, losses)
    farther = np.hypot(*(out[:, 1] - middle)) > np.hypot(*(out[:, 0] - middle))
    assert (farther == (ends.outcomes == Ending.LEFT_THE_MAP)).all() and 50 < farther.sum() < 150
    assert (ends.steps == leaves)[farther].all()
    assert disagreements(surface, ends, positions, losses) == []


@pytest.mark.parametrize("lanes", [1, 40])
def test_the_first_loss_as_low_as_the_goal_is_marked_in_its_place(lanes):
    """But for those that have diverged by then, of whom one may come back with a loss."""
    surface, rng = SURFACES["beale"](), np.random.default_rng(2)
    losses = np.round(rng.uniform(0, 1, (31, lanes)), 2)
    positions = np.ones((31, 2, lanes))
    positions[4, 0, ::5] = np.inf
    for goal in (0.05, 0.5, float(losses[0, 0]), float(losses[30, 0]), -1.0):
        alive = np.where(np.arange(lanes) % 5 == 0, 4, 31)
        met = (losses <= goal) & (np.arange(31)[:, None] < alive)
        expected = np.where(met.any(axis=0), met.argmax(axis=0), -1)
        assert judged_rows(surface, positions, losses, goal).arrivals.tolist() == expected.tolist()


def test_a_minimum_that_is_near_is_the_place_though_a_saddle_is_nearer():
    """No listed surface has them so close; of two saddles, neither is."""
    made = SimpleNamespace(domain=((-3, 3), (-4, 4)), drawn=((-9, 9), (-9, 9)), minima=[Point(0, 0, 0), Point(2, 2, 1)])
    for saddles in ([(3, 3), (0.03, 0)], [(0.03, 0), (3, 3)], [(0.03, 0), (0.02, 0)]):
        made.saddles = [Point(*place, 1) for place in saddles]
        positions, losses = np.zeros((31, 2, 1)), np.zeros((31, 1))
        positions[:, 0] = 0.025
        positions[:9, 0] = np.linspace(1, 0.025, 9)[:, None]
        ends = judged_rows(made, positions, losses)
        assert (Ending(ends.outcomes[0]), ends.steps[0], ends.places[0]) == (Ending.ARRIVED, 8, 0)


@pytest.mark.parametrize("lost", [(np.inf, 0.0), (0.0, -np.inf), (np.inf, np.inf), (np.nan, 0.0), (np.nan, np.nan)])
@pytest.mark.parametrize("lanes", [1, 3])
def test_a_place_that_is_no_place_is_a_divergence_whatever_the_loss(lost, lanes):
    surface, steps = SURFACES["beale"](), 30
    positions, losses = np.ones((steps + 1, 2, lanes)), np.ones((steps + 1, lanes))
    positions[12:, :, lanes // 2] = lost
    ends = judged_rows(surface, positions, losses)
    assert (Ending(ends.outcomes[lanes // 2]), ends.steps[lanes // 2]) == (Ending.DIVERGED, 12)
    assert np.bincount(-ends.outcomes)[3] == 1 and np.isnan(ends.losses).sum() == 1
    for size, ending in ((1e12, Ending.AT_REST), (-1e12, Ending.AT_REST), (1.01e12, Ending.DIVERGED)):
        losses = np.ones((steps + 1, 1))
        losses[20] = size
        assert judged_rows(surface, np.ones((steps + 1, 2, 1)), losses).outcomes[0] == ending


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3x^2 + 2x*y + 2y^2 + x - 3y", 1),
        ("x^2/2 + y^2/5", 1),
        ("x^2/2 + y^2/2", 1),
        ("x*y + x^2 - y", -1),
        ("x^2 - y^2", -1),
        ("2y - 3x^2 + x*y - 2y^2", -2),
        ("x^2 + y", 0),
        ("x + y", 0),
        ("(x + y)^2", 0),
    ],
)
def test_newtons_step_tells_what_is_near(text, kind):
    """On a quadratic it leads to the stationary point from anywhere, and is short as far as that is near."""
    surface = SURFACES["formula"](text=text)
    h = surface.curvature(0.0, 0.0)
    place = np.linalg.solve(h, -surface.evaluate(0.0, 0.0)[1]) if kind else np.zeros(2)
    near, angles = nearness(surface), np.linspace(0.1, 6.3, 16)
    for reach, found in ((0.99, kind), (1.01, 0), (30.0, 0), (1e-3, kind)):
        points = place[:, None] + reach * near * np.array([np.cos(angles), np.sin(angles)])
        kinds, step = stationary(surface, points, surface.evaluate(*points)[1])
        assert kinds.tolist() == [found] * 16
        assert np.allclose(step, place[:, None] - points if kind else 0, rtol=0, atol=1e-9 * (1 + reach))
    if kind:
        minima = minima_near(surface, points)
        assert np.isnan(minima).tolist() == [[kind != 1] * 16] * 2
        assert kind < 1 or np.allclose(minima, place[:, None], rtol=0, atol=1e-9)


def test_a_minimum_without_curvature_is_found_and_one_that_is_beyond_reach_is_not():
    quartic = SURFACES["formula"](text="x^4 + y^4")
    near = nearness(quartic)
    places = near * np.array([[0.5, 0.7, 0.7, 1.5, 0.0], [0.5, 0.7, 0.75, 0.3, 0.0]])
    minima = minima_near(quartic, places)
    assert np.isnan(minima).tolist() == [[False, False, True, True, True]] * 2
    assert np.abs(minima[:, :2]).max() < 1e-4 * near
    nowhere = np.array([[-1.0, np.nan], [0.0, 0.0]])
    assert np.isnan(minima_near(SURFACES["formula"](text="log(x) + y^2"), nowhere)).all()


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
    """In 99 of 100 races: the stay of those that have arrived goes on, who is at rest is near by, who left is outside.

    Nearly all that have arrived are away at no step of that fifth, and are there after it.
    """
    held, of, never_away, back = np.zeros(len(Ending)), np.zeros(len(Ending)), 0, 0
    for races in random_races(12, 240, longer=1.2):
        rows, surface = races.rows, races.surface
        full = len(rows.losses) - 1
        steps = round(full / 1.2)
        ends = judged(races, 1.0, steps)
        holds = still_so(surface, ends, rows.positions, steps)
        of += np.bincount(-ends.outcomes, minlength=len(Ending))
        held += np.bincount(-ends.outcomes, weights=holds, minlength=len(Ending))
        there = distance(rows.positions[steps:], ends.homes) <= nearness(surface)
        never_away, back = never_away + there.all(axis=0).sum(), back + there[-1].sum()
    claimed = [Ending.ARRIVED, Ending.AT_REST, Ending.DIVERGED, Ending.LEFT_THE_MAP]
    shares = {ending: held[-ending] / of[-ending] for ending in claimed}
    assert held.sum() / of.sum() > 0.995
    assert shares[Ending.ARRIVED] > 0.99 and shares[Ending.AT_REST] > 0.99 and shares[Ending.LEFT_THE_MAP] > 0.98
    assert never_away > 0.96 * of[Ending.ARRIVED] and back > 0.99 * of[Ending.ARRIVED]


def still_so(surface, ends, positions, steps):
    """Whether what is claimed of each lane after ``steps`` is so ever after; what is under way claims nothing."""
    late, since = positions[steps:], np.arange(len(positions))[:, None] >= ends.steps
    with np.errstate(invalid="ignore"):
        there = distance(positions, ends.homes) <= nearness(surface)
        stays = (np.cumsum(np.where(there, 1, -9) * since, axis=0)[steps:] >= 0).all(axis=0)
        near_by = distance(late, late[0]).max(axis=0) <= nearness(surface)
        (west, east), (south, north) = surface.drawn
        x, y = late[:, 0], late[:, 1]
        outside = ~((west <= x) & (x <= east) & (south <= y) & (y <= north)).any(axis=0)
    cases = [ends.outcomes == each for each in (Ending.ARRIVED, Ending.AT_REST, Ending.LEFT_THE_MAP)]
    return np.select(cases, [stays, near_by, outside], True)


def test_an_ending_has_its_words():
    assert [ending.kind for ending in Ending] == [
        *("arrived", "did not stay", "at rest", "to and fro", "diverged", "left the map", "on its way")
    ]
    for ending in Ending:
        assert ending.words.startswith(ending.kind) and ending.meaning.endswith(".")
        said = "did not stay" if ending == Ending.DID_NOT_STAY else (ending.kind, "hardly moving")
        assert all(said in text if said == ending.kind else text.startswith(said) for text in ending.texts.values())
