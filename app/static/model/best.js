// @ts-check
// The best learning rate of a sweep, and for which settings it is the best.

import {leastPlace} from "./places.js"

// All that the sweep of one racer depends on, as one text: not its rate, and nobody else's settings.
/** @param {Record<string, string>} values @param {string} key */
export function sweptFor(values, key) {
  const alike = ["surface", "x", "y", "steps"]
  const prefixes = [`${values.surface}.`, "recipe.", `${key}.`]
  const counts = (/** @type {string} */ name) => alike.includes(name) || prefixes.some((each) => name.startsWith(each))
  return JSON.stringify(Object.entries(values).filter(([name]) => counts(name) && name !== `${key}.lr`))
}

// The best rate of those swept by what the view measures; undefined where none comes to anything.
/** @param {ArrayLike<number>} rates @param {{losses: any, arrivals: any}} swept @param {boolean} steps */
export function best(rates, {losses, arrivals}, steps) {
  const measured = steps ? Float64Array.from(arrivals, (step) => (step < 0 ? NaN : step)) : losses
  const place = leastPlace(measured)
  return place === undefined ? undefined : rates[place]
}
