"""An object file of LLVM's as a module that browsers take: ``module``, ``customs`` and ``imports``.

LLVM writes into an object file the very indices and addresses that a linker would if that object were all that there
is (``WasmObjectWriter::getProvisionalValue``); kernels are one object. So no linker is needed: what only a linker reads
is left out, and what the other side is to know of the kernels is put in.

The format is WebAssembly Core Specification 2.0, section 5.5.
"""

from __future__ import annotations

from collections.abc import Iterator

MAGIC = b"\0asm\1\0\0\0"
#: Numbers of the sections that are told apart here, and of what is imported.
CUSTOM, IMPORT = 0, 2
FUNCTION, TABLE, MEMORY, GLOBAL = range(4)


class Bytes:
    """Reads what the format is made of, one after the other."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    @property
    def over(self) -> bool:
        return self.at >= len(self.data)

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self) -> int:
        """An unsigned number, seven bits a byte, the lowest first."""
        value = shift = 0
        while True:
            (byte,) = self.take(1)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def text(self) -> str:
        return self.take(self.number()).decode()


def number(value: int) -> bytes:
    """The same, written."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def sections(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The number and the content of each section."""
    if not data.startswith(MAGIC):
        raise ValueError("not a WebAssembly file")
    reader = Bytes(data, len(MAGIC))
    while not reader.over:
        (kind,) = reader.take(1)
        yield kind, reader.take(reader.number())


def section(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + number(len(content)) + content


def module(obj: bytes, named: dict[str, bytes]) -> bytes:
    """The object file ``obj`` as a module, with a custom section for each of ``named``."""
    kept = [section(kind, content) for kind, content in sections(obj) if kind != CUSTOM]
    more = [section(CUSTOM, number(len(name)) + name.encode() + content) for name, content in named.items()]
    return b"".join([MAGIC, *kept, *more])


def customs(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each custom section."""
    for content in (content for kind, content in sections(data) if kind == CUSTOM):
        reader = Bytes(content)
        name = reader.text()
        yield name, content[reader.at :]


def imports(data: bytes) -> Iterator[tuple[int, str]]:
    """Of what kind each import is, and its name."""
    for content in (content for kind, content in sections(data) if kind == IMPORT):
        reader = Bytes(content)
        for _ in range(reader.number()):
            reader.text()
            name, (kind,) = reader.text(), reader.take(1)
            if kind == FUNCTION:
                reader.number()
            elif kind == GLOBAL:
                reader.take(2)
            else:
                reader.take(1 if kind == TABLE else 0)
                (limits,) = reader.take(1)
                for _ in range(1 + (limits & 1)):
                    reader.number()
            yield kind, name
