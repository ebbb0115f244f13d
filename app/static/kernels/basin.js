// @ts-check
// Where a rule gets to from everywhere on the map: the other half of optimizers/racing/basin.py.

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
 * @property {Int32Array} outcomes numbers of `Ending`, also where the surface lists no minima to tell apart
 * @property {Float64Array} homes the minima at which races arrived, all of x, then all of y
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
  const {places, outcomes, losses, steps, homes} = await descend(kernels, race, {lanes, starts}, {watch})
  const {ARRIVED, DID_NOT_STAY} = kernels.layout.endings
  const destinations = outcomes.map((outcome, i) => outcome === ARRIVED ? places[i] : outcome)
  const reached = places.map((place, i) => outcomes[i] === ARRIVED || outcomes[i] === DID_NOT_STAY ? place : -1)
  return {x, y, starts, destinations, losses, steps, places: reached, outcomes, homes}
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
