// @ts-check
// A surface as a relief: how high a loss stands, and the paths of racers on it.

import {TOP} from "./camera.js"
import {power_of_ten as powerOfTen} from "../made/numerals.js"
import {readable, ticks} from "./numbers.js"

/** @typedef {[number, number, number]} Place */

// Numbers of a stretch of a path: where it begins and ends, x, y, z each, and how long the path is up to there.
export const STRETCH = 8
// How far above the ground a path is drawn.
const LIFT = 0.004
// Steps on the way from a place towards the eye at which the ground may be in between.
const LOOKS = 80

export class Terrain {
  /** The scale of heights: the lowest loss above base, how far the highest is above it, and from where decades count. */
  least = 0
  span = 1
  floor = 0

  // sent: see app/views/relief.py; known: whether the lowest loss is known, so that losses are above it.
  /** @param {any} sent @param {boolean} known */
  constructor({x, y, loss, log, base}, known) {
    /** Ends of both axes. @type {[number, number]} */
    this.x = x
    /** @type {[number, number]} */
    this.y = y
    /** @type {number} */
    this.rows = loss.shape[0]
    /** @type {number} */
    this.columns = loss.shape[1]
    this.base = base
    const longest = Math.max(x[1] - x[0], y[1] - y[0])
    /** How far the relief reaches to each side. @type {[number, number]} */
    this.sides = [(x[1] - x[0]) / longest, (y[1] - y[0]) / longest]
    this.#measure(loss, log, known)
    /** NaN where there is no ground. */
    this.heights = Float32Array.from(loss, (each) => this.heightOf(each))
  }

