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
 * @typedef {object} Raced Races that have been run: their rows are in the module's memory until another job begins.
 * @property {{[name: string]: Block}} rows as Python's `Rows` has them, with the races along the last axis
 * @property {(k: number) => Ending} endingOf how race `k` ended
 * @property {Block} factors learning rate over η before each step, and after the last
 * @property {number[]} hyper the hyperparameters as kernels read them
 */

/**
 * Race so many times, side by side: they differ in their noise alone.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {number} [count]
 * @returns {Raced}
 */
export function raced(kernels, race, count = 1) {
  kernels.begin()
  const {rule, entry, clock, tape, hyper} = prepare(kernels, race, {counted: true})
  const field = {
    hyper: kernels.from(hyper, [hyper.length, 1]),
    starts: kernels.from(race.start, [2, 1]),
    replicates: kernels.fromWhole(Array.from({length: count}, (_, i) => i)),
    homes: kernels.from([NaN, NaN], [2, 1]),
  }
  const lengths = {lanes: count, hyper: hyper.length, slots: rule.slots.length, rows: race.steps + 1}
  const room = kernels.room("Room", lengths), ends = kernels.room("Ends", lengths)
  const rows = kernels.room("Rows", lengths, NaN)
  kernels.call("trace", {entry, clock, field, tape, room, ends, rows})
  if (tape.minima === 0) findHomes(kernels, race, {clock, field, tape, room, ends, rows}, count)
  const endingOf = teller(kernels, race, {entry, tape, ends, rows, rule, hyper})
  return {rows, endingOf, factors: clock.factors, hyper}
}

/**
 * Where a surface lists no minima: which races ended near one, and since when they had been there.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{[name: string]: any}} records of the race that has been run
 * @param {number} count
 */
function findHomes(kernels, race, {clock, field, tape, room, ends, rows}, count) {
  const homes = kernels.array([2, count])
  kernels.call("polish", {ground: groundOf(kernels, race), near: tape.near, places: ends.positions, minima: homes})
  if (kernels.numbers(homes).every(Number.isNaN)) return
  const again = kernels.room("Ends", {lanes: count})
  kernels.call("judge", {clock, field: {...field, homes}, tape, room, ends: again, rows})
  kernels.call("take_over", {lanes: kernels.fromWhole([...Array(count).keys()]), again, ends})
}

/**
 * Tells how each of the races ended.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{[name: string]: any}} records
 * @returns {(k: number) => Ending}
 */
function teller(kernels, race, {entry, tape, ends, rows, rule, hyper}) {
  const ground = groundOf(kernels, race)
  const told = {said: kernels.array([3], {kind: "i8"}), numbers: kernels.array([5])}
  const own = hyper[Object.keys(rule.hyper).indexOf("weight_decay")] ?? 0
  return (k) => {
    kernels.call("tell", {ground, tape, recipe: entry.recipe, own, ends, rows, k, told})
    const [outcome, step, text] = kernels.copy(told.said)
    const [x, y, value, loss, far] = kernels.copy(told.numbers)
    return {outcome, step, text, place: Number.isNaN(x) ? null : [x, y, value], loss, far}
  }
}
