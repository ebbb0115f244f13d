// The address bar: a link that brings this state back.

import {homeOf} from "./home.js"

// Milliseconds between two writings of the address.
const EVERY = 300

export class Address {
  writtenAt = -Infinity

  // own(): the texts of what is the reader's own, and of which the server is not told.
  constructor(root, own) {
    Object.assign(this, {
      own,
      linkTo: homeOf(root),
      silent: root.dataset.embed === "1",
      alone: root.dataset.alone === "1",
    })
  }

  follow({reply}) {
    this.query = reply.query
    this.soon()
  }

  show(_step, playing) {
    // Where a race that plays is, says no link: it begins anew.
    if (!playing || this.wasPlaying !== playing) this.soon()
    this.wasPlaying = playing
  }

  // Browsers refuse to be asked too often.
  soon() {
    // A frame leaves the history of the page around it alone.
    if (this.silent) return
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined
      this.write()
    }, Math.max(0, EVERY + this.writtenAt - performance.now()))
  }

  write() {
    // What is after # is a lesson of the reader's own, or in a file the state.
    const address = this.linkTo({...this.query, ...this.own()})
    if (!address) return
    const whole = this.alone ? address : address + location.hash
    if (whole === location.href) return
    this.writtenAt = performance.now()
    try {
      history.replaceState(null, "", whole)
    } catch {
      // A host may give its frames no history, and some browsers give files none.
      this.silent = true
    }
  }
}