  // The scale of heights, from 0 to 1 over the domain: decades where the loss spans them, from what one point in fifty
  // is below, for the decades further down are a speck.
  /** @param {any} loss @param {boolean} log @param {boolean} known */
  #measure(loss, log, known) {
    const sorted = Float64Array.from(loss).filter(Number.isFinite).sort()
    const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0
    this.least = known ? Math.min(0, at(0)) : at(0)
    const span = at(1) - this.least
    this.span = span > 1e-7 * Math.max(Math.abs(at(0)), Math.abs(at(1))) ? span : Math.abs(this.least) || 1
    const speck = at(0.02) - this.least
    this.floor = log && speck > 1e-9 * this.span ? speck : 0
  }

  // How high a loss above ``base`` stands, where 1 is the highest of the domain.
  /** @param {number} loss */
  heightOf(loss) {
    const above = loss - this.least
    if (!this.floor) return above / this.span
    return above <= this.floor ? 0 : Math.log(above / this.floor) / Math.log(this.span / this.floor)
  }

  // Where the axis of losses has its ticks, and what each reads: [height, text].
  /** @returns {[number, string][]} */
  get marks() {
    if (!this.floor) {
      const found = ticks(this.least + this.base, this.least + this.span + this.base, false)
      return found.map((loss) => [this.heightOf(loss - this.base), readable(loss, 3)])
    }
    const found = ticks(Math.log10(this.floor), Math.log10(this.span), true)
    const text = (/** @type {number} */ power) => Number.isInteger(power) ? powerOfTen(power) : readable(10 ** power, 3)
    return found.map((power) => [this.heightOf(10 ** power + this.least), text(power)])
  }

  // What that axis is of.
  get title() {
    const from = this.floor ? this.base + this.least : 0
    return `loss${from ? ` above ${readable(from)}` : ""}${this.floor ? " (log)" : ""}`
  }

  // Where a point of the surface at that height is in the relief.
  /** @param {number} x @param {number} y @param {number} height @returns {Place} */
  place(x, y, height) {
    const [across, up] = this.#shares(x, y)
    return [(2 * across - 1) * this.sides[0], (2 * up - 1) * this.sides[1], height * TOP]
  }

  /** @param {number} x @param {number} y */
  #shares(x, y) {
    return [(x - this.x[0]) / (this.x[1] - this.x[0]), (y - this.y[0]) / (this.y[1] - this.y[0])]
  }

  // How high the ground is drawn at a point; NaN beyond the border, or where there is none.
  /** @param {number} x @param {number} y */
  at(x, y) {
    const [across, up] = this.#shares(x, y)
    return this.#atShares(across, up)
  }

  /** @param {number} across @param {number} up */
  #atShares(across, up) {
    if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return NaN
    const [i, j] = [across * (this.columns - 1), up * (this.rows - 1)]
    const [left, low] = [Math.min(Math.floor(i), this.columns - 2), Math.min(Math.floor(j), this.rows - 2)]
    const [t, u] = [i - left, j - low]
    const from = low * this.columns + left
    const {heights, columns} = this
    const below = heights[from] + t * (heights[from + 1] - heights[from])
    const above = heights[from + columns] + t * (heights[from + columns + 1] - heights[from + columns])
    return below + u * (above - below)
  }

  // Where a racer stands at a row of its path; undefined where that is beyond the border.
  /** @param {any} path @param {number} row @returns {Place | undefined} */
  stand(path, row) {
    const [x, y] = [path.x[row], path.y[row]]
    const ground = this.at(x, y)
    if (Number.isNaN(ground)) return undefined
    return this.place(x, y, Math.max(this.heightOf(path.loss[row]), ground) + LIFT)
  }

  // The stretches of a path between its rows, ``STRETCH`` numbers each, each at its own loss, or on the ground where
  // that is drawn higher. What is beyond the border is cut off there; a stretch that is wholly beyond begins and ends
  // at NaN.
  /** @param {any} path */
  stretches({x, y, loss, rows}) {
    const found = new Float32Array(STRETCH * Math.max(0, rows - 1)).fill(NaN)
    let length = 0
    for (let t = 0; t + 1 < rows; t++) {
      const ends = [t, t + 1].map((row) => {
        const [across, up] = this.#shares(x[row], y[row])
        const own = this.heightOf(loss[row])
        const ground = this.#atShares(across, up)
        return [across, up, (own > ground ? own : Number.isNaN(ground) ? own : ground) + LIFT]
      })
      const cut = inSquare(ends[0], ends[1])
      if (!cut) continue
      const [from, to] = cut.map(([across, up, height]) => [
        (2 * across - 1) * this.sides[0],
        (2 * up - 1) * this.sides[1],
        height * TOP,
      ])
      found.set([...from, length], STRETCH * t)
      length += Math.hypot(...from.map((each, i) => to[i] - each))
      found.set([...to, length], STRETCH * t + 4)
    }
    return found
  }

  // Whether the ground is between a place of the relief and the eye.
  /** @param {Place} place @param {Place} eye */
  hides([x, y, z], eye) {
    const away = [eye[0] - x, eye[1] - y, eye[2] - z]
    const long = Math.hypot(...away)
    for (let i = 1; i <= LOOKS; i++) {
      const share = (3 * i) / LOOKS / long
      const across = ((x + share * away[0]) / this.sides[0] + 1) / 2
      const up = ((y + share * away[1]) / this.sides[1] + 1) / 2
      const ground = this.#atShares(across, up) * TOP
      if (ground > z + share * away[2] + 0.02) return true
    }
    return false
  }
}

// What of the way between two points, each with its height, is within the square from 0 to 1 (Liang & Barsky, 1984).
/** @param {number[]} from @param {number[]} to @returns {[number[], number[]] | undefined} */
export function inSquare(from, to) {
  if (![...from, ...to].every(Number.isFinite)) return undefined
  let [first, last] = [0, 1]
  for (const axis of [0, 1]) {
    const way = to[axis] - from[axis]
    // Towards the lower side, then the upper: by how much it is crossed, and how far away it is.
    for (const [p, q] of [[-way, from[axis]], [way, 1 - from[axis]]]) {
      if (p === 0 && q < 0) return undefined
      if (p < 0) first = Math.max(first, q / p)
      if (p > 0) last = Math.min(last, q / p)
    }
  }
  if (first > last) return undefined
  const at = (/** @type {number} */ share) => from.map((each, i) => each + share * (to[i] - each))
  return [at(first), last < 1 ? at(last) : to]
}
