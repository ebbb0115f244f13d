// @ts-check
// How maps share a place: as many columns and rows as make them largest, each in the shape of what it shows.

// Pixels across a map below which the place is scrolled instead of filled.
const LEAST = 110

/**
 * @param {number} count of maps
 * @param {{width: number, height: number}} place height is Infinity where the page scrolls
 * @param {number} aspect of what a map shows, width over height
 * @param {{width: number, height: number}} around what a map has beside it: axes, title
 * @returns {{columns: number, rows: number, width: number, height: number}} of the cells, in pixels
 */
export function arranged(count, place, aspect, around) {
  let best = {columns: 1, rows: count, width: 0, height: 0, across: -Infinity}
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const rows = Math.ceil(count / columns)
    const across = Math.min(place.width / columns - around.width, (place.height / rows - around.height) * aspect)
    // One column less with maps that are as large leaves fewer cells empty.
    if (across > best.across + 0.5) best = {...best, columns, rows, across}
  }
  // Too small to be looked at, or of any height: as wide as a column is.
  if (best.across < LEAST || place.height === Infinity) {
    const columns = Math.max(1, Math.min(count, Math.floor(place.width / (LEAST + around.width))))
    Object.assign(best, {columns, rows: Math.ceil(count / columns), across: place.width / columns - around.width})
  }
  const {columns, rows, across} = best
  return {columns, rows, width: across + around.width, height: across / aspect + around.height}
}

// The size of type in a picture of so many pixels: it grows with the picture, and can be read in the smallest.
/** @param {number} width @param {number} height */
export const typeIn = (width, height) => Math.round(Math.min(20, Math.max(12, 0.0165 * Math.min(width, 1.5 * height))))

// Places as near to the given ones as lets each be so far from the next, between top and bottom; null where there is no
// room for all.
/** @param {number[]} places @param {number} apart @param {{top: number, bottom: number}} within */
export function spread(places, apart, {top, bottom}) {
  if (apart * (places.length - 1) > bottom - top) return null
  const order = [...places.keys()].sort((a, b) => places[a] - places[b])
  /** @type {number[]} */
  const found = []
  order.forEach((i, n) => (found[i] = Math.max(places[i], n ? found[order[n - 1]] + apart : top)))
  order.reverse().forEach((i, n) => {
    found[i] = Math.min(found[i], n ? found[order[n - 1]] - apart : bottom)
  })
  return found
}
