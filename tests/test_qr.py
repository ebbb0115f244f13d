"""QR codes: read back by another way than they are written, and the same as another encoder's."""

from __future__ import annotations

import hashlib
from functools import reduce

import pytest

from app import qr

LINK = "https://race.example.org/app?lesson=momentum"
#: SHA-256 of the modules, row by row, that the package qrcode 8 makes of these texts with the mask that is chosen here.
MADE = {
    LINK: "cdb74d547e8d8f59d4434367819489b25d783d22e7868f2bebea21f8beb3dd0c",
    "race": "4df33afdfeaf4f28937256acee847c3612cf233ef5956cc7aa8f5ca3bc7dee22",
    LINK * 3: "2f06c35c958887b0b7abfff62070b5d5ca887bfeb83f5fcff5057db5a52d6f04",
    LINK * 4 + "&at=2": "e8cc524745dfb54582f1beb2a492a6cfb9783a72837c2ba45dc15576c5de0d1d",
}


def read(matrix: list[list[int]]) -> str:
    """The text of a code, whose blocks are whole: each divides without remainder."""
    size = len(matrix)
    version = (size - 17) // 4
    bits = [matrix[8][n] for n in (0, 1, 2, 3, 4, 5, 7, 8)] + [matrix[n][8] for n in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join(map(str, bits)), 2) ^ 0b101010000010010
    assert form >> 13 == 0, "level M"
    mask = form >> 10 & 7
    taken = {(8, n) for n in range(size)} | {(n, 8) for n in range(size)}
    taken = {(i, j) for i, j in taken if (i < 9 and j < 9) or i >= size - 8 or j >= size - 8}
    taken |= {(i, j) for i in range(9) for j in range(9)}
    taken |= {(i, j) for i in range(9) for j in range(size - 8, size)}
    taken |= {(i, j) for i in range(size - 8, size) for j in range(9)}
    taken |= {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    centres = [] if version == 1 else [6, size - 7] if version < 7 else [6, (size - 1) // 2, size - 7]
    for row in centres:
        for column in centres:
            if (row, column) not in {(6, 6), (6, size - 7), (size - 7, 6)}:
                taken |= {(row + i, column + j) for i in range(-2, 3) for j in range(-2, 3)}
    if version >= 7:
        taken |= {(i, size - 11 + j) for i in range(6) for j in range(3)}
        taken |= {(size - 11 + j, i) for i in range(6) for j in range(3)}
    turned = {
        0: lambda i, j: (i + j) % 2,
        1: lambda i, j: i % 2,
        2: lambda i, j: j % 3,
        3: lambda i, j: (i + j) % 3,
        4: lambda i, j: (i // 2 + j // 3) % 2,
        5: lambda i, j: i * j % 2 + i * j % 3,
        6: lambda i, j: (i * j % 2 + i * j % 3) % 2,
        7: lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
    }[mask]
    stream, up, column = [], True, size - 1
    while column > 0:
        column -= column == 6
        for row in reversed(range(size)) if up else range(size):
            for at in (column, column - 1):
                if (row, at) not in taken:
                    stream.append(matrix[row][at] ^ (turned(row, at) == 0))
        column, up = column - 2, not up
    words = [int("".join(map(str, stream[n : n + 8])), 2) for n in range(0, len(stream) // 8 * 8, 8)]
    extra, sizes = qr._BLOCKS[version - 1]
    blocks: list[list[int]] = [[] for _ in sizes]
    given = iter(words)
    for n in range(max(sizes)):
        for block, length in zip(blocks, sizes, strict=True):
            if n < length:
                block.append(next(given))
    data = [word for block in blocks for word in block]
    for _ in range(extra):
        for block in blocks:
            block.append(next(given))
    for block in blocks:
        for n in range(extra):
            assert reduce(lambda sum_, word, n=n: _product(sum_, _power(n)) ^ word, block, 0) == 0
    text = "".join(f"{word:08b}" for word in data)
    assert text[:4] == "0100"
    wide = 8 if version < 10 else 16
    length = int(text[4 : 4 + wide], 2)
    rest = text[4 + wide : 4 + wide + 8 * length]
    return bytes(int(rest[n : n + 8], 2) for n in range(0, len(rest), 8)).decode()


def _product(a: int, b: int) -> int:
    found = 0
    for n in range(8):
        if b >> n & 1:
            found ^= a << n
    for n in reversed(range(8, 16)):
        if found >> n & 1:
            found ^= 0x11D << n - 8
    return found


def _power(n: int) -> int:
    return reduce(lambda power, _: _product(power, 2), range(n), 1)


@pytest.mark.parametrize("length", [1, 14, 15, 26, 42, 62, 84, 106, 122, 152, 180, 181, 213])
def test_what_is_written_is_read(length):
    text = (LINK * 5)[:length]
    assert read(qr.code(text)) == text


def test_what_has_signs_of_other_scripts_is_read():
    assert read(qr.code("η = 0,1 → ✚")) == "η = 0,1 → ✚"


@pytest.mark.parametrize(
    ("text", "made"), MADE.items(), ids=["a link", "a word", "two versions on", "with its version"]
)
def test_it_is_what_another_encoder_makes(text, made):
    modules = "".join(str(module) for row in qr.code(text) for module in row)
    assert hashlib.sha256(modules.encode()).hexdigest() == made


def test_what_is_too_long_is_refused():
    with pytest.raises(ValueError, match="214 bytes are more than the 213"):
        qr.code("x" * 214)
