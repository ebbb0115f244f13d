"""The draws of a fair race are those of NumPy's generator, to the bit."""

from __future__ import annotations

import random

import numpy as np
import pytest

from optimizers.racing.dice import draws

#: At both ends of what has a word, a pool and more, and those that a page may set.
SEEDS = (0, 1, 2, 100, 999_999_999, *(2**bits - over for bits in (31, 32, 63, 64, 127, 128, 160) for over in (1, 0)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_draws_what_numpys_generator_draws(seed):
    assert draws(seed, 50).tolist() == np.random.default_rng(seed).random(50).tolist()


def test_so_does_any_seed():
    chance = random.Random(2)
    for _ in range(3000):
        seed = chance.getrandbits(chance.randint(1, 300))
        assert draws(seed, 3).tolist() == np.random.default_rng(seed).random(3).tolist(), seed


def test_many_are_drawn_or_none():
    assert np.array_equal(draws(7, 200_000), np.random.default_rng(7).random(200_000))
    assert draws(7, 0).shape == (0,)
