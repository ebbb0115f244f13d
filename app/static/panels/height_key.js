// Which colours of the map are low and which high, and how low and high that is.

import {readable} from "../model/numbers.js"
import {put} from "./text.js"

export class HeightKey {
  constructor(root) {
    const holder = root.querySelector("[data-part=heights]")
    ;[this.low, this.strip, this.high] = holder.children
  }

  // edges: where bands of colour begin and end, in losses above ``base``.
  show(edges, base, palette) {
    put(this.low, `low ${readable(edges[0] + base, 2)}`)
    put(this.high, `high ${readable(edges.at(-1) + base, 2)}`)
    const strip = `linear-gradient(to right, ${palette.join(", ")})`
    if (this.shown !== strip) this.strip.style.background = this.shown = strip
  }
}
