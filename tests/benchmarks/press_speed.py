"""From a key to the screen: how soon the new race is shown after a press on a slider that the page answers itself.

    PYTHONPATH=. python tests/benchmarks/press_speed.py

Run it from the repository's root on an idle machine; CHROMIUM is as for ``page_speed.py``. It takes a minute.

A real key is pressed on the slider of a racer's learning rate, 120 times, not in step with the frames, and Chromium's
own trace says when the frame that follows was on the screen: its event ``EventLatency``, which begins with the key.
That frame has the map and the loss of the new race: both are painted in the task of the press, and in that frame what
Bokeh has to paint of axes that change. ``page_speed.py`` measures without keys, from outside, until the frame after:
it can say no less than two frames at the worst.
"""

import json
import random
import signal
import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks.far import far
from tests.benchmarks.page_speed import ENGINES, opened
from tests.browser.serving import chromium, free_port, serving

PRESSES = 120
SLIDER = """() => {
  const slider = document.querySelector("[data-key='sgd.lr'] input[type=range]")
  slider.scrollIntoView()
  slider.focus()
  globalThis.replies = 0
  mounted.engine.listen({reply: () => { globalThis.replies += 1 }})
}"""
TRACED = ["input", "benchmark", "latency", "cc", "latencyInfo"]


def presses(browser, page, trace):
    """Milliseconds from each press to the screen."""
    browser.start_tracing(page=page, path=trace, categories=TRACED)
    for i in range(PRESSES):
        page.keyboard.press("ArrowRight" if i % 40 < 20 else "ArrowLeft")
        time.sleep(0.05 + 0.017 * random.random())
    page.wait_for_timeout(300)
    browser.stop_tracing()
    begun, found = {}, []
    for event in json.loads(trace.read_text(encoding="utf-8"))["traceEvents"]:
        if event["name"] != "EventLatency":
            continue
        name = (event["pid"], json.dumps(event.get("id2", event.get("id"))))
        if event["ph"] == "b":
            begun[name] = event
        elif event["ph"] == "e" and name in begun:
            sides = (begun[name], event)
            kinds = {side.get("args", {}).get("event_latency", {}).get("event_type") for side in sides}
            if "KEY_PRESSED" in kinds:
                found.append((event["ts"] - begun[name]["ts"]) / 1000)
    return found


def row(browser, server, trace, name, url, stopped=False):
    page, _ = opened(browser, f"{url}?steps=500&racers={ENGINES}&engine=browser")
    page.evaluate("bench.able()")
    page.evaluate("bench.rest()")
    page.wait_for_timeout(700)
    page.evaluate(SLIDER)
    if stopped:
        server.process.send_signal(signal.SIGSTOP)
    found = presses(browser, page, trace)
    assert page.evaluate("globalThis.replies") == PRESSES == len(found)
    server.process.send_signal(signal.SIGCONT)
    page.context.close()
    print(f"  {name:40}{statistics.median(found):10.1f}{statistics.quantiles(found, n=20)[-1]:8.1f}")


def main():
    near, away = free_port(), free_port()
    origins = f"127.0.0.1:{near},127.0.0.1:{away}"
    with (
        serving(port=near, settings={"ALLOW_ORIGINS": origins}) as server,
        chromium() as browser,
        tempfile.TemporaryDirectory() as folder,
    ):
        trace = Path(folder) / "trace.json"
        print(f"From a key to the screen, 5 x 500 raced by the browser, ms{'median':>9}{'p95':>8}")
        row(browser, server, trace, "near (target: 25, p95 33)", server.url)
        for delay, loss, name in ((0.15, 0.0, "150 ms away"), (0.15, 0.01, "150 ms away, 1 % lost")):
            with far(server.port, away, delay, loss):
                row(browser, server, trace, name, f"http://127.0.0.1:{away}/app")
        row(browser, server, trace, "server stopped", server.url, stopped=True)


if __name__ == "__main__":
    main()
