"""How the server starts, how many it lets in, and how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest
from bokeh.util.token import check_token_signature

from app.server import compiled
from tests.guarding import APP, PANEL, connect, play, running, started, visiting


def ended(server, seconds=60):
    """Wait until it ends by itself; what it has written."""
    server.process.wait(timeout=seconds)
    return server.log


def limited(limit, value):
    """The app, with a limit of the system's."""
    code = f"import resource, runpy; resource.setrlimit(resource.{limit}, ({value}, {value}));"
    return (sys.executable, "-c", code + "runpy.run_module('app', run_name='__main__')")


def test_the_address_is_printed_when_the_page_answers():
    with started() as server:
        deadline = time.monotonic() + 120
        while "open http" not in server.log and time.monotonic() < deadline:
            time.sleep(0.02)
        begun = time.monotonic()
        assert server.get("/app").status == 200
        assert time.monotonic() - begun < 2
        assert server.log == f"Optimizer Race: open http://localhost:{server.port}/app\n"


@pytest.mark.parametrize("how", [APP, PANEL])
def test_it_ends_within_two_seconds_with_visitors(how):
    async def stay(server):
        async with visiting(server) as visitor:
            await visitor.answered(1, {"view": "basins", "steps": "2000"})
            return await asyncio.to_thread(server.stop)

    with running(*how) as server:
        assert play(stay(server)) < 2
        assert server.process.returncode == 0
        assert "Traceback" not in server.log


def test_it_ends_while_it_starts():
    with started() as server:
        time.sleep(1.5)
        assert server.stop() < 2


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("EMBED_ORIGINS", "course.example.org", "EMBED_ORIGINS must be origins such as https://course.example.org"),
        ("MAX_VISITORS", "many", "MAX_VISITORS must be a whole number from 1 to 100000, not 'many'"),
        ("MAX_VISITORS", "0", "MAX_VISITORS must be a whole number"),
    ],
)
@pytest.mark.parametrize("how", [APP, PANEL])
def test_an_environment_that_makes_no_sense_is_refused(how, variable, value, word):
    with started(*how, **{variable: value}) as server:
        assert word in ended(server)
        assert server.process.returncode != 0


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken, started(port=taken.getsockname()[1]) as server:
        assert re.fullmatch(r"Cannot listen on ADDRESS=127.0.0.1 PORT=\d+: Address already in use.*\n", ended(server))


def test_whose_pages_may_embed_it_is_said():
    with running(EMBED_ORIGINS="none") as server:
        assert "frame-ancestors 'none'" in server.get("/app").headers["Content-Security-Policy"]


def test_a_secret_that_is_given_signs_the_tokens():
    with running(BOKEH_SECRET_KEY="given") as server:
        assert check_token_signature(server.get("/app").token, b"given", True)


@pytest.mark.parametrize("more", [("--session-ids", "unsigned"), ("--include-headers", "Cookie")])
def test_no_flag_of_panels_takes_the_signature_away(more):
    with running(*PANEL, *more) as server:
        page = server.get("/app", {"Cookie": "login=hunter2"})
        assert "hunter2" not in page.body
        assert not check_token_signature(page.token, b"given", True)


def test_several_processes_share_the_secret_and_the_visitors():
    async def many(server):
        for _ in range(8):
            async with visiting(server) as visitor:
                await visitor.answered(1, {"steps": "60"})

    with running(*PANEL, "--num-procs", "2") as server:
        children = psutil.Process(server.process.pid).children()
        assert len(children) == 2
        play(many(server))
        for child in children:
            child.send_signal(signal.SIGTERM)
        _, alive = psutil.wait_procs(children, timeout=3)
        assert not alive


