"""What the server does not use goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.server import memory

SCRIPT = """
import psutil
from app.server import memory

assert memory.keep_little()
here = psutil.Process()
before = here.memory_info().rss
# A hundred megabytes of small pieces, of which one in a hundred stays.
pieces = [bytes(10_000) for _ in range(10_000)]
stay = pieces[::100]
del pieces
memory.give_back()
assert here.memory_info().rss - before < 20e6
# Large blocks go back by themselves.
blocks = [bytearray(2_000_000) for _ in range(50)]
between = bytes(10_000)
del blocks
assert here.memory_info().rss - before < 20e6
"""


@pytest.mark.skipif(
    not hasattr(memory._LIBC, "mallopt"), reason="the allocator of this system cannot be told what to keep"
)
def test_what_is_free_goes_back():
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, timeout=120)
