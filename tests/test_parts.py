"""What rules share, by itself: biases, runs of lanes, 2 × 2 matrices and line searches, against their definitions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from optimizers.optimizer import ASKED, COUNTS, LOOKED, TRIED
from optimizers.parts import bias, line_search, matrix
from optimizers.parts.line_search import ALPHA, DONE, NEAR, ROWS, STAGE, START, WOLFE_TRIALS, Backtracking
from optimizers.parts.matrix import Damping
from optimizers.parts.weight_decay import WeightDecay
from tests.naive_lbfgs import naive_wolfe


def plain(helper):
    """A helper as the Python that it is: it is given records of the tests' own, and nothing is compiled for them."""
    return getattr(helper, "py_func", helper)


# Biases and lanes.


def test_an_average_from_zero_is_unbiased_by_the_weight_that_it_has():
    """After t steps the weights (1 − β)βⁱ have come to 1 − βᵗ (Kingma & Ba 2015, section 3)."""
    for beta in (0.0, 0.5, 0.9, 0.999):
        for t in (1, 2, 7):
            weight = sum((1 - beta) * beta**i for i in range(t))
            with np.errstate(divide="ignore"):
                assert plain(bias.unbias)(np.float64(beta), t, 1.0) == pytest.approx(1 / weight, rel=1e-12)
            assert plain(bias.unbias)(np.float64(beta), t, 0.0) == 1


def test_a_run_of_lanes_ends_where_any_number_is_another():
    rng, usual = np.random.default_rng(0), SimpleNamespace(same_hyper=False)
    rows = [*(rng.integers(0, 2, (3, lanes)) for lanes in (1, 2, 3, 5, 8) for _ in range(40)), np.ones((3, 6))]
    # All are alike but one, in one number, wherever it is.
    rows += [1.0 + (np.arange(15).reshape(3, 5) == place) for place in range(15)]
    for a, b, c in rows:
        lanes = len(a)
        for first in range(lanes):
            end = first + 1
            while end < lanes and (a[end], b[end], c[end]) == (a[first], b[first], c[first]):
                end += 1
            found = plain(bias.run_of_equals)(np.uintp(first), usual, a, b, c)
            assert found == end and isinstance(found, np.uintp)
            assert plain(bias.run_of_equals)(np.uintp(first), SimpleNamespace(same_hyper=True), a, b, c) == lanes


# Matrices.


def symmetric(*eigenvalues, turn=0.7):
    """A matrix with these eigenvalues along turned axes, and its entries."""
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    made = axes @ np.diag(eigenvalues) @ axes.T
    return made, axes, (made[0, 0], made[0, 1], made[1, 1])


def entries(values, axes):
    made = axes @ np.diag(values) @ axes.T
    return [made[0, 0], made[0, 1], made[1, 1]]


EIGENVALUES = [
    (3, 1),
    (1, 0.01),
    (2, 2),
    (5, -3),
    (-1, 4),
    (-2, -0.5),
    (-3, -3),
    (1e-6, 1e3),
    (0.1, -0.3),
    (-0.2, -0.1),
]


@pytest.mark.parametrize("eigenvalues", EIGENVALUES)
def test_a_system_is_solved(eigenvalues):
    made, _, (xx, xy, yy) = symmetric(*eigenvalues)
    assert made @ plain(matrix.solve)(xx, xy, yy, 0.3, -2.0) == pytest.approx([0.3, -2.0], rel=1e-6)


def test_a_singular_system_moves_nothing():
    for xx, xy, yy in ((0.0, 0.0, 0.0), (1.0, 2.0, 4.0), (3.0, 0.0, 0.0)):
        assert plain(matrix.solve)(xx, xy, yy, 5.0, -7.0) == (0, 0)


@pytest.mark.parametrize("eigenvalues", [*EIGENVALUES, (4, 0), (0, -4)])
def test_the_absolute_matrix_has_the_absolute_eigenvalues(eigenvalues):
    _, axes, (xx, xy, yy) = symmetric(*eigenvalues)
    assert plain(matrix.absolute)(xx, xy, yy) == pytest.approx(entries(np.abs(eigenvalues), axes), rel=1e-9, abs=1e-12)