def test_a_full_server_says_so():
    async def fill(server):
        async with visiting(server), visiting(server) as visitor:
            page = await asyncio.to_thread(server.get, "/app")
            assert page.status == 503
            assert page.headers["Retry-After"] == "60"
            assert "The server is full. Try again in a minute." in page.body
            assert "Content-Security-Policy" in page.headers
            # Those who are here stay, and files are served.
            await visitor.answered(1, {"steps": "60"})
            assert (await asyncio.to_thread(server.get, "/app/static/styles/base.css")).status == 200
        await asyncio.sleep(7)
        assert (await asyncio.to_thread(server.get, "/app")).status == 200

    with running(MAX_VISITORS="2") as server:
        play(fill(server))


def test_a_token_that_comes_late_finds_a_full_server_full():
    async def fill(server):
        late = (await asyncio.to_thread(server.get, "/app")).token
        # Long enough for its session to be given back.
        await asyncio.sleep(22)
        async with visiting(server):
            visitor = await connect(server, late)
            assert await visitor.closed() == (1013, "The server is full. Try again in a minute.")

    with running(MAX_VISITORS="1") as server:
        play(fill(server))


def test_idle_connections_are_bounded_and_told():
    idle = []
    with running(*limited("RLIMIT_NOFILE", 200), MAX_VISITORS="600") as server:
        assert "With 200 file descriptors (`ulimit -n`) there is room for 50 visitors at once" in server.log
        before = len(server.log)
        try:
            for _ in range(260):
                idle.append(socket.create_connection(("127.0.0.1", server.port), timeout=5))
            # As many are told at a time as have a second to listen.
            time.sleep(1.5)
            answer = server.raw(b"GET /app HTTP/1.1\r\nHost: a\r\n\r\n", seconds=5)
            assert answer.startswith(b"HTTP/1.1 503 ") and b"Try again in a minute" in answer
        finally:
            for each in idle:
                each.close()
        deadline = time.monotonic() + 20
        while server.get("/app").status != 200 and time.monotonic() < deadline:
            time.sleep(0.5)
        assert server.get("/app").status == 200
        # A busy machine may take the connections in before it can turn them away: the system's refusal is a few lines.
        assert "Traceback" not in server.log and len(server.log) - before < 8000


def test_a_connection_that_asks_nothing_is_closed():
    with running() as server, socket.create_connection(("127.0.0.1", server.port), timeout=60) as idle:
        begun = time.monotonic()
        idle.sendall(b"GET /app HTTP/1.1\r\n")
        assert idle.recv(100) == b""
        assert time.monotonic() - begun < 20


def test_too_few_file_descriptors_are_named():
    with started(*limited("RLIMIT_NOFILE", 70)) as server:
        assert "70 file descriptors are too few" in ended(server)


def test_a_cache_that_cannot_be_written_is_named_and_used_all_the_same(tmp_path):
    # Root may write anywhere: a file where the folder should be stands for a folder that is not to be had.
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    code = "from app.server import compiled; compiled.keep(); import os; print(os.environ['NUMBA_CACHE_DIR'])"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_CACHE_DIR": str(blocked)},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = found.stdout.splitlines()
    assert first == f"Compiled code cannot be kept in {blocked} (File exists): it is made anew at each start."
    assert not os.path.exists(second)


def test_a_cache_that_can_only_be_read_is_copied(tmp_path, monkeypatch, capsys):
    (tmp_path / "kernel.nbc").write_text("code")
    problem = compiled._problem
    # Root may write to any folder.
    monkeypatch.setattr(compiled, "_problem", lambda folder: "read-only" if folder == tmp_path else problem(folder))
    monkeypatch.setattr(compiled.numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    compiled.keep()
    assert capsys.readouterr().out == f"Compiled code cannot be kept in {tmp_path} (read-only): a copy is used.\n"
    assert os.listdir(compiled.numba.config.CACHE_DIR) == ["kernel.nbc"]


def test_no_room_for_compiled_code_anywhere_is_named(tmp_path):
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
    code += "from app.server import compiled; compiled.keep()"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1
    assert "Compiled code can be kept neither in" in found.stderr and "set NUMBA_CACHE_DIR" in found.stderr
    assert "Traceback" not in found.stderr
