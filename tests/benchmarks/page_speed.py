"""How fast the page answers, plays and loads: headless Chromium, 1440 x 900, a real server on this machine.

    PYTHONPATH=. python tests/benchmarks/page_speed.py

Run it from the repository's root on an idle machine; CHROMIUM is the browser's path, or empty for Playwright's
own. It takes about a minute and a half.

1. From slider to pixels: from an `input` event on the learning rate of SGD until the map with the new paths is
   painted and the next frame begins. Every sample is a race that the server has not run before.
2. Playback: paintings of the map a second while eight racers of 2000 steps play, made by handing the page a reply
   with more racers than there are rules; the main thread's share; what crosses the websocket meanwhile.
3. Loading: bytes with an empty cache, and the time until the page is ready.

Each is followed by what the same browser does without the app, measured in the same run.
"""

import statistics
from collections import Counter

from tests.browser.serving import chromium, serving

SAMPLES = 80
SECONDS = 5
#: Slowed down by this factor, the processor stands for a tablet or an old laptop.
THROTTLE = 4
READY = "html[data-ready='1']"

HELPERS = """
// Frames arrive here before Bokeh hears of them.
window.frames_in = []
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given)
    this.addEventListener("message", ({data}) => frames_in.push(data))
  }
}
window.bench = {
  nextFrame: () => new Promise((resolve) => requestAnimationFrame(resolve)),
  next: (signal) => new Promise((resolve) => {
    const slot = () => (signal.disconnect(slot), resolve())
    signal.connect(slot)
  }),
  model: (name) => Bokeh.documents[0].get_model_by_name(name),
  get map() { return Bokeh.index.find_one(this.model("map")) },
  // The milliseconds that each call of act takes; the first few are not counted.
  async timings(count, act) {
    const found = []
    for (let i = -5; i < count; i++) {
      await new Promise((resolve) => setTimeout(resolve, 30 + 17 * Math.random()))
      const begun = performance.now()
      await act(i + 5)
      if (i >= 0) found.push(performance.now() - begun)
    }
    return found
  },
}
"""

REST = "optimizerRace.playback.pause(); optimizerRace.playback.seek(optimizerRace.race.steps)"
SLIDE = """(count) => {
  const slider = document.querySelector("[data-key='sgd.lr'] input[type=range]")
  const {reply} = bench.model("wire").properties
  return bench.timings(count, async (i) => {
    slider.value = 20 + i
    slider.dispatchEvent(new Event("input", {bubbles: true}))
    await bench.next(reply.change)
    await bench.next(bench.map.repainted)
    await bench.nextFrame()
  })
}"""
ASK = """(count) => {
  const wire = bench.model("wire")
  return bench.timings(count, async (i) => {
    wire.request = {id: -i - 1, changes: {}}
    await bench.next(wire.properties.reply.change)
  })
}"""
# A property that nobody reads is set; the server acknowledges.
ROUND_TRIP = """(count) => {
  const wire = bench.model("wire")
  return bench.timings(count, async (i) => {
    frames_in.length = 0
    wire.tags = [i]
    const done = (data) => typeof data === "string" && data.includes('"OK"')
    while (!frames_in.some(done)) await new Promise((resolve) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = resolve
      channel.port2.postMessage(0)
    })
  })
}"""
TWO_FRAMES = "(count) => bench.timings(count, async () => { await bench.nextFrame(); await bench.nextFrame() })"

PLAY = """async ({racers, seconds}) => {
  const wire = bench.model("wire"), {race} = wire.reply, more = (array) => {
    const rows = array.length / 3 / race.racers.length
    const longer = new array.constructor(3 * racers * rows)
    for (let i = 0; i < 3 * racers; i++) {
      const from = Math.floor(i / racers) * race.racers.length + ((i % racers) % race.racers.length)
      longer.set(array.subarray(from * rows, (from + 1) * rows), i * rows)
    }
    return longer
  }
  const flat = (array) => array instanceof Float32Array || array instanceof Float64Array ? array
    : new (array.dtype === "float64" ? Float64Array : Float32Array)(array.buffer)
  const reply = {...wire.reply, race: {
    ...race, exact: more(flat(race.exact)), drawn: more(flat(race.drawn)),
    racers: Array.from({length: racers}, (_, i) => race.racers[i % race.racers.length]),
  }}
  wire.setv({reply}, {sync: false, check_eq: false})
  const {playback} = optimizerRace
  playback.seek(0)
  playback.play()
  await bench.nextFrame(), await bench.nextFrame()
  let paintings = 0
  const count = () => (paintings += 1)
  frames_in.length = 0
  bench.map.repainted.connect(count)
  const begun = performance.now()
  while (performance.now() - begun < 1000 * seconds) await bench.nextFrame()
  const rate = 1000 * paintings / (performance.now() - begun)
  bench.map.repainted.disconnect(count)
  if (!playback.playing) throw new Error("the race is over too early")
  playback.pause()
  return {rate, moved: playback.step, racers: optimizerRace.race.paths.length}
}"""
EMPTY = """async (seconds) => {
  let frames = 0
  const begun = performance.now()
  while (performance.now() - begun < 1000 * seconds) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    frames += 1
  }
  return {rate: 1000 * frames / (performance.now() - begun)}
}"""