def test_the_absolute_matrix_of_what_is_singular_to_the_bit():
    assert plain(matrix.absolute)(0.0, 0.0, 0.0) == (0, 0, 0)
    assert plain(matrix.absolute)(-1.0, 2.0, -4.0) == (1, -2, 4)
    assert plain(matrix.absolute)(1.0, -2.0, 4.0) == (1, -2, 4)
    assert plain(matrix.absolute)(0.0, 3.0, 0.0) == (3, 0, 3)


@pytest.mark.parametrize("eps", [0.0, 1e-3, 2.0])
@pytest.mark.parametrize("eigenvalues", [(3, 1), (1, 0.01), (2, 2), (16, 81)])
def test_the_inverse_fourth_root_is_that_of_each_eigenvalue(eigenvalues, eps):
    _, axes, (xx, xy, yy) = symmetric(*eigenvalues)
    expected = entries((np.array(eigenvalues) + eps) ** -0.25, axes)
    found = plain(matrix.inverse_fourth_root)(xx, xy, yy, eps)
    assert found == pytest.approx([*expected, (sum(eigenvalues) + eps) ** -0.25], rel=1e-9, abs=1e-12)


def test_a_null_space_stays_one_unless_it_is_damped():
    assert plain(matrix.inverse_fourth_root)(0.0, 0.0, 0.0, 0.0) == (0, 0, 0, 0)
    assert plain(matrix.inverse_fourth_root)(0.0, 0.0, 0.0, 16.0) == pytest.approx((0.5, 0, 0.5, 0.5), rel=1e-14)
    # One of 16 along (3, 4)/5: of the root of its inverse too, the other is 0.
    line = np.array([9.0, 12.0, 16.0]) / 25
    found = plain(matrix.inverse_fourth_root)(*(16 * line), 0.0)
    assert found == pytest.approx([*(0.5 * line), 0.5], rel=1e-12)
    damped = plain(matrix.inverse_fourth_root)(16.0, 0.0, 0.0, 1.0)
    assert damped == pytest.approx((17**-0.25, 0, 1, 17**-0.25), rel=1e-14, abs=1e-15)


def test_a_look_at_a_matrix_is_written_and_counted_in_every_lane():
    def curvature(x, shape, h):
        h[:] = shape[0] * x[[0, 1, 1]]

    loss = SimpleNamespace(curvature=curvature, shape=np.array([2.0]), counts=np.arange(COUNTS * 3).reshape(COUNTS, 3))
    before, x, h = loss.counts.copy(), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.empty((3, 3))
    plain(matrix.look)(loss, x, h)
    assert h.tolist() == [[2, 4, 6], [8, 10, 12], [8, 10, 12]]
    before[LOOKED] += 1
    assert loss.counts.tolist() == before.tolist()


@pytest.mark.parametrize(("kind", "usual", "most"), [(Damping, 0.1, 1000), (WeightDecay, 0.01, 1)])
def test_a_number_that_several_rules_have_is_declared_once_and_may_differ(kind, usual, most):
    """PyTorch's AdamW has 0.01; a pull by more than all of θ, or to the other side, is none."""
    declared, own = kind(), kind(0.5, label="own", bounds=(0, 7))
    assert (declared.default, declared.bounds) == (usual, (0, most))
    assert 0 <= declared.softbounds[0] < usual < declared.softbounds[1] < most
    assert len(declared.label) == 1 and declared.doc.endswith(".")
    assert (own.default, own.label, own.bounds, own.doc) == (0.5, "own", (0, 7), declared.doc)


# Line searches.


class Asked:
    """A loss θ² + 10 φ² in every lane, and where it was asked for."""

    def __init__(self, x):
        self.places, self.f, self.counts = [], (x[0] ** 2 + 10 * x[1] ** 2), np.zeros((COUNTS, x.shape[1]), int)

    def gradient(self, loss, x, t, g):
        assert loss is self and t == 3
        self.places.append(x.copy())
        self.counts[ASKED] += 1
        self.f[:] = x[0] ** 2 + 10 * x[1] ** 2
        g[:] = 2 * x[0], 20 * x[1]


