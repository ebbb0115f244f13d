// How to zoom a map, told to who turns the wheel over it in vain.

// How often it is told, until somebody has zoomed, and for how long, in milliseconds.
const OFTEN = 3
const READING = 2500

const APPLE = /Mac|iP(hone|ad|od)/.test(navigator.platform)

export class ZoomHint {
  told = 0

  constructor(root) {
    this.bubble = root.querySelector("[data-part=zoom-hint]")
    this.bubble.textContent = `${APPLE ? "⌘" : "Ctrl"} + wheel zooms`
    this.scrollers = [document.scrollingElement, ...root.querySelectorAll("[data-picture]")]
  }

  give() {
    // A wheel that scrolls is not turned in vain.
    if (this.scrollers.some((each) => each.scrollHeight > each.clientHeight + 1)) return
    if (this.bubble.hidden) {
      if (this.told >= OFTEN) return
      this.told += 1
      this.bubble.hidden = false
    }
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => (this.bubble.hidden = true), READING)
  }

  // Who zooms knows.
  spare() {
    this.told = OFTEN
    this.bubble.hidden = true
  }
}
