// What page_speed.py runs inside the page, from before the page's own scripts.
"use strict"

// Frames of the websocket arrive here before Bokeh hears of them.
const arrived = []
globalThis.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given)
    this.addEventListener("message", ({data}) => arrived.push(data))
  }
}

// What static/main.js returned when the page was mounted.
Object.defineProperty(globalThis, "mounted", {get: () => document.querySelector(".race").mounted})

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
const wire = () => mounted.engine.wire.model

// When the engine next replies, or answers what a view asks.
const waiting = {reply: [], answer: []}
const heard = (what) =>
  new Promise((resolve) => {
    if (!waiting.engine) {
      waiting.engine = mounted.engine
      for (const kind of ["reply", "answer"]) {
        waiting.engine.listen({[kind]: () => waiting[kind].splice(0).forEach((each) => each())})
      }
    }
    waiting[what].push(resolve)
  })
const viewOf = (name) => Bokeh.index.find_one(mounted.figures.model(name))

// The canvases on which a line was drawn of late.
const drawnOn = new Set()
const {stroke} = CanvasRenderingContext2D.prototype
CanvasRenderingContext2D.prototype.stroke = function (...how) {
  drawnOn.add(this.canvas)
  return stroke.apply(this, how)
}
// The canvases of a figure's trails.
const trailsOf = (name) => [...viewOf(name).canvas_view.shadow_el.querySelectorAll("canvas:not([class])")]

// When one of Bokeh's signals is next given.
const next = (signal) =>
  new Promise((resolve) => {
    const slot = () => {
      signal.disconnect(slot)
      resolve()
    }
    signal.connect(slot)
  })

// A task of its own, sooner than a timeout would allow.
const nextTask = () =>
  new Promise((resolve) => {
    const {port1, port2} = new MessageChannel()
    port1.onmessage = resolve
    port2.postMessage(0)
  })

// The milliseconds that each call of act takes; the first five are not counted.
async function timings(count, act) {
  const found = []
  for (let i = 0; i < count + 5; i++) {
    // Not in step with the frames.
    await new Promise((resolve) => setTimeout(resolve, 30 + 17 * Math.random()))
    const begun = performance.now()
    await act(i)
    if (i >= 5) found.push(performance.now() - begun)
  }
  return found
}

