// @ts-check
// What is drawn of a surface, as app/heights.py and app/figures.py have it: losses on two grids, and marks.

import {lossesOn} from "../kernels/grids.js"
import {marks} from "../made/marks.js"

/** @param {import("./surface.js").Surface} surface */
export function groundOf({kernels, on, log, base, marked, declared: {grids: {near, far, fine}}}) {
  const grids = [lossesOn(kernels, on, far), lossesOn(kernels, on, near, fine)]
  return {heights: {grids, log, base}, mark: marks(...marked)}
}
