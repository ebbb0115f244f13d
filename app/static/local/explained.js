// @ts-check
// What is said of a racer with the hyperparameters that it races with, as app/explain.py says it.

import {Setup} from "./setup.js"
import {literal} from "./written.js"

/** @typedef {import("./settings.js").Settings} Settings */

/** @param {Settings} settings @param {string} key */
export function explained(settings, key) {
  const {table, surface} = settings
  const rule = table.rules[key]
  const own = new Setup(settings).raced(key)
  const told = rule.variants[rule.switches.map((/** @type {string} */ name) => own[name]).join()]
  // In no way but one are all numbers as it wants them.
  const holds = (/** @type {[string, number, boolean]} */ [name, other, yes]) => (Number(own[name]) === other) === yes
  const [, said] = told.find((/** @type {any} */ [conditions]) => conditions.every(holds))
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