def test_a_search_tries_ever_shorter_steps_until_one_falls_enough():
    """From (1, 0) along (−2, 0), the loss is (1 − 2α)²; along (−2, 1), that and 10α²."""
    #        at ½ after 1    at 0.9       not asked    level: at once  up: never   at ¼
    p = np.array([(-2.0, 0.0), (-2.0, 0.0), (-2.0, 0.0), (-2.0, 0.0), (2.0, 0.0), (-2.0, 1.0)]).T
    alpha = np.array([1.0, 1.0, 0.75, 1.0, 1.0, 1.0])
    fall = np.array([-0.4, -0.2, -0.4, 0.0, -0.4, -0.4])
    rho = np.array([0.5, 0.9, 0.5, 0.5, 0.5, 0.5])
    searching = np.array([1.0, 1.0, 0.0, 1.0, 1.0, 1.0])
    x = np.array([[1.0] * 6, [0.0] * 6])
    asked = Asked(x)
    plain(line_search.backtrack)(asked.gradient, asked, x, 3, Backtracking(p, alpha, fall, rho, searching), 3)
    assert alpha.tolist() == [0.5, 0.9, 0.75, 1, 0, 0.25]
    assert searching.tolist() == [0, 0, 0, 0, 1, 0]
    assert asked.counts[TRIED].tolist() == asked.counts[ASKED].tolist() == [2, 2, 0, 1, 3, 3]
    # Who searches no more is asked where it stands.
    tried = [[(-1, 0), (-1, 0), (1, 0), (-1, 0), (3, 0), (-1, 1)]]
    tried += [[(0, 0), (-0.8, 0), (1, 0), (1, 0), (2, 0), (0, 0.5)], [*[(1, 0)] * 4, (1.5, 0), (0.5, 0.25)]]
    assert [np.round(each.T, 12).tolist() for each in asked.places] == [[list(at) for at in row] for row in tried]


def test_a_search_is_over_when_every_lane_s_is():
    x, done = np.array([[1.0, 1.0], [0.0, 0.0]]), np.zeros(2)
    asked = Asked(x)
    search = Backtracking(np.array([[-2.0, -2.0], [0.0, 0.0]]), np.ones(2), np.full(2, -0.4), np.full(2, 0.5), done)
    plain(line_search.backtrack)(asked.gradient, asked, x, 3, search, 9)
    assert asked.places == []
    done[0] = 1
    plain(line_search.backtrack)(asked.gradient, asked, x, 3, search, 9)
    assert len(asked.places) == 2 and search.alpha.tolist() == [0.5, 1]


def test_a_trial_is_asked_for_at_its_place_and_counted_in_lanes_that_search():
    x, p = np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 1.0]]), np.array([[1.0, 1.0, 1.0], [-1.0, 2.0, 1.0]])
    bracket, asked, g = np.zeros((ROWS, 3)), Asked(x), np.empty((2, 3))
    bracket[ALPHA], bracket[STAGE, 2] = [0.5, 0.25, 2.0], DONE
    plain(line_search.ask)(asked.gradient, asked, x, p, 3, bracket, g)
    assert asked.places[0].tolist() == [[1.5, 2.25, 2], [2.5, 4.5, 3]]
    assert g.tolist() == [[3, 4.5, 4], [50, 90, 60]] and asked.counts[ASKED].tolist() == [1, 1, 0]


def searched(phi, first, c1, c2):
    """All trials of the strong Wolfe search along a line, and where it ends."""
    (f0, slope0), bracket, tried = phi(0.0), np.zeros((ROWS, 1)), []
    bracket[ALPHA, 0] = first
    bracket[START, 0], bracket[START + 1, 0] = bracket[NEAR + 1, 0], bracket[NEAR + 2, 0] = f0, slope0
    for trial in range(WOLFE_TRIALS):
        alpha = bracket[ALPHA, 0]
        tried.append(alpha)
        is_near = plain(line_search.wolfe)(bracket, 0, trial, *phi(alpha), c1, c2)
        if bracket[STAGE, 0] == DONE:
            assert is_near and bracket[ALPHA, 0] == alpha
            return tried, alpha
        assert is_near == (bracket[NEAR, 0] == alpha)
    return tried, bracket[NEAR, 0]


