"""Memory that is used no more goes back to the system.

Left to itself the allocator of Linux keeps what dear races have used, in an arena for each thread and for ever: after
an hour of them that is more than the server needs.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

#: Of ``mallopt``, in glibc's malloc.h: how many arenas there are, and from how many bytes on a block is the system's
#: own, which has it back as soon as it is free. By itself glibc raises that to 32 MB as such blocks are freed.
_MOST_ARENAS, _OWN_FROM = -8, -3
ARENAS, BLOCK = 2, 256 * 1024

_LIBC: Any = ctypes.CDLL(None) if sys.platform == "linux" else None


def keep_little() -> bool:
    """Have the allocator keep little, before there are threads; whether it is one that can be told so."""
    if not hasattr(_LIBC, "mallopt"):
        return False
    return bool(_LIBC.mallopt(_MOST_ARENAS, ARENAS)) and bool(_LIBC.mallopt(_OWN_FROM, BLOCK))


def give_back() -> None:
    """Give back what lies free between what is in use; to be called in a thread beside, for it takes milliseconds."""
    if hasattr(_LIBC, "malloc_trim"):
        _LIBC.malloc_trim(0)
