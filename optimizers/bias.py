"""The bias of averages that start at zero."""

import numpy as np

from surfaces.kernel import helper


@helper
def unbias(beta, t, correct):
    """1 − βᵗ for every lane, ``(lanes,)``; 1 in lanes where ``correct`` is 0."""
    correction = np.empty(beta.shape[0])
    for k in range(beta.shape[0]):
        # Powers are dear, and neighbouring lanes mostly share their β.
        if k > 0 and beta[k] == beta[k - 1] and correct[k] == correct[k - 1]:
            correction[k] = correction[k - 1]
        else:
            correction[k] = 1.0 - beta[k] ** float(t) if correct[k] else 1.0
    return correction
