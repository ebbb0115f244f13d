"""``OptimizerRace`` where it is shown: in the output of cells, and in a Panel app of one's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request

import pytest
from bokeh.resources import INLINE
from playwright.sync_api import expect

from app import OptimizerRace, load_engine, notebook
from tests.browser.serving import ROOT, course, free_port
from tests.browser.test_file import READY, type_into, until

STATE = "document.querySelector('.race').mounted.stage.state"
APP = ROOT / "docs/examples/two_rates.py"


def frames(page, count):
    deadline = time.monotonic() + 30
    while len(found := [frame for frame in page.frames if frame.parent_frame]) < count:
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)
    for frame in found:
        if frame.url == "about:blank":
            continue
        frame.locator(READY).wait_for(state="attached")
    return found


@pytest.fixture
def window(browser):
    context = browser.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_cells_share_an_engine_that_the_page_around_has(window, monkeypatch):
    """As JupyterLab and exported notebooks have it: frames in the page in which the script of an output has run."""
    monkeypatch.setattr(notebook.Engine, "shown", False)
    engine = load_engine()._repr_html_()
    cells = [OptimizerRace(surface="beale", racers=["sgd"]), OptimizerRace(surface="saddle", racers=["adam"], x=0.5)]
    outputs = [each._repr_html_() for each in cells]
    with course("".join((engine, *outputs))) as address:
        window.goto(address)
        first, second = frames(window, 2)
    assert (first.title(), second.title()) == ("Beale: SGD · Optimizer Race", "Saddle: Adam · Optimizer Race")
    assert second.evaluate(f"{STATE}.race.start") == [0.5, cells[1].saddle.start[1]]
    type_into(first, "sgd.lr", "0.02")
    until(first, f"{STATE}.race.paths[0].lr", 0.02)
    # Without the engine each says what is missing, and begins when it is there.
    with course(outputs[0]) as address:
        window.goto(address)
        frame = window.frame_locator("iframe")
        frame.get_by_text("the cell with load_engine() has it").wait_for()
        script = engine.split("<script>")[1].split("</script>")[0]
        window.evaluate(script)
        frame.locator(READY).wait_for(state="attached")


#: What a notebook's outputs may do in VS Code where its experimental setting ``notebook.experimental.enableCsp`` is on.
STRICT = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' https: http: data:; font-src 'self' https:; connect-src https:; child-src https: data:"
)


def in_script(value):
    return json.dumps(value).replace("<", "\\u003c")


def webview(outputs, policy):
    """A page that shows outputs as VS Code does: in a sandboxed frame, as inner HTML whose scripts are then run."""
    within = f"""<meta http-equiv="Content-Security-Policy" content="{policy}"><body><script>
    for (const html of {in_script(outputs)}) {{
      const output = document.body.appendChild(document.createElement("div"))
      output.innerHTML = html
      for (const {{innerText: text}} of [...output.getElementsByTagName("script")])
        output.appendChild(Object.assign(document.createElement("script"), {{text}})).remove()
    }}</script>"""
    rights = "allow-same-origin allow-pointer-lock allow-scripts allow-downloads"
    return f"""<iframe sandbox="{rights}" width="1000" height="1800"></iframe><script>
    const {{contentDocument}} = document.querySelector("iframe")
    contentDocument.open()
    contentDocument.write({in_script(within)})
    contentDocument.close()</script>"""


@pytest.mark.parametrize("policy", ["", STRICT])
def test_a_cell_lives_in_vs_code(window, monkeypatch, policy):
    monkeypatch.setattr(notebook.Engine, "shown", False)
    race = OptimizerRace(surface="beale", racers=["sgd", "adam"])
    outputs = [race._repr_html_(), load_engine()._repr_html_(), race._repr_html_()]
    with course(webview(outputs, policy)) as address:
        window.goto(address)
        around, alone, light = frames(window, 3)
        assert (around.url, alone.evaluate("origin")) == ("about:blank", "null")
        for each in (alone, light):
            type_into(each, "sgd.lr", "0.02")
            until(each, f"{STATE}.race.paths[0].lr", 0.02)
            # Where no worker is allowed, the page itself works out what takes longer.
            each.evaluate("document.querySelector('.race').mounted.engine.ask({view: 'basins'})")
            each.locator("[data-part=says]", has_text="arrived at a minimum").wait_for(state="attached")


def test_a_page_that_panel_saves_shows_the_race_without_a_server(window, tmp_path):
    OptimizerRace(surface="saddle", racers=["adam"]).__panel__().save(tmp_path / "race.html", resources=INLINE)
    window.route("http**", lambda route: route.abort())
    window.goto((tmp_path / "race.html").as_uri())
    # Panel renders twice: the first frame does not stay.
    window.frame_locator("iframe").locator(READY).wait_for(state="attached")
    [frame] = frames(window, 1)
    assert (frame.title(), frame.evaluate("origin")) == ("Saddle: Adam · Optimizer Race", "null")
    type_into(frame, "adam.lr", "0.02")
    until(frame, f"{STATE}.race.paths[0].lr", 0.02)


@pytest.fixture(scope="module")
def panel_app():
    port = free_port()
    command = [sys.executable, "-m", "panel", "serve", str(APP), "--port", str(port), "--log-level", "warning"]
    origin = ["--allow-websocket-origin", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, *origin], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    address = f"http://127.0.0.1:{port}/{APP.stem}"
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(address, timeout=60).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def test_a_component_follows_the_app_and_the_app_follows_the_visitor(panel_app, window):
    requested = []
    window.on("request", lambda request: requested.append(request.url))
    window.goto(panel_app)
    [frame] = frames(window, 1)
    assert frame.evaluate("origin") == "null"
    table = window.locator("table", has_text="steps")
    assert "arrived at step 108" in table.inner_text()
    # The visitor turns a slider in the frame: the app's own says the same, and knows how it ends.
    type_into(frame, "adam.lr", "0.3")
    window.get_by_text("0.30", exact=False).first.wait_for()
    until(frame, f"{STATE}.race.paths[1].lr", 0.3)
    said = frame.evaluate(f"{STATE}.race.paths[1].outcome.text")
    table.get_by_text(said, exact=False).wait_for()
    # So it does while a slider is moved.
    slider = frame.locator("[data-key='adam.lr'] input[type=range]").first
    for key in ("ArrowRight", "ArrowRight", "End"):
        slider.press(key)
    until(frame, f"{STATE}.race.paths[1].lr", 1)
    handle = window.locator(".noUi-handle").first
    expect(handle).to_have_attribute("aria-valuetext", "1.00")
    # The app's own slider moves that of the frame.
    handle.press("ArrowLeft")
    until(frame, f"{STATE}.race.paths[1].lr < 1", True)
    # The app's menu sets the surface in the frame.
    window.locator("select").select_option("saddle")
    until(frame, "document.title", "Saddle: SGD, Adam · Optimizer Race")
    assert frame.evaluate(f"{STATE}.race.paths[1].lr") < 1
    # Nothing comes from elsewhere.
    assert all(url.startswith((panel_app.rsplit("/", 1)[0], "data:", "blob:")) for url in requested)
