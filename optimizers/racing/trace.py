"""The kernel that races lanes and keeps all their rows: ``trace``."""

from optimizers.optimizer import ASKED, CUT, LOOKED, TRIED
from optimizers.racing.advance import RACING, advance, enter
from optimizers.racing.marks import mark
from optimizers.racing.records import Clock, Ends, Entry, Field, Room, Rows, Tape
from optimizers.racing.verdict import conclude
from surfaces.kernel import compiled, inlined


@inlined
def write(t, room, rows):
    """Fill in row ``t`` of the lanes that have not diverged, and what all have asked for so far."""
    lanes, alive, counts = room.x.shape[1], room.marks.alive, room.counts
    for k in range(lanes):
        rows.evaluations[t, k], rows.clipped[t, k] = counts[ASKED, k], counts[CUT, k]
        rows.trials[t, k], rows.matrices[t, k] = counts[TRIED, k], counts[LOOKED, k]
        counts[CUT, k] = 0
        if alive[k]:
            rows.losses[t, k] = room.f[k]
    for i in range(2):
        for k in range(lanes):
            if alive[k]:
                rows.positions[t, i, k] = room.x[i, k]
                rows.gradients[t, i, k] = room.g[i, k]
    for s in range(room.state.shape[0]):
        for i in range(2):
            for k in range(lanes):
                if alive[k]:
                    rows.slots[t, s, i, k] = room.state[s, i, k]


@compiled
def trace(entry: Entry, clock: Clock, field: Field, tape: Tape, room: Room, ends: Ends, rows: Rows) -> None:
    """Race all lanes of ``field`` in ``room`` and leave their ``rows``, as far as each gets before it diverges."""
    enter(0, field, room)
    for t in range(clock.steps + 1):
        if clock.stop[0] != 0:
            return
        if t > 0:
            advance(t, entry, clock, field, tape, room)
        entry.value_and_gradient(room.x, entry.shape, room.f, room.g)
        mark(t, clock, tape, room)
        write(t, room, rows)
        if room.marks.together[RACING] == 0:
            for k in range(room.x.shape[1]):
                rows.evaluations[t:, k] = room.counts[ASKED, k]
                rows.trials[t:, k] = room.counts[TRIED, k]
                rows.matrices[t:, k] = room.counts[LOOKED, k]
            break
    conclude(0, clock.steps, tape, room, ends)
