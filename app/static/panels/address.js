// The address bar: a link that brings this state back.

import {linkTo} from "../model/links.js"

// Milliseconds between two writings of the address.
const EVERY = 300

export class Address {
  writtenAt = -Infinity

  // own(): the texts of what is the reader's own, and of which the server is not told.
  constructor(root, own) {
    Object.assign(this, {own, embedded: root.dataset.embed === "1"})
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
    if (this.embedded) return
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined
      this.write()
    }, Math.max(0, EVERY + this.writtenAt - performance.now()))
  }

  write() {
    const address = linkTo(location.pathname, {...this.query, ...this.own()})
    if (address === location.pathname + location.search) return
    // What is after # is a lesson of the reader's own.
    history.replaceState(null, "", address + location.hash)
    this.writtenAt = performance.now()
  }
}
