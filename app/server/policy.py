"""The headers of every answer, and which pages may embed this one."""

from __future__ import annotations

import os
import re
from functools import cache

#: Whence the page may load and run scripts: from this server's files alone, nothing inline, no eval; and WebAssembly,
#: as which it has the kernels.
SCRIPTS = "script-src 'self' 'wasm-unsafe-eval'"

#: What a page of this server may do. Bokeh sets styles inline; pictures are drawn and saved as blobs.
POLICY = (
    "default-src 'self'",
    SCRIPTS,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)

#: Beside the policy, on every answer.
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}

# A header must not be forged out of the Host header, in which HTTP allows quotes and semicolons.
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_ORIGIN = re.compile(
    r"https?://(\*\.)?[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*(:([0-9]{1,5}|\*))?|https?://\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?"
)


def is_host(text: str) -> bool:
    """Whether ``text``, of a Host header, is a host and nothing else."""
    return _HOST.fullmatch(text) is not None


def headers(host: str) -> dict[str, str]:
    """The headers of an answer to a request for ``host``."""
    connect = "connect-src 'self'"
    if is_host(host):
        # Safari before version 15.4 does not count the page's own websocket to 'self'.
        connect += f" ws://{host} wss://{host}"
    return {"Content-Security-Policy": "; ".join((*POLICY, connect, f"frame-ancestors {ancestors()}")), **HEADERS}


@cache
def ancestors() -> str:
    """Who may embed the page, as EMBED_ORIGINS says."""
    return embedders(os.environ.get("EMBED_ORIGINS") or "*")


def embedders(text: str) -> str:
    """``text``, the value of EMBED_ORIGINS, as Content-Security-Policy writes it; ValueError if it is none.

    By default every page may embed: the page has nothing of a visitor's that a frame around it could take or make
    them do, and course pages stand anywhere, also on a disk: "*" stands for the schemes of the network alone.
    """
    parts = list(dict.fromkeys(filter(None, re.split(r"[,\s]+", text))))
    if parts == ["*"]:
        return "* file:"
    if parts in (["none"], ["self"]):
        return f"'{parts[0]}'"
    for part in parts:
        if not _ORIGIN.fullmatch(part):
            raise ValueError(
                "EMBED_ORIGINS must be origins such as https://course.example.org separated by commas, "
                f"or *, self or none, not {part!r}"
            )
    return " ".join(("'self'", *parts)) if parts else "* file:"
