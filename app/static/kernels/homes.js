// @ts-check
// Minima that a surface does not list, found from where races end: the other half of optimizers/racing/stationary.py.

import {groundOf} from "./prepare.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./prepare.js").Race} Race */

/**
 * The minimum near each of the places, as the curvature tells; NaN where there is none.
 * @param {Kernels} kernels
 * @param {Race} race its surface and shape
 * @param {{x: Float64Array, y: Float64Array}} places
 */
export function minimaNear(kernels, race, {x, y}) {
  kernels.begin()
  const count = x.length
  const places = kernels.array([2, count]), minima = kernels.array([2, count])
  const ground = groundOf(kernels, race)
  const all = kernels.numbers(places)
  all.set(x)
  all.set(y, count)
  const {near} = kernels.layout.surfaces[race.surface]
  kernels.call("polish", {ground, near, places, minima})
  const found = kernels.numbers(minima)
  return {x: found.slice(0, count), y: found.slice(count)}
}
