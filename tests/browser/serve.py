"""The app as ``python -m app`` serves it, saying on demand how many documents are alive.

A line on standard input is answered by a line on standard output: that count, and how many objects a full garbage
collection goes through, which nobody is served during. TOKEN_SECONDS in the environment is how long a page's token
opens a websocket.
"""

import gc
import os
import sys
import threading

from bokeh.document import Document

import app.__main__ as app

FLAGS = app._flags


def flags(*args) -> list[str]:
    seconds = os.environ.get("TOKEN_SECONDS")
    return [*FLAGS(*args), *(["--session-token-expiration", seconds] if seconds else [])]


def answer() -> None:
    for _ in sys.stdin:
        gc.collect()
        # No name for the objects: it would keep them all until the next line.
        alive = sum(isinstance(each, Document) for each in gc.get_objects())
        print("alive", alive, len(gc.get_objects()), flush=True)


if __name__ == "__main__":
    threading.Thread(target=answer, daemon=True).start()
    app._flags = flags
    app.main()
