// @ts-check
// Losses on the grids of a map: the other half of optimizers/racing/grids.py.

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./kernels.js").Block} Block */

/** @typedef {{surface: string, shape: ArrayLike<number>}} On A surface's key and its shape. */
/** @typedef {{x: number[], y: number[], rows: number, columns: number}} Grid First and last places, and how many. */
/** @typedef {Float32Array & {shape: number[]}} Losses Row by row from below, with how many there are up and across. */

/**
 * Losses above `base` on the first of the grids, or on the second, where the first leaves out what is between its points.
 * @param {Kernels} kernels
 * @param {On & {base: number}} on
 * @param {Grid} grid
 * @param {Grid} [finer]
 * @returns {{x: number[], y: number[], loss: Losses}}
 */
export function lossesOn(kernels, on, grid, finer) {
  kernels.begin()
  const {x, y, rows, columns} = grid
  const asked = {...lookedAt(kernels, on, [...x, ...y]), base: on.base}
  const places = kernels.array([2, columns]), gradients = kernels.array([2, columns])
  const losses = kernels.array([columns]), found = kernels.array([rows, columns], {kind: "f4"})
  kernels.call("fill_grid", {...asked, places, losses, gradients, grid: found})
  if (finer && !kernels.call("is_smooth", {...asked, grid: found})) return lossesOn(kernels, on, finer)
  return {x, y, loss: Object.assign(kernels.copy(found), {shape: [rows, columns]})}
}

/**
 * Whether the loss is nowhere negative over a box, left, right, bottom and top, and spans more than three decades.
 * @param {Kernels} kernels
 * @param {On} on
 * @param {number[]} box
 */
export function spansDecades(kernels, on, box) {
  kernels.begin()
  return kernels.call("spans_decades", lookedAt(kernels, on, box)) === 1
}

/** @param {Kernels} kernels @param {On} on @param {number[]} box */
const lookedAt = (kernels, {surface, shape}, box) => ({
  value_and_gradient: `${surface}.value_and_gradient`,
  shape: kernels.from(shape),
  box: kernels.from(box),
})