def wave(rng):
    """A line that falls at first, with waves, and walls beyond which there is no number."""
    size, pace, phase = rng.uniform(0, 2, 4), rng.uniform(0.2, 6, 4), rng.uniform(0, 6, 4)
    bend, wall = rng.choice([0, 0.3, 5.0]), rng.choice([np.inf, np.inf, 2.0, 0.3])
    beyond = rng.choice([np.inf, np.nan])
    slope0 = (size * pace * np.cos(phase)).sum()
    tilt = -abs(slope0) - rng.uniform(0.01, 3) if slope0 >= 0 else 0.0

    def phi(alpha):
        if alpha > wall:
            return beyond, beyond
        f = (size * np.sin(pace * alpha + phase)).sum() + tilt * alpha + bend * alpha**2
        return f, (size * pace * np.cos(pace * alpha + phase)).sum() + tilt + 2 * bend * alpha

    return phi


def told_apart(trials):
    """How many trials come before one whose loss is an earlier one's but for roundings, or so far that waves are."""
    for i, (alpha, loss) in enumerate(trials):
        if alpha > 100 or any(abs(loss - earlier) < 1e-6 for _, earlier in trials[:i]):
            return i
    return len(trials)


def test_a_wolfe_search_tries_what_the_book_s_does():
    """Nocedal & Wright (2006), algorithms 3.5 and 3.6, written anew in ``tests/naive_lbfgs.py``."""
    rng, lengths = np.random.default_rng(1), set()
    with np.errstate(all="ignore"):
        for _ in range(1000):
            phi, first = wave(rng), 10 ** rng.uniform(-3, 1.5)
            c1, c2 = rng.choice([1e-4, 0.05]), rng.choice([0.9, 0.1])
            seen = [(0.0, phi(0.0)[0])]

            def watched(alpha, phi=phi, seen=seen):
                seen.append((alpha, phi(alpha)[0]))
                return phi(alpha)

            tried, ended = searched(phi, first, c1, c2)
            expected = naive_wolfe(watched, *phi(0.0), first, c1, c2, False)
            told = told_apart(seen)
            assert tried[:told] == pytest.approx([alpha for alpha, _ in seen[1 : told + 1]], rel=1e-4)
            if told == len(seen):
                assert len(tried) == len(seen) - 1 and ended == pytest.approx(expected[0], rel=1e-4)
            lengths.add(told)
    assert lengths >= set(range(2, 9))


@pytest.mark.parametrize(
    ("least", "c2", "tried"),
    [
        # Too long, from three first trials; then ten times as far at most, and a hundredth further at least.
        (2, 0.1, [3.9, 2]),
        (2, 0.1, [4.5, 2]),
        (2, 0.1, [7, 2]),
        (1000, 0.1, [1, 10, 100, 1000]),
        (1.005, 1e-3, [1, 1.01, 1.005]),
        # As flat as is asked for, and a little less.
        (2, 0.5, [1]),
        (2, 0.49, [1, 2]),
        (2, 0.5, [3]),
        (2, 0.49, [3, 2]),
    ],
)
def test_a_wolfe_search_on_a_parabola_finds_its_minimum_where_it_may_go(least, c2, tried):
    """The cubic through both ends of a parabola is that parabola."""
    found, ended = searched(lambda alpha: ((alpha - least) ** 2, 2 * (alpha - least)), tried[0], 1e-4, c2)
    assert found == pytest.approx(tried, rel=1e-9) and ended == found[-1]


def test_a_step_that_falls_by_just_its_share_falls_enough():
    """α² − α falls by half of what its slope promises at ½; c₁ is that half, or a little more.

    Then the minimum of the cubic lies on an end, from which the next trial is a tenth away.
    """
    fall = {c1: searched(lambda alpha: (alpha * alpha - alpha, 2 * alpha - 1), 0.5, c1, 0.0) for c1 in (0.5, 0.51)}
    assert fall[0.5] == ([0.5], 0.5) and fall[0.51][0][:2] == [0.5, 0.45]
