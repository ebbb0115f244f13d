"""The bias of averages that start at zero, and the runs of lanes in which it is the same."""

import numpy as np

from surfaces.kernel import helper
from surfaces.powers import power


@helper
def unbias(beta, t, correct):
    """1/(1 − βᵗ), by which an average of ``t`` steps from zero is multiplied; 1 where ``correct`` is 0.

    PyTorch divides by 1 − βᵗ and by its root. The product is the same to a rounding, and without those divisions in
    every coordinate Adam's step takes about 0.6 of the time.
    """
    return 1.0 / (1.0 - power(beta, float(t))) if correct else 1.0


@helper
def run_of_equals(first, loss, a, b, c):
    """The end of the run of lanes, from ``first`` on, that have the same numbers in ``a``, ``b`` and ``c``.

    Powers are dear and most lanes have the same β, so that a rule works the powers out once for each run. The answer
    is unsigned, because a loop from a number that might be negative is not compiled to vector instructions.
    """
    if loss.same_hyper:
        return np.uintp(a.shape[0])
    lanes, last = a.shape[0], first + np.uintp(1)
    if last == lanes or a[last] != a[first] or b[last] != b[first] or c[last] != c[first]:
        return last
    others = 0
    for k in range(lanes):
        others += (a[k] != a[first]) | (b[k] != b[first]) | (c[k] != c[first])
    if others == 0:
        return np.uintp(lanes)
    while last < lanes and a[last] == a[first] and b[last] == b[first] and c[last] == c[first]:
        last += np.uintp(1)
    return last
