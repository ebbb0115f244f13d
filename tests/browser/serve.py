"""The app as ``python -m app`` serves it, saying on demand how many documents are alive.

A line on standard input is answered by a line on standard output: that count, and how many objects a full garbage
collection goes through, which nobody is served during.
"""

import gc
import sys
import threading

from bokeh.document import Document

from app.__main__ import main


def answer() -> None:
    for _ in sys.stdin:
        gc.collect()
        # No name for the objects: it would keep them all until the next line.
        alive = sum(isinstance(each, Document) for each in gc.get_objects())
        print("alive", alive, len(gc.get_objects()), flush=True)


if __name__ == "__main__":
    threading.Thread(target=answer, daemon=True).start()
    main()
