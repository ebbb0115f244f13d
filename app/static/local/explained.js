// @ts-check
// What is said of a racer with the hyperparameters that it races with, as app/explain.py says it.

import {Setup} from "./setup.js"
import {literal} from "./written.js"

/** @typedef {import("./settings.js").Settings} Settings */

// What the table says of a rule with these hyperparameters.
/** @param {any} rule @param {Record<string, string>} own */
export function saidOf(rule, own) {
  const told = rule.variants[rule.switches.map((/** @type {string} */ name) => own[name]).join()]
  // In no way but one are all numbers as it wants them.
  const holds = (/** @type {[string, number, boolean]} */ [name, other, yes]) => (Number(own[name]) === other) === yes
  return told.find((/** @type {any} */ [conditions]) => conditions.every(holds))[1]
}

/** @param {Settings} settings @param {string} key */
export function explained(settings, key) {
  const {table, surface} = settings
  const rule = table.rules[key]
  const own = new Setup(settings).raced(key)
  const {limit: _, ...said} = saidOf(rule, own)
  const filled = (/** @type {string} */ text) => text.replace(/\{(\w+)\}/g, (_, name) => literal(Number(own[name])))
  return {
    ...rule.still,
    ...said,
    torch: filled(said.torch),
    departs: filled(said.departs),
    matrix: table.surfaces[surface].matrices[rule.curvature] ?? "",
    lr: Number(own.lr),
  }
}
