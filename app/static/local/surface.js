// @ts-check
// A surface in its shape, as the kernels have it, and as app/explain.py tells of it.

import {spansDecades} from "../kernels/grids.js"
import {evaluate} from "../kernels/heights.js"
import {parse} from "../made/grammar.js"
import {base, lowest} from "../made/listed.js"
import {displayed, in_torch, instructions} from "../made/terms.js"

/** @typedef {[number, number, number]} Point Its place and the loss there. */
/** @typedef {[string, number][]} Program A formula in postfix: see surfaces/terms.py. */

export class Surface {
  // kernels: see kernels.js; texts: of all settings.
  /** @param {any} kernels @param {any} table @param {string} key @param {Record<string, string>} texts */
  constructor(kernels, table, key, texts) {
    this.kernels = kernels
    this.table = table
    this.key = key
    this.declared = table.surfaces[key]
    const formula = key === "formula" ? this.#read(texts["formula.text"]) : undefined
    /** As kernels read it. @type {Float64Array} */
    this.shape = formula ? Float64Array.from(instructions(formula.program)) : this.#numbers(texts)
    const points = this.#points()
    this.about = {...this.declared.about, ...points, ...(formula ? typed(formula) : {})}
    this.marked = this.declared.marked ?? [points.minima, points.saddles]
    this.log = this.declared.log ?? spansDecades(kernels, this.on, this.about.domain.flat())
  }

  // As kernels of grids are asked for it.
  get on() {
    return {surface: this.key, shape: this.shape, base: this.base}
  }

  // What losses are read from.
  get base() {
    return base(this.about.minima)
  }

  // The loss of the lowest minimum; NaN where none is listed.
  get lowest() {
    return lowest(this.about.minima)
  }

  // The length of the diagonal of the map.
  get diagonal() {
    return this.declared.diagonal
  }

  /** @param {ArrayLike<number>} x @param {ArrayLike<number>} y @returns {Float64Array} */
  losses(x, y) {
    return evaluate(this.kernels, this.key, this.shape, x, y).losses
  }

  // A formula that was typed, with numbers that follow from numbers worked out by the kernels.
  /** @param {string} text */
  #read(text) {
    const nowhere = new Float64Array(1)
    return parse(text, (/** @type {Program} */ program) => {
      const shape = Float64Array.from(instructions(program))
      return evaluate(this.kernels, this.key, shape, nowhere, nowhere).losses[0]
    })
  }

  /** @param {Record<string, string>} texts */
  #numbers(texts) {
    const {shape, angles, samples} = this.declared
    const numbers = shape.map((/** @type {string} */ name) => {
      const value = Number(texts[`${this.key}.${name}`])
      return angles.includes(name) ? value * (Math.PI / 180) : value
    })
    return Float64Array.from([...numbers, ...Array(samples).fill(1)])
  }

  /** @returns {{minima: Point[], saddles: Point[]}} */
  #points() {
    const {about, moving: [minima, saddles]} = this.declared
    if (minima + saddles === 0) return about
    const {kernels} = this
    kernels.begin()
    const points = kernels.array([3, minima + saddles])
    kernels.call(`${this.key}.points`, {shape: kernels.from(this.shape), points})
    const found = kernels.numbers(points)
    /** @type {Point[]} */
    const all = Array.from({length: minima + saddles}, (_, i) => {
      return [found[i], found[minima + saddles + i], found[2 * (minima + saddles) + i]]
    })
    return {
      minima: minima > 0 ? all.slice(0, minima) : about.minima,
      saddles: saddles > 0 ? all.slice(minima) : about.saddles,
    }
  }
}

// What is said of a formula that was typed.
/** @param {any} formula */
const typed = (formula) => ({formula: displayed(formula), torch: in_torch(formula)})
