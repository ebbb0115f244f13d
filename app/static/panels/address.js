// The address bar: a link that brings this state back.

import {linkTo} from "../model/links.js"

export class Address {
  // own(): the texts of what is the reader's own, and of which the server is not told.
  constructor(root, own) {
    Object.assign(this, {own, embedded: root.dataset.embed === "1"})
  }

  follow({reply}) {
    this.query = reply.query
  }

  show(_step, playing) {
    // A frame leaves the history of the page around it alone.
    if (playing || this.embedded) return
    clearTimeout(this.waiting)
    // Browsers refuse to be asked too often.
    this.waiting = setTimeout(() => this.write(), 250)
  }

  write() {
    history.replaceState(null, "", linkTo(location.pathname, {...this.query, ...this.own()}))
  }
}
