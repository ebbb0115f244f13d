"""Tuning: the same number of trials and the same points for everyone, and a best that can be raced again."""

import math
import time

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Recipe, replicates, run, tune
from optimizers.optimizer import Decay
from optimizers.racing.ranges import scale, values_at
from surfaces import SURFACES
from surfaces.numbers import Real
from tests.pairs import numbers


def racers(*keys):
    return [OPTIMIZERS[key]() for key in keys]


def test_every_rule_is_tuned_with_the_same_budget_and_never_gets_worse():
    surface, everyone = SURFACES["deep_linear"](), racers(*OPTIMIZERS)
    found = tune(everyone, surface, steps=100, budget=24, seed=3)
    assert (found.budget, found.seed, found.steps) == (24, 3, 100)
    assert [tuned.given for tuned in found.racers] == everyone
    for tuned in found.racers:
        assert len(tuned.values) == len(tuned.losses) == len(tuned.outcomes) == len(tuned.steps_to_tolerance) == 24
        given = run(tuned.given, surface, steps=100)
        assert np.array_equal(tuned.losses[0], given.losses[-1], equal_nan=True)
        assert list(tuned.values[0]) == [getattr(tuned.given, name) for name in tuned.names]
        path = run(tuned.best, surface, steps=100)
        assert tuned.best_loss == path.losses[-1]
        arrivals = np.array([result.arrival for result in tuned.results])
        if path.outcome.kind == "arrived":
            assert path.outcome.step == arrivals[tuned.best_trial] == arrivals[arrivals >= 0].min()
        else:
            assert tuned.best_loss == np.nanmin(tuned.losses) and (arrivals < 0).all()
        if given.outcome.kind == "arrived":
            assert path.outcome.kind == "arrived" and path.outcome.step <= given.outcome.step
        for name, value in zip(tuned.names, tuned.values[tuned.best_trial], strict=True):
            assert getattr(tuned.best, name) == value


def test_switches_and_whole_numbers_stay_as_they_are():
    given = OPTIMIZERS["adam"](amsgrad=True, bias_correction=False)
    (tuned,) = tune([given], SURFACES["beale"](), steps=50, budget=8).racers
    assert tuned.names == ("lr", "beta1", "beta2", "eps")
    assert tuned.best.amsgrad is True and tuned.best.bias_correction is False
    (sophia,) = tune(racers("sophia"), SURFACES["beale"](), steps=50, budget=8).racers
    assert "every" not in sophia.names and sophia.best.every == sophia.given.every


def test_values_are_round_and_within_the_soft_bounds():
    for tuned in tune(racers(*OPTIMIZERS), SURFACES["deep_linear"](), steps=1, budget=64).racers:
        for j, (name, (low, high, kind)) in enumerate(zip(tuned.names, tuned.ranges, strict=True)):
            declaration = numbers(type(tuned.given))[name]
            assert (low, high) == declaration.get_soft_bounds() and kind == scale(declaration)
            values = tuned.values[1:, j]
            assert (low <= values).all() and (values <= high).all() and len(set(values)) > 8
            for value in values:
                if kind == "decay":
                    assert value == 1 - float(f"{1 - value:.2g}") or math.isclose(1 - value, float(f"{1 - value:.2g}"))
                    assert len(repr(float(value))) <= 8
                else:
                    assert value == float(f"{value:.3g}")
            middle = np.median(values)
            if kind == "log":
                assert (low / high) ** 0.25 < middle / math.sqrt(low * high) < (high / low) ** 0.25
            if kind == "decay":
                ends = (1 - low) * (1 - high)
                assert ends**0.75 < 1 - middle < ends**0.25


def test_soft_bounds_a_hundredfold_apart_are_gone_through_in_ratios_and_round_in_the_middle():
    for low, high, kind in ((0.01, 1, "log"), (0.0101, 1, "linear"), (0, 1, "linear"), (-1, 1, "linear")):
        assert scale(Real(0.5, bounds=(-1, 1), softbounds=(low, high))) == kind
    assert scale(Decay(0.9, softbounds=(0.5, 0.999))) == "decay"
    ratios, even = (Real(0.5, bounds=(0, 10), softbounds=bounds) for bounds in ((0.001, 10), (0, 10)))
    assert values_at(ratios, (0, 0.25, 0.5, 0.75, 1)) == [0.001, 0.01, 0.1, 1, 10]
    assert values_at(even, (0, 0.12345, 0.5, 1)) == [0, 1.23, 5, 10]
    # Evenly in length of memory: from 2 steps to 200, half way is 20.
    assert values_at(Decay(0.9, softbounds=(0.5, 0.995)), (0, 0.5, 1)) == [0.5, 0.95, 0.995]


