// @ts-check
// One rule at many values of its hyperparameters, for sweeps and for tuning: the other half of optimizers/racing/sweep.py.

import {descend} from "./ends.js"
import {evaluate} from "./heights.js"
import {hyperOf, isNoisy} from "./prepare.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./prepare.js").Race} Race */

/**
 * @typedef {object} Points What came of the races at each point: of all replicates there, where there are several.
 * @property {Float64Array} losses after the last step, or the median; NaN where that has diverged
 * @property {Int32Array} outcomes numbers of `Ending`, the most frequent, and of equals the best
 * @property {Int32Array} within the first step within tolerance, −1 where there is none
 * @property {Int32Array} arrivals the step of arrival at the lowest minimum, −1 where it did not
 * @property {Float64Array} bottoms the loss there, NaN where it did not
 */

/**
 * Race at each combination of values, the last name's fastest.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{[name: string]: ArrayLike<number>}} axes
 * @param {{replicates?: number, tolerance?: number, watch?: import("./ends.js").Watch}} [how]
 * @returns {Promise<Points>}
 */
export function sweep(kernels, race, axes, how) {
  const total = Object.values(axes).reduce((product, {length}) => product * length, 1)
  /** @type {{[name: string]: Float64Array}} */
  const columns = {}
  let stride = total
  for (const [name, values] of Object.entries(axes)) {
    const each = stride /= values.length
    columns[name] = Float64Array.from({length: total}, (_, i) => values[Math.floor(i / each) % values.length])
  }
  return racePoints(kernels, race, columns, how)
}

/**
 * Race where hyperparameters take the values in `columns`.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{[name: string]: ArrayLike<number>}} columns of equal length
 * @param {{replicates?: number, tolerance?: number, watch?: import("./ends.js").Watch}} [how]
 * @returns {Promise<Points>}
 */
export async function racePoints(kernels, race, columns, how = {}) {
  const {constants, rules} = kernels.layout
  const {replicates = 1, tolerance = constants.TOLERANCE, watch} = how
  const rule = rules[race.racer]
  const count = isNoisy(race.recipe ?? {}) ? replicates : 1
  const n = Object.values(columns)[0].length, lanes = n * count
  const hyper = new Float64Array(lanes * Object.keys(rule.hyper).length)
  hyperOf(rule, race.hyper).forEach((value, row) => hyper.fill(value, row * lanes, (row + 1) * lanes))
  for (const [name, values] of Object.entries(columns)) {
    const row = Object.keys(rule.hyper).indexOf(name)
    for (let i = 0; i < lanes; i++) hyper[row * lanes + i] = values[Math.floor(i / count)]
  }
  const lowest = race.minima.length ? Math.min(...race.minima.map(([, , value]) => value)) : NaN
  const field = {lanes, hyper, replicates: Int32Array.from({length: lanes}, (_, i) => i % count)}
  const ends = await descend(kernels, race, field, {goal: lowest + tolerance, watch})
  const begun = evaluate(kernels, race.surface, race.shape, [race.start[0]], [race.start[1]]).losses[0]
  const {homes} = ends
  const bottoms = evaluate(kernels, race.surface, race.shape, homes.subarray(0, lanes), homes.subarray(lanes)).losses
  return summedUp(kernels.layout, ends, bottoms, begun, count)
}

/**
 * What came of the points from the ends of their replicates.
 * @param {any} layout
 * @param {import("./ends.js").Ends} ends
 * @param {Float64Array} bottoms losses at the minima that they arrived at
 * @param {number} begun the loss at the start
 * @param {number} count replicates of a point
 * @returns {Points}
 */
function summedUp({constants, endings}, ends, bottoms, begun, count) {
  const n = ends.losses.length / count
  const least = bottoms.reduce((lowest, loss) => loss < lowest ? loss : lowest, Infinity)
  const slack = constants.ALIKE * Math.max(Math.abs(least), Math.abs(begun - least))
  const there = ends.steps.map((step, i) => bottoms[i] <= least + slack ? step : -1)
  const points = {
    losses: new Float64Array(n),
    outcomes: new Int32Array(n),
    within: new Int32Array(n),
    arrivals: new Int32Array(n),
    bottoms: new Float64Array(n),
  }
  for (let i = 0; i < n; i++) {
    const from = i * count, to = from + count
    points.losses[i] = median(ends.losses.slice(from, to))
    points.outcomes[i] = mostFrequent(ends.outcomes.subarray(from, to), Object.values(endings))
    points.within[i] = byHalf(ends.arrivals.slice(from, to))
    points.arrivals[i] = byHalf(there.slice(from, to))
    points.bottoms[i] = points.arrivals[i] < 0 ? NaN : least
  }
  return points
}

/** @param {Float64Array} losses Of replicates; one that diverged is infinite. */
function median(losses) {
  const sorted = losses.map((loss) => Number.isNaN(loss) ? Infinity : loss).sort()
  const half = sorted.length >> 1
  const middle = sorted.length & 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  return Math.abs(middle) === Infinity ? NaN : middle
}

/**
 * The most frequent of values, and of equals the first in `order`.
 * @param {Int32Array} values
 * @param {number[]} order
 */
function mostFrequent(values, order) {
  const counts = order.map((each) => values.reduce((count, value) => count + Number(value === each), 0))
  return order[counts.indexOf(Math.max(...counts))]
}

/** @param {Int32Array} steps The step by which half of the replicates were somewhere; −1 where so many never were. */
function byHalf(steps) {
  const never = 2 ** 31 - 1
  const half = steps.map((step) => step < 0 ? never : step).sort()[(steps.length - 1) >> 1]
  return half === never ? -1 : half
}
