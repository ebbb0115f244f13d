// @ts-check
// Minima that a surface does not list, found from where races end: the other half of optimizers/racing/outcome.py.

import {curvature, evaluate} from "./heights.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./prepare.js").Race} Race */
/** @typedef {{x: Float64Array, y: Float64Array}} Places */

/**
 * What kind of stationary point is near each place: 1 a minimum, −1 a saddle, −2 a maximum, 0 none; and Newton's step.
 * @param {Kernels} kernels
 * @param {Race} race its surface and shape
 * @param {Places} places
 */
export function stationary(kernels, race, {x, y}) {
  const {gradients} = evaluate(kernels, race.surface, race.shape, x, y)
  const hessians = curvature(kernels, race.surface, race.shape, x, y)
  const {length} = x
  const near = nearness(kernels, race)
  const kinds = new Int32Array(length), dx = new Float64Array(length), dy = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    const xx = hessians[i], xy = hessians[length + i], yy = hessians[2 * length + i]
    const gx = gradients[i], gy = gradients[length + i]
    if (![xx, xy, yy, gx, gy].every(Number.isFinite)) continue
    const middle = (xx + yy) / 2, half = (xx - yy) / 2, root = Math.sqrt(half * half + xy * xy)
    const low = middle - root, high = middle + root
    const area = xx * yy - xy * xy
    if (low === 0 || high === 0 || area === 0) continue
    dx[i] = -(yy * gx - xy * gy) / area
    dy[i] = -(xx * gy - xy * gx) / area
    if (!(dx[i] * dx[i] + dy[i] * dy[i] <= near * near)) continue
    kinds[i] = low > 0 ? 1 : high > 0 ? -1 : -2
  }
  return {kinds, dx, dy}
}

/**
 * Which of the places have a minimum near them, as the curvature tells, and where.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {Places} places
 */
export function minimaNear(kernels, race, places) {
  const {POLISH, POLISHED} = kernels.layout.constants
  const near = nearness(kernels, race)
  const x = places.x.slice(), y = places.y.slice()
  const there = Array(x.length).fill(true)
  let rough = [...x.keys()]
  for (let tries = 0; tries < POLISH && rough.length > 0; tries++) {
    const {kinds, dx, dy} = stationary(kernels, race, {
      x: Float64Array.from(rough, (i) => x[i]),
      y: Float64Array.from(rough, (i) => y[i]),
    })
    rough = rough.filter((i, k) => {
      if (kinds[k] <= 0) {
        there[i] = false
        return false
      }
      x[i] += dx[k]
      y[i] += dy[k]
      return dx[k] * dx[k] + dy[k] * dy[k] > (POLISHED * near) ** 2
    })
  }
  const close = (/** @type {number} */ i) => (x[i] - places.x[i]) ** 2 + (y[i] - places.y[i]) ** 2 <= near * near
  return {there: there.map((yes, i) => yes && close(i)), x, y}
}

/** @param {Kernels} kernels @param {Race} race */
const nearness = ({layout}, {surface}) => layout.constants.NEAR * layout.surfaces[surface].diagonal
