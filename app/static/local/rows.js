// @ts-check
// The numbers that a page plays, as app/runs.py makes them.

import {replicates} from "../kernels/race.js"
import {outcomeOf} from "./outcome.js"
import {factorsOf} from "./schedule.js"

/** @typedef {import("../kernels/race.js").Trajectory} Trajectory */
/** @typedef {import("./setup.js").Setup} Setup */
/** @typedef {import("./surface.js").Surface} Surface */

// Run every racer; their numbers and outcomes.
/** @param {any} kernels @param {Surface} surface @param {Setup} of */
export function raced(kernels, surface, of) {
  const {table} = of
  const [length, count] = [of.steps + 1, of.racers.length]
  const measured = new Float32Array(table.rows.measured.length * count * length)
  const counted = new Uint8Array(table.rows.counted.length * count * length)
  const spread = of.replicates > 1 && count > 0 ? new Spread(of) : null
  const racers = of.racers.map((key, i) => {
    const paths = replicates(kernels, askedFor(surface, of, key), of.replicates)
    const [path] = paths
    const row = (/** @type {any} */ all, /** @type {number} */ j) =>
      all.subarray((j * count + i) * length, (j * count + i + 1) * length)
    const nearest = placed(path, surface, [0, 1, 2, 3].map((j) => row(measured, j)))
    row(counted, 0).set(nearest)
    const asks = countedSteps(path, row(counted, 1))
    spread?.add(i, paths, surface)
    return {key, outcome: outcomeOf(table, path.ending), asks}
  })
  return {
    steps: of.steps,
    start: of.start,
    base: surface.base,
    rows: table.rows,
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
export function recipeOf({table, texts, batch}) {
  const all = Object.fromEntries(Object.keys(table.recipe).map((name) => [name, texts[`recipe.${name}`]]))
  return {...valued(table.recipe, all), batch}
}

// Texts as numbers, but for those of choices.
/** @param {Record<string, string[] | null>} places @param {Record<string, string>} texts */
const valued = (places, texts) =>
  Object.fromEntries(
    Object.entries(places).map(([name, choices]) => [name, choices ? texts[name] : Number(texts[name])]),
  )

// Losses above the lowest that there is; a rounding below it is none the lower.
/** @param {number} loss @param {number} base @param {number} rounding */
export function aboveBase(loss, base, rounding) {
  const found = loss - base
  return found < 0 && found >= -rounding * Math.max(1, Math.abs(base)) ? 0 : found
}

// Fill in losses, slopes, and places as they lie from the nearest minimum; which of them that is.
/** @param {Trajectory} path @param {Surface} surface @param {Float32Array[]} rows */
function placed({positions, losses, gradients}, surface, [loss, slope, right, up]) {
  const {minima} = surface.about
  const homes = minima.length > 0 ? minima : [[0, 0, 0]]
  const {base, table: {rounding}} = surface
  const nearest = new Uint8Array(losses.length)
  for (let t = 0; t < losses.length; t++) {
    const [x, y] = [positions[2 * t], positions[2 * t + 1]]
    loss[t] = aboveBase(losses[t], base, rounding)
    slope[t] = Math.sqrt(squared(gradients[2 * t], gradients[2 * t + 1]))
    const home = nearestOf(homes, x, y)
    nearest[t] = home
    right[t] = x - homes[home][0]
    up[t] = y - homes[home][1]
  }
  return nearest
}

/** @param {number} x @param {number} y */
const squared = (x, y) => x * x + y * y

// Where the race has diverged, every home is as near.
/** @param {number[][]} homes @param {number} x @param {number} y */
function nearestOf(homes, x, y) {
  let [found, least] = [0, Infinity]
  homes.forEach(([a, b], i) => {
    const away = squared(x - a, y - b)
    if (away < least) [found, least] = [i, away]
  })
  return found
}

// What single steps have asked for, each kind of step once; of which kind each row is, is filled in.
/** @param {Trajectory} path @param {Uint8Array} row */
function countedSteps({evaluations, trials, matrices, clipped}, row) {
  const length = evaluations.length
  const step = (/** @type {Int32Array} */ total, /** @type {number} */ t) => total[t] - (t > 0 ? total[t - 1] : 0)
  const gradients = evaluations.map((all, t) => all - trials[t])
  const steps = Array.from({length}, (_, t) => [step(gradients, t), step(trials, t), step(matrices, t), clipped[t]])
  const limits = [0, 1, 2, 3].map((i) => steps.reduce((most, each) => Math.max(most, each[i]), 0) + 1)
  const numbers = steps.map((each) => each.reduce((number, value, i) => number * limits[i] + value, 0))
  const kinds = [...new Set(numbers)].sort((a, b) => a - b)
  const place = new Map(kinds.map((kind, i) => [kind, i]))
  numbers.forEach((number, t) => (row[t] = place.get(number) ?? 0))
  return kinds.map((kind) => steps[numbers.indexOf(kind)])
}

// Replicates of a noisy race: the band of their losses, and the cloud of their places at some moments.
class Spread {
  /** @param {Setup} of */
  constructor(of) {
    const {moments, bytes} = of.table.cloud
    this.length = of.steps + 1
    this.count = of.replicates
    const moment = 8 * of.racers.length * this.count
    this.stride = Math.max(1, Math.ceil(of.steps / Math.min(moments, Math.floor(bytes / moment))))
    this.moments = Math.floor(of.steps / this.stride) + 1
    this.band = new Float32Array(of.racers.length * 2 * this.length)
    this.cloud = new Float32Array(of.racers.length * this.moments * 2 * this.count)
  }

  /** @param {number} i @param {Trajectory[]} paths @param {Surface} surface */
  add(i, paths, {base, table: {rounding}}) {
    const {length, count, stride, moments, band, cloud} = this
    const places = [0.1, 0.9].map((share) => nearestEven(share * (count - 1)))
    const losses = new Float64Array(count)
    for (let t = 0; t < length; t++) {
      // A replicate that has diverged counts as the worst.
      paths.forEach((path, k) => {
        const loss = path.losses[t]
        losses[k] = aboveBase(Number.isNaN(loss) ? Infinity : loss, base, rounding)
      })
      losses.sort()
      places.forEach((place, row) => (band[(2 * i + row) * length + t] = losses[place]))
    }
    for (let m = 0; m < moments; m++) {
      paths.forEach(({positions}, k) => {
        for (const axis of [0, 1]) {
          cloud[((i * moments + m) * 2 + axis) * count + k] = positions[2 * m * stride + axis]
        }
      })
    }
  }

  get told() {
    const {count, stride, band, cloud} = this
    return {count, stride, band, cloud}
  }
}

/** @param {number} value */
function nearestEven(value) {
  const below = Math.floor(value)
  return value - below === 0.5 ? below + (below & 1) : Math.round(value)
}
