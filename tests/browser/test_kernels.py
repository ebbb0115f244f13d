"""The kernels in real browsers: the same bits as on this machine's processor."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import threading
import urllib.request
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from app.browser import kept
from tests import same_bits

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = (ROOT / "tests/js/digests.js").read_text(encoding="utf-8").replace("export ", "")


@pytest.fixture(scope="module", autouse=True)
def module() -> Path:
    return kept.build()


def test_the_module_is_sent_as_what_it_is_and_kept_for_long(server):
    asked = urllib.request.Request(
        server.url.replace("/app", f"/kernels.wasm?v={kept.key()}"), headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Type"] == "application/wasm"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_every_race_basin_and_sweep_is_the_same_in_chromium_to_the_bit(server, browser):
    cases = same_bits.cases()
    page = browser.new_page()
    page.goto(server.url)
    # What the page's policy allows is what is tried.
    found = page.evaluate(
        f"async (given) => {{ {DIGESTS}\nreturn digests(given.folder, given.source, given.asked) }}",
        {
            "folder": server.url + "/static/kernels",
            "source": server.url.replace("/app", "/kernels.wasm"),
            "asked": same_bits.asked_for(cases),
        },
    )
    page.close()
    assert same_bits.differing(cases, found) == []


def test_every_race_basin_and_sweep_is_the_same_in_firefox_to_the_bit(module, tmp_path):
    firefox = shutil.which("firefox") or shutil.which("firefox-esr")
    if firefox is None:
        pytest.skip("Firefox is not installed")
    cases = same_bits.cases()
    heard: Queue[Any] = Queue()
    answering = answers(module, json.dumps(same_bits.asked_for(cases)), heard)
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{answering.server_port}/page"
    command = [firefox, "--headless", "--no-remote", "--profile", str(tmp_path), address]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        found = heard.get(timeout=120)
    finally:
        process.terminate()
        process.wait(timeout=20)
        answering.shutdown()
        answering.server_close()
    assert isinstance(found, list), found
    assert same_bits.differing(cases, found) == []


PAGE = f"""<!doctype html><title>Same bits</title><script type="module">
{DIGESTS}
const here = location.origin
let said
try {{
  said = await digests(here + "/kernels", here + "/kernels.wasm", await (await fetch("/asked")).json())
}} catch (error) {{
  said = String(error)
}}
await fetch("/said", {{method: "POST", body: JSON.stringify(said)}})
</script>"""


def answers(module: Path, asked: str, heard: Queue[Any]) -> http.server.ThreadingHTTPServer:
    """A server of a page that works out digests and says them: any browser needs no more than its address."""
    kinds = {".js": "text/javascript", ".wasm": "application/wasm", "": "text/html"}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own = {"/page": PAGE.encode(), "/asked": asked.encode(), "/kernels.wasm": module.read_bytes()}
            file = ROOT / "app/static" / self.path.lstrip("/")
            body = own.get(self.path) or (file.read_bytes() if file.is_file() else b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kinds.get(Path(self.path).suffix, "text/plain"))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            heard.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
