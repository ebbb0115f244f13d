// @ts-check
// The pixels of a map: bands of colour, lines between them, and light from the upper left.

// Lines: how strong, and each fifth; nearer to each other than so many pixels they fade, and are gone.
const [LINE, FIFTH] = [0.3, 0.62]
const [DENSE, GONE] = [5, 2.5]
// The light: how much brighter and darker it makes, and how steep the relief is.
const [BRIGHTER, DARKER, STEEP] = [0.3, 0.24, 3]

// In bands, how high each loss is above the lowest level: smooth, so that light does not break at the lines.
/** @param {Float32Array} losses @param {Float64Array} levels */
export function bandsOf(losses, levels) {
  const bands = levels.length - 1
  const slopes = slopesOf(levels)
  const found = new Float32Array(losses.length)
  let k = 0
  for (let i = 0; i < losses.length; i++) {
    const loss = losses[i]
    if (!(loss > levels[0])) {
      found[i] = Number.isNaN(loss) ? NaN : 0
    } else if (loss >= levels[bands]) {
      found[i] = bands
    } else {
      while (loss < levels[k]) k--
      while (loss >= levels[k + 1]) k++
      const wide = levels[k + 1] - levels[k]
      const t = (loss - levels[k]) / wide
      const s = 1 - t
      found[i] = k + t * t * (3 - 2 * t) + wide * t * s * (s * slopes[k] - t * slopes[k + 1])
    }
  }
  return found
}

// Bands for each unit of loss at each level, such that what lies between two levels neither falls nor overshoots: the
// harmonic mean of both sides (Fritsch & Butland, 1984).
/** @param {Float64Array} levels */
function slopesOf(levels) {
  const rise = Float64Array.from({length: levels.length - 1}, (_, k) => 1 / (levels[k + 1] - levels[k]))
  return Float64Array.from(levels, (_, k) => {
    const [left, right] = [rise[k - 1] ?? rise[k], rise[k] ?? rise[k - 1]]
    return (2 * left * right) / (left + right)
  })
}

// Pixels of a map, as a canvas has them, red in the lowest byte; or lines and shades alone, to ``cover`` another picture.
// heights: of ``columns`` pixels a row, from below; ratio: pixels of it in one of the page's.
/**
 * @param {Float32Array} heights
 * @param {number} columns
 * @param {{palette: string[], line: string, lit: string, shaded: string}} look what lines are of, and light goes to
 * @param {number} ratio
 * @param {boolean} cover
 */
export function painted(heights, columns, {palette, line, lit, shaded}, ratio, cover = false) {
  const rows = heights.length / columns
  const pixels = new Uint32Array(heights.length)
  const colours = Int32Array.from(palette, number)
  const [ink, bright, dark] = [number(line), number(lit), number(shaded)]
  const top = palette.length - 1
  // As steep in a small map as in a large one.
  const steep = (STEEP * Math.min(columns, rows)) / palette.length
  const wide = 0.5 * ratio + 0.5
  for (let row = 0; row < rows; row++) {
    const at = row * columns
    const below = row > 0 ? columns : 0
    const above = row < rows - 1 ? columns : 0
    const upto = above && below ? 0.5 : 1
    for (let column = 0; column < columns; column++) {
      const i = at + column
      const height = heights[i]
      if (Number.isNaN(height)) continue
      const left = column > 0 ? 1 : 0
      const right = column < columns - 1 ? 1 : 0
      // Beside what is no number, level.
      const across = (heights[i + right] - heights[i - left]) / (right + left) || 0
      const up = (heights[i + above] - heights[i - below]) * upto || 0
      const slope = Math.sqrt(across * across + up * up)
      let alpha = 0
      const nearest = (height + 0.5) | 0
      const apart = height > nearest ? height - nearest : nearest - height
      if (apart < wide * slope && nearest > 0 && nearest <= top) {
        const room = (1 / (slope * ratio) - GONE) / (DENSE - GONE)
        const fade = room < 0 ? 0 : room > 1 ? 1 : room
        const share = wide - apart / slope
        alpha = (nearest % 5 === 0 ? FIFTH * (fade < 0.35 ? 0.35 : fade) : LINE * fade) * (share < 1 ? share : 1)
      }
      const leaning = steep * slope
      const shade = (0.7071 * steep * (across - up)) / Math.sqrt(1 + leaning * leaning)
      const light = shade > 0 ? BRIGHTER * shade : -DARKER * shade
      const towards = shade > 0 ? bright : dark
      pixels[i] = cover
        // A line hides what is below it, light and dark are a veil.
        ? alpha > light ? veiled(ink, alpha) : veiled(towards, light)
        : veiled(mixed(mixed(colours[height < top ? height | 0 : top], towards, light), ink, alpha), 1)
    }
  }
  return pixels
}

/** @param {string} hex */
const number = (hex) => parseInt(hex.slice(1), 16)

/** @param {number} from @param {number} to @param {number} share */
function mixed(from, to, share) {
  const r = from >> 16
  const g = (from >> 8) & 255
  const b = from & 255
  return ((r + share * ((to >> 16) - r) + 0.5) << 16) | ((g + share * (((to >> 8) & 255) - g) + 0.5) << 8) |
    (b + share * ((to & 255) - b) + 0.5)
}

// As a canvas has it.
/** @param {number} colour @param {number} alpha */
const veiled = (colour, alpha) => ((255 * alpha) << 24) | ((colour & 255) << 16) | (colour & 0xff00) | (colour >> 16)
