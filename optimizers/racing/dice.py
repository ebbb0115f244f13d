"""The draws of a fair race, which are NumPy's, for whoever races: ``draws``, and its kernel ``draw``.

A seed is spread over 256 bits by a ``SeedSequence`` (O'Neill 2015, Developing a seed_seq alternative), and the numbers
are those of PCG64, the permuted congruential generator XSL-RR 128/64 (O'Neill 2014, HMC-CS-2014-0905).
"""

import numpy as np

from surfaces.kernel import Vector, Whole, compiled, helper

#: Bits of a word of a seed, and all of them; the words of the pool that a seed is mixed in.
BITS, WORD, POOL = 32, 0xFFFFFFFF, 4
#: What words are hashed with on their way into the pool, the first and from each to the next, and on their way out.
FIRST_IN, TIMES_IN = 0x43B0D7E5, 0x931E8875
FIRST_OUT, TIMES_OUT = 0x8B51F9DD, 0x58F38DED
#: What two words are mixed with.
LEFT, RIGHT = 0xCA01F9DD, 0x4973F715
#: The upper and the lower half of what PCG64 multiplies its state of 128 bits with.
UPPER, LOWER = 0x2360ED051FC65DA4, 0x4385DF649FCCF645


def draws(seed: int, count: int) -> np.ndarray:
    """What ``np.random.default_rng(seed).random(count)`` draws: numbers from 0 to below 1, ``(count,)``."""
    length = max(POOL, -(-seed.bit_length() // BITS))
    words = np.array([seed >> BITS * i & WORD for i in range(length)], np.int64)
    numbers = np.empty(count)
    draw(words, numbers)
    return numbers


@helper
def stirred(value):
    """The lower 32 bits of a number, the lower half of them changed by the upper one."""
    word = value & WORD
    return word ^ word >> 16


@helper
def mixed(x, y):
    return stirred(LEFT * x - RIGHT * y)


@helper
def added(upper, lower, more, less):
    """The sum of two numbers of 128 bits, in halves."""
    total = lower + less
    return upper + more + np.uint64(total < less), total


@helper
def stepped(upper, lower, more, less):
    """The state that comes after one, in halves: times PCG64's constant, and ``more`` and ``less`` further."""
    half, word, times = np.uint64(BITS), np.uint64(WORD), np.uint64(LOWER)
    # The upper half of the product of both lower ones, from the products of their halves.
    low, high, small, great = lower & word, lower >> half, times & word, times >> half
    inner = high * small + (low * small >> half)
    other = low * great + (inner & word)
    carried = high * great + (inner >> half) + (other >> half)
    return added(carried + upper * times + lower * np.uint64(UPPER), lower * times, more, less)


@compiled
def draw(words: Whole, numbers: Vector) -> None:
    """Fill ``numbers`` with draws from 0 to below 1, by the ``words`` of a seed, four at least, the lowest first.

    Each word is of 32 bits. They are worked in.
    """
    by = FIRST_IN
    for i in range(POOL):
        words[i], by = words[i] ^ by, by * TIMES_IN & WORD
        words[i] = stirred(words[i] * by)
    # All into each other, and what there is beyond the pool into it.
    for i in range(words.shape[0]):
        for j in range(POOL):
            if i != j:
                word, by = words[i] ^ by, by * TIMES_IN & WORD
                words[j] = mixed(words[j], stirred(word * by))
    one = np.uint64(1)
    upper = lower = more = less = np.uint64(0)
    by = FIRST_OUT
    for i in range(8):
        word, by = words[i % POOL] ^ by, by * TIMES_OUT & WORD
        word = np.uint64(stirred(word * by))
        if i % 2 == 0:
            upper, lower, more, less = lower, more, less, word
        else:
            less |= word << np.uint64(BITS)
    # Two numbers of 128 bits: where to begin, and what is added in each step, made odd.
    more, less = more << one | less >> np.uint64(63), less << one | one
    upper, lower = added(upper, lower, more, less)
    upper, lower = stepped(upper, lower, more, less)
    for k in range(numbers.shape[0]):
        upper, lower = stepped(upper, lower, more, less)
        word, turn = upper ^ lower, upper >> np.uint64(58)
        turned = word >> turn | word << (np.uint64(64) - turn & np.uint64(63))
        numbers[k] = np.float64(turned >> np.uint64(11)) * 2.0**-53
