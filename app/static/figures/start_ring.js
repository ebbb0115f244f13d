// The start for the keyboard: the ring takes the focus, and the arrow keys move it.

import {viewOf} from "./figures.js"

// How far a key moves it, as a share of the domain; with Shift, ten times as far.
const SHARE = 0.01

const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1]}

export class StartRing {
  // maps: the part that knows which maps are shown, and sets the start.
  constructor(root, maps) {
    this.ring = root.querySelector("[data-part=ring]")
    Object.assign(this, {maps, place: this.place.bind(this)})
    this.ring.addEventListener("keydown", (event) => this.#press(event))
    this.ring.addEventListener("focus", this.place)
    for (const range of Object.values(maps.ranges)) range.change.connect(this.place)
    const pictures = this.ring.parentElement
    pictures.addEventListener("scroll", this.place, {capture: true})
    new ResizeObserver(this.place).observe(pictures)
  }

  follow({reply}) {
    this.domain = reply.surface.domain
    this.place()
    this.#tell()
  }

  #press(event) {
    const way = WAYS[event.key]
    if (event.key === "Escape") this.ring.blur()
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    const {x_range, y_range} = this.maps.ranges
    const far = (event.shiftKey ? 10 : 1) * SHARE
    const to = this.maps.start.map((at, i) => {
      const [low, high] = this.domain[i]
      const {start, end} = [x_range, y_range][i]
      const wanted = at + way[i] * far * (high - low)
      // It stays on the map that is seen; from beyond it, it can only come nearer.
      return Math.max(Math.min(at, start), Math.min(wanted, Math.max(at, end)))
    })
    this.maps.setStart(...to)
    this.place()
    this.#tell()
  }

  #tell() {
    const [x, y] = this.maps.start.map((at) => String(Number(at.toPrecision(4))).replace("-", "−"))
    const said = `x ${x}, y ${y}`
    if (this.ring.getAttribute("aria-valuetext") === said) return
    this.ring.setAttribute("aria-valuetext", said)
    this.ring.setAttribute("aria-valuenow", this.maps.start[0])
    const [[low, high]] = this.domain
    this.ring.setAttribute("aria-valuemin", Math.min(low, this.maps.start[0]))
    this.ring.setAttribute("aria-valuemax", Math.max(high, this.maps.start[0]))
  }

  // Over the ring of the first map; nobody sees it but who has it under the focus.
  place() {
    const view = this.maps.shown[0] && viewOf(this.maps.shown[0])
    if (!view || document.activeElement !== this.ring) return
    const [around, within] = [this.ring.parentElement, view.canvas_view.events_el].map((el) =>
      el.getBoundingClientRect()
    )
    const {left, right, top, bottom} = view.frame.bbox
    const [x, y] = this.maps.start
    const across = Math.max(left, Math.min(view.frame.x_scale.compute(x), right)) + within.left - around.left
    const down = Math.max(top, Math.min(view.frame.y_scale.compute(y), bottom)) + within.top - around.top
    this.ring.style.translate = `${across}px ${down}px`
  }
}
