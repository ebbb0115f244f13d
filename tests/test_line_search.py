"""Line searches: naive twins from the book, PyTorch's L-BFGS, the conditions at every step, and what a search costs."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from optimizers.optimizer import COUNTS, Loss
from optimizers.racing.recipe import Recipe, gradient
from surfaces import SURFACES
from tests.naive_lbfgs import WOLFE_TRIALS, naive_lbfgs
from tests.recurrence import follow

EVERY_SURFACE = pytest.mark.parametrize("surface_key", SURFACES)
BACKTRACKING_TRIALS = 60
#: A search that extrapolates many times, each time from nearly equal losses, magnifies the last bit without limit.
LONG_SEARCH = 7


def nudged(surface, seed):
    """A start near the surface's own."""
    return tuple((np.array(surface.start) + np.random.default_rng(seed).uniform(-0.2, 0.2, 2)).tolist())


def rounding(trajectory, t):
    """Whether a step from row t is too small for its loss to tell."""
    return np.hypot(*trajectory.gradients[t]) ** 2 <= 1e-9 * (1e-4 + abs(trajectory.losses[t]))


@EVERY_SURFACE
@pytest.mark.parametrize("options", [{}, {"lr": 0.1, "c1": 1e-3, "c2": 0.5}, {"lr": 5.0, "c2": 0.1}], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_lbfgs_equals_a_naive_twin(surface_key, options, seed):
    """Each step is begun where the race stood, with the pairs of the race."""
    surface = SURFACES[surface_key]()
    optimizer, start = OPTIMIZERS["lbfgs"](**options), nudged(surface, seed)
    trajectory = run(optimizer, surface, start, 40)
    trials = np.diff(trajectory.evaluations) - 1
    with np.errstate(all="ignore"):
        for t, place in enumerate(naive_lbfgs(surface, trajectory.positions, 40, optimizer), 1):
            if rounding(trajectory, t - 1):
                break
            if trials[t - 1] < LONG_SEARCH:
                np.testing.assert_allclose(trajectory.positions[t], place, rtol=1e-7, atol=1e-7)


def torch_path(surface, start, steps, line):
    torch = pytest.importorskip("torch", reason="torch is not installed: L-BFGS is compared with a naive twin alone")
    place = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = eval(line, {"torch": torch, "params": [place]})

    def closure():
        value, slope = surface.evaluate(*place.detach().numpy())
        place.grad = torch.from_numpy(slope.copy())
        return torch.tensor(float(value), dtype=torch.float64)

    positions = [np.array(start)]
    for _ in range(steps):
        optimizer.step(closure)
        positions.append(place.detach().numpy().copy())
    return np.array(positions)


@pytest.mark.parametrize("seed", range(4))
@EVERY_SURFACE
def test_lbfgs_equals_the_displayed_torch_line(surface_key, seed):
    """Until the two departures that PyTorch allows itself first show; a twin with them equals it to the end."""
    surface = SURFACES[surface_key]()
    optimizer, start = OPTIMIZERS["lbfgs"](), nudged(surface, seed)
    trajectory = run(optimizer, surface, start, 30)
    theirs = torch_path(surface, start, 30, optimizer.torch)
    with np.errstate(all="ignore"):
        like_torch = list(naive_lbfgs(surface, [np.array(start)], 30, optimizer, like_torch=True))
    same, trials = True, np.diff(trajectory.evaluations) - 1
    for t in range(1, 31):
        # PyTorch does not keep a pair with sᵀy ≤ 1e-10.
        met = surface.evaluate(*theirs[t - 1])[1]
        small = np.abs(met).max() < 1e-5 or met @ met <= 1e-9 * abs(trajectory.losses[t - 1])
        if small or trials[t - 1] >= LONG_SEARCH:
            break
        np.testing.assert_allclose(like_torch[t - 1], theirs[t], rtol=1e-7, atol=1e-7)
        same = same and np.allclose(trajectory.positions[t], theirs[t], rtol=1e-7, atol=1e-7)
    assert same or surface_key not in ("rosenbrock", "ravine", "saddle", "beale", "himmelblau")


def test_lbfgs_says_where_it_parts_from_the_torch_line():
    """A race in which the book's search and PyTorch's, as the twin takes it, part at the first step."""
    surface, optimizer, start = SURFACES["ackley"](), OPTIMIZERS["lbfgs"](lr=0.1), (1.29, -1.81)
    [like_torch] = naive_lbfgs(surface, [np.array(start)], 1, optimizer, like_torch=True)
    assert np.hypot(*(run(optimizer, surface, start, 1).positions[1] - like_torch)) > 0.1
    np.testing.assert_allclose(like_torch, torch_path(surface, start, 1, optimizer.torch)[1], rtol=1e-7)
    assert "PyTorch's search" in optimizer.departs
    assert OPTIMIZERS["lbfgs"](c2=0.5).departs == ""


@EVERY_SURFACE
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("options", [{}, {"lr": 0.01, "c2": 0.1}, {"lr": 10.0, "c1": 0.05}], ids=str)
def test_lbfgs_meets_the_strong_wolfe_conditions_at_every_step(surface_key, options, seed):
    surface, optimizer = SURFACES[surface_key](), OPTIMIZERS["lbfgs"](**options)
    trajectory = run(optimizer, surface, nudged(surface, seed), 40)
    for t in range(1, 41):
        if rounding(trajectory, t - 1):
            break
        known = follow(optimizer, surface, trajectory, t, 0)
        trials = trajectory.evaluations[t] - trajectory.evaluations[t - 1] - 1
        assert known is not None and 1 <= trials < WOLFE_TRIALS and all(known["wolfe"])


@EVERY_SURFACE
@pytest.mark.parametrize("options", [{}, {"lr": 10.0, "rho": 0.8, "c1": 0.4}, {"lr": 0.03, "rho": 0.1}], ids=str)
def test_backtracking_equals_a_naive_twin_and_counts_its_trials(surface_key, options):
    """Nocedal & Wright (2006), algorithm 3.1: the first trial that falls enough, and one gradient for each trial."""
    surface, optimizer = SURFACES[surface_key](), OPTIMIZERS["gd_line_search"](**options)
    trajectory = run(optimizer, surface, nudged(surface, 0), 60)
    assert (np.diff(trajectory.losses) <= 0).all()
    with np.errstate(all="ignore"):
        for t in range(1, 61):
            if rounding(trajectory, t - 1):
                break
            place, f = trajectory.positions[t - 1], trajectory.losses[t - 1]
            p = -trajectory.gradients[t - 1]
            alpha, trials = optimizer.lr, 1
            while not surface.evaluate(*(place + alpha * p))[0] <= f - optimizer.c1 * alpha * (p @ p):
                alpha, trials = optimizer.rho * alpha, trials + 1
            np.testing.assert_allclose(trajectory.positions[t], place + alpha * p, rtol=1e-12, atol=1e-14)
            assert trajectory.evaluations[t] - trajectory.evaluations[t - 1] == 1 + trials


def test_a_backtracking_search_that_fails_takes_no_step():
    """With ρ near 1, sixty trials do not shorten a step of 10 enough for the ravine."""
    optimizer = OPTIMIZERS["gd_line_search"](lr=10, rho=0.99)
    trajectory = run(optimizer, SURFACES["ravine"](kappa=1000), steps=3)
    assert (trajectory.positions == trajectory.positions[0]).all()
    assert trajectory.evaluations.tolist() == [t * (1 + BACKTRACKING_TRIALS) for t in range(4)]


def test_a_wolfe_search_that_fails_takes_the_best_point_that_fell_enough_or_none():
    """Against the noise there is no point where the slope that it sees flattens: the search runs out of trials."""
    surface, optimizer = SURFACES["ravine"](kappa=1000), OPTIMIZERS["lbfgs"]()
    trajectory = run(optimizer, surface, (1e-3, 0.0), 200, Recipe(noise=5.0, seed=3))
    trials = np.diff(trajectory.evaluations) - 1
    moved = (np.diff(trajectory.positions, axis=0) != 0).any(axis=1)
    assert trials.max() == WOLFE_TRIALS and not moved.all() and moved.any()
    # Sufficient decrease is promised in any case.
    assert (np.diff(trajectory.losses) <= 0).all()


@pytest.mark.parametrize(
    ("place", "tried"), [((0.2, 0.1), 0.5), ((0.5, -0.25), 0.5), ((0.7, 0.3), 0.5), ((1.2, -0.8), 0.25)]
)
def test_the_first_trial_of_lbfgs_is_shortened_where_the_gradient_is_longer_than_one(place, tried):
    """η·min(1, 1/‖g‖₁) on a bowl whose gradient is the place itself, where the first trial is good enough."""
    path = run(OPTIMIZERS["lbfgs"](lr=0.5), SURFACES["quadratic"](lambda_1=1, lambda_2=1), place, 1)
    assert path.positions[1] == pytest.approx((1 - tried) * np.array(place), rel=1e-12)


def test_a_trust_region_tries_ten_steps_each_half_as_long_and_then_none():
    """Some step takes the tenth trial, and one on which all ten fail is not taken."""
    surface, found = SURFACES["gaussian_nll"](), set()
    for lr in (1.0, 10.0):
        for delta in (0.01, 1.0, 10.0):
            path = run(OPTIMIZERS["trust_region"](lr=lr, delta=delta, damping=0), surface, steps=120)
            trials, moved = np.diff(path.trials), np.diff(path.positions, axis=0).any(axis=1)
            found |= set(zip(trials.tolist(), moved.tolist(), strict=True))
            assert trials[~moved].tolist() == [10] * int((~moved).sum())
    assert max(found) == (10, True) and (10, False) in found


def take_steps(key, surface, places, hyper, count=6):
    """Places, slots and evaluations after some steps from ``places``."""
    x, g = places.copy(), np.empty_like(places)
    lanes = x.shape[1]
    state, counts = np.zeros((len(OPTIMIZERS[key].slots), 2, lanes)), np.zeros((COUNTS, lanes), np.int64)
    curvature = getattr(surface, OPTIMIZERS[key].curvature)
    recipe = Recipe(clip_norm=3.0).numbers(0)
    loss = Loss(
        surface.value_and_gradient, curvature, surface.shape, recipe, np.empty(lanes), counts, np.arange(lanes), False
    )
    for t in range(1, count + 1):
        OPTIMIZERS[key].step(gradient, loss, x, g, t, state, hyper)
    return x, state, counts


@pytest.mark.parametrize(
    ("key", "surface_key"),
    [("lbfgs", "beale"), ("lbfgs", "rastrigin"), ("gd_line_search", "rosenbrock"), ("trust_region", "gaussian_nll")],
)
def test_lanes_search_and_count_on_their_own(key, surface_key):
    """First steps from 1e-3 to 10, so that some lanes are done at once while others search on."""
    rng, surface = np.random.default_rng(5), SURFACES[surface_key]()
    low, high = np.array(surface.domain).T
    places = rng.uniform(low[:, None], high[:, None], (2, 41))
    hyper = np.array([OPTIMIZERS[key](lr=10 ** rng.uniform(-3, 1)).hyper for _ in range(41)]).T.copy()
    block = take_steps(key, surface, places, hyper)
    assert len(set(block[2][0].tolist())) > 5
    for k in range(41):
        one = slice(k, k + 1)
        alone = take_steps(key, surface, places[:, one], np.ascontiguousarray(hyper[:, one]))
        for whole, single in zip(block, alone, strict=True):
            assert np.array_equal(whole[..., one], single)
