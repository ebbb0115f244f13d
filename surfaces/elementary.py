"""Elementary functions with the same bits on every machine.

The C libraries of two systems differ in the last digit of an exponential, a cosine or a power, and so would races.
Here they are sums, products, quotients and integer operations in an order that is written down, which IEEE 754
defines to the bit: a server, a browser and plain Python agree. Nothing relies on products that are fused with sums,
and the kernels are compiled without leave to make any. Where a loop over lanes calls them they become vector
instructions, for there are no branches: a choice is a selection, and a whole number is read off the bits of a sum.

Reduction and cores follow Cody & Waite (1980), Software Manual for the Elementary Functions, and Sun's fdlibm (1993);
what a sum or product loses is carried along after Dekker (1971), A floating-point technique for extending the
available precision. The coefficients interpolate at Chebyshev's nodes, in 300 bits. ``tests/test_elementary.py`` has
the errors, in units in the last place (ulp), at most: exp 0.6, log 0.8, log1p 0.8, sin and cos 0.8, tan 1, tanh 0.6.
"""

import numpy as np

from surfaces.kernel import inlined

#: Added to a number and taken off again, this rounds it to a whole one, which the last bits of the sum hold.
ROUNDER = 6755399441055744.0
#: The bits of ``ROUNDER``, and of 2⁵², whose last bits a whole number from 0 on may be written into.
ROUNDER_BITS, WHOLE_BITS = 0x4338000000000000, 0x4330000000000000
#: ln 2 as a multiple of 2⁻⁴², so that its product with an exponent is exact, and the rest of it.
LN2, LN2_REST = 0.6931471805598903, 5.497923018708371e-14


@inlined
def bits_of(x):
    return np.float64(x).view(np.int64)


@inlined
def number_of(bits):
    return np.int64(bits).view(np.float64)


@inlined
def sum_of(a, b):
    """a + b rounded, and what the rounding took off (Knuth's TwoSum)."""
    s = a + b
    part = s - a
    return s, (a - (s - part)) + (b - part)


@inlined
def product_of(a, b):
    """a·b rounded, and what the rounding took off (Dekker), in halves of at most 26 bits."""
    p = a * b
    a_high, b_high = number_of(bits_of(a) & -134217728), number_of(bits_of(b) & -134217728)
    a_low, b_low = a - a_high, b - b_high
    return p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low


@inlined
def quotient_of(a, a_rest, b, b_rest):
    """(a + a_rest)/(b + b_rest)."""
    a, a_rest = sum_of(a, a_rest)
    b, b_rest = sum_of(b, b_rest)
    q = a / b
    p, p_rest = product_of(q, b)
    return q + ((((a - p) - p_rest) + a_rest) - q * b_rest) / b


@inlined
def exponential(x, rest):
    """exp(x + rest) as 2ᵏ(1 + r + t) by k's bits in a sum with ``ROUNDER``, r and t, for x from −1100 to 1100."""
    bits = x * 1.4426950408889634 + ROUNDER
    k = bits - ROUNDER
    # The product of LN2 is exact, and so is the difference.
    high = x - k * LN2
    low = rest - k * LN2_REST
    r = high + low
    left = (high - r) + low
    q = r * r
    # r² + r³(…) / 2, in Estrin's order, in which a processor works out several terms at once.
    a, b = 0.16666666666666669 + r * 0.041666666666666664, 0.008333333333330063 + r * 0.0013888888888886554
    c, d = 0.00019841269863042963 + r * 2.4801587317136892e-05, 2.7557268476553695e-06 + r * 2.75572829813734e-07
    e = 2.5100377619606372e-08 + r * 2.091123100592285e-09
    s = q * q
    series = (a + q * b) + s * ((c + q * d) + s * e)
    return bits, r, 0.5 * q + (r * q * series + (left + left * r))


@inlined
def scaled(y, bits):
    """2ᵏy by k's bits, in two factors, since 2ᵏ alone may be beyond all numbers."""
    k = np.uint64(bits_of(bits) - ROUNDER_BITS + 4096)
    half = k >> np.uint64(1)
    one, other = half - np.uint64(1025), (k - half) - np.uint64(1025)
    return y * number_of(one << np.uint64(52)) * number_of(other << np.uint64(52))


@inlined
def exp(x):
    """e to the power x: 1 at 0, the nearest number to e at 1."""
    # Comparisons that NaN fails leave it as it is; what lies beyond comes out as ∞ and 0 by itself.
    near = 710.0 if x > 710.0 else x
    near = -746.0 if near < -746.0 else near
    bits, r, t = exponential(near, 0.0)
    y = 1.0 + r
    return scaled(y + ((r - (y - 1.0)) + t), bits)


@inlined
def logarithm(u, rest):
    """ln(u + rest) for u > 0 that is no subnormal, and a rest below its last place."""
    bits = np.uint64(bits_of(u)) - np.uint64(0x3FE6A09E667F3BCD)
    # u = 2ᵏm, m from √½ to √2.
    shift = (bits + np.uint64(0x4000000000000000)) >> np.uint64(52)
    k = number_of(shift | np.uint64(WHOLE_BITS)) - 4503599627371520.0
    unit = (np.uint64(2047) - shift) << np.uint64(52)
    m = number_of(np.uint64(bits_of(u)) + ((np.uint64(1024) - shift) << np.uint64(52)))
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = 0.3999999999989924 + w * (0.22222211115144158 + w * 0.15331674030163508)
    even = 0.666666666666667 + w * (0.2857142862609589 + w * (0.18182890556695763 + w * 0.1461703754883715))
    h = 0.5 * f * f
    # The rest over u, for which (1 − s)/(1 + s) = 1/m stands.
    late = rest * number_of(unit) * (1.0 - 2.0 * s * (1.0 - s))
    return k * LN2 - ((h - (s * (h + (w * odd + z * even)) + (k * LN2_REST + late))) - f)


