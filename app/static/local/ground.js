// @ts-check
// What is drawn of a surface, as app/heights.py and app/figures.py make it: losses on two grids, and marks.

import {linspace, median, meshgrid, round} from "./arrays.js"

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {Float32Array & {shape: number[]}} Losses Row by row from below, with how many there are up and across. */
/** @typedef {{x: number[], y: number[], loss: Losses}} Grid */

const fround = Math.fround

/** @param {Surface} surface */
export const groundOf = (surface) => ({heights: heightsOf(surface), mark: marksOf(surface)})

/** @param {Surface} surface */
function heightsOf(surface) {
  const {near, far, fine} = surface.table.heights
  let close = gridOf(surface, near[0], near[1])
  if (!isSmooth(surface, close)) close = gridOf(surface, near[0], fine)
  return {grids: [gridOf(surface, far[0], far[1]), close], log: surface.log, base: surface.base}
}

/** @param {Surface} surface @param {number} factor @param {number} cells @returns {Grid} */
function gridOf(surface, factor, cells) {
  const [x, y] = surface.about.domain.map((/** @type {number[]} */ side) => stretched(side, factor))
  const across = linspace(x[0], x[1], cells + 1)
  const up = linspace(y[0], y[1], round(cells * (y[1] - y[0]) / (x[1] - x[0])) + 1)
  return {x, y, loss: Object.assign(above(surface, meshgrid(across, up)), {shape: [up.length, across.length]})}
}

// Losses above the lowest one; NaN where a race counts as diverged.
/** @param {Surface} surface @param {{x: Float64Array, y: Float64Array}} places */
export function above(surface, {x, y}) {
  const {diverged} = surface.table
  const {base} = surface
  const loss = surface.losses(x, y)
  const found = new Float32Array(loss.length)
  for (let i = 0; i < loss.length; i++) found[i] = Math.abs(loss[i]) <= diverged ? loss[i] - base : NaN
  return found
}

/** @param {number[]} side @param {number} factor */
function stretched([low, high], factor) {
  const [centre, half] = [(low + high) / 2, (high - low) / 2 * factor]
  return [centre - half, centre + half]
}

// Whether what is between the points of a grid follows from these, as far as some places tell.
/** @param {Surface} surface @param {Grid} grid */
function isSmooth(surface, {x: [left, right], y: [bottom, top], loss}) {
  const [rows, columns] = loss.shape
  const {places, apart, smooth} = surface.table.heights
  const [x, y, between] = [new Float64Array(places), new Float64Array(places), new Float32Array(places)]
  for (let i = 0; i < places; i++) {
    const [row, column] = [i * apart[0] % rows, 1 + i * apart[1] % (columns - 3)]
    x[i] = left + (column + 0.5) * (right - left) / (columns - 1)
    y[i] = bottom + row * (top - bottom) / (rows - 1)
    const at = row * columns + column
    // In single precision throughout.
    const inner = fround(9 * fround(loss[at] + loss[at + 1]))
    between[i] = fround(fround(fround(inner - loss[at - 1]) - loss[at + 2]) / 16)
  }
  const there = above(surface, {x, y})
  const beside = between.map((value, i) => Math.abs(fround(value - there[i]))).filter(Number.isFinite)
  if (beside.length === 0) return true
  let [least, most] = [Infinity, -Infinity]
  for (const value of loss) {
    if (!Number.isFinite(value)) continue
    if (value < least) least = value
    if (value > most) most = value
  }
  // In the median, for a wall or a pole makes no waves.
  return median(beside) <= fround(fround(smooth) * fround(most - least))
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
