// @ts-check
// How high a loss is drawn: in decades above the lowest that there is, or as it is.

import {power_of_ten as powerOfTen} from "../made/numerals.js"
import {readable} from "./numbers.js"

// The decade that everything lower is drawn at.
export const FLOOR = -16

export class LossScale {
  // all: every row of losses that is to be drawn; base: the lowest loss that the surface has.
  constructor(all, base) {
    this.base = base
    // A rounding below the lowest is none the lower.
    this.log = all.every((losses) => losses.every((loss) => !(loss - base < -1e-9)))
  }

  of(loss) {
    return this.log ? Math.max(FLOOR, Math.log10(Math.max(0, loss - this.base))) : loss
  }

  tick(height) {
    if (!this.log) return readable(height, 3)
    const power = Number.isInteger(height) ? powerOfTen(height) : readable(10 ** height, 3)
    return height <= FLOOR ? `≤ ${power}` : power
  }

  // What an axis of these heights says.
  label(steps, replicates) {
    const median = replicates > 1 ? `median of ${replicates} replicates: ` : ""
    const above = this.log && this.base ? " above the lowest minimum" : ""
    return `${median}loss${above} after ${steps} steps${this.log ? " (log)" : ""}`
  }
}
