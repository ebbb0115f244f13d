// What a page in a frame and the page around it say to each other: see docs/embedding.md.
//
// Nothing is told that is secret, and what is asked goes the way of all that enters: the engine reads it strictly.

// Milliseconds between two words while something moves.
const EVERY = 100
// Settings in one message that are still read, as in a request.
const MOST = 200

const named = (name) => `optimizer-race:${name}`

export class Host {
  toldAt = -Infinity

  // own(): the texts of what is the reader's own, as the step.
  constructor(engine, playback, own) {
    Object.assign(this, {engine, playback, own})
    if (parent === window) return
    addEventListener("message", ({source, data}) => source === parent && this.hear(data))
    this.listens = true
  }

  follow({reply}) {
    this.reply = reply
    // The number of what was asked last, once the state is that of all that was asked.
    if (this.engine.settled) this.heard = this.asked
    this.#soon()
  }

  show(step, playing) {
    if (playing === this.playing && (playing || step === this.step)) return
    const ended = this.playing && !playing && step === this.playback.steps
    Object.assign(this, {step, playing})
    this.#soon()
    if (ended) this.tell("finished")
  }

  hear(data) {
    const does = {play: "play", pause: "pause", "slide:start": "play", "slide:stop": "pause"}
    const name = typeof data === "string" ? data : String(data?.type).replace(/^optimizer-race:/, "")
    if (does[name]) this.playback[does[name]]()
    else if (name === "seek") this.#seek(String(data.step))
    else if (name === "set") this.#set(data)
  }

  #seek(step) {
    if (!/^\d{1,4}$/.test(step)) return
    this.playback.pause()
    this.playback.seek(Number(step))
  }

  #set({query, changes, number}) {
    const asked = typeof query === "string" ? [...new URLSearchParams(query)] : Object.entries(changes ?? {})
    const {values} = this.reply
    const news = asked.slice(0, MOST).filter(([key, text]) => key !== "v" && values[key] !== text)
    if (typeof number === "number") this.asked = number
    const {step, ...others} = Object.fromEntries(news)
    if (step !== undefined) this.#seek(step)
    if (Object.keys(others).length > 0) this.engine.ask(others)
    else if (this.engine.settled) this.heard = this.asked
    this.#soon()
  }

  #soon() {
    if (!this.listens) return
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined
      this.toldAt = performance.now()
      this.tell(this.ready ? "state" : "ready")
      this.ready = true
    }, Math.max(0, EVERY + this.toldAt - performance.now()))
  }

  tell(name) {
    const {title, query, race} = this.reply
    const outcomes = Object.fromEntries(race.racers.map(({key, outcome}) => [key, outcome.text]))
    const values = {...this.reply.values, step: this.own().step}
    parent.postMessage({type: named(name), number: this.heard ?? null, title, query, values, outcomes}, "*")
  }
}
