// @ts-check
// Spans of an axis, each a start and an end: made longer or shorter about a place, moved, and kept within another.

/** @typedef {[number, number]} Span */

/** @param {Span} span */
export const lengthOf = ([start, end]) => end - start

/** @param {Span} span @param {number} at @param {number} factor @returns {Span} */
export const stretched = ([start, end], at, factor) => [at + (start - at) * factor, at + (end - at) * factor]

// As near to where it is as lies within ``most``; one that is longer lies about its middle.
/** @param {Span} span @param {Span} most @returns {Span} */
export function within([start, end], [low, high]) {
  const spare = high - low - (end - start)
  const by = spare < 0 ? (low + high - start - end) / 2 : Math.max(low - start, 0) + Math.min(high - end, 0)
  return [start + by, end + by]
}

// The span of that length with the same middle.
/** @param {Span} span @param {number} length @returns {Span} */
export const ofLength = ([start, end], length) => [(start + end - length) / 2, (start + end + length) / 2]
