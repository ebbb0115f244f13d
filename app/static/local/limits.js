// @ts-check
// The learning rate beyond which theory has a rule diverge, as app/views/sweep.py has it: on quadratics alone.

import {curvature} from "../kernels/heights.js"
import {linspace, meshgrid} from "./arrays.js"
import {saidOf} from "./explained.js"

/** @typedef {import("./setup.js").Setup} Setup */
/** @typedef {import("./surface.js").Surface} Surface */

// What of a recipe touches η or the gradient.
const TOUCHED = ["schedule", "warmup", "clip_norm", "clip_value", "weight_decay"]

/** @param {any} kernels @param {Surface} surface @param {Setup} of @param {string} key @returns {number | undefined} */
export function limitOf(kernels, surface, of, key) {
  const own = of.raced(key)
  const {limit} = saidOf(of.table.rules[key], own)
  const plain = TOUCHED.every((name) => of.texts[`recipe.${name}`] === of.usual(`recipe.${name}`))
  if (!limit || !plain || of.batch > 0) return undefined
  const [x, y] = surface.about.domain
  const places = meshgrid(linspace(x[0], x[1], 4), linspace(y[0], y[1], 4))
  const all = curvature(kernels, surface.key, surface.shape, places.x, places.y)
  const count = places.x.length
  const [xx, xy, yy] = [all[0], all[count], all[2 * count]]
  const same = all.every((value, i) => {
    const first = all[i - i % count]
    return Math.abs(value - first) <= 1e-9 * Math.abs(first)
  })
  if (!same) return undefined
  const [middle, half] = [(xx + yy) / 2, (xx - yy) / 2]
  const root = Math.sqrt(half * half + xy * xy)
  const [least, largest] = [middle - root, middle + root]
  if (!(least >= 0 && largest > 0)) return undefined
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
