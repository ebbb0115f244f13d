// The address bar: a link that brings this state back, copied on demand.

export class Address {
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
  }

  show(_step, playing) {
    // A frame leaves the history of the page around it alone.
    if (playing || this.embedded) return
    clearTimeout(this.waiting)
    // Browsers refuse to be asked too often.
    this.waiting = setTimeout(() => this.write(), 250)
  }

  write() {
    const {playing, step, steps} = this.playback
    const query = new URLSearchParams(this.query)
    query.delete("step")
    if (!playing && step > 0 && step < steps) query.set("step", step)
    const text = query.toString().replaceAll("%2C", ",")
    history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""))
  }
}
