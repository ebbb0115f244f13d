// @ts-check
// What races cost, before they are run, as app/cost.py counts it: what is refused is the same wherever it is raced.

import {parse} from "./formula.js"
import {fixed, grouped} from "./written.js"

/** @typedef {import("./setup.js").Setup} Setup */

// Nanoseconds that value and gradient of one lane take.
/** @param {Setup} of */
export function price(of) {
  const {price} = of.table.surfaces[of.surface]
  if (price !== null) return price
  const {base, each} = of.table.cost.formula
  return base + each * parse(of.texts["formula.text"]).program.length
}

// One step of one lane of every racer, in a kernel that takes ``kept`` beside what it asks for.
/** @param {Setup} of @param {number} kept */
export function step(of, kept) {
  const {cost, rules} = of.table
  const own = price(of)
  const gradient = own + (of.noise > 0 ? cost.noise : 0) + cost.sample * of.batch
  return of.racers
    .map((key) => kept + rules[key].most_asked * gradient + (1 + rules[key].most_looked) * own)
    .reduce((sum, each) => sum + each, 0)
}

/** @param {Setup} of */
export function race(of) {
  const {rows, packed} = of.table.cost
  return of.steps * (of.replicates * step(of, rows) + of.racers.length * packed)
}

// Bytes of the arrays of a race, a few more than there are.
/** @param {Setup} of */
export function largest(of) {
  const {row, cloud_bytes} = of.table.cost
  const spread = of.replicates > 1 ? 8 : 0
  return (of.steps + 1) * (of.racers.length * (row + spread) + 4) + (spread ? cloud_bytes : 0)
}

/** @param {Setup[]} races @param {any} table */
const seconds = (races, {cost}) => races.reduce((sum, each) => sum + race(each), 0) / cost.second
/** @param {Setup[]} races */
const megabytes = (races) => races.reduce((sum, each) => sum + largest(each), 0) / 1e6

// How much too dear or too large the races of one reply are together: 1 is just affordable.
/** @param {Setup[]} races @param {any} table */
export function excess(races, table) {
  const {cost} = table
  return Math.max(seconds(races, table) * cost.second / cost.most, megabytes(races) * 1e6 / cost.most_bytes)
}

// The share of a race that is affordable with those beside it; 0 where these alone are too much.
/** @param {Setup} of @param {Setup[]} beside */
function share(of, beside) {
  const {cost} = of.table
  const time = cost.most - seconds(beside, of.table) * cost.second
  const room = cost.most_bytes - megabytes(beside) * 1e6
  return Math.max(0, Math.min(time / race(of), room / largest(of)))
}

/** @param {Setup[]} races @param {any} table */
export function tooDear(races, table) {
  const {cost} = table
  const [wanted, ...beside] = races
  const fit = Math.trunc(wanted.steps * share(wanted, beside))
  const pinned = beside.length > 0 ? ", or without the pinned one" : ""
  const fits = fit > 0
    ? `${grouped(fit)} steps would fit, or more with fewer racers or replicates${pinned}`
    : "beside the pinned race, which is too much by itself, none would fit"
  return `the race would take about ${fixed(seconds(races, table), 1)} seconds of a processor and ` +
    `${fixed(megabytes(races), 1)} megabytes, and at most ${fixed(cost.most / cost.second, 0)} seconds and ` +
    `${fixed(cost.most_bytes / 1e6, 1)} megabytes are given to one; ${fits}`
}

// Nanoseconds that the dearest of these races takes.
/** @param {Setup[]} races */
export const longestOf = (races) => races.reduce((most, each) => Math.max(most, race(each)), 0)
