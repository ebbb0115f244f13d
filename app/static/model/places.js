// @ts-check
// Where in a row of values something is.

// The place of the least value, the middle one where several are equal; undefined where none is a number.
export function leastPlace(values) {
  const least = values.reduce((a, b) => (b < a ? b : a), Infinity)
  const places = [...values.keys()].filter((place) => values[place] === least && Number.isFinite(least))
  return places[Math.floor(places.length / 2)]
}

// The place of the value nearest to that one.
export function nearest(values, value) {
  let best = 0
  values.forEach((each, i) => {
    if (Math.abs(each - value) < Math.abs(values[best] - value)) best = i
  })
  return best
}

// The first and the last place of each stretch of values for which ``holds``.
export function stretches(values, holds) {
  const found = []
  values.forEach((value, i) => {
    if (!holds(value)) return
    if (found.length && found.at(-1)[1] === i - 1) found.at(-1)[1] = i
    else found.push([i, i])
  })
  return found
}

// Where a value lies on an axis whose places, one for each of the sorted values, are one wide; NaN beyond its ends.
export function placeOf(values, value) {
  const after = values.findIndex((each) => each >= value)
  if (values[0] === value) return 0.5
  return after - 0.5 + (value - values[after - 1]) / (values[after] - values[after - 1])
}

// How far a place is from the line through these points; points that are none leave gaps in it.
export function distanceTo(xs, ys, x, y) {
  let least = Infinity
  for (let i = 0; i < xs.length; i++) {
    if (!Number.isFinite(ys[i])) continue
    least = Math.min(least, Math.hypot(xs[i] - x, ys[i] - y))
    const [wide, high] = [xs[i + 1] - xs[i], ys[i + 1] - ys[i]]
    // Beside a gap it is no number, and neither between 0 and 1.
    const along = ((x - xs[i]) * wide + (y - ys[i]) * high) / (wide ** 2 + high ** 2)
    if (along > 0 && along < 1) least = Math.min(least, Math.hypot(xs[i] + along * wide - x, ys[i] + along * high - y))
  }
  return least
}
