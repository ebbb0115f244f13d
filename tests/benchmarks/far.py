"""A network between a browser and a server that are on one machine: so many milliseconds long, and not without loss."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: Seconds until TCP sends again what was lost: what is behind it waits as long.
AGAIN = 0.2


@contextmanager
def far(port: int, at: int, delay: float, loss: float = 0.0) -> Iterator[None]:
    """Have the port ``at`` lead to ``port``: there and back takes ``delay`` seconds, and a share of all is lost."""
    ready = threading.Event()
    serving: list[asyncio.Server] = []
    loop = asyncio.new_event_loop()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chance, queue = random.Random(1), asyncio.Queue()

        async def deliver() -> None:
            while (parcel := await queue.get()) is not None:
                due, data = parcel
                await asyncio.sleep(max(0.0, due - loop.time()))
                writer.write(data)
                await writer.drain()
            writer.close()

        delivering = loop.create_task(deliver())
        try:
            while data := await reader.read(1400):
                queue.put_nowait((loop.time() + delay / 2 + (AGAIN if chance.random() < loss else 0.0), data))
        except OSError:
            pass
        queue.put_nowait(None)
        await asyncio.gather(delivering, return_exceptions=True)

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        with suppress(asyncio.CancelledError):
            await asyncio.gather(carry(reader, back), carry(there, writer))

    async def serve() -> None:
        serving.append(await asyncio.start_server(connect, "127.0.0.1", at))
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()
        under_way = asyncio.all_tasks(loop)
        for task in under_way:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*under_way, return_exceptions=True))
        loop.close()

    running = threading.Thread(target=run, daemon=True)
    running.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(serving[0].close)
        loop.call_soon_threadsafe(loop.stop)
        # The port is free for the next.
        running.join()
