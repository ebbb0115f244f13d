// @ts-check
// How a race ended, in words, as optimizers/racing/outcome.py says it.

import {fixed, general} from "./written.js"

// ending: as the kernels tell it.
/** @param {any} table @param {import("../kernels/race.js").Ending} ending */
export function outcomeOf(table, {outcome, step, text, place, loss, far}) {
  const {kind, texts} = table.endings[outcome]
  const [x, y] = place ? place.map(rounded) : ["", ""]
  return {kind, step, text: filled(texts[text], {step, x, y, loss, far}), place}
}

// A template of Python's with its names filled in.
/** @param {string} text @param {Record<string, any>} facts */
const filled = (text, facts) =>
  text.replace(/\{(\w+)(?::\.(\d+)g)?\}/g, (_, name, digits) => {
    return digits ? general(facts[name], Number(digits)) : String(facts[name])
  })

// Four digits, but no more than three decimals.
/** @param {number} value */
const rounded = (value) => general(Number(fixed(Number(general(value, 4)), 3)) + 0)