@inlined
def log(x):
    """The natural logarithm: 0 at 1, −∞ at 0, NaN below."""
    tiny = 1.0 if x < 2.2250738585072014e-308 else 0.0
    y = logarithm(x * (1.0 + tiny * 18014398509481983.0), 0.0) - tiny * 37.42994775023705
    y = y if x < np.inf else x
    return y if x > 0.0 else (-np.inf if x == 0.0 else np.nan)


@inlined
def log1p(x):
    """The logarithm of 1 + x: 0 at 0, −∞ at −1, NaN below."""
    u = 1.0 + x
    y = logarithm(u, x - (u - 1.0))
    y = y if x < np.inf else x
    return y if x > -1.0 else (-np.inf if x == -1.0 else np.nan)


@inlined
def turned(x):
    """The quarter of the circle that x is nearest to, in the last bits of a number, and how far from it, in two parts.

    π/2 is taken in four parts, of which the first three have 33 bits, so that their products are exact up to 2²⁰π/2,
    some 1.6 million, on either side. Beyond, the error is that of an x that is off by a unit in its last place, and
    from 2⁴⁵ on all x are taken for 2⁴⁵.
    """
    near = 35184372088832.0 if x > 35184372088832.0 else x
    near = -35184372088832.0 if near < -35184372088832.0 else near
    bits = near * 0.6366197723675814 + ROUNDER
    k = bits - ROUNDER
    first, first_rest = sum_of(near - k * 1.5707963267341256, -k * 6.077100506303966e-11)
    second, second_rest = sum_of(first, -k * 2.0222662487111665e-21)
    low = (first_rest + second_rest) - k * 8.4784276603689e-32
    r = second + low
    return bits_of(bits), r, (second - r) + low


@inlined
def sine_and_cosine(r, rest):
    """Sine and cosine of an angle up to π/4 in size, each in two parts."""
    z = r * r
    w = z * z
    a = 0.008333333333331 + z * -0.00019841269836754906 + w * (2.755731610065919e-06 + z * -2.5051131451563904e-08)
    a += w * w * 1.5918101002544352e-10
    sine_rest = z * r * (z * a - 0.16666666666666666) + rest * (1.0 - 0.5 * z)
    b = 0.041666666666666664 + z * -0.0013888888888887395
    b += w * (
        (2.4801587298763392e-05 + z * -2.7557317270545413e-07)
        + w * (2.0876146022272754e-09 + z * -1.1382614726108534e-11)
    )
    h = 0.5 * z
    cosine = 1.0 - h
    return r, sine_rest, cosine, ((1.0 - cosine) - h) + (w * b - r * rest)


@inlined
def chosen(a, b, mask, sign):
    """``b`` where the mask is −1 and ``a`` where it is 0, with the sign turned where bit 63 of ``sign`` is set."""
    both = bits_of(a)
    return number_of((both ^ ((both ^ bits_of(b)) & mask)) ^ sign)


@inlined
def sincos(x):
    """Sine and cosine of x, in radians. See ``turned`` for how large x may be."""
    quarter, r, rest = turned(x)
    s, s_rest, c, c_rest = sine_and_cosine(r, rest)
    s, c = s + s_rest, c + c_rest
    mask = -(quarter & 1)
    # ∞ − ∞ is NaN.
    lost = x - x
    sine = chosen(s, c, mask, (quarter & 2) << 62) + lost
    return sine, chosen(c, s, mask, ((quarter + 1) & 2) << 62) + lost


@inlined
def sin(x):
    """The sine of x, in radians."""
    return sincos(x)[0]


@inlined
def cos(x):
    """The cosine of x, in radians: 1 at 0."""
    return sincos(x)[1]


@inlined
def tan(x):
    """The tangent of x, in radians."""
    quarter, r, rest = turned(x)
    s, s_rest, c, c_rest = sine_and_cosine(r, rest)
    # Past an odd number of quarters it is −cos/sin.
    odd = quarter & 1 == 1
    y = quotient_of(-c, -c_rest, s, s_rest) if odd else quotient_of(s, s_rest, c, c_rest)
    return y + (x - x)


@inlined
def tanh(x):
    """The hyperbolic tangent: 0 at 0."""
    size = 20.0 if abs(x) > 20.0 else abs(x)
    # With e²ˣ = 2ᵏ(1 + r + t): (e²ˣ − 1)/(e²ˣ + 1), all in two parts.
    bits, r, t = exponential(2.0 * size, 0.0)
    unit = scaled(1.0, bits)
    high, low = sum_of(unit, unit * r)
    low += unit * t
    above, above_rest = sum_of(high, -1.0)
    below, below_rest = sum_of(high, 1.0)
    y = quotient_of(above, above_rest + low, below, below_rest + low)
    return -y if x < 0.0 else y
