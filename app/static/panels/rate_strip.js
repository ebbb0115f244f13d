// η over the race as a thin strip below the loss, on the same axis of steps; there where a schedule moves it.

import {viewOf} from "../figures/figures.js"

// Points across that are all that can be seen.
const FINE = 600

export class RateStrip {
  // figure: that of the loss.
  constructor(root, figure) {
    const holder = root.querySelector("[data-part=rate]")
    const find = (name) => holder.querySelector(name)
    Object.assign(this, {holder, figure, svg: find("svg"), line: find("polyline"), head: find(".head")})
    this.place = this.place.bind(this)
    for (const size of ["inner_width", "outer_width"]) figure.properties[size].change.connect(this.place)
    figure.x_range.change.connect(this.place)
  }

  follow({race}) {
    const moves = race.factors.some((factor) => factor !== 1)
    this.holder.hidden = !moves
    this.race = moves ? race : undefined
    if (!moves) return
    const stride = Math.max(1, Math.floor(race.steps / FINE))
    const most = race.factors.reduce((a, b) => Math.max(a, b), 1)
    const points = []
    for (let t = 0; t <= race.steps; t += stride) points.push(`${t},${(1 - race.factors[t] / most).toFixed(4)}`)
    this.line.setAttribute("points", points.join(" "))
    this.place()
  }

  // Where the loss has its axis of steps.
  place() {
    if (!this.race) return
    cancelAnimationFrame(this.waiting)
    this.waiting = requestAnimationFrame(() => {
      const frame = viewOf(this.figure)?.frame.bbox
      if (!(frame?.width > 0)) return
      const {start, end} = this.figure.x_range
      this.perStep = frame.width / (end - start)
      this.start = start
      Object.assign(this.svg.style, {left: `${frame.left}px`, width: `${frame.width}px`})
      this.svg.setAttribute("viewBox", `${start} -0.08 ${end - start} 1.16`)
      this.head.style.left = `${frame.left}px`
      if (this.at !== undefined) this.show(this.at)
    })
  }

  // Moved without a layout: this happens in every frame.
  show(t) {
    this.at = t
    if (this.race && this.perStep) this.head.style.transform = `translateX(${(t - this.start) * this.perStep}px)`
  }
}
