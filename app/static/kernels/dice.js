// @ts-check
// The draws of a fair race: the other half of optimizers/racing/dice.py.

/**
 * So many numbers from 0 to below 1, of that seed.
 * @param {import("./kernels.js").Kernels} kernels
 * @param {number} seed a whole number below 2³²
 * @param {number} count
 * @returns {Float64Array}
 */
export function draws(kernels, seed, count) {
  kernels.begin()
  const numbers = kernels.array([count])
  kernels.call("draw", {words: kernels.fromWhole([seed, 0, 0, 0]), numbers})
  return kernels.copy(numbers)
}
