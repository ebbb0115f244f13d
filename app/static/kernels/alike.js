// @ts-check
// The different minima among the places at which races arrived: the other half of optimizers/racing/alike.py.

import {evaluate} from "./heights.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */

/**
 * The different ones of places, lowest first, with their losses; and which of them each of the places is.
 * @param {Kernels} kernels
 * @param {Pick<import("./prepare.js").Race, "surface" | "shape">} race
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>}} places
 * @returns {{minima: [number, number, number][], which: Int32Array}}
 */
export function merge(kernels, {surface, shape}, {x, y}) {
  const {losses} = evaluate(kernels, surface, shape, x, y)
  kernels.begin()
  const {layout} = kernels
  const crowd = kernels.room("Crowd", {lanes: x.length})
  const places = kernels.numbers(crowd.places)
  places.set(x)
  places.set(y, x.length)
  kernels.numbers(crowd.losses).set(losses)
  const count = kernels.call("merge", {size: layout.surfaces[surface].rest, crowd})
  const {chosen, which} = kernels.copies(crowd)
  const found = [...chosen.subarray(0, count)]
  return {minima: found.map((i) => [x[i], y[i], losses[i]]), which}
}
