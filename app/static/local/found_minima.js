// @ts-check
// The different minima among places at which races arrived, as optimizers/racing/basin.py tells them apart.

import {round} from "./arrays.js"

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Point} Point */

// Lowest first; and which of them each of the places is.
/** @param {Surface} surface @param {number[]} x @param {number[]} y @returns {{minima: Point[], which: number[]}} */
export function minimaAt(surface, x, y) {
  const size = surface.table.rest * surface.diagonal
  const cellOf = x.map((_, i) => [round(x[i] / size), round(y[i] / size)])
  /** @type {Map<string, number[]>} */
  const cells = new Map(cellOf.map((cell) => [String(cell), cell]))
  const sorted = [...cells.values()].sort(([a, b], [c, d]) => a - c || b - d)
  const place = new Map(sorted.map((cell, i) => [String(cell), i]))
  const first = sorted.map((_, i) => i)
  // A minimum between two cells has places in both.
  sorted.forEach(([a, b], i) => {
    for (const beside of [[a + 1, b - 1], [a + 1, b], [a + 1, b + 1], [a, b + 1]]) {
      const j = place.get(String(beside))
      if (j !== undefined) first[j] = first[i]
    }
  })
  const group = cellOf.map((cell) => first[/** @type {number} */ (place.get(String(cell)))])
  const groups = [...new Set(group)].sort((a, b) => a - b)
  const members = groups.map((each) => group.indexOf(each))
  const losses = surface.losses(members.map((i) => x[i]), members.map((i) => y[i]))
  const order = [...members.keys()].sort((a, b) => losses[a] - losses[b] || a - b)
  const rank = order.map((_, i) => order.indexOf(i))
  return {
    minima: order.map((i) => [x[members[i]], y[members[i]], losses[i]]),
    which: group.map((each) => rank[groups.indexOf(each)]),
  }
}
