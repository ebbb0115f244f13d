// The engine that asks a server, over the websocket of a Bokeh session.

import {Engine} from "./engine.js"

// A reply with its words read and its numbers parted: see app/reply.py.
export function decoded({words, numbers, spread, ...more}) {
  const read = JSON.parse(words)
  const {racers, steps, rows} = read.race
  const length = steps + 1
  let offset = numbers.byteOffset
  const next = (type, size) => {
    const array = new type(numbers.buffer, offset, size)
    offset += array.byteLength
    return array
  }
  const factors = next(Float32Array, length)
  const measured = next(Float32Array, rows.measured.length * racers.length * length)
  const counted = next(Uint8Array, rows.counted.length * racers.length * length)
  return {...more, ...read, race: {...read.race, factors, measured, counted, spread}}
}

export class Wire extends Engine {
  // model: the server's end of the wire, class Wire of app/page.py.
  constructor(model) {
    super()
    this.model = model
    model.properties.reply.change.connect(() => this.replied(this.#read()))
    model.properties.answer.change.connect(() => this.answered(model.answer))
    model.document.on_event("connection_lost", () => this.lost("The connection to the server is lost."))
    this.reply = this.#read()
    this.answer = model.answer
  }

  // The reply with the ground that came before it, where it has one.
  #read() {
    const {reply, ground} = this.model
    return decoded({...reply, ground: reply.ground ? ground : null})
  }

  send(request) {
    this.model.request = request
  }
}

// Open the session that the server has begun under this token.
export async function openWire(token) {
  const url = new URL("app/ws", document.baseURI)
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:"
  const {pull_session} = Bokeh.require("client/connection")
  const session = await pull_session(url.href, token, location.search.slice(1))
  const model = session.document.get_model_by_name("wire")
  const {change} = model.properties.reply
  const replied = model.reply ? undefined : new Promise((resolve) => change.connect(resolve))
  // The server begins with what takes longer once somebody is there to see it, a dear race too.
  session.document.notify_idle(model)
  await replied
  return new Wire(model)
}
