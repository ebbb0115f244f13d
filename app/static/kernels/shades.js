// @ts-check
// What a map of many races shows of each: the other half of optimizers/racing/shades.py.

/** @typedef {import("./kernels.js").Kernels} Kernels */

/**
 * Where each race of a map got, row by row, as one number.
 * @param {Kernels} kernels
 * @param {{destinations: Int32Array, places: Int32Array}} map a basin
 * @param {ArrayLike<number>} minima which of the minima of all maps each of this basin's is
 * @param {number[]} shape rows and columns
 * @returns {Int32Array}
 */
export function coloursOf(kernels, {destinations, places}, minima, shape) {
  kernels.begin()
  const colours = kernels.array(shape, {kind: "i8"})
  const [to, at] = [destinations, places].map((values) => kernels.fromWhole(values, shape))
  kernels.call("colour", {destinations: to, places: at, minima: kernels.fromWhole(minima), colours})
  return kernels.copy(colours)
}

/**
 * The shade of each race of a map, row by row.
 * @param {Kernels} kernels
 * @param {object} map
 * @param {Int32Array} map.places the minimum that it arrived at, whether it stayed or not; −1 where at none
 * @param {Int32Array} map.steps of the outcome
 * @param {number} map.budget steps that each had
 * @param {Float64Array} map.begun losses at the beginning
 * @param {Float64Array} map.losses at the end
 * @param {number} map.low what these have come down towards
 * @param {number[]} shape rows and columns
 * @returns {Uint8Array}
 */
export function shadesOf(kernels, {places, steps, budget, begun, losses, low}, shape) {
  kernels.begin()
  const shades = kernels.array(shape, {kind: "u1"})
  const [at, when] = [places, steps].map((values) => kernels.fromWhole(values, shape))
  const [from, now] = [begun, losses].map((values) => kernels.from(values, shape))
  kernels.call("shade", {places: at, steps: when, budget, begun: from, losses: now, low, shades})
  return kernels.copy(shades)
}
