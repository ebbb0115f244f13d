// @ts-check
// What an axis of losses shows: of a race that has been run, and of one that is to be guessed.

import {FLOOR} from "./loss_scale.js"

const most = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.max(a, b), -Infinity)

export class LossRange {
  /** The lowest and the highest that any line has been by each step. @type {Float64Array[] | undefined} */
  #extremes

  // paths: their heights, and rows before they diverge, some of which may be longer than the race; log: whether heights
  // are decades.
  /** @param {{height: any, rows: number}[]} paths @param {number} steps @param {boolean} log */
  constructor(paths, steps, log) {
    this.paths = paths
    this.steps = steps
    this.log = log
    this.first = most(paths.map(({height}) => height[0]).filter(Number.isFinite))
  }

  // All of the race.
  whole() {
    const {first} = this
    let [low, high] = [Infinity, -Infinity]
    for (const {height, rows} of this.paths) {
      for (let t = 0; t < Math.min(rows, this.steps + 1); t++) {
        if (!Number.isFinite(height[t])) continue
        if (height[t] < low) low = height[t]
        if (height[t] > high) high = height[t]
      }
    }
    if (!(low <= high)) [low, high] = [0, 1]
    // One racer that diverges must not flatten the others, nor one that is done: their lines leave the frame.
    if (this.log) {
      low = Math.max(low, FLOOR)
      high = Math.min(high, Math.max(first, low) + 2)
    } else if (Number.isFinite(first)) {
      high = Math.min(high, first + 2 * Math.abs(first - low) + 1)
    }
    const margin = 0.06 * (high - low) || 0.5
    return [low - margin, high + margin]
  }

  // To who is to know no more than what has happened by step t: whole decades, or doubled lengths about the start, so
  // that it seldom moves and never tells what comes.
  /** @param {number} t */
  by(t) {
    this.#extremes ??= this.#watched()
    const [low, high] = this.#extremes.map((each) => each[Math.max(0, Math.min(t, this.steps))])
    // Until there is a loss there is nothing to show; what would leave the frame in the end leaves it here.
    const from = Number.isFinite(this.first) ? this.first : 0
    const [down, rise] = low <= high ? [low, high] : [from, from]
    if (this.log) {
      const top = Math.ceil(Math.min(rise, Math.max(from, FLOOR) + 2))
      return [Math.min(Math.floor(Math.max(down, FLOOR)), top - 2) - 0.1, top + 0.1]
    }
    const up = Math.min(rise, from + 2 * Math.abs(from - down) + 1)
    const unit = 10 ** Math.floor(Math.log10(Math.abs(from) || 1))
    const far = (/** @type {number} */ way) => unit * 2 ** Math.max(0, Math.ceil(Math.log2(way / unit)))
    return [from - 1.06 * far(from - down), from + 1.06 * far(up - from)]
  }

  #watched() {
    const [lowest, highest] = [new Float64Array(this.steps + 1), new Float64Array(this.steps + 1)]
    let [low, high] = [Infinity, -Infinity]
    for (let t = 0; t <= this.steps; t++) {
      for (const {height, rows} of this.paths) {
        if (t >= rows || !Number.isFinite(height[t])) continue
        low = Math.min(low, height[t])
        high = Math.max(high, height[t])
      }
      lowest[t] = low
      highest[t] = high
    }
    return [lowest, highest]
  }
}
