"""The different minima among the many places at which races arrived: ``merge``."""

from optimizers.racing.ordered import even, found, sort
from optimizers.racing.records import Crowd
from surfaces.kernel import compiled, helper


@helper
def joined(keys, order, cell, first):
    """Of each place, in order, where the first place of its cell is; and of these where that of its minimum is."""
    for i in range(order.shape[0]):
        cell[i] = i
        if i > 0 and keys[0, order[i]] == keys[0, order[i - 1]] and keys[1, order[i]] == keys[1, order[i - 1]]:
            cell[i] = cell[i - 1]
        first[i] = cell[i]
    for i in range(order.shape[0]):
        # A minimum between two cells has places in both: those that come later are looked at.
        for beside in range(4 if cell[i] == i else 0):
            right, up = (1.0, beside - 1.0) if beside < 3 else (0.0, 1.0)
            j = found(keys, order, keys[0, order[i]] + right, keys[1, order[i]] + up)
            if j >= 0:
                first[j] = first[i]


@compiled
def merge(size: float, crowd: Crowd) -> int:
    """Find the different ones among the places of ``crowd``, the lowest first; how many there are.

    Places are the same within a cell of a grid, ``size`` wide, and in cells side by side; the first of them stands for
    all.
    """
    places, losses, which, chosen, keys, order, cell, first, number = crowd
    n, count = losses.shape[0], 0
    for k in range(n):
        keys[0, k], keys[1, k] = even(places[0, k] / size), even(places[1, k] / size)
    sort(keys, order, n)
    joined(keys, order, cell, first)
    for i in range(n):
        begin = first[cell[i]]
        if begin == i:
            number[i], chosen[count] = count, n
            count += 1
        which[order[i]] = number[begin]
        chosen[number[begin]] = min(chosen[number[begin]], order[i])
    for i in range(count):
        keys[0, i], keys[1, i], cell[i] = losses[chosen[i]], 0.0, chosen[i]
    sort(keys, order, count)
    for i in range(count):
        chosen[i], number[order[i]] = cell[order[i]], i
    for k in range(n):
        which[k] = number[which[k]]
    return count