def test_everyone_gets_the_same_points_whoever_else_is_tuned():
    surface = SURFACES["beale"]()
    together = tune(racers("sgd", "adam", "rmsprop"), surface, steps=10, budget=16, seed=1).racers
    for key, tuned in zip(("sgd", "adam", "rmsprop"), together, strict=True):
        (alone,) = tune(racers(key), surface, steps=10, budget=16, seed=1).racers
        assert np.array_equal(alone.values, tuned.values)
        assert np.array_equal(alone.losses, tuned.losses, equal_nan=True)
        assert tuned.ranges[0] == together[0].ranges[0]
        assert np.array_equal(tuned.values[1:, 0], together[0].values[1:, 0])  # η has one range for all of these
    (other,) = tune(racers("adam"), surface, steps=10, budget=16, seed=2).racers
    assert not np.array_equal(other.values, together[1].values)


def test_the_first_to_arrive_is_best_and_of_equals_the_first():
    surface = SURFACES["quadratic"]()
    (tuned,) = tune(racers("lbfgs"), surface, steps=400, budget=64).racers
    arrivals = np.array([result.arrival for result in tuned.results])
    soonest = np.flatnonzero(arrivals == arrivals[arrivals >= 0].min())
    assert len(soonest) > 1 and tuned.best_trial == soonest[0]


def test_the_median_of_the_replicates_counts():
    recipe, surface = Recipe(noise=2.0, replicates=5), SURFACES["himmelblau"]()
    (tuned,) = tune(racers("momentum"), surface, steps=60, recipe=recipe, budget=12).racers
    races = replicates(tuned.best, surface, steps=60, recipe=recipe, count=5)
    assert tuned.best_loss == np.median([race.losses[-1] for race in races])


def test_a_rule_that_always_diverges_has_a_best_all_the_same():
    surface = SURFACES["formula"](text="-exp(x^2 + y^2)")
    (tuned,) = tune(racers("sgd"), surface, (3.0, 3.0), 200, budget=4).racers
    assert np.isnan(tuned.losses).all() and tuned.best_trial == 0 and math.isnan(tuned.best_loss)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"racers": []}, "racers must be at least one optimizer"),
        ({"budget": 0}, "budget must be a whole number from 1, not 0"),
        ({"budget": 2.0}, "budget must be a whole number from 1"),
        ({"seed": -1}, "seed must be a whole number from 0, not -1"),
        ({"racers": racers("kfac")}, "surface must have a kfac matrix"),
        ({"start": (1,)}, "start must be two finite numbers"),
    ],
)
def test_wrong_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        tune(**{"racers": racers("sgd"), "surface": SURFACES["beale"](), **arguments})


def test_a_single_trial_is_the_rule_as_it_was_given_and_a_seed_may_be_nothing():
    surface, given = SURFACES["beale"](), OPTIMIZERS["adam"](lr=0.03)
    found = tune([given], surface, steps=20, budget=1, seed=0)
    [tuned] = found.racers
    assert (found.budget, found.seed) == (1, 0) and tuned.values.shape == (1, 4)
    assert tuned.best_trial == 0 and tuned.best.hyper.tolist() == given.hyper.tolist()
    for wrong in ({"budget": True}, {"seed": True}, {"seed": 0.0}, {"budget": -1}):
        with pytest.raises(ValueError, match="must be a whole number from"):
            tune([given], surface, steps=20, **wrong)
    with pytest.raises(TypeError, match="racers must be a list of optimizers"):
        tune(given, surface)


def test_progress_is_shared_among_the_racers():
    """Each takes its part, in turn, from nothing to all."""
    shares = []
    tune(racers("sgd", "adam", "lion"), SURFACES["beale"](), steps=200, budget=64, watch=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0 and any(0.3 < share < 0.4 for share in shares)


def test_a_start_and_a_budget_of_steps_are_those_that_were_asked_for():
    surface = SURFACES["beale"]()
    [tuned] = tune(racers("sgd"), surface, (2.0, 1.0), steps=7, budget=3).racers
    for values, loss in zip(tuned.values, tuned.losses, strict=True):
        rule = OPTIMIZERS["sgd"](lr=values[0])
        assert np.array_equal(run(rule, surface, (2.0, 1.0), 7).losses[-1], loss, equal_nan=True)


def test_what_the_watch_raises_ends_the_work_at_once():
    class Enough(Exception):
        pass

    begun = time.monotonic()
    shares = []

    def watch(share):
        shares.append(share)
        if time.monotonic() - begun > 0.2:
            raise Enough

    with pytest.raises(Enough):
        tune(racers(*OPTIMIZERS), SURFACES["deep_linear"](), steps=5000, budget=2000, watch=watch)
    assert shares == sorted(shares) and shares[-1] < 0.5
