// @ts-check
// What is shown of a race beside its places: the other half of optimizers/racing/measures.py.

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./kernels.js").Block} Block */

/**
 * The measures of the first race in `rows`, in arrays of the module's memory as Python's `Shown` has them, and how many
 * kinds of steps there were.
 * @param {Kernels} kernels
 * @param {{[name: string]: Block}} rows
 * @param {{homes: number[][], base: number}} from whence places and losses are read: all x, then all y
 * @returns {{measured: Block, counted: Block, asks: Block, kinds: number}}
 */
export function measure(kernels, rows, {homes, base}) {
  const places = kernels.from(homes.flat(), [2, homes[0].length])
  const shown = /** @type {any} */ (kernels.room("Shown", {rows: rows.losses.shape[0]}))
  return {...shown, kinds: kernels.call("measure", {rows, homes: places, base, shown})}
}

/**
 * The band of replicates' losses above `base`: all of its lower edge, then all of its upper one.
 * @param {Kernels} kernels
 * @param {Block} losses
 * @param {number} base
 * @returns {Block}
 */
export function bandOf(kernels, losses, base) {
  const band = kernels.array([2, losses.shape[0]], {kind: "f4"})
  kernels.call("band_of", {losses, base, band})
  return band
}
