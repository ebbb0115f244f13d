"""Powers with the same bits on every machine, within 0.6 ulp: beside ``elementary``, for they take a table."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from surfaces.elementary import LN2, LN2_REST, bits_of, exponential, number_of, product_of, scaled, sum_of
from surfaces.kernel import helper

#: The interval of a logarithm's argument begins at the number with these bits, 11/16, and ends at twice that.
BEGIN = 0x3FE6000000000000


def _log(x: Fraction) -> Fraction:
    """ln x to 160 bits, by the series of atanh."""
    ratio, total = (x - 1) / (x + 1), Fraction(0)
    for n in range(1, 90, 2):
        total += 2 * Fraction(round(ratio**n * 2**160), 2**160) / n
    return total


def _table() -> np.ndarray:
    """For each of 64 parts of the interval: c near 1/x, of 8 bits, and −ln c, in two parts, the first of 42 places."""
    rows = []
    for i in range(64):
        x = Fraction(176 + 2 * i + 1, 256) if i < 40 else Fraction(64 + i - 40) / 64 + Fraction(1, 128)
        c = Fraction(1) if i in (39, 40) else Fraction(round(256 / x), 256)
        exact = -_log(c)
        high = Fraction(round(exact * 2**42), 2**42)
        rows.append((float(c), float(high), float(exact - high)))
    return np.array(rows)


TABLE = _table()


@helper
def precise_log(x):
    """ln x in two parts, which together have some 68 bits, for x > 0 that is finite and no subnormal."""
    bits = bits_of(x)
    place = bits - BEGIN
    row, k = (place >> 46) & 63, place >> 52
    m = number_of(bits - (k << 52))
    c = TABLE[row, 0]
    # mc − 1: in two parts, each of which is exact.
    m_high = number_of(bits_of(m) & -4294967296)
    first, second = m_high * c - 1.0, (m - m_high) * c
    r = first + second
    rest = second - (r - first)
    # ln(1 + r) = r − r²/2 + r³(…), with r² in two parts.
    r_high = number_of(bits_of(r) & -134217728)
    half, half_rest = 0.5 * r_high * r_high, 0.5 * (r - r_high) * (r + r_high)
    z = r * r
    a, b = 0.3333333333333333 + r * -0.25, 0.2 + r * -0.16666666666666666
    d, e = 0.14285714285714285 + r * -0.125, 0.1111111111111111 + r * -0.1
    series = z * r * ((a + z * b) + z * z * ((d + z * e) + z * z * 0.09090909090909091))
    # The first sum is exact, both being multiples of 2⁻⁴².
    y, y_rest = sum_of(np.float64(k) * LN2 + TABLE[row, 1], r)
    y, half_lost = sum_of(y, -half)
    low = (np.float64(k) * LN2_REST + TABLE[row, 2]) + (rest - rest * r) + y_rest + half_lost - half_rest + series
    high = y + low
    return high, (y - high) + low


@helper
def power(x, y):
    """x to the power y, with C's answers where there is none in reals: exact wherever the result is a number."""
    if y == 0.0 or x == 1.0:
        return 1.0
    if x != x or y != y:
        return x + y
    whole = np.floor(y) == y
    odd = whole and np.floor(0.5 * y) != 0.5 * y
    size = abs(x)
    if size == 0.0 or size == np.inf:
        result = np.inf if (size == 0.0) == (y < 0.0) else 0.0
    elif abs(y) == np.inf:
        result = 1.0 if size == 1.0 else np.inf if (size > 1.0) == (y > 0.0) else 0.0
    elif x < 0.0 and not whole:
        return np.nan
    elif y == 2.0:
        return x * x
    else:
        tiny = size < 2.2250738585072014e-308
        high, low = precise_log(size * 18014398509481984.0 if tiny else size)
        if tiny:
            high, lost = sum_of(high, -54.0 * LN2)
            low += lost - 54.0 * LN2_REST
        product, lost = product_of(y, high)
        if abs(product) < 800.0:
            bits, r, t = exponential(product, lost + y * low)
            unit = 1.0 + r
            result = scaled(unit + ((r - (unit - 1.0)) + t), bits)
        else:
            result = np.inf if product > 0.0 else 0.0
    return -result if odd and (x < 0.0 or (x == 0.0 and 1.0 / x < 0.0)) else result
