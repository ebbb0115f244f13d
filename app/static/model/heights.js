// @ts-check
// How high a surface lies anywhere, from losses on two grids (app/heights.py), and where its bands of colour begin.
//
// Between six points of a grid lies a cubic with slopes of the fourth order: of polynomials of degree four it is exact
// in its slopes, and so a narrow valley has no beads.

/** @typedef {{x: [number, number], y: [number, number], loss: Float32Array, rows: number, columns: number}} Grid */
/** @typedef {{x: [number, number], y: [number, number]}} Frame */

// Points of a grid to the left and to the right that a place between two takes in, its own two included.
const BEFORE = 2
const POINTS = 6

// The losses of a grid as they were sent, with how many there are along each side.
/** @param {any} sent @returns {Grid} */
export function gridOf({x, y, loss}) {
  const [rows, columns] = loss.shape
  return {x, y, rows, columns, loss: loss instanceof Float32Array ? loss : Float32Array.from(loss)}
}

// For the middles of so many pixels along an axis: the first of the six points, or −1 where the grid does not reach, and
// the weights of the six.
/** @param {[number, number]} ends @param {number} points @param {[number, number]} shown @param {number} pixels */
function along([first, last], points, [from, to], pixels) {
  const begins = new Int32Array(pixels)
  const weights = new Float32Array(POINTS * pixels)
  for (let i = 0; i < pixels; i++) {
    const place = ((from + ((i + 0.5) / pixels) * (to - from) - first) / (last - first)) * (points - 1)
    const cell = Math.floor(place)
    begins[i] = cell < BEFORE || cell > points - 1 - (POINTS - BEFORE - 1) ? -1 : cell - BEFORE
    const t = place - cell
    const [left, right] = [t * (t - 1) * (t - 1), t * t * (t - 1)]
    const far = t * t * (3 - 2 * t)
    weights.set(
      [
        left / 12,
        (right - 8 * left) / 12,
        1 - far - (8 * right) / 12,
        far + (8 * left) / 12,
        (8 * right - left) / 12,
        -right / 12,
      ],
      POINTS * i,
    )
  }
  return {begins, weights}
}

// The losses at the middles of ``columns`` × ``rows`` pixels of a frame, row by row from below; NaN where no grid has
// any. grids: the widest first, for a finer one has the last word where it reaches.
/** @param {Grid[]} grids @param {Frame} frame @param {number} columns @param {number} rows */
export function sampled(grids, frame, columns, rows) {
  const found = new Float32Array(columns * rows).fill(NaN)
  const over = (/** @type {Grid} */ grid) => ({
    grid,
    across: along(grid.x, grid.columns, frame.x, columns),
    up: along(grid.y, grid.rows, frame.y, rows),
  })
  const fine = over(grids[grids.length - 1])
  // What the finer one has in full, the wider one is not asked for.
  const isWhole = [fine.across, fine.up].every(({begins}) => begins.every((each) => each >= 0))
  if (!isWhole) sampleInto(found, over(grids[0]))
  sampleInto(found, fine)
  return found
}

/** @typedef {{begins: Int32Array, weights: Float32Array}} Along */

/** @param {Float32Array} found @param {{grid: Grid, across: Along, up: Along}} over */
function sampleInto(found, {grid, across: {begins, weights}, up}) {
  const {loss, columns: n} = grid
  const [columns, rows] = [begins.length, up.begins.length]
  const [a, z] = [begins.findIndex((each) => each >= 0), begins.findLastIndex((each) => each >= 0)]
  if (a < 0) return
  const [first, last] = [begins[a], begins[z] + POINTS]
  const line = new Float32Array(n)
  for (let row = 0; row < rows; row++) {
    if (up.begins[row] < 0) continue
    const at = up.begins[row] * n
    const [w0, w1, w2, w3, w4, w5] = up.weights.subarray(POINTS * row, POINTS * (row + 1))
    for (let j = first; j < last; j++) {
      const i = at + j
      line[j] = w0 * loss[i] + w1 * loss[i + n] + w2 * loss[i + 2 * n] + w3 * loss[i + 3 * n] + w4 * loss[i + 4 * n] +
        w5 * loss[i + 5 * n]
    }
    for (let pixel = a, to = row * columns + a; pixel <= z; pixel++, to++) {
      const j = begins[pixel]
      const k = POINTS * pixel
      const value = weights[k] * line[j] + weights[k + 1] * line[j + 1] + weights[k + 2] * line[j + 2] +
        weights[k + 3] * line[j + 3] + weights[k + 4] * line[j + 4] + weights[k + 5] * line[j + 5]
      // Where one of all the points has no number, the four around may have.
      found[to] = Number.isNaN(value) ? beside(grid, at, j, row, pixel, up.weights, weights) : value
    }
  }
}

// Between the four points around alone.
/** @type {(grid: Grid, at: number, j: number, row: number, pixel: number, up: Float32Array, across: Float32Array) => number} */
function beside({loss, columns}, at, j, row, pixel, up, across) {
  // The first weight is t(1 − t)²/12, and the last t²(1 − t)/12.
  const share = (/** @type {Float32Array} */ weights, /** @type {number} */ k) =>
    weights[POINTS * k + 5] / (weights[POINTS * k] + weights[POINTS * k + 5]) || 0
  const [t, u] = [share(across, pixel), share(up, row)]
  const i = at + BEFORE * columns + j + BEFORE
  const below = loss[i] + t * (loss[i + 1] - loss[i])
  const above = loss[i + columns] + t * (loss[i + columns + 1] - loss[i + columns])
  return below + u * (above - below)
}

// The share of equal steps of loss in levels of equal area.
const EVEN = 0.002

// Where one band ends and the next begins, ``bands + 1`` losses, each above the one before. Equal areas of what is shown
// are between any two; where equal ratios deserve equal steps, these and equal ratios have a half each.
/** @param {Float32Array} losses @param {boolean} log @param {number} bands */
export function levels(losses, log, bands) {
  const sorted = losses.filter(Number.isFinite).sort()
  if (sorted.length === 0) return Float64Array.from({length: bands + 1}, (_, k) => k)
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))]
  const [low, high] = [at(0), at(1)]
  const span = high - low > 1e-7 * Math.max(Math.abs(low), Math.abs(high)) ? high - low : Math.abs(low) || 1
  // From what only one point in fifty is below: the decades further down are a speck.
  const speck = at(0.02) - low
  const decades = log && speck > 1e-9 * span ? Math.log(span / speck) : 0
  return Float64Array.from({length: bands + 1}, (_, k) => {
    // A trace of equal steps keeps those apart between which nothing lies.
    const area = (1 - EVEN) * (at(k / bands) - low) + (EVEN * span * k) / bands
    if (!decades) return low + area
    const ratio = speck * Math.exp((decades * (k - 1)) / (bands - 1))
    return low + Math.sqrt(area * ratio)
  })
}
