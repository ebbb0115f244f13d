"""A log that no visitor can fill: short lines, few of each kind, no tracebacks."""

from __future__ import annotations

import logging
import time
import traceback

#: Characters of a line, and lines a minute from one place in the code.
LONGEST, MOST = 500, 10
MINUTE = 60.0


class OneLine(logging.Formatter):
    """A record as one line; of an exception, what it is and where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text = f"{text.splitlines()[0] if text else ''} {summary(record.exc_info[1])}"
        left = getattr(record, "left_out", 0)
        tail = f" (and {left} more like it)" if left else ""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: "
        # Line breaks and control characters of all scripts, with which a visitor could forge lines.
        text = "".join(each if each.isprintable() else " " for each in text)
        room = LONGEST - len(head) - len(tail)
        return head + (text if len(text) <= room else text[: room - 1] + "…") + tail


def summary(error: BaseException) -> str:
    """An exception and the last places that it passed."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__}: {str(error)[:200]} at {places}"


class Sparing(logging.Filter):
    """Lets some records a minute of each place in the code pass, and counts the others."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most
        #: For each place: when its minute began, how many have passed since, and how many have not.
        self._places: dict[tuple[str, int], list[float]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        place = self._places.setdefault((record.pathname, record.lineno), [now, 0, 0])
        # The filter may stand at several handlers.
        if hasattr(record, "left_out"):
            return True
        if now - place[0] >= MINUTE:
            record.__dict__["left_out"] = int(place[2])
            place[:] = [now, 0, 0]
        elif place[1] >= self._most:
            place[2] += 1
            return False
        else:
            record.__dict__["left_out"] = 0
        place[1] += 1
        return True

    def tell(self) -> None:
        """Say what has been left out where nothing has come since."""
        now = time.monotonic()
        # A list: what is said here passes the filter too, and has a place of its own.
        for (path, line), place in list(self._places.items()):
            if place[2] and now - place[0] >= MINUTE:
                name = path.rpartition("/")[2]
                logging.getLogger(__name__).warning("%s:%d logged %d more lines than are shown", name, line, place[2])
                place[:] = [now, 0, 0]


def install() -> Sparing:
    """Have every handler of the log write so, unless its level asks for all there is to say."""
    sparing = Sparing()
    if logging.getLogger("bokeh").getEffectiveLevel() <= logging.DEBUG:
        return sparing
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict))]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        handler.setFormatter(OneLine())
        handler.addFilter(sparing)
    return sparing
