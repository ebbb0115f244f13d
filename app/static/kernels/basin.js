// @ts-check
// Where a rule gets to from everywhere on the map: the other half of optimizers/racing/basin.py.

import {merge} from "./alike.js"
import {descend} from "./ends.js"

/** @typedef {import("./kernels.js").Kernels} Kernels */
/** @typedef {import("./prepare.js").Race} Race */

/**
 * @typedef {object} Basin Arrays row by row from the bottom of the map.
 * @property {Float64Array} x where the columns start
 * @property {Float64Array} y where the rows do
 * @property {Float64Array} starts where all start: all of x, then all of y
 * @property {Int32Array} destinations which of the minima was reached, or the number below 0 of another `Ending`
 * @property {Float64Array} losses after the last step; NaN where it diverged
 * @property {Int32Array} steps of the outcome
 * @property {Int32Array} places at which of the minima it arrived, whether it stayed or not; −1 where at none
 * @property {number[][]} minima the surface's; where it lists none, those that races reached, lowest first
 */

/**
 * Race from the centre of each cell of a grid.
 * @param {Kernels} kernels
 * @param {Race} race its start is none
 * @param {{rows: number, columns: number, region: number[][], watch?: import("./ends.js").Watch}} how
 * @returns {Promise<Basin>}
 */
export async function basin(kernels, race, {rows, columns, region, watch}) {
  const [[left, right], [bottom, top]] = region
  const x = centres(kernels, left, right, columns), y = centres(kernels, bottom, top, rows)
  const lanes = rows * columns, starts = new Float64Array(2 * lanes)
  for (let row = 0; row < rows; row++) {
    starts.set(x, row * columns)
    starts.fill(y[row], lanes + row * columns, lanes + (row + 1) * columns)
  }
  const ends = await descend(kernels, race, {lanes, starts}, {watch})
  const {minima, which} = race.minima.length > 0 ? {minima: race.minima, which: []} : minimaAt(kernels, race, ends)
  return {x, y, starts, losses: ends.losses, steps: ends.steps, minima, ...reached(kernels, ends, which)}
}

/**
 * The different minima at which races arrived, lowest first, and which of them each is of those that did.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {import("./ends.js").Ends} ends
 */
function minimaAt(kernels, race, {homes, losses: {length}}) {
  const [x, y] = [homes.subarray(0, length), homes.subarray(length)]
  return merge(kernels, race, {x: x.filter(isThere), y: y.filter(isThere)})
}

/** @param {number} coordinate of a home */
const isThere = (coordinate) => !Number.isNaN(coordinate)

/**
 * The destinations and the places of a basin.
 * @param {Kernels} kernels
 * @param {import("./ends.js").Ends} ends
 * @param {ArrayLike<number>} which see `minimaAt`; none where the surface lists its minima
 */
function reached(kernels, ends, which) {
  kernels.begin()
  const destinations = kernels.array([ends.outcomes.length], {kind: "i8"}), places = kernels.fromWhole(ends.places)
  kernels.call("reach", {
    outcomes: kernels.fromWhole(ends.outcomes),
    which: kernels.fromWhole(which),
    places,
    destinations,
  })
  return {destinations: kernels.copy(destinations), places: kernels.copy(places)}
}

/**
 * The centres of so many cells.
 * @param {Kernels} kernels
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
function centres(kernels, low, high, count) {
  kernels.begin()
  const places = kernels.array([count])
  kernels.call("centres", {low, high, places})
  return kernels.copy(places)
}
