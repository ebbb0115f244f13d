// The schedule in small: η's factor over the race, with the playhead.

import {put} from "./text.js"

const [WIDTH, HEIGHT] = [240, 44]

export class Schedule {
  constructor(root) {
    const holder = root.querySelector("[data-part=schedule]")
    this.line = holder.querySelector("polyline")
    this.playhead = holder.querySelector("line")
    this.factor = holder.querySelector("output")
  }

  follow({race}) {
    this.race = race
    // A step a pixel is all that can be seen.
    const stride = Math.max(1, Math.floor(race.steps / WIDTH))
    const points = []
    for (let t = 0; t <= race.steps; t += stride) {
      points.push(`${this.#across(t).toFixed(1)},${((1 - race.factors[t]) * (HEIGHT - 4) + 2).toFixed(1)}`)
    }
    this.line.setAttribute("points", points.join(" "))
  }

  show(t) {
    const x = this.#across(t)
    this.playhead.setAttribute("x1", x)
    this.playhead.setAttribute("x2", x)
    put(this.factor, `${Number(this.race.factors[t].toPrecision(3))} η`)
  }

  #across(t) {
    return this.race.steps ? (t / this.race.steps) * WIDTH : 0
  }
}
