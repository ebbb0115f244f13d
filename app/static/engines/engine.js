// @ts-check
// What answers the page's requests: the contract between a page and whatever races for it.
//
// A page asks and listens; it never learns who answers. An engine is a subclass that knows how to `send`: `Wire` asks
// a server. One that computes in the browser, or in a notebook's kernel, is another subclass.
//
// A request is {id, changes, do}: changes is {key: text} in the keys of the URL; do, where given, is one of
// "tune", "stop tuning", "stop view". A reply is the whole state that follows:
//
//   id         of the request that it answers, null before any
//   values     {key: text} of every setting, query {key: text} of those that differ from the defaults
//   in_force   {key: text} of settings of the view that cannot be in force as they are set
//   notices    [text] of what was refused, and why
//   surface    what is said of the surface, its domain, minima and saddles; absent {racer: reason}
//   race       steps, start, racers, rows, measured, counted, factors, spread: see model/race.js
//   ground     columns of the map's bands, lines and marks, or null where they are those of the reply before
//   maps       {racer: text} of figures that the page has not had yet
//   question   the number of what the view asks now; tuned: whether the tuning told last is of these settings
//
// An answer is a piece of what takes longer than a reply. Its kind is that of the question (the view's key, or
// "tune") with whatever the view draws, surface, question, sharpest and last; or "progress" with a share, or "refused"
// with a text, both with ``of``, the kind of the question, or "race" where a reply is late.

// Milliseconds after which a request that is under way keeps no other waiting.
const PATIENCE = 1000

/**
 * @typedef {object} Listener
 * @property {(reply: any) => void} [reply]
 * @property {(answer: any) => void} [answer]
 * @property {(text: string) => void} [lost] The engine cannot answer any more; what was shown can still be played.
 */

export class Engine {
  /** The newest reply: a page may be mounted once there is one. @type {any} */
  reply = null
  /** The newest answer, for a page that is mounted after it came. @type {any} */
  answer = null

  /** @type {Listener[]} */
  #listeners = []
  /** @type {Record<string, string>} */
  #changes = {}
  /** @type {string[]} */
  #actions = []
  #asked = 0
  #busy = false
  /** @type {number | undefined} */
  #waiting

  /** @param {Listener} listener */
  listen(listener) {
    this.#listeners.push(listener)
  }

  // Ask for changes, for an action, or for both. One request is under way at a time, so that a dragged slider never
  // queues up behind itself: what is asked meanwhile goes together in the next. Only where a reply takes very long is
  // the next sent before it: the engine then gives up what is not wanted any more.
  /** @param {Record<string, string>} changes @param {string} [action] */
  ask(changes, action) {
    Object.assign(this.#changes, changes)
    if (action) this.#actions.push(action)
    this.#next()
  }

  #free() {
    clearTimeout(this.#waiting)
    this.#busy = false
    this.#next()
  }

  #next() {
    if (this.#busy || !(Object.keys(this.#changes).length > 0 || this.#actions.length)) return
    this.#busy = true
    this.#asked += 1
    const request = {id: this.#asked, changes: this.#changes}
    const action = this.#actions.shift()
    this.#changes = {}
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => this.#free(), PATIENCE)
    this.send(action ? {...request, do: action} : request)
  }

  // For the subclass to write: have the request answered, some time, by `replied` and `answered`.
  /** @param {{id: number, changes: Record<string, string>, do?: string}} _request */
  send(_request) {
    throw new Error("An engine must say how it sends a request")
  }

  // For the subclass to call.
  /** @param {any} reply */
  replied(reply) {
    this.reply = reply
    for (const listener of this.#listeners) listener.reply?.(reply)
    if (reply.id === this.#asked) this.#free()
    else this.#next()
  }

  /** @param {any} answer */
  answered(answer) {
    this.answer = answer
    for (const listener of this.#listeners) listener.answer?.(answer)
  }

  /** @param {string} text */
  lost(text) {
    for (const listener of this.#listeners) listener.lost?.(text)
  }
}
