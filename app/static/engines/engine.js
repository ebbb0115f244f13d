// @ts-check
// What answers the page's requests: the contract between a page and whatever races for it.
//
// A page asks and listens; it never learns who answers. An engine is a subclass that knows how to `send`: `Wire` asks
// a server. One that computes in the browser, or in a notebook's kernel, is another subclass.
//
// A request is {id, changes, do}: changes is {key: text} in the keys of the URL; do, where given, is one of
// "tune", "stop tuning", "stop view", "best KEY", "stop best". A reply is the whole state that follows:
//
//   id         of the request that it answers, null before any
//   values     {key: text} of every setting, query {key: text} of those that differ from the defaults
//   title      who races on what, in a line
//   in_force   {key: text} of settings of the view that cannot be in force as they are set
//   notices    [text] of what was refused or dropped, and why
//   refused    {key: text} of entries of a request that were refused, and why
//   surface    what is said of the surface, its domain, minima and saddles; absent {racer: reason}
//   race       steps, start, base, racers, rows, measured, counted, factors, spread: see model/race.js
//   pinned     differences {racer: text} of the pinned race from that one, and race, as above, or null where it is that
//              of the reply before; null without a pinned race
//   ground     heights (see app/heights.py) and columns of marks of the surface, or null where the browser has them
//   maps       {racer: text} of figures that the page has not had yet
//   question   the number of what the view asks now; tuned: whether the tuning told last is of these settings
//
// An answer is a piece of what takes longer than a reply. Its kind is that of the question (the view's key, "tune", or
// "best", which is a sweep of the racer of that key alone) with whatever the view draws, surface, question, sharpest and last; or "progress" with a share, or "refused"
// with a text, both with ``of``, the kind of the question, or "race" where a reply is late.
//
// Whoever answers may be out of reach for a while. What was shown can still be played, and what is asked is kept: it
// is sent when there is somebody to answer again, together with what may not have got there.

// Milliseconds after which a request that is under way keeps no other waiting.
const PATIENCE = 1000
// How often a request is sent again to somebody else because nobody had replied to it.
const LOSSES = 2

/**
 * How it stands with whoever answers.
 * @typedef {object} Link
 * @property {"here" | "silent" | "gone" | "alone"} is That it answers; that it may yet, or may not; that nothing goes on
 * of what it worked at, and another will begin where it was, as far as the newest reply says; that it is away, and
 * somebody else answers meanwhile.
 * @property {string} text What there is to say of that.
 * @property {string} [address] Where a page is that can go on, if this one cannot.
 * @property {boolean} [blame] Whether it may have ended for what was asked last.
 * @property {boolean} [left] Whether what was asked last is not asked again.
 */

/**
 * @typedef {object} Listener
 * @property {(reply: any) => void} [reply]
 * @property {(answer: any) => void} [answer]
 * @property {(link: Link, kept: number) => void} [link] Something of the link is new, or of how many changes are kept.
 */

export class Engine {
  /** The newest reply: a page may be mounted once there is one. @type {any} */
  reply = null
  /** The newest answer, for a page that is mounted after it came. @type {any} */
  answer = null

  /** @type {Link} */
  link = {is: "here", text: ""}
  /** @type {(engine: Engine) => void} */
  #begin = () => {}
  /** There once there is a reply. @type {Promise<Engine>} */
  ready = new Promise((resolve) => (this.#begin = resolve))

  /** @type {Listener[]} */
  #listeners = []
  /** @type {Record<string, string>} */
  #changes = {}
  /** @type {string[]} */
  #actions = []
  /** Which changes those are, one for each of a visitor's. @type {Set<string>} */
  #kept = new Set()
  /** What was sent and has no reply, by id. @type {Map<number, Record<string, string>>} */
  #sent = new Map()
  #asked = 0
  #busy = false
  /** How many sessions have ended before they replied, one after the other. */
  #losses = 0
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
    this.#keep(changes)
    Object.assign(this.#changes, changes)
    if (action) this.#actions.push(action)
    if (this.#isAnswered) this.#next()
    else this.#tellLink()
  }

  // Whether there is somebody to send to.
  get #isAnswered() {
    return this.link.is === "here" || this.link.is === "alone"
  }

  // Whether something was sent that has no reply.
  get waits() {
    return this.#sent.size > 0
  }

  // Whether there are changes to be sent.
  get keeps() {
    return this.#kept.size > 0
  }

  // Whether the reply that is there is to all that was asked.
  get settled() {
    return !this.waits && !this.keeps
  }

  /** @param {Record<string, string>} changes */
  #keep(changes) {
    const name = nameOf(changes)
    if (name) this.#kept.add(name)
  }

  // What has no reply yet.
  get #names() {
    return new Set([...this.#kept, ...[...this.#sent.values()].map(nameOf).filter(Boolean)])
  }

  #tellLink() {
    const kept = this.#isAnswered ? 0 : this.#names.size
    for (const listener of this.#listeners) listener.link?.(this.link, kept)
  }

  #free() {
    clearTimeout(this.#waiting)
    this.#busy = false
    this.#next()
  }

  #next() {
    if (!this.#isAnswered || this.#busy) return
    if (!(Object.keys(this.#changes).length > 0 || this.#actions.length > 0)) return
    this.#busy = true
    this.#asked += 1
    const request = {id: this.#asked, changes: this.#changes}
    const action = this.#actions.shift()
    this.#sent.set(request.id, request.changes)
    this.#changes = {}
    this.#kept.clear()
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
    // It follows from all that had come in.
    for (const id of this.#sent.keys()) if (id <= reply.id) this.#sent.delete(id)
    if (reply.id === this.#asked) this.#losses = 0
    this.#begin(this)
    for (const listener of this.#listeners) listener.reply?.(reply)
    if (reply.id === this.#asked) this.#free()
    else this.#next()
  }

  /** @param {any} answer */
  answered(answer) {
    this.answer = answer
    for (const listener of this.#listeners) listener.answer?.(answer)
  }

  /** @param {Link} link */
  linked(link) {
    this.link = link.is === "gone" && this.link.is !== "gone" ? {...link, left: this.#takeBack(link.blame)} : link
    this.#tellLink()
    this.#next()
  }

  // Nothing of what was asked is to be sent: somebody else has seen to it.
  forget() {
    this.#sent.clear()
    this.#kept.clear()
    this.#changes = {}
    this.#actions = []
    this.#busy = false
    clearTimeout(this.#waiting)
  }

  // Keep what was sent to whoever is gone, to be sent again: a setting that is set twice is as good as set once. Left
  // out, and told, is what may be the reason why nobody is there.
  /** @param {boolean} [blame] */
  #takeBack(blame) {
    const lost = [...this.#sent.values()]
    this.#sent.clear()
    this.#busy = false
    clearTimeout(this.#waiting)
    if (lost.length > 0) this.#losses += 1
    const left = lost.length > 0 && (blame || this.#losses > LOSSES)
    if (left) return true
    for (const changes of lost) this.#keep(changes)
    this.#changes = Object.assign({}, ...lost, this.#changes)
    return false
  }
}

// Settings that a visitor sets together, as those of a place, are one change.
/** @param {Record<string, string>} changes */
const nameOf = (changes) => Object.keys(changes).join()
