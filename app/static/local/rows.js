// @ts-check
// The numbers that a page plays, as app/runs.py makes them.

import {bandOf, measure} from "../kernels/measures.js"
import {raced as racedBy} from "../kernels/race.js"
import {filled} from "../made/endings.js"
import {homes} from "../made/listed.js"
import {clouded, ROWS, stride} from "../made/sent.js"
import {factorsOf} from "./schedule.js"

/** @typedef {import("./setup.js").Setup} Setup */
/** @typedef {import("./surface.js").Surface} Surface */

// Run every racer; their numbers and outcomes.
/** @param {any} kernels @param {Surface} surface @param {Setup} of */
export const raced = (kernels, surface, of) => finished(racing(kernels, surface, of))

// What comes of work that is done piece by piece, done at once.
/** @template T @param {Generator<void, T>} pieces @returns {T} */
export function finished(pieces) {
  for (;;) {
    const {done, value} = pieces.next()
    if (done) return value
  }
}

// The same race, racer by racer.
/** @param {any} kernels @param {Surface} surface @param {Setup} of */
export function* racing(kernels, surface, of) {
  const {table} = of
  const [length, count] = [of.steps + 1, of.racers.length]
  const measured = new Float32Array(ROWS.measured.length * count * length)
  const counted = new Uint8Array(ROWS.counted.length * count * length)
  const moments = clouded(of.bill)
  const spread = moments.length > 0 ? new Spread(of, moments) : null
  const racers = []
  for (const [i, key] of of.racers.entries()) {
    const {rows, endingOf} = racedBy(kernels, askedFor(surface, of, key), of.replicates)
    const shown = measure(kernels, rows, {homes: homes(surface.about.minima), base: surface.base})
    // Row by row, each with those of all racers side by side.
    const among = (/** @type {any} */ all, /** @type {any} */ own) => {
      for (let j = 0; j * length < own.length; j++) {
        all.set(own.subarray(j * length, (j + 1) * length), (j * count + i) * length)
      }
    }
    among(measured, kernels.view(shown.measured))
    among(counted, kernels.view(shown.counted))
    const asked = kernels.copy(shown.asks)
    const asks = Array.from({length: shown.kinds}, (_, kind) => [...asked.subarray(4 * kind, 4 * kind + 4)])
    spread?.add(kernels, i, rows, surface.base)
    racers.push({key, outcome: outcomeOf(table, endingOf(0)), asks})
    yield
  }
  return {
    steps: of.steps,
    start: of.start,
    base: surface.base,
    rows: ROWS,
    near: surface.declared.near,
    diagonal: surface.diagonal,
    late: table.late,
    measured,
    counted,
    spread: spread && spread.told,
    factors: factorsOf(kernels, recipeOf(of), of.steps),
    racers,
  }
}

// How a race ended, in words. ending: as the kernels tell it.
/** @param {any} table @param {import("../kernels/race.js").Ending} ending */
export function outcomeOf(table, {outcome, step, text, place, loss, far}) {
  const {kind, texts} = table.endings[outcome]
  return {kind, step, text: filled(texts[text], step, place, loss, far), place}
}

// A race as the kernels are asked for it.
/** @param {Surface} surface @param {Setup} of @param {string} key @returns {import("../kernels/prepare.js").Race} */
export function askedFor(surface, of, key) {
  const own = of.raced(key)
  return {
    racer: key,
    hyper: valued(of.table.rules[key].places, own),
    surface: surface.key,
    shape: surface.shape,
    minima: surface.about.minima,
    saddles: surface.about.saddles,
    start: of.start,
    steps: of.steps,
    recipe: recipeOf(of),
  }
}

// The recipe as it applies to the surface.
/** @param {Setup} of */
export function recipeOf({table, texts}) {
  const all = Object.fromEntries(Object.keys(table.recipe).map((name) => [name, texts[`recipe.${name}`]]))
  return valued(table.recipe, all)
}

// Texts as numbers, but for those of choices.
/** @param {Record<string, string[] | null>} places @param {Record<string, string>} texts */
const valued = (places, texts) =>
  Object.fromEntries(
    Object.entries(places).map(([name, choices]) => [name, choices ? texts[name] : Number(texts[name])]),
  )

// Replicates of a noisy race: the band of their losses, and the cloud of their places at some moments.
class Spread {
  // moments: the steps at which the cloud is shown.
  /** @param {Setup} of @param {number[]} moments */
  constructor(of, moments) {
    this.length = of.steps + 1
    this.count = of.replicates
    this.stride = stride(of.bill)
    this.moments = moments
    this.band = new Float32Array(of.racers.length * 2 * this.length)
    this.cloud = new Float32Array(of.racers.length * moments.length * 2 * this.count)
  }

  /** @param {any} kernels @param {number} i @param {Record<string, any>} rows @param {number} base */
  add(kernels, i, {losses, positions}, base) {
    const {count, moments, band, cloud} = this
    band.set(kernels.view(bandOf(kernels, losses, base)), i * 2 * this.length)
    // All of x, then all of y.
    const [places, moment] = [kernels.numbers(positions), 2 * count]
    for (const [m, step] of moments.entries()) {
      cloud.set(places.subarray(step * moment, (step + 1) * moment), (i * moments.length + m) * moment)
    }
  }

  get told() {
    const {count, stride, band, cloud} = this
    return {count, stride, band, cloud}
  }
}
