// @ts-check
// All rows of a race, and of its replicates: the other half of optimizers/racing/race.py.

import {prepare} from "./prepare.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./kernels.js").Block} Block */
/** @typedef {import("./prepare.js").Race} Race */

/**
 * @typedef {object} Trajectory Row t is after step t, as Python's `Trajectory` has it; pairs are x, y, x, y, …
 * @property {Float64Array} positions pairs
 * @property {Float64Array} losses
 * @property {Float64Array} gradients pairs
 * @property {{[name: string]: Float64Array}} slots pairs, by the name of what the rule remembers
 * @property {Float64Array} learningRates
 * @property {Int32Array} evaluations
 * @property {Int32Array} trials
 * @property {Int32Array} matrices
 * @property {Int32Array} clipped 1 where a gradient of the step to the row was clipped
 * @property {{outcome: number, step: number, place: number, home: number[]}} ending numbers of `Ending`,
 *   the step, which of the minima and saddles it is at, or −1, and the minimum at which it arrived
 */

/**
 * Race once.
 * @param {Kernels} kernels
 * @param {Race} race
 * @returns {Trajectory}
 */
export function race(kernels, race) {
  return replicates(kernels, race, 1)[0]
}

/**
 * Race so many times, side by side: they differ in their noise alone.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {number} count
 * @returns {Trajectory[]}
 */
export function replicates(kernels, race, count) {
  kernels.begin()
  const {rule, surface, steps, factors, entry, clock, tape, hyper} = prepare(kernels, race, {counted: true})
  const field = {
    hyper: kernels.from(hyper, [hyper.length, 1]),
    starts: kernels.from(race.start ?? surface.start, [2, 1]),
    replicates: kernels.fromWhole(Array.from({length: count}, (_, i) => i)),
    homes: kernels.from([NaN, NaN], [2, 1]),
  }
  const lengths = {lanes: count, hyper: hyper.length, slots: rule.slots.length, rows: steps + 1}
  const room = kernels.room("Room", lengths), ends = kernels.room("Ends", lengths)
  const rows = kernels.room("Rows", lengths, NaN)
  kernels.call("trace", {entry, clock, field, tape, room, ends, rows})
  const learningRates = Float64Array.from(factors, (factor) => hyper[0] * factor)
  return trajectories(kernels, rows, ends, rule.slots, count, learningRates)
}

/**
 * @param {Kernels} kernels
 * @param {{[name: string]: Block}} rows
 * @param {{[name: string]: Block}} ends
 * @param {string[]} slots
 * @param {number} count
 * @param {Float64Array} learningRates
 * @returns {Trajectory[]}
 */
function trajectories(kernels, rows, ends, slots, count, learningRates) {
  /** @type {(block: Block) => any} */
  const copy = (block) => kernels.copy(block)
  const all = Object.fromEntries(Object.entries(rows).map(([name, block]) => [name, copy(block)]))
  const over = Object.fromEntries(Object.entries(ends).map(([name, block]) => [name, copy(block)]))
  return Array.from({length: count}, (_, k) => {
    const one = Object.fromEntries(Object.entries(all).map(([name, values]) => [name, lane(values, count, k)]))
    return /** @type {Trajectory} */ (/** @type {unknown} */ ({
      ...one,
      slots: Object.fromEntries(slots.map((name, s) => [name, slot(one.slots, slots.length, s)])),
      learningRates,
      ending: {
        outcome: over.outcomes[k],
        step: over.steps[k],
        place: over.places[k],
        home: [over.homes[k], over.homes[count + k]],
      },
    }))
  })
}

/**
 * What one lane has of an array whose last axis is the lanes.
 * @template {Float64Array | Int32Array} T
 * @param {T} values
 * @param {number} count
 * @param {number} k
 * @returns {T}
 */
function lane(values, count, k) {
  if (count === 1) return values
  const Kind = /** @type {any} */ (values.constructor)
  const one = new Kind(values.length / count)
  for (let i = 0; i < one.length; i++) one[i] = values[i * count + k]
  return one
}

/**
 * The pairs of one slot of all.
 * @param {Float64Array} values
 * @param {number} count
 * @param {number} s
 */
function slot(values, count, s) {
  const one = new Float64Array(values.length / count)
  for (let i = 0; i < one.length; i++) one[i] = values[((i >> 1) * count + s) * 2 + (i & 1)]
  return one
}
