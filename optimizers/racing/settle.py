"""The kernel that races lanes and keeps only how they end: ``settle``."""

from optimizers.racing.advance import RACING, advance, enter, park
from optimizers.racing.marks import mark
from optimizers.racing.records import Clock, Ends, Entry, Field, Room, Tape
from optimizers.racing.verdict import conclude
from surfaces.kernel import compiled

#: Lanes that the kernel steps together: many beside what a call costs, few beside the first-level cache.
BLOCK = 256


@compiled
def settle(entry: Entry, clock: Clock, field: Field, tape: Tape, room: Room, ends: Ends, first: int, last: int) -> None:
    """Race the lanes ``first`` to ``last`` of ``field``, as many at a time as ``room`` holds, and leave their ends.

    Each lane does what it does in ``trace``.
    """
    for begin in range(first, last, room.x.shape[1]):
        enter(begin, field, room)
        for t in range(clock.steps + 1):
            if clock.stop[0] != 0:
                return
            if t > 0:
                advance(t, entry, clock, field, tape, room)
            entry.value_and_gradient(room.x, entry.shape, room.f, room.g)
            if mark(t, clock, tape, room) > 0:
                park(t, begin, field, room)
                if room.marks.together[RACING] == 0:
                    break
        conclude(begin, clock.steps, tape, room, ends)
