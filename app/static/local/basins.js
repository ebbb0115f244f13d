// @ts-check
// What becomes of a race from every point of the map, as app/views/basins.py has it.

import {merge} from "../kernels/alike.js"
import {basin} from "../kernels/basin.js"
import {coloursOf, shadesOf} from "../kernels/shades.js"
import {part} from "./inquiry.js"
import {askedFor} from "./rows.js"

/** @typedef {import("./inquiry.js").Work} Work */
/** @typedef {import("./surface.js").Surface} Surface */

/** @param {Work} work @param {number} n */
export async function mapped({kernels, table, surface, question: {of}, watch}, n) {
  const {shades, decades, named} = table.views.basins
  const found = []
  for (const [i, key] of of.racers.entries()) {
    const how = {rows: n, columns: n, region: surface.about.domain, watch: part(watch, i, of.racers.length)}
    found.push(await basin(kernels, askedFor(surface, of, key), how))
  }
  const {minima, places} = sameMinima(surface, found.map((each) => each.minima))
  const {starts} = found[0]
  const begun = surface.losses(starts.subarray(0, n * n), starts.subarray(n * n))
  const low = Number.isNaN(surface.lowest) ? leastOf([begun, ...found.map(({losses}) => losses)]) : surface.lowest
  const racers = found.map((each, i) => {
    const colours = coloursOf(kernels, each, places[i], [n, n])
    const shade = shadesOf(kernels, {...each, begun, low, budget: of.steps}, [n, n])
    const shares = Object.entries(table.endings).map(([number, {kind}]) => {
      const ends = each.destinations.filter((to) => Math.min(to, 0) === Number(number))
      return [kind, ends.length / each.destinations.length]
    })
    return {
      key: of.racers[i],
      destinations: Int16Array.from(colours),
      shades: shade,
      shares: Object.fromEntries(shares),
    }
  })
  const {domain} = surface.about
  return {
    ...{cells: n, shades, decades, steps: of.steps, domain, minima: minima.length},
    named: minima.slice(0, named),
    racers,
  }
}

// One list of minima, the surface's or those reached, lowest first; and the places in it of each racer's own.
/** @param {Surface} surface @param {number[][][]} lists */
function sameMinima({kernels, key, shape, about}, lists) {
  if (about.minima.length > 0) return {minima: about.minima, places: lists.map((each) => [...each.keys()])}
  const points = lists.flat()
  const all = {x: points.map(([x]) => x), y: points.map(([, y]) => y)}
  const {minima, which} = merge(kernels, {surface: key, shape}, all)
  let first = 0
  return {minima, places: lists.map(({length}) => which.subarray(first, first += length))}
}

/** @param {Float64Array[]} all */
const leastOf = (all) => Math.min(...all.map((losses) => losses.reduce((a, b) => (b < a ? b : a), Infinity)))
