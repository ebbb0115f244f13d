"""Numbers rounded and put in order within kernels: ``even``, ``insert`` and ``sort``."""

import numpy as np

from surfaces.kernel import helper


@helper
def even(value):
    """The nearest whole number: of two as near, the even one."""
    below = np.floor(value)
    over, odd = value - below, below - 2.0 * np.floor(0.5 * below)
    return below + 1.0 if over > 0.5 or (over == 0.5 and odd == 1.0) else below


@helper
def insert(value, count, ordered):
    """Put ``value`` among the first ``count`` numbers of ``ordered``, which are in order."""
    place = count
    while place > 0 and ordered[place - 1] > value:
        ordered[place] = ordered[place - 1]
        place -= 1
    ordered[place] = value


@helper
def before(keys, i, j):
    """Whether ``i`` comes before ``j``: by its first key, by its second, and as it stands."""
    if keys[0, i] != keys[0, j]:
        return keys[0, i] < keys[0, j]
    return keys[1, i] < keys[1, j] or (keys[1, i] == keys[1, j] and i < j)


@helper
def sift(keys, order, place, end):
    """Let what is at ``place`` of the heap ``order[:end]`` sink to where nothing below comes after it."""
    while 2 * place + 1 < end:
        below = 2 * place + 1
        if below + 1 < end and before(keys, order[below], order[below + 1]):
            below += 1
        if not before(keys, order[place], order[below]):
            break
        order[place], order[below] = order[below], order[place]
        place = below


@helper
def sort(keys, order, count):
    """Fill in ``order`` with the first ``count`` columns of ``keys``, ``(2, n)``, in order.

    Heapsort (Williams 1964, Algorithm 232).
    """
    for place in range(count):
        order[place] = place
    for place in range(count // 2 - 1, -1, -1):
        sift(keys, order, place, count)
    for end in range(count - 1, 0, -1):
        order[0], order[end] = order[end], order[0]
        sift(keys, order, 0, end)


@helper
def found(keys, order, first, second):
    """Where in ``order`` the first is that has those keys; −1 where none has."""
    low, high = 0, order.shape[0]
    while low < high:
        middle = (low + high) // 2
        x, y = keys[0, order[middle]], keys[1, order[middle]]
        if x < first or (x == first and y < second):
            low = middle + 1
        else:
            high = middle
    there = low < order.shape[0] and keys[0, order[low]] == first and keys[1, order[low]] == second
    return low if there else -1
