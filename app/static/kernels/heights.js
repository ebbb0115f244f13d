// @ts-check
// Losses and gradients of many points at once, for maps and what is drawn on them.

/** @typedef {import("./kernels.js").Kernels} Kernels */

/**
 * Losses and gradients at points: of gradients all of x, then all of y.
 * @param {Kernels} kernels
 * @param {string} surface its key
 * @param {ArrayLike<number>} shape
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y as many
 * @returns {{losses: Float64Array, gradients: Float64Array}}
 */
export function evaluate(kernels, surface, shape, x, y) {
  kernels.begin()
  const places = kernels.array([2, x.length])
  const f = kernels.array([x.length]), g = kernels.array([2, x.length])
  const all = kernels.numbers(places)
  all.set(x)
  all.set(y, x.length)
  kernels.call(`${surface}.value_and_gradient`, {x: places, shape: kernels.from(shape), f, g})
  return {losses: kernels.numbers(f).slice(), gradients: kernels.numbers(g).slice()}
}
