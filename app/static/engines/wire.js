// The engine that asks a server, over the websocket of a Bokeh session; when that is lost, of another one in the same
// state.

import {Engine} from "./engine.js"
import {closing, FULL, newToken, told, Trouble} from "./entrance.js"
import {delay, onWaking, pause} from "./patience.js"
import {Session} from "./session.js"
import {Watch} from "./watch.js"

// Milliseconds after which a connection has held.
const STEADY = 20_000

// A reply with its words read and its numbers parted: see app/reply.py.
export function decoded({words, numbers, spread, ...more}) {
  const read = JSON.parse(words)
  const races = [{...read.race, spread}]
  if (read.pinned?.race) races.push({...read.pinned.race, spread: null})
  let offset = numbers.byteOffset
  const part = (name, type, rows) => {
    for (const race of races) {
      race[name] = new type(numbers.buffer, offset, rows(race) * (race.steps + 1))
      offset += race[name].byteLength
    }
  }
  part("factors", Float32Array, () => 1)
  part("measured", Float32Array, ({rows, racers}) => rows.measured.length * racers.length)
  part("counted", Uint8Array, ({rows, racers}) => rows.counted.length * racers.length)
  const [race, pinned] = races
  return {...more, ...read, race, pinned: pinned ? {...read.pinned, race: pinned} : read.pinned}
}

// Settings in one order: what is the same to a server is the same text.
const text = (query) => new URLSearchParams(query).toString()

export class Wire extends Engine {
  // The server's end of the wire, class Wire of app/page.py, in the session that there is.
  model = undefined
  #sessions = 0
  #watch = undefined
  #wake = () => {}

  // root: of a page as the server sends it.
  constructor(root) {
    super()
    this.root = root
    this.link = {is: "gone", text: "Connecting…"}
    onWaking(() => (this.#watch ? this.#watch.look() : this.#wake()))
    this.#stay(told(root))
  }

  send(request) {
    this.model.request = request
    this.#watch.expect()
  }

  // Be in a session, as long as there is a page.
  async #stay({token, shape}) {
    for (let tries = 0; this.root.isConnected; tries += 1) {
      const began = Date.now()
      const trouble = await this.#session(token, shape)
      // The page may have been kept by the browser, or out of sight, while its token expired or was used.
      const stale = token && !this.#sessions && trouble.text !== FULL
      token = undefined
      if (stale) continue
      if (Date.now() - began > STEADY) tries = 0
      this.linked({is: "gone", ...trouble})
      await this.#rest(delay(tries, trouble.after), trouble.after === undefined)
    }
  }

  // Wait; not longer than the page sleeps, where the server has not asked for that.
  async #rest(ms, mayWake) {
    const woken = new Promise((resolve) => (this.#wake = () => mayWake && resolve(delay(0))))
    const more = await Promise.race([pause(ms), woken])
    if (more) await pause(Math.min(more, ms))
  }

  // One session, from its token, or a new page's, to the trouble that ends it.
  async #session(token, shape) {
    const query = this.reply ? text(this.reply.query) : location.search.slice(1)
    let session
    try {
      session = await Session.join(token ?? (await newToken(query, shape)), query)
    } catch (trouble) {
      if (trouble instanceof Trouble) return trouble
      throw trouble
    }
    return this.#attend(session)
  }

  async #attend(session) {
    const {model} = session
    const {reply, answer} = model.properties
    const watch = new Watch(session, {
      waits: () => this.waits || !model.reply,
      silent: () => this.linked({is: "silent", text: "The server does not answer."}),
      heard: () => this.linked({is: "here", text: ""}),
    })
    const current = (react) => () => this.model === model && react()
    Object.assign(this, {model})
    this.#watch = watch
    this.#sessions += 1
    reply.change.connect(current(() => this.replied(this.#read(model))))
    answer.change.connect(current(() => this.answered(this.#own(model.answer))))
    session.begin()
    if (model.reply) this.#first(this.#read(model))
    this.linked({is: "here", text: ""})
    watch.expect()
    const trouble = await Promise.race([session.closed, watch.dead])
    this.model = this.#watch = undefined
    watch.stop()
    session.leave()
    return trouble ?? closing({})
  }

  // What a new session begins with.
  #first(reply) {
    const same = this.reply && text(reply.query) === text(this.reply.query)
    // The state is shown already: to show it once more would take back what was changed since, until that is sent.
    if (same && this.keeps) return
    this.replied(same ? {...reply, ground: null} : reply)
  }

  // The reply with the ground that came before it, where it has one.
  #read({reply, ground}) {
    return this.#own(decoded({...reply, ground: reply.ground && ground}))
  }

  // Each session counts its questions from one.
  #own(told) {
    const {question} = told
    return typeof question === "number" ? {...told, question: `${this.#sessions}.${question}`} : told
  }
}

// Open the session that the server has begun for the page below ``root``.
export const openWire = (root) => new Wire(root)
