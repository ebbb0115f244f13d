// The address bar: a link that brings this state back, copied on demand.

// Milliseconds between two writings of the address.
const EVERY = 300

export class Address {
  writtenAt = -Infinity

  constructor(root, playback) {
    Object.assign(this, {playback, embedded: root.dataset.embed === "1"})
    const button = root.querySelector("[data-part=share]")
    button.addEventListener("click", async () => {
      this.write()
      try {
        await navigator.clipboard.writeText(location.href)
        button.textContent = "Link copied"
      } catch {
        button.textContent = "Link is in the address bar"
      }
      setTimeout(() => (button.textContent = "Copy link"), 2000)
    })
  }

  follow({reply}) {
    this.query = reply.query
    this.#soon()
  }

  show(_step, playing) {
    // Where a race that plays is, says no link: it begins anew.
    if (!playing || this.wasPlaying !== playing) this.#soon()
    this.wasPlaying = playing
  }

  // Browsers refuse to be asked too often.
  #soon() {
    // A frame leaves the history of the page around it alone.
    if (this.embedded) return
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined
      this.write()
    }, Math.max(0, EVERY + this.writtenAt - performance.now()))
  }

  write() {
    const {playing, step, steps} = this.playback
    const query = new URLSearchParams(this.query)
    query.delete("step")
    if (!playing && step > 0 && step < steps) query.set("step", step)
    const text = query.toString().replaceAll("%2C", ",")
    const address = location.pathname + (text ? `?${text}` : "")
    if (address === location.pathname + location.search) return
    history.replaceState(null, "", address)
    this.writtenAt = performance.now()
  }
}
