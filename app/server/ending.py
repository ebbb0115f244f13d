"""Ends the process soon after it has been told to, whatever it is doing."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time


def end_within(seconds: float) -> None:
    """On SIGTERM and SIGINT, leave the server ``seconds`` to end by itself; to be called once its event loop runs.

    The event loop acts on a signal only in its next turn, and Python waits for threads that race. The number of the
    signal, which Python writes to a socket at once and asyncio reads, is taken to this thread first.
    """
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    loops = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)

    def wait() -> None:
        # Kept from being closed with the function's end.
        _ = writing
        while number := reading.recv(1):
            if loops != -1:
                os.write(loops, number)
            if number[0] in (signal.SIGTERM, signal.SIGINT):
                time.sleep(seconds)
                os._exit(0)

    threading.Thread(target=wait, name="ending", daemon=True).start()