def opened(browser, address, **options):
    """A window of its own, with the app in it, ready."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, **options).new_page()
    page.add_init_script(HELPERS)
    page.goto(address)
    if address != "about:blank":
        page.wait_for_selector(READY, state="attached")
    return page


def summary(timings):
    return statistics.median(timings), statistics.quantiles(timings, n=20)[-1]


def latency(browser, server):
    print(f"From slider to pixels, ms, {SAMPLES} samples      median     p95   x two frames")
    page = opened(browser, server.url)
    page.evaluate(REST)
    frame = summary(page.evaluate(TWO_FRAMES, SAMPLES))
    rows = {
        "two frames of the browser": frame,
        "acknowledged message": summary(page.evaluate(ROUND_TRIP, SAMPLES)),
        "request without changes": summary(page.evaluate(ASK, SAMPLES)),
        "5 racers x 500 steps (target: p95 < 60)": summary(page.evaluate(SLIDE, SAMPLES)),
    }
    page.context.close()
    page = opened(browser, f"{server.url}?steps=5000")
    page.evaluate(REST)
    rows["5 racers x 5000 steps"] = summary(page.evaluate(SLIDE, SAMPLES))
    page.context.close()
    for name, (median, p95) in rows.items():
        print(f"  {name:42}{median:8.1f}{p95:8.1f}{median / frame[0]:10.2f}")


def playing(browser, address, script, argument, slower):
    """What ``script`` returns, the main thread's share meanwhile, and the frames that crossed the websocket."""
    page, crossed = opened(browser, address), []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Performance.enable")
    client.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.wait_for_timeout(1000)
    for way in ("Sent", "Received"):
        client.on(f"Network.webSocketFrame{way}", crossed.append)

    def busy():
        return {each["name"]: each["value"] for each in client.send("Performance.getMetrics")["metrics"]}

    before = busy()
    found = page.evaluate(script, argument)
    after = busy()
    share = (after["TaskDuration"] - before["TaskDuration"]) / (after["Timestamp"] - before["Timestamp"])
    page.context.close()
    return found["rate"], share, len(crossed)


def playback(browser, server):
    print("\nPlaying 8 racers x 2000 steps      painted/s   main thread   x empty page   websocket frames")
    for slower, target in ((1, 60), (THROTTLE, 30)):
        empty, share, _ = playing(browser, "about:blank", EMPTY, SECONDS, slower)
        given = {"racers": 8, "seconds": SECONDS}
        rate, busy, crossed = playing(browser, f"{server.url}?steps=2000", PLAY, given, slower)
        name = "as it is" if slower == 1 else f"slowed down {slower} times"
        print(f"  {name + f' (target: {target})':33}{rate:10.1f}{busy:14.0%}{rate / empty:15.2f}{crossed:19}")
        print(f"  {'an empty page':33}{empty:10.1f}{share:14.0%}")


def loading(browser, server):
    kinds, ready = Counter(), []
    for visit in range(6):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        client, types = page.context.new_cdp_session(page), {}
        client.send("Network.enable")
        if visit == 0:
            client.on("Network.responseReceived", lambda e, types=types: types.update({e["requestId"]: e["type"]}))
            client.on(
                "Network.loadingFinished",
                lambda e, types=types: kinds.update({types.get(e["requestId"], "?"): int(e["encodedDataLength"])}),
            )
            for way in ("Sent", "Received"):
                client.on(
                    f"Network.webSocketFrame{way}",
                    # Binary frames come in base64.
                    lambda e, way=way: kinds.update(
                        {
                            f"websocket, {way.lower()}": len(e["response"]["payloadData"])
                            * (3 if e["response"]["opcode"] == 2 else 4)
                            // 4
                        }
                    ),
                )
        page.goto(server.url)
        page.wait_for_selector(READY, state="attached")
        ready.append(page.evaluate("performance.now()"))
        page.wait_for_timeout(300)
        page.context.close()
    print("\nLoading with an empty cache, kB, uncompressed")
    for kind, size in kinds.most_common():
        print(f"  {kind:24}{size / 1000:10.1f}")
    print(f"  {'all':24}{sum(kinds.values()) / 1000:10.1f}")
    print(f"  until ready, median of {len(ready)}: {statistics.median(ready):.0f} ms")


def main():
    with serving() as server, chromium() as browser:
        latency(browser, server)
        playback(browser, server)
        loading(browser, server)


if __name__ == "__main__":
    main()
