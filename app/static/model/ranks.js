// @ts-check
// Who comes before whom: optimizers/racing/ranks.py is the same in Python, and says why.

// Minima whose losses differ by no more than this share of what there is to lose are equally low.
const ALIKE = 1e-6

// How much higher than the lowest loss is still as low.
/** @param {number} bottom @param {number} start */
export const slack = (bottom, start) => ALIKE * Math.max(Math.abs(bottom), Math.abs(start - bottom))

// What ranks go by: the loss of the lowest minimum; NaN where nobody knows of one, and the loss alone decides.
/** @param {{loss: number, arrival: number, bottom: number}[]} results @param {number} floor @param {number} start */
export function goal(results, floor, start) {
  if (!Number.isNaN(floor)) return floor
  const bottoms = results.filter(({arrival}) => arrival >= 0).map(({bottom}) => bottom)
  if (bottoms.length === 0) return NaN
  const bottom = Math.min(...bottoms)
  return results.some(({loss}) => loss < bottom - slack(bottom, start)) ? NaN : bottom
}

// The rank of each from 1, equals sharing one; null for those that diverged, whose loss is NaN.
/** @param {{loss: number, arrival: number, bottom: number}[]} results @param {number} floor @param {number} start */
export function ranks(results, floor, start) {
  const bottom = goal(results, floor, start)
  const keys = results.map((each) => {
    if (Number.isNaN(each.loss)) return null
    const there = each.arrival >= 0 && each.bottom <= bottom + slack(bottom, start)
    const arrival = each.arrival < 0 || Number.isNaN(bottom) ? Infinity : each.arrival
    return there ? [0, arrival, arrival] : [1, each.loss, arrival]
  })
  const before = (a, b) => {
    const i = a.findIndex((each, place) => each !== b[place])
    return i >= 0 && a[i] < b[i]
  }
  return keys.map((key) => key && 1 + keys.filter((other) => other && before(other, key)).length)
}
