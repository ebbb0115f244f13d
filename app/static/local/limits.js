// @ts-check
// The learning rate beyond which theory has a rule diverge, as app/views/sweep.py has it: on quadratics alone.

import {groundOf} from "../kernels/prepare.js"
import {saidOf} from "./explained.js"
import {askedFor} from "./rows.js"

/** @typedef {import("./setup.js").Setup} Setup */
/** @typedef {import("./surface.js").Surface} Surface */

/** @param {any} kernels @param {Surface} surface @param {Setup} of @param {string} key @returns {number | undefined} */
export function limitOf(kernels, surface, of, key) {
  const own = of.raced(key)
  const {limit} = saidOf(of.table.rules[key], own)
  const touches = (/** @type {string} */ name) => of.texts[`recipe.${name}`] !== of.usual(`recipe.${name}`)
  if (!limit || of.table.views.sweep.touched.some(touches)) return undefined
  kernels.begin()
  const ground = groundOf(kernels, askedFor(surface, of, key))
  const places = kernels.layout.constants.SIDE ** 2
  const room = {places: kernels.array([2, places]), hessians: kernels.array([3, places])}
  const largest = kernels.call("steepest", {ground, box: kernels.from(surface.about.domain.flat()), ...room})
  if (Number.isNaN(largest)) return undefined
  return worked(limit, (name) => (name === "curvature" ? largest : Number(own[name])))
}

// The value of a postfix program.
/** @param {(string | number)[]} program @param {(name: string) => number} valueOf */
function worked(program, valueOf) {
  /** @type {number[]} */
  const stack = []
  for (const each of program) {
    if (typeof each === "number") stack.push(each)
    else if (/^[-+*/]$/.test(each)) {
      const [b, a] = [Number(stack.pop()), Number(stack.pop())]
      stack.push(each === "+" ? a + b : each === "-" ? a - b : each === "*" ? a * b : a / b)
    } else stack.push(valueOf(each))
  }
  return stack[0]
}
