// @ts-check
// What becomes of a race from every point of the map, as app/views/basins.py has it.

import {merge} from "../kernels/alike.js"
import {basin} from "../kernels/basin.js"
import {shadesOf} from "../kernels/shades.js"
import {part} from "./inquiry.js"
import {askedFor} from "./rows.js"

/** @typedef {import("./inquiry.js").Work} Work */
/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("../kernels/basin.js").Basin} Basin */

/** @param {Work} work @param {number} n */
export async function mapped({kernels, table, surface, question: {of}, watch}, n) {
  const {shades, decades, named} = table.views.basins
  const found = []
  for (const [i, key] of of.racers.entries()) {
    const how = {rows: n, columns: n, region: surface.about.domain, watch: part(watch, i, of.racers.length)}
    found.push(await basin(kernels, askedFor(surface, of, key), how))
  }
  const {minima, destinations} = sameMinima(surface, found, kernels.layout.endings)
  const {starts} = found[0]
  const begun = surface.losses(starts.subarray(0, n * n), starts.subarray(n * n))
  const low = Number.isNaN(surface.lowest) ? leastOf([begun, ...found.map(({losses}) => losses)]) : surface.lowest
  const {DID_NOT_STAY} = kernels.layout.endings
  const racers = found.map((each, i) => {
    const to = destinations[i]
    // Whoever did not stay had arrived too.
    const places = to.map((place) => (place <= DID_NOT_STAY ? DID_NOT_STAY - place : place))
    const shade = shadesOf(kernels, {...each, destinations: places, begun, low, budget: of.steps}, [n, n])
    const shares = Object.entries(table.endings).map(([number, {kind}]) => {
      const ends = each.outcomes.filter((outcome) => outcome === Number(number))
      return [kind, ends.length / to.length]
    })
    return {key: of.racers[i], destinations: to, shades: shade, shares: Object.fromEntries(shares)}
  })
  const {domain} = surface.about
  return {
    ...{cells: n, shades, decades, steps: of.steps, domain, minima: minima.length},
    named: minima.slice(0, named),
    racers,
  }
}

// One list of minima, the surface's or those reached, lowest first; and where in it each racer's races arrived. Where
// one did not stay at a minimum, that is the number of this ending less the minimum's place.
/** @param {Surface} surface @param {Basin[]} found @param {{DID_NOT_STAY: number}} endings */
function sameMinima(surface, found, {DID_NOT_STAY}) {
  const listed = surface.about.minima
  if (listed.length > 0) {
    const destinations = found.map((each) =>
      Int16Array.from(each.destinations, (to, i) => (to === DID_NOT_STAY ? to - each.places[i] : to))
    )
    return {minima: listed, destinations}
  }
  const {kernels, key, shape} = surface
  const on = {surface: key, shape}
  const own = found.map(({outcomes, homes}) => {
    const cells = [...outcomes.keys()].filter((i) => outcomes[i] === 0)
    const places = {x: cells.map((i) => homes[i]), y: cells.map((i) => homes[outcomes.length + i])}
    return {cells, ...merge(kernels, on, places)}
  })
  const points = own.flatMap(({minima}) => minima)
  const all = merge(kernels, on, {x: points.map(([x]) => x), y: points.map(([, y]) => y)})
  let before = 0
  const destinations = found.map(({outcomes}, i) => {
    const to = Int16Array.from(outcomes)
    const {cells, which, minima} = own[i]
    cells.forEach((cell, k) => (to[cell] = all.which[before + which[k]]))
    before += minima.length
    return to
  })
  return {minima: all.minima, destinations}
}

/** @param {Float64Array[]} all */
const leastOf = (all) => Math.min(...all.map((losses) => losses.reduce((a, b) => (b < a ? b : a), Infinity)))
