// Watches over one session: a server that stands still, or a network that is gone, closes no websocket.
//
// While nothing is asked nothing is sent: see `look` and `expect`.

import {answers} from "./entrance.js"
import {delay, pause} from "./patience.js"

// Milliseconds without a word until the server is asked for one, and again until it is taken to be silent.
const QUIET = 2000
// A timer that is this late was held up by the browser: what has come meanwhile is read after it.
const LATE = 1000
// In which a server that answers others answers this session too.
const GRACE = 2000

export class Watch {
  // waits(): whether there is something that the server owes; silent() and heard() are called in turns.
  constructor(session, {waits, silent, heard}) {
    Object.assign(this, {session, waits, silent, heard})
    // There when the server answers, but not this session.
    this.dead = new Promise((resolve) => (this.bury = resolve))
    session.onMessage(() => this.#heard())
  }

  // Is anybody there?
  look() {
    if (!this.silence) this.#ping()
  }

  // A request is under way.
  expect() {
    if (this.timer === undefined && !this.silence) this.#in(QUIET, () => this.#ping())
  }

  stop() {
    clearTimeout(this.timer)
    this.silence = undefined
    this.stopped = true
  }

  #in(ms, then) {
    if (this.stopped) return
    clearTimeout(this.timer)
    const due = Date.now() + ms
    this.timer = setTimeout(() => (Date.now() - due > LATE ? this.#ping() : then()), ms)
  }

  #ping() {
    this.session.ping()
    this.#in(QUIET, () => this.#missed())
  }

  #heard() {
    if (this.stopped) return
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.silence) {
      this.silence = undefined
      this.heard()
    }
    // The word may come before what is owed.
    setTimeout(() => this.waits() && this.expect())
  }

  #missed() {
    this.timer = undefined
    const silence = (this.silence = {})
    this.silent()
    this.#listen(silence)
  }

  // As long as the server answers nobody, the session may live: to leave it would cost the server a new one.
  async #listen(silence) {
    for (let tries = 1; this.silence === silence; tries += 1) {
      if (await answers()) {
        await pause(GRACE)
        if (this.silence === silence) this.bury()
        return
      }
      await pause(delay(tries))
    }
  }
}
