"""QR codes of links, for paper: bytes at error correction level M, up to version 10 (213 bytes).

After ISO/IEC 18004:2015; section numbers below are of that standard.
"""

from __future__ import annotations

from collections.abc import Iterator

Matrix = list[list[int]]

#: By version from 1: codewords of error correction in a block, and the data codewords of each block (table 9, level M).
_BLOCKS = (
    (10, (16,)),
    (16, (28,)),
    (26, (44,)),
    (18, (32,) * 2),
    (24, (43,) * 2),
    (16, (27,) * 4),
    (18, (31,) * 4),
    (22, (38, 38, 39, 39)),
    (22, (36, 36, 36, 37, 37)),
    (26, (43, 43, 43, 43, 44)),
)
#: Bytes of text that fit into the largest version.
MOST = sum(_BLOCKS[-1][1]) - 3

#: Conditions for a module to be turned, by mask (table 10).
_MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)


def code(text: str) -> Matrix:
    """The modules of the smallest code for ``text``, 1 for a dark one; ``ValueError`` where it is too long."""
    data = text.encode()
    version = next((n for n in range(1, 11) if len(data) + (2 if n < 10 else 3) <= sum(_BLOCKS[n - 1][1])), 0)
    if not version:
        raise ValueError(f"{len(data)} bytes are more than the {MOST} of the largest code")
    bits = [bit for word in _interleaved(_words(data, version), version) for bit in _bits(word, 8)]
    masked = [_drawn(version, bits, mask) for mask in range(8)]
    return min(masked, key=_penalty)


def svg_path(matrix: Matrix) -> str:
    """The dark modules as the path of an SVG, a unit each, within a quiet zone of four (section 9.1)."""
    return "".join(
        f"M{j + 4} {i + 4}h1v1h-1z" for i, row in enumerate(matrix) for j, module in enumerate(row) if module
    )


def _bits(value: int, count: int) -> list[int]:
    return [value >> n & 1 for n in reversed(range(count))]


def _words(data: bytes, version: int) -> list[int]:
    """Data codewords: mode, length, bytes, end, padding (section 7.4)."""
    room = sum(_BLOCKS[version - 1][1])
    bits = [0, 1, 0, 0, *_bits(len(data), 8 if version < 10 else 16)]
    bits += [bit for byte in data for bit in _bits(byte, 8)]
    bits += [0] * min(4, 8 * room - len(bits))
    bits += [0] * (-len(bits) % 8)
    words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits), 8)]
    return words + [(0xEC, 0x11)[n % 2] for n in range(room - len(words))]


# Arithmetic in the field of 256 elements, of which 2 generates all but 0 (section 7.5.2).
_POWERS = [1]
for _ in range(254):
    _POWERS.append(_POWERS[-1] << 1 ^ (0x11D if _POWERS[-1] & 0x80 else 0))
_LOGS = {power: n for n, power in enumerate(_POWERS)}


def _times(a: int, b: int) -> int:
    return _POWERS[(_LOGS[a] + _LOGS[b]) % 255] if a and b else 0


def _correction(words: list[int], count: int) -> list[int]:
    """The remainder of a block's polynomial, divided by that with the roots 2⁰ to 2^(count − 1)."""
    divisor = [1]
    for n in range(count):
        divisor = [a ^ _times(b, _POWERS[n]) for a, b in zip([*divisor, 0], [0, *divisor], strict=True)]
    rest = words + [0] * count
    for at in range(len(words)):
        lead = rest[at]
        for n, factor in enumerate(divisor):
            rest[at + n] ^= _times(factor, lead)
    return rest[len(words) :]


def _interleaved(words: list[int], version: int) -> Iterator[int]:
    """All codewords in the order in which they are drawn (section 7.6)."""
    count, sizes = _BLOCKS[version - 1]
    given = iter(words)
    blocks = [[next(given) for _ in range(size)] for size in sizes]
    for n in range(max(sizes)):
        yield from (block[n] for block in blocks if n < len(block))
    corrections = [_correction(block, count) for block in blocks]
    for n in range(count):
        yield from (each[n] for each in corrections)


def _drawn(version: int, bits: list[int], mask: int) -> Matrix:
    """Patterns, then the bits in their zigzag, turned by the mask (sections 6.3 and 7.7)."""
    size = 17 + 4 * version
    modules: list[list[int | None]] = [[None] * size for _ in range(size)]

    def square(row: int, column: int, radius: int, light: tuple[int, ...]) -> None:
        for i in range(-radius, radius + 1):
            for j in range(-radius, radius + 1):
                if 0 <= row + i < size and 0 <= column + j < size:
                    modules[row + i][column + j] = int(max(abs(i), abs(j)) not in light)

    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        square(row, column, 4, (2, 4))
    for n in range(8, size - 8):
        modules[6][n] = modules[n][6] = 1 - n % 2
    # Two rows of patterns, three from version 7 on, evenly from 6 on (annex E).
    last = size - 7
    places = [] if version == 1 else [6, last] if version < 7 else [6, (6 + last) // 2, last]
    for row in places:
        for column in places:
            if (row, column) not in ((6, 6), (6, last), (last, 6)):
                square(row, column, 2, (1,))
    _write_format(modules, version, mask)
    given = iter(bits)
    columns = [column for column in range(size - 1, 0, -2) if column > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        for row in range(size) if turn % 2 else reversed(range(size)):
            for column in (right, right - 1):
                if modules[row][column] is None:
                    # What is left over is light.
                    modules[row][column] = next(given, 0) ^ int(_MASKS[mask](row, column))
    return [[int(module or 0) for module in row] for row in modules]


def _remainder(value: int, divisor: int, count: int) -> int:
    rest = value << count
    while rest.bit_length() > count:
        rest ^= divisor << rest.bit_length() - count - 1
    return value << count | rest


def _write_format(modules: list[list[int | None]], version: int, mask: int) -> None:
    """Level M and the mask, twice, and from version 7 on the version, twice (sections 7.9 and 7.10)."""
    size = len(modules)
    bits = _bits(_remainder(mask, 0x537, 10) ^ 0x5412, 15)
    around = [(8, n) for n in (0, 1, 2, 3, 4, 5, 7, 8)] + [(n, 8) for n in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(size - 1 - n, 8) for n in range(7)] + [(8, size - 8 + n) for n in range(8)]
    for bit, one, other in zip(bits, around, apart, strict=True):
        modules[one[0]][one[1]] = modules[other[0]][other[1]] = bit
    modules[size - 8][8] = 1
    if version >= 7:
        for n, bit in enumerate(reversed(_bits(_remainder(version, 0x1F25, 12), 18))):
            row, column = n // 3, size - 11 + n % 3
            modules[row][column] = modules[column][row] = bit


def _penalty(matrix: Matrix) -> int:
    """How hard a code is to read: runs, blocks, what looks like a finder, too much dark or light (section 7.8.3)."""
    size = len(matrix)
    points = 0
    for lines in (matrix, list(zip(*matrix, strict=True))):
        for line in lines:
            text = "".join(map(str, line))
            runs = text.replace("01", "0 1").replace("10", "1 0").split()
            points += sum(len(run) - 2 for run in runs if len(run) >= 5)
            points += 40 * sum(text.startswith(("10111010000", "00001011101"), at) for at in range(size - 10))
    for i in range(size - 1):
        for j in range(size - 1):
            four = matrix[i][j] + matrix[i][j + 1] + matrix[i + 1][j] + matrix[i + 1][j + 1]
            points += 3 if four in (0, 4) else 0
    dark = sum(map(sum, matrix)) / size**2
    return points + 10 * int(abs(dark - 0.5) * 20)
