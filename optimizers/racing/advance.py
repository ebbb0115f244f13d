"""What races have in common, step by step, whatever is kept of them: ``enter``, ``advance`` and ``park``."""

import numpy as np

from optimizers.optimizer import Loss
from optimizers.racing.schedules import IN_STEP
from surfaces.kernel import helper, inlined

#: Places in ``Marks.together``.
RACING, ALL_AWAY_AT, ALL_HOME_AT, ALL_INSIDE_AT = range(4)


@helper
def copy_to(there, x):
    """Copy places without making an array."""
    for i in range(2):
        for k in range(x.shape[1]):
            there[i, k] = x[i, k]


@inlined
def enter(begin, field, room):
    """Take the lanes of ``field`` from ``begin`` on into ``room``, as many as it holds: at their starts, unmarked."""
    hyper, starts, homes, marks = field.hyper, field.starts, field.homes, room.marks
    for k in range(room.x.shape[1]):
        for row in range(hyper.shape[0]):
            room.hyper[row, k] = hyper[row, begin + k if hyper.shape[1] > 1 else 0]
        room.rates[k] = room.hyper[0, k]
        for i in range(2):
            room.x[i, k] = starts[i, begin + k if starts.shape[1] > 1 else 0]
            marks.homes[i, k] = homes[i, begin + k if homes.shape[1] > 1 else 0]
        room.replicates[k] = field.replicates[begin + k if field.replicates.shape[0] > 1 else 0]
    room.state[:], room.counts[:] = 0.0, 0
    marks.looked[2, :], marks.best[:] = -1.0, np.inf
    marks.worst[:], marks.strayed[:], marks.travelled[:] = -np.inf, 0.0, 0.0
    marks.alive[:], marks.died_at[:] = 1, -1
    marks.away_at[:], marks.whole_at[:], marks.inside_at[:], marks.arrived_at[:] = -1, -1, -1, -1
    marks.together[RACING] = room.x.shape[1]
    marks.places[:], marks.stayed_at[:], marks.gone_at[:], marks.gone_from[:] = -1, -1, -1, -1
    marks.together[ALL_AWAY_AT] = marks.together[ALL_HOME_AT] = marks.together[ALL_INSIDE_AT] = -1


@inlined
def advance(t, entry, clock, field, tape, room):
    """Step ``t`` of all lanes in ``room``: with its rate, the momentum that the schedule sets, and decoupled decay."""
    x, hyper, decay, momentum = room.x, room.hyper, entry.recipe[IN_STEP], clock.momenta[t - 1]
    for k in range(x.shape[1]):
        hyper[0, k] = room.rates[k] * clock.factors[t - 1]
    if clock.cycled >= 0 and momentum == momentum:
        hyper[clock.cycled, :] = momentum
    if decay > 0.0 or t > clock.steps - tape.window:
        copy_to(room.before, x)
    same_hyper = field.hyper.shape[1] == 1
    loss = Loss(
        entry.value_and_gradient,
        entry.curvature,
        entry.shape,
        entry.recipe,
        room.asked,
        room.counts,
        room.replicates,
        same_hyper,
    )
    entry.step(entry.gradient, loss, x, room.g, t, room.state, hyper)
    if decay > 0.0:
        for i in range(2):
            for k in range(x.shape[1]):
                x[i, k] -= hyper[0, k] * decay * room.before[i, k]


@inlined
def park(t, begin, field, room):
    """Send the lanes that diverged in step ``t`` back to their starts, to stay there.

    Some rules and surfaces take far longer over ∞ and NaN.
    """
    for k in range(room.x.shape[1]):
        if room.marks.died_at[k] == t:
            room.rates[k] = 0.0
            for i in range(2):
                room.x[i, k] = field.starts[i, begin + k if field.starts.shape[1] > 1 else 0]
                room.g[i, k] = 0.0
                for s in range(room.state.shape[0]):
                    room.state[s, i, k] = 0.0
