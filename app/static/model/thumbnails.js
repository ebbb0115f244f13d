// @ts-check
// A surface in small, as app/thumbnails.py writes it: the band of colour at each pixel, row by row from the top.

// The numbers of the bands, from 0 for the lowest.
/** @param {string} picture */
export function bandsOf(picture) {
  return [...picture.matchAll(/([^\d])(\d*)/g)].flatMap(([, letter, count]) =>
    Array(Number(count || 1)).fill(letter.charCodeAt(0) - "A".charCodeAt(0))
  )
}
