// @ts-check
// What is said of a racer with the hyperparameters that it races with, as app/explain.py says it.

import {Setup} from "./setup.js"

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
  const rule = settings.table.rules[key]
  const own = new Setup(settings).raced(key)
  return {...rule.still, variant: saidOf(rule, own).variant, lr: Number(own.lr)}
}
