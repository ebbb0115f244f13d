// @ts-check
// Numbers as people read them, and where an axis has its ticks.

import {power_of_ten as powerOfTen} from "../made/numerals.js"
import {placeOf} from "./places.js"

// 0.0123, 4.56×10⁻⁷, and – for what is no number.
export function readable(value, digits = 4) {
  if (!Number.isFinite(value)) return "–"
  if (value === 0) return "0"
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits))).replace("-", "−")
  // The exponent takes the room of a digit.
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split("e")
  return `${mantissa.replace("-", "−")}×${powerOfTen(Number(exponent))}`
}

// Places of some five ticks between two ends; in decades, where the ends are logarithms. There are two at least.
export function ticks(low, high, log) {
  if (!log) return stepped(low, high, 5)
  if (high - low >= 2) return stepped(low, high, 6, 1)
  // Less than two decades: 1, 2 and 5 in each, or all that are as round as they can be.
  const decades = [Math.floor(low) - 1, Math.floor(low), Math.floor(low) + 1, Math.floor(low) + 2]
  const marks = decades.flatMap((decade) => [decade, decade + Math.log10(2), decade + Math.log10(5)])
  const found = marks.filter((mark) => mark >= low && mark <= high)
  return found.length > 2 ? found : stepped(10 ** low, 10 ** high, 5).map((value) => Math.log10(value))
}

// Round places, the distances between which are 1, 2 or 5 of a power of ten; in decades, whole numbers.
function stepped(low, high, count, least = 0) {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const stride = least ? Math.max(least, Math.ceil(rough)) : power * ([1, 2, 5].find((f) => f * power >= rough) ?? 10)
  const found = []
  for (let tick = Math.ceil(low / stride) * stride; tick <= high; tick += stride) {
    found.push(Number(tick.toPrecision(12)))
  }
  return found
}

// What the ticks of an axis read, all in one manner and no two alike: in decades powers of ten where all are some and not
// all can be read without, numbers elsewhere.
export function tickLabels(places, log) {
  const whole = places.every((place) => Math.abs(place - Math.round(place)) < 1e-9)
  if (log && whole && places.some((place) => Math.abs(place) > 3)) return (place) => powerOfTen(Math.round(place))
  const values = places.map((place) => (log ? 10 ** place : place))
  const digits = [3, 4, 5, 6, 8, 10, 12].find((digits) => {
    return new Set(values.map((value) => readable(value, digits))).size === values.length
  }) ?? 15
  return (place) => readable(log ? 10 ** place : place, digits)
}

// Ticks at round numbers on an axis whose places, one for each of the sorted values, are one wide: at most so many, of
// decades, of what is a decade short of 1, or of even steps, whichever leaves the least stretch without one. Their places,
// and what they read.
/** @param {number[]} values @param {number} most */
export function ticksAmong(values, most) {
  const [low, high] = [values[0], values.at(-1) ?? values[0]]
  const decades = Array.from({length: 25}, (_, i) => Number(`1e${i - 12}`))
  const zero = low === 0 ? [0] : []
  const sets = [
    [...zero, ...decades],
    [...zero, ...decades.map((each) => Number((1 - each).toPrecision(12))).filter((each) => each > 0).reverse()],
    stepped(low, high, 5),
  ].map((set) => thinned(set.filter((each) => each >= low && each <= high), most))
  const bare = sets.map((set) => {
    const places = [0, ...set.map((each) => placeOf(values, each)), values.length]
    return Math.max(...places.slice(1).map((place, i) => place - places[i]))
  })
  const chosen = sets[bare.indexOf(Math.min(...bare))]
  const tens = chosen === sets[0] && chosen.some((each) => each > 0 && Math.abs(Math.log10(each)) > 3)
  const label = (/** @type {number} */ each) =>
    tens && each > 0 ? powerOfTen(Math.round(Math.log10(each))) : readable(each, 12)
  return {places: chosen.map((each) => placeOf(values, each)), labels: chosen.map(label)}
}

// At most so many of them, at even distances, the first among them.
/** @param {number[]} all @param {number} most */
const thinned = (all, most) => all.filter((_, i) => i % Math.ceil(all.length / most) === 0)
