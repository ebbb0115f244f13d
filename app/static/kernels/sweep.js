// @ts-check
// One rule at many values of its hyperparameters, for sweeps and for tuning: the other half of optimizers/racing/sweep.py.

import {descend} from "./ends.js"
import {evaluate} from "./heights.js"
import {lowest} from "../made/listed.js"
import {hyperOf} from "./prepare.js"

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
  const {replicates: count = 1, tolerance = constants.TOLERANCE, watch} = how
  const rule = rules[race.racer]
  const n = Object.values(columns)[0].length, lanes = n * count
  const hyper = new Float64Array(lanes * Object.keys(rule.hyper).length)
  hyperOf(rule, race.hyper).forEach((value, row) => hyper.fill(value, row * lanes, (row + 1) * lanes))
  for (const [name, values] of Object.entries(columns)) {
    const row = Object.keys(rule.hyper).indexOf(name)
    for (let i = 0; i < lanes; i++) hyper[row * lanes + i] = values[Math.floor(i / count)]
  }
  const field = {lanes, hyper, replicates: Int32Array.from({length: lanes}, (_, i) => i % count)}
  const ends = await descend(kernels, race, field, {goal: lowest(race.minima) + tolerance, watch})
  const begun = evaluate(kernels, race.surface, race.shape, [race.start[0]], [race.start[1]]).losses[0]
  const {homes} = ends
  const bottoms = evaluate(kernels, race.surface, race.shape, homes.subarray(0, lanes), homes.subarray(lanes)).losses
  return summedUp(kernels, ends, bottoms, begun, count)
}

/**
 * What came of the points from the ends of their replicates.
 * @param {Kernels} kernels
 * @param {import("./ends.js").Ends} ends
 * @param {Float64Array} bottoms losses at the minima that they arrived at
 * @param {number} begun the loss at the start
 * @param {number} count replicates of a point
 * @returns {Points}
 */
function summedUp(kernels, ends, bottoms, begun, count) {
  kernels.begin()
  const lanes = bottoms.length, points = kernels.room("Points", {lanes: lanes / count})
  const given = {ends: kernels.filled("Ends", {lanes}, ends), bottoms: kernels.from(bottoms), start_loss: begun}
  kernels.call("sum_up", {...given, count, points})
  return /** @type {any} */ (kernels.copies(points))
}
