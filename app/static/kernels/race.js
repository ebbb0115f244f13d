// @ts-check
// All rows of a race, and of its replicates: the other half of optimizers/racing/race.py.

import {groundOf, prepare} from "./prepare.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./kernels.js").Block} Block */
/** @typedef {import("./prepare.js").Race} Race */

/**
 * @typedef {object} Ending As Python's `Told` has it.
 * @property {number} outcome a number of `Ending`
 * @property {number} step
 * @property {number} text which of the texts of that ending says it, in their order
 * @property {number[] | null} place x, y and the loss there
 * @property {number} loss the loss that is told of
 * @property {number} far how far it was from its minimum in the last fifth
 */

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
 * @property {Ending} ending
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
  const {rule, surface, steps, entry, clock, tape, hyper} = prepare(kernels, race, {counted: true})
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
  if (tape.minima === 0) findHomes(kernels, race, {clock, field, tape, room, ends, rows}, count)
  const endings = tell(kernels, race, {tape, ends, rows, rule, hyper}, count)
  const rates = kernels.numbers(clock.factors).map((factor) => hyper[0] * factor)
  return trajectories(kernels, rows, rule.slots, endings, rates)
}

/**
 * Where a surface lists no minima: which races ended near one, and since when they had been there.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{[name: string]: any}} records of the race that has been run
 * @param {number} count
 */
function findHomes(kernels, race, {clock, field, tape, room, ends, rows}, count) {
  const there = kernels.array([count], {kind: "i8"}), minima = kernels.array([2, count])
  const ground = groundOf(kernels, race)
  kernels.call("polish", {ground, near: tape.near, places: ends.positions, there, minima})
  const found = [...kernels.copy(there)].map(Boolean)
  if (!found.includes(true)) return
  const homes = kernels.copy(minima).map((/** @type {number} */ value, /** @type {number} */ i) =>
    found[i % count] ? value : NaN
  )
  const again = kernels.room("Ends", {lanes: count})
  const known = {...field, homes: kernels.from(homes, [2, count])}
  kernels.call("judge", {clock, field: known, tape, room, ends: again, rows})
  const ARRIVED = BigInt(kernels.layout.endings.ARRIVED)
  const [outcomes, steps] = [kernels.view(ends.outcomes), kernels.view(ends.steps)]
  const place = kernels.numbers(ends.homes)
  found.forEach((near, k) => {
    if (!near || kernels.view(again.outcomes)[k] !== ARRIVED) return
    outcomes[k] = ARRIVED
    steps[k] = kernels.view(again.steps)[k]
    place[k] = homes[k]
    place[count + k] = homes[count + k]
  })
}

/**
 * What there is to say of each race.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{[name: string]: any}} records
 * @param {number} count
 * @returns {Ending[]}
 */
function tell(kernels, race, {tape, ends, rows, rule, hyper}, count) {
  const ground = groundOf(kernels, race)
  const told = {said: kernels.array([3], {kind: "i8"}), numbers: kernels.array([5])}
  const own = Object.keys(rule.hyper).indexOf("weight_decay")
  const decays = Number(race.recipe?.weight_decay ?? 0) > 0 || (own >= 0 && hyper[own] > 0)
  return Array.from({length: count}, (_, k) => {
    kernels.call("tell", {ground, tape, decays, ends, rows, k, told})
    const [outcome, step, text] = kernels.copy(told.said)
    const [x, y, value, loss, far] = kernels.copy(told.numbers)
    return {outcome, step, text, place: Number.isNaN(x) ? null : [x, y, value], loss, far}
  })
}

/**
 * @param {Kernels} kernels
 * @param {{[name: string]: Block}} rows
 * @param {string[]} slots
 * @param {Ending[]} endings
 * @param {Float64Array} learningRates
 * @returns {Trajectory[]}
 */
function trajectories(kernels, rows, slots, endings, learningRates) {
  const all = Object.fromEntries(Object.entries(rows).map(([name, block]) => [name, kernels.copy(block)]))
  return endings.map((ending, k) => {
    const one = Object.fromEntries(
      Object.entries(all).map(([name, values]) => [name, lane(values, endings.length, k)]),
    )
    return /** @type {Trajectory} */ (/** @type {unknown} */ ({
      ...one,
      slots: Object.fromEntries(slots.map((name, s) => [name, slot(one.slots, slots.length, s)])),
      learningRates,
      ending,
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
