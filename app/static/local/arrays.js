// @ts-check
// What NumPy does with numbers, in the same order of operations, to the bit.

// ``count`` numbers from ``low`` to ``high``, both ends among them.
/** @param {number} low @param {number} high @param {number} count */
export function linspace(low, high, count) {
  const all = new Float64Array(count)
  const step = (high - low) / (count - 1)
  for (let i = 0; i < count; i++) all[i] = i * step + low
  if (count > 1) all[count - 1] = high
  return all
}

// The places of a grid, row by row: those across in the one, those up in the other.
/** @param {Float64Array} across @param {Float64Array} up */
export function meshgrid(across, up) {
  const [x, y] = [new Float64Array(across.length * up.length), new Float64Array(across.length * up.length)]
  up.forEach((value, row) => {
    x.set(across, row * across.length)
    y.fill(value, row * across.length, (row + 1) * across.length)
  })
  return {x, y}
}
