// @ts-check
// What is drawn of a surface, as app/heights.py and app/figures.py make it: losses on two grids, and marks.

import {lossesOn} from "../kernels/grids.js"

/** @typedef {import("./surface.js").Surface} Surface */

/** @param {Surface} surface */
export const groundOf = (surface) => ({heights: heightsOf(surface), mark: marksOf(surface)})

/** @param {Surface} surface */
function heightsOf({kernels, on, log, base, declared: {grids: {near, far, fine}}}) {
  return {grids: [lossesOn(kernels, on, far), lossesOn(kernels, on, near, fine)], log, base}
}

/** @param {Surface} surface */
function marksOf(surface) {
  const [minima, saddles] = surface.marked
  const points = [...minima.map((point) => [point, "cross"]), ...saddles.map((point) => [point, "x"])]
  // A lattice of minima must not cover the map.
  const size = points.length <= 20 ? 13 : 6
  return {
    x: points.map(([[x]]) => x),
    y: points.map(([[, y]]) => y),
    marker: points.map(([, marker]) => marker),
    size: points.map(() => size),
    rim: points.map(() => size + 2),
  }
}