globalThis.bench = {
  // Milliseconds from the navigation until the page is ready.
  ready: undefined,

  racing: () => mounted.stage.state.race.paths.length,

  all: () => [...document.querySelectorAll("input[data-racer]")].map((each) => each.dataset.racer).join(","),

  // The playhead at the end, where a repainted trail is longest.
  rest() {
    mounted.playback.pause()
    mounted.playback.seek(mounted.stage.state.race.steps)
  },

  twoFrames: (count) =>
    timings(count, async () => {
      await nextFrame()
      await nextFrame()
    }),

  // A request without changes is sent; the server acknowledges that it has it.
  roundTrip: (count) =>
    timings(count, async (i) => {
      arrived.length = 0
      wire().request = {id: -i - 1000, changes: {}}
      while (!arrived.some((data) => typeof data === "string" && data.includes('"OK"'))) await nextTask()
    }),

  // Until the page has taken in the same race once more.
  ask: (count) =>
    timings(count, async (i) => {
      wire().request = {id: -i - 1, changes: {}}
      await next(wire().properties.reply.change)
    }),

  // Until the frame begins that comes after the one in which the map and the loss have their new trails, and Bokeh has
  // nothing of either left to paint.
  slide(count) {
    const slider = document.querySelector("[data-key='sgd.lr'] input[type=range]")
    const figures = ["map", "loss"].map((name) => ({view: viewOf(name), trails: trailsOf(name)}))
    const painted = ({view, trails}) =>
      trails.some((each) => drawnOn.has(each)) && !view._invalidate_all && view._invalidated_painters.size === 0
    return timings(count, async (i) => {
      slider.value = 20 + i
      drawnOn.clear()
      const replied = heard("reply")
      slider.dispatchEvent(new Event("input", {bubbles: true}))
      await replied
      do {
        await nextFrame()
        // Behind all that is done in this frame.
        await nextTask()
      } while (!figures.every(painted))
      await nextFrame()
    })
  },

  // Until the page can race by itself.
  async able() {
    while (!mounted.engine.able) await nextFrame()
  },

  // Until another answer about the basins of Adam has been drawn.
  async slideBasins(count) {
    const slider = document.querySelector("[data-key='adam.lr'] input[type=range]")
    const drawn = () => Bokeh.index.find_one(mounted.figures.model("map adam"))
    while (!drawn()) await nextFrame()
    const view = drawn()
    const shown = () => view.model.renderers.find((each) => each.name === "picture").data_source.data.image[0]
    return timings(count, async (i) => {
      const before = shown()
      slider.value = 80 + i
      slider.dispatchEvent(new Event("input", {bubbles: true}))
      while (shown() === before) await heard("answer")
      await next(view.repainted)
      await nextFrame()
    })
  },

  tune() {
    document.querySelector("[data-part=fair-start]").click()
  },

  tuning: () => !document.querySelector("[data-part=fair-progress]").hidden,

  stopTuning() {
    document.querySelector("[data-part=fair-stop]").click()
  },

  // Hand the page the reply that it has, with its racers repeated until there are enough.
  async multiply(wanted) {
    const {words, numbers} = wire().reply
    const said = JSON.parse(words)
    const had = said.race.racers.length
    const rows = said.race.steps + 1
    said.race.racers = Array.from({length: wanted}, (_, i) => said.race.racers[i % had])
    // One of float32 for all racers, then quantity by quantity, racer by racer, step by step: four of float32, two of bytes.
    const [pieces, bytes] = [[], new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)]
    let offset = 4 * rows
    pieces.push(bytes.subarray(0, offset))
    for (const width of [4, 4, 4, 4, 1, 1]) {
      const size = width * rows
      for (let i = 0; i < wanted; i++) {
        const from = offset + (i % had) * size
        pieces.push(bytes.subarray(from, from + size))
      }
      offset += had * size
    }
    const larger = new Uint8Array(await new Blob(pieces).arrayBuffer())
    const reply = {...wire().reply, words: JSON.stringify(said), numbers: larger}
    wire().setv({reply}, {sync: false, check_eq: false})
    if (mounted.stage.state.race.paths.length !== wanted) throw new Error("the page did not take the reply")
  },

  // How often a second a frame is painted with the playhead further on.
  async play(seconds) {
    const {playback} = mounted
    playback.seek(0)
    playback.play()
    let [frames, shown] = [0, 0]
    const elapsed = await wait(seconds, () => {
      if (playback.step !== shown) frames += 1
      shown = playback.step
    })
    if (!playback.playing) throw new Error("the race was over too early")
    playback.pause()
    return frames / elapsed
  },

  // How often a second the browser would paint.
  async idle(seconds) {
    let frames = 0
    const elapsed = await wait(seconds, () => (frames += 1))
    return frames / elapsed
  },

  // Bytes over HTTP by kind of file.
  transferred() {
    const sizes = {}
    for (const type of ["navigation", "resource"]) {
      for (const {name, transferSize} of performance.getEntriesByType(type)) {
        const kind = name.match(/\.(\w+)(\?|$)/)?.[1] ?? "html"
        sizes[kind] = (sizes[kind] ?? 0) + transferSize
      }
    }
    return sizes
  },
}

async function wait(seconds, onFrame = () => {}) {
  const begun = performance.now()
  while (performance.now() - begun < 1000 * seconds) {
    await nextFrame()
    onFrame()
  }
  return (performance.now() - begun) / 1000
}

new MutationObserver(([{target}]) => {
  if (target.dataset.ready === "1") bench.ready ??= performance.now()
}).observe(document, {subtree: true, attributeFilter: ["data-ready"]})
