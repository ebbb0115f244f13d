// What of a figure is seen: all of it, or a part that the reader has zoomed and moved to. A plain wheel and a single
// finger scroll the page, as everywhere on it; zooming takes Ctrl or ⌘ with the wheel, or two fingers. All axes that can
// be zoomed are stretched by the same factor, so that units which are equal stay so.

import {lengthOf, ofLength, stretched, within} from "../model/spans.js"
import {setRange} from "./figures.js"

// The shortest that an axis may be, as a share of the whole: single precision has no more to show.
const LEAST = 1e-6
// By how much one notch of a wheel zooms at most, as a power of two, and by how much a pixel of a finer one does.
const NOTCH = 0.5
const PIXEL = 0.01
// From so many pixels on it is a drag and no click. Bokeh's taps end there.
const DRAG = 5

export class Zoom {
  // ranges: those of the axes that can be zoomed, x first; button: the way back to the whole; hint: for who turns
  // the wheel alone.
  constructor(ranges, button, hint = undefined) {
    Object.assign(this, {ranges, button, hint})
    button.addEventListener("click", () => this.back())
  }

  // What the whole is, and how far beyond it there is something to see, each a span for each range. Who has zoomed may
  // ``stay``: about the same middle, in units as equal as the whole's.
  setWhole(whole, most, stay) {
    const stays = stay && this.isPart
    const now = this.spans
    Object.assign(this, {whole, most: most.map((span, i) => (lengthOf(span) < lengthOf(whole[i]) ? whole[i] : span))})
    if (!stays) return this.back()
    const unit = lengthOf(now[0]) / lengthOf(whole[0])
    this.#show(now.map((span, i) => ofLength(span, lengthOf(whole[i]) * unit)))
  }

  back() {
    this.#set(this.whole)
  }

  // About the place ``at``, a number for each range; without one, about the middle. Before the first frame has been laid
  // out, there is nothing to zoom.
  by(factor, at = this.spans.map(([start, end]) => (start + end) / 2)) {
    if (!this.whole) return
    const share = this.spans.map((span, i) => lengthOf(span) / lengthOf(this.whole[i]))[0]
    const widest = Math.min(...this.most.map((span, i) => lengthOf(span) / lengthOf(this.whole[i])))
    const allowed = Math.min(Math.max(share * factor, LEAST), widest) / share
    this.#show(this.spans.map((span, i) => stretched(span, at[i], allowed)))
  }

  moveBy(distances) {
    if (this.whole) this.#show(this.spans.map(([start, end], i) => [start + distances[i], end + distances[i]]))
  }

  get spans() {
    return this.ranges.map(({start, end}) => [start, end])
  }

  get isPart() {
    return this.whole !== undefined && this.spans.some((span, i) => span.some((end, j) => end !== this.whole[i][j]))
  }

  #show(spans) {
    this.#set(spans.map((span, i) => within(span, this.most[i])))
  }

  #set(spans) {
    this.ranges.forEach((range, i) => setRange(range, ...spans[i]))
    this.button.hidden = !this.isPart
  }

  // drags: whether a mouse that is dragged moves what is seen.
  bind(view, {drags}) {
    const {el, events_el} = view.canvas_view
    const {x_scale, y_scale} = view.frame
    const place = ({clientX, clientY}) => {
      const box = events_el.getBoundingClientRect()
      return [x_scale.invert(clientX - box.left), y_scale.invert(clientY - box.top)]
    }
    // One finger scrolls; the browser is to leave two to us.
    el.style.touchAction = "pan-x pan-y"
    el.addEventListener("wheel", (event) => this.#turn(event, place), {passive: false})
    this.#bindFingers(el, place)
    if (drags) this.#bindMouse(el, view, place)
  }

  #turn(event, place) {
    if (!(event.ctrlKey || event.metaKey)) return this.hint?.give()
    event.preventDefault()
    this.hint?.spare()
    const pixels = event.deltaY * [1, 16, 100][event.deltaMode]
    this.by(2 ** Math.max(-NOTCH, Math.min(pixels * PIXEL, NOTCH)), place(event))
  }

  #bindFingers(el, place) {
    let before
    const two = (event) => {
      const [a, b] = event.targetTouches
      if (b === undefined) return undefined
      const centre = {clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2}
      return {centre, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)}
    }
    const listen = (type, react) => el.addEventListener(type, react, {passive: false})
    listen("touchstart", (event) => {
      before = two(event)
      if (!before) return
      event.preventDefault()
      this.hint?.spare()
    })
    listen("touchmove", (event) => {
      const now = before && two(event)
      if (!now) return
      event.preventDefault()
      const [from, to] = [place(before.centre), place(now.centre)]
      this.moveBy(this.ranges.map((_, i) => from[i] - to[i]))
      if (before.apart > 0 && now.apart > 0) this.by(before.apart / now.apart, place(now.centre))
      before = now
    })
    for (const type of ["touchend", "touchcancel"]) listen(type, (event) => (before = two(event)))
  }

  #bindMouse(el, view, place) {
    let held
    el.addEventListener("pointerdown", (event) => {
      const box = view.canvas_view.events_el.getBoundingClientRect()
      const inside = view.frame.bbox.contains(event.clientX - box.left, event.clientY - box.top)
      held = event.pointerType === "mouse" && event.button === 0 && inside
        ? {x: event.clientX, y: event.clientY, at: place(event), moved: false}
        : undefined
    })
    el.addEventListener("pointermove", (event) => {
      if (!held) return
      held.moved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > DRAG
      if (!held.moved) return
      // What was taken hold of stays under the pointer.
      const now = place(event)
      this.moveBy(this.ranges.map((_, i) => held.at[i] - now[i]))
    })
    for (const type of ["pointerup", "pointercancel"]) el.addEventListener(type, () => (held = undefined))
  }
}
