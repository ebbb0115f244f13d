"""What rules ask of a surface, counted by a naive run that watches: no count of a kernel's own is looked at.

Run with NUMBA_DISABLE_JIT=1, so that a rule's step is plain Python and may be handed functions that watch. An
evaluation counts as a trial if its gradient makes no difference: were it another, the step would be the same.
``python -m tests.counted`` prints, for each of ``RACES``, the gradients, trials and matrices of every step, as JSON.
"""

import json

import numpy as np

from optimizers import OPTIMIZERS
from optimizers.optimizer import COUNTS, Loss
from surfaces import SURFACES
from tests.pairs import RACES

STEPS = 6
#: What gradients are spoiled with, one after the other: a single one may happen to make no difference.
SPOILED = (np.array([[0.37], [-0.81]]), np.array([[-2.3], [1.9]]))


def begins(surface):
    """A place that is no minimum, off the surface's own start."""
    return surface.start[0] - 0.1, surface.start[1] + 0.1


class Watched:
    """One step of ``optimizer`` from a place and a state, once as it is, and again with a gradient that is spoiled."""

    def __init__(self, optimizer, surface):
        self.optimizer, self.surface = optimizer, surface

    def step(self, t, x, state, spoil=None, by=0.0):
        """The place and state after step ``t``, and how many evaluations and matrices it asked for."""
        x, state, surface = x.copy(), state.copy(), self.surface
        evaluations = matrices = 0

        def gradient(loss, at, t, g):
            nonlocal evaluations
            surface.value_and_gradient(at, surface.shape, loss.f, g)
            if evaluations == spoil:
                g += by
            evaluations += 1

        def curvature(at, shape, h):
            nonlocal matrices
            matrices += 1
            getattr(surface, self.optimizer.curvature)(at, shape, h)

        loss = Loss(
            value_and_gradient=surface.value_and_gradient,
            curvature=curvature,
            shape=surface.shape,
            recipe=np.zeros(7),
            f=np.zeros(1),
            counts=np.zeros((COUNTS, 1), np.int64),
            replicates=np.zeros(1, np.int64),
            same_hyper=True,
        )
        self.optimizer.step(gradient, loss, x, np.zeros((2, 1)), t, state, self.optimizer.hyper[:, None].copy())
        return x, state, evaluations, matrices

    def counts(self, steps):
        """Gradients, trials and matrices of each step, until nothing makes a difference: at rest, or far away."""
        x, state = np.array(begins(self.surface))[:, None], np.zeros((len(self.optimizer.slots), 2, 1))
        found = []
        for t in range(1, steps + 1):
            after, kept, evaluations, matrices = self.step(t, x, state)
            trials = sum(self._makes_no_difference(t, x, state, after, kept, i) for i in range(evaluations))
            x, state = after, kept
            loss, gradient = self.surface.evaluate(*x)
            if not np.abs(loss) < 1e6:
                break
            found.append((evaluations - trials, trials, matrices))
            if np.hypot(*gradient) < 1e-6:
                break
        return found

    def _makes_no_difference(self, t, x, state, after, kept, i):
        for by in SPOILED:
            other, remembered, _, _ = self.step(t, x, state, i, by)
            if not (np.array_equal(other, after, True) and np.array_equal(remembered, kept, True)):
                return False
        return True


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        races = [Watched(OPTIMIZERS[key](**variant), SURFACES[surface]()) for key, variant, surface in RACES]
        print(json.dumps([race.counts(STEPS) for race in races]))
