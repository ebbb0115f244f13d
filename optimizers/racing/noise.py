"""Noise without a state: a number is a function of what it is for.

Any order of computation, any block size and any thread meets the same noise (Salmon et al. 2011,
Parallel random numbers: as easy as 1, 2, 3).
"""

import numpy as np

from surfaces.elementary import log, sincos
from surfaces.kernel import helper


@helper
def scrambled(z):
    """The output function of SplitMix64 (Steele, Lea & Flood 2014), in its variant 13."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@helper
def uniform(seed, t, replicate, index):
    """A number in (0, 1) for the ``index``-th draw of a replicate in a step."""
    golden = np.uint64(0x9E3779B97F4A7C15)
    z = scrambled(np.uint64(seed) + golden)
    z = scrambled(z ^ (np.uint64(t) + golden))
    z = scrambled(z ^ (np.uint64(replicate) + golden))
    z = scrambled(z ^ (np.uint64(index) + golden))
    return (np.float64(z >> np.uint64(11)) + 0.5) * 2.0**-53


@helper
def normal_pair(seed, t, replicate):
    """Two independent standard normal numbers (Box & Muller 1958)."""
    radius = np.sqrt(-2.0 * log(uniform(seed, t, replicate, 0)))
    sine, cosine = sincos(2.0 * np.pi * uniform(seed, t, replicate, 1))
    return radius * cosine, radius * sine
