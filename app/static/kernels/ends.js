// @ts-check
// Many races of one rule, of which only the end is kept: the other half of optimizers/racing/lanes.py.

import {minimaNear} from "./homes.js"
import {prepare} from "./prepare.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./prepare.js").Race} Race */

/**
 * @typedef {object} Field Those who race; where an array has but one of something, it is everybody's.
 * @property {number} lanes how many
 * @property {Float64Array} [hyper] rows of the hyperparameters, each as long as there are lanes; else they are the race's
 * @property {Float64Array} [starts] all of x, then all of y; else they are the race's
 * @property {ArrayLike<number>} [replicates] whose noise each meets; else all meet that of replicate 0
 * @property {Float64Array} [homes] as starts: a point that each is at if it is close
 */

/**
 * @typedef {object} Ends As Python's `Ends` has them: of pairs all of x, then all of y.
 * @property {Float64Array} positions
 * @property {Float64Array} losses
 * @property {Int32Array} outcomes
 * @property {Int32Array} steps
 * @property {Int32Array} places
 * @property {Float64Array} homes
 * @property {Int32Array} arrivals
 */

/** @typedef {(share: number) => void} Watch Hears of the share that is done; what it throws ends the work. */

/** Milliseconds that the kernels may work before anybody else gets a word in. */
const TURN = 12

/**
 * Race all lanes of a field, and let others work every few milliseconds, also with the same kernels.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {Field} field
 * @param {{goal?: number, watch?: Watch}} [how] an arrival is the first loss of at most the goal
 * @returns {Promise<Ends>}
 */
export async function descend(kernels, race, field, {goal = NaN, watch} = {}) {
  if (race.minima.length > 0) return all(kernels, race, field, {goal, watch})
  const ends = await all(kernels, race, field, {goal, watch: watch && ((share) => watch(share / 2))})
  const again = chosen(kernels, race, field, ends)
  if (again.lanes.length > 0) {
    const half = watch && ((/** @type {number} */ share) => watch((1 + share) / 2))
    takeOver(kernels, again.lanes, await all(kernels, race, again.field, {goal, watch: half}), ends)
  } else watch?.(1)
  return ends
}

/**
 * Where a surface lists no minima: those that ended near one, to be raced again with it as their home.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {Field} field
 * @param {Ends} ends
 */
export function chosen(kernels, race, field, {positions, losses: {length}}) {
  const {x, y} = minimaNear(kernels, race, {x: positions.slice(0, length), y: positions.slice(length)})
  const lanes = [...x.keys()].filter((i) => !Number.isNaN(x[i]))
  const few = (/** @type {any} */ values) => {
    if (!values || values.length === 1) return values
    const rows = values.length / length
    return Float64Array.from({length: rows * lanes.length}, (_, i) => {
      return values[Math.floor(i / lanes.length) * length + lanes[i % lanes.length]]
    })
  }
  const {hyper, starts, replicates} = field, homes = Float64Array.from([...x, ...y])
  const chosenFew = {hyper: few(hyper), starts: few(starts), replicates: few(replicates), homes: few(homes)}
  return {lanes, field: {lanes: lanes.length, ...chosenFew}}
}

/**
 * Take over which of the lanes have arrived at their homes.
 * @param {Kernels} kernels
 * @param {number[]} lanes
 * @param {Ends} again how these ended when they were told their homes
 * @param {Ends} ends of all
 */
export function takeOver(kernels, lanes, again, ends) {
  kernels.begin()
  const told = kernels.filled("Ends", {lanes: lanes.length}, again)
  const all = kernels.filled("Ends", {lanes: ends.losses.length}, ends)
  kernels.call("take_over", {lanes: kernels.fromWhole(lanes), again: told, ends: all})
  Object.assign(ends, kernels.copies(all))
}

/**
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {Field} field
 * @param {{goal?: number, watch?: Watch}} how
 * @returns {Promise<Ends>}
 */
async function all(kernels, race, field, {goal = NaN, watch}) {
  const block = kernels.layout.constants.BLOCK
  /** @type {any} */
  const ends = {}
  let blocks = 1
  for (let first = 0; first < field.lanes;) {
    // A call takes whole blocks, or what is left of the last.
    const left = field.lanes - first
    const last = first + (left < block ? left : Math.min(blocks, Math.floor(left / block)) * block)
    const begun = performance.now()
    settle(kernels, race, field, first, last, goal, ends)
    const took = performance.now() - begun
    if (last - first >= block) blocks = Math.max(1, Math.floor((last - first) / block * TURN / Math.max(took, 0.1)))
    first = last
    watch?.(first / field.lanes)
    if (first < field.lanes) await breath()
  }
  return ends
}

/**
 * Race some lanes of a field at once, and write their ends where they belong among those of all.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {Field} field
 * @param {number} first
 * @param {number} last
 * @param {number} goal
 * @param {{[name: string]: any}} ends
 */
export function settle(kernels, race, field, first, last, goal, ends) {
  kernels.begin()
  const {rule, entry, clock, tape, hyper} = prepare(kernels, race, {counted: false, goal})
  const lanes = last - first
  const part = {
    hyper: field.hyper ? rows(kernels, field.hyper, hyper.length, first, last) : kernels.from(hyper, [hyper.length, 1]),
    starts: field.starts ? rows(kernels, field.starts, 2, first, last) : kernels.from(race.start, [2, 1]),
    replicates: kernels.fromWhole(field.replicates ? Array.from(field.replicates).slice(first, last) : [0]),
    homes: field.homes ? rows(kernels, field.homes, 2, first, last) : kernels.from([NaN, NaN], [2, 1]),
  }
  const lengths = {lanes: Math.min(lanes, kernels.layout.constants.BLOCK), hyper: hyper.length}
  const room = kernels.room("Room", {...lengths, slots: rule.slots.length})
  const found = kernels.room("Ends", {lanes})
  kernels.call("settle", {entry, clock, field: part, tape, room, ends: found, first: 0, last: lanes})
  for (const [name, block] of Object.entries(found)) {
    const values = kernels.copy(block)
    const count = values.length / lanes
    const Kind = /** @type {any} */ (values.constructor)
    ends[name] ??= new Kind(count * field.lanes)
    for (let row = 0; row < count; row++) {
      ends[name].set(values.subarray(row * lanes, (row + 1) * lanes), row * field.lanes + first)
    }
  }
}

/**
 * The columns `first` to `last` of an array of so many rows.
 * @param {Kernels} kernels
 * @param {Float64Array} values
 * @param {number} count
 * @param {number} first
 * @param {number} last
 */
function rows(kernels, values, count, first, last) {
  const length = values.length / count, block = kernels.array([count, last - first])
  const numbers = kernels.numbers(block)
  for (let row = 0; row < count; row++) {
    numbers.set(values.subarray(row * length + first, row * length + last), row * (last - first))
  }
  return block
}

/** Let what has come in meanwhile be heard. A timer would wait for four milliseconds. */
export function breath() {
  return new Promise((heard) => {
    const {port1, port2} = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      heard(undefined)
    }
    port2.postMessage(0)
  })
}
