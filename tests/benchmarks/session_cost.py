"""What a visitor costs the server: processor time to open a session, memory while it is open and after it has left.

    PYTHONPATH=. python tests/benchmarks/session_cost.py

Run it from the repository's root on an idle machine. It takes about four minutes, most of it waiting for the server
to forget those who left.

A visitor fetches the page and the scripts and styles that it names, opens the websocket and pulls the document, as
a browser does; visitors are played by this process, the server runs in its own. Beside the app stands the smallest
of Panel apps, a figure with one line, behind the same server with the same flags.
"""

import asyncio
import re
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urljoin

import psutil
from bokeh.protocol import Protocol
from tornado.escape import json_decode
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from tests.browser.serving import SERVE, serving

VISITORS, AT_ONCE = 20, 40
MINIMAL = """
import panel as pn
from bokeh.plotting import figure

plot = figure()
plot.line([1, 2, 3], [1, 3, 2])
pn.pane.Bokeh(plot).servable()
"""
SERVE_MINIMAL = """
import pathlib, runpy, app.__main__
app.__main__.APP = pathlib.Path(__file__).parent / "minimal" / "app.py"
runpy.run_path({serve!r}, run_name="__main__")
"""


async def fetched(address, seen):
    """The text at ``address``; beside it, all scripts, modules and styles of this server that it names."""
    text = (await AsyncHTTPClient().fetch(address, request_timeout=60)).body.decode(errors="replace")
    named = re.findall(r"""<(?:script|link)[^>]+(?:src|href)="([^"]+)"|\bfrom "(\./[^"]+)\"""", text)
    if seen is not None:
        for each in named:
            other = urljoin(address, "".join(each))
            if other not in seen and other.startswith(address[: address.index("/", 8)]):
                seen.add(other)
                await fetched(other, seen)
    return text


async def visit(address, cached):
    """Open the page as a browser does, with the static files ``cached`` or not; the open websocket."""
    page = await fetched(address, None if cached else set())
    token = re.search(r'"token": ?"([^"]+)"', page).group(1)
    wire = await websocket_connect(
        HTTPRequest(address.replace("http", "ws", 1) + "/ws"),
        subprotocols=["bokeh", token],
        max_message_size=2**28,
    )

    async def message():
        header, _, content = [json_decode(await wire.read_message()) for _ in range(3)]
        for _ in range(2 * header.get("num_buffers", 0)):
            await wire.read_message()
        return header["msgtype"], content

    kind, _ = await message()
    assert kind == "ACK"
    pull = Protocol().create("PULL-DOC-REQ")
    for part in (pull.header_json, pull.metadata_json, pull.content_json):
        await wire.write_message(part)
    kind, content = await message()
    assert kind == "PULL-DOC-REPLY" and content["doc"]["roots"]
    return wire


def cpu_seconds(process):
    times = process.cpu_times()
    return times.user + times.system


def megabytes(process):
    return process.memory_info().rss / 1e6


def emptied(server, own):
    """Wait until the server has forgotten every visitor; how many documents it keeps beside its ``own``."""
    deadline = time.monotonic() + 60
    while (kept := server.documents() - own) > 0 and time.monotonic() < deadline:
        time.sleep(1)
    return kept


async def one_after_another(server, cached, visitors=VISITORS):
    """Processor seconds of the server for each visitor: the median."""
    process, found = psutil.Process(server.process.pid), []
    for visitor in range(visitors + 2):
        before = cpu_seconds(process)
        wire = await visit(server.url, cached)
        await asyncio.sleep(0.2)
        # The first ones warm the server.
        if visitor >= 2:
            found.append(cpu_seconds(process) - before)
        wire.close()
        await asyncio.sleep(0.1)
    return statistics.median(found)


async def at_once(server):
    """Megabytes by which the server has grown while they are all here, and the seconds until all have come."""
    process = psutil.Process(server.process.pid)
    before, begun = megabytes(process), time.perf_counter()
    wires = await asyncio.gather(*(visit(server.url, cached=True) for _ in range(AT_ONCE)))
    seconds = time.perf_counter() - begun
    await asyncio.sleep(1)
    grown = megabytes(process) - before
    for wire in wires:
        wire.close()
    await asyncio.sleep(0.5)
    return grown, seconds


def measured(server):
    process, own = psutil.Process(server.process.pid), server.documents()
    # Memory first: what earlier visitors have given back would hide what these need.
    asyncio.run(one_after_another(server, True, visitors=2))
    emptied(server, own)
    settled = megabytes(process)
    grown, seconds = asyncio.run(at_once(server))
    kept = emptied(server, own)
    left = megabytes(process) - settled
    asyncio.run(at_once(server))
    emptied(server, own)
    twice = megabytes(process) - settled
    return {
        "CPU of a session, files cached, ms": 1000 * asyncio.run(one_after_another(server, True)),
        "CPU of a session, with its files, ms": 1000 * asyncio.run(one_after_another(server, False)),
        f"{AT_ONCE} at once: until all are served, s": seconds,
        "memory of each while open, MB": grown / AT_ONCE,
        "memory of each after it has left, MB": left / AT_ONCE,
        f"the same after {AT_ONCE} more, MB": twice / AT_ONCE,
        "documents kept": kept,
        "memory of the server, MB": megabytes(process),
    }


def main():
    AsyncHTTPClient.configure(None, max_clients=AT_ONCE)
    with serving() as server:
        ours = measured(server)
    with tempfile.TemporaryDirectory() as folder:
        # In a folder of its own: beside the script it would be taken for the package.
        (Path(folder) / "minimal").mkdir()
        (Path(folder) / "minimal" / "app.py").write_text(MINIMAL)
        script = Path(folder) / "serve.py"
        script.write_text(SERVE_MINIMAL.format(serve=SERVE))
        with serving(str(script)) as server:
            minimal = measured(server)
    print(f"{VISITORS} visitors (targets: 200 ms, 2 MB)       the app   one line in Panel   ratio")
    for name, value in ours.items():
        ratio = f"{value / minimal[name]:8.2f}" if minimal[name] else ""
        print(f"  {name:38}{value:9.1f}{minimal[name]:20.1f}{ratio}")


if __name__ == "__main__":
    main()
