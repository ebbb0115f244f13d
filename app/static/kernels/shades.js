// @ts-check
// How light the points of a map of many races are: the other half of optimizers/racing/shades.py.

/** @typedef {import("./kernels.js").Kernels} Kernels */

/**
 * The shade of each race of a map, row by row.
 * @param {Kernels} kernels
 * @param {object} map
 * @param {Int16Array} map.destinations the minimum that it arrived at, or the number below 0 of another `Ending`
 * @param {Int32Array} map.steps of the outcome
 * @param {number} map.budget steps that each had
 * @param {Float64Array} map.begun losses at the beginning
 * @param {Float64Array} map.losses at the end
 * @param {number} map.low what these have come down towards
 * @param {number[]} shape rows and columns
 * @returns {Uint8Array}
 */
export function shadesOf(kernels, {destinations, steps, budget, begun, losses, low}, shape) {
  kernels.begin()
  const shades = kernels.array(shape, {kind: "u1"})
  const [to, when] = [destinations, steps].map((values) => kernels.fromWhole(values, shape))
  const [from, now] = [begun, losses].map((values) => kernels.from(values, shape))
  kernels.call("shade", {destinations: to, steps: when, budget, begun: from, losses: now, low, shades})
  return kernels.copy(shades)
}
