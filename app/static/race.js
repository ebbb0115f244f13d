// The numbers of one race, as the server sent them: read-only views, no copies.

export class Race {
  constructor({steps, start, exact, drawn, spread, factors, racers}) {
    this.steps = steps
    this.start = start
    this.racers = racers
    // Learning rate over η before each step.
    this.factors = factors
    const rows = steps + 1
    const view = (array, row, racer) => {
      const count = racers.length
      const offset = array.byteOffset + (row * count + racer) * rows * array.BYTES_PER_ELEMENT
      const type = array.BYTES_PER_ELEMENT === 8 ? Float64Array : Float32Array
      return new type(array.buffer, offset, rows)
    }
    this.paths = racers.map((racer, i) => ({
      ...racer,
      // Rows before divergence: the path ends there.
      rows: racer.outcome.kind === "diverged" ? racer.outcome.step : rows,
      loss: view(exact, 0, i),
      slope: view(exact, 1, i),
      distance: view(exact, 2, i),
      x: view(drawn, 0, i),
      y: view(drawn, 1, i),
      evaluations: view(drawn, 2, i),
      clipped: view(drawn, 3, i),
    }))
    this.setSpread(spread)
    this.step = Float32Array.from({length: rows}, (_, t) => t)
    this.measureLoss()
  }

  // Replicates of a noisy race: the band of their losses, and the cloud of their places at some moments.
  setSpread(spread) {
    this.spread = spread
    if (!spread) return
    const {count, stride, band, cloud} = spread
    const rows = this.steps + 1
    const moments = Math.floor(this.steps / stride) + 1
    this.paths.forEach((path, i) => {
      const quantile = (row) => new Float64Array(band.buffer, band.byteOffset + (2 * i + row) * rows * 8, rows)
      path.band = [quantile(0), quantile(1)]
      path.cloud = (t) => {
        const moment = Math.min(Math.floor(t / stride), moments - 1)
        const axis = (row) => {
          const offset = ((i * moments + moment) * 2 + row) * count
          return new Float32Array(cloud.buffer, cloud.byteOffset + offset * 4, count)
        }
        return [axis(0), axis(1)]
      }
    })
  }

  // Decades where no loss is negative, plain numbers otherwise.
  measureLoss() {
    const finite = this.paths.flatMap((path) => [...path.loss.subarray(0, path.rows)])
    this.log = finite.every((loss) => loss >= 0)
    this.heightOf = this.log ? (loss) => (loss > 0 ? Math.log10(loss) : NaN) : (loss) => loss
    for (const path of this.paths) {
      // A loss of exactly zero has no logarithm: its line has a gap there.
      path.height = this.log ? Float32Array.from(path.loss, this.heightOf) : path.loss
    }
    const heights = this.paths.flatMap((path) => [...path.height.subarray(0, path.rows)]).filter(Number.isFinite)
    const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity)
    const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity)
    const first = most(this.paths.map((path) => path.height[0]).filter(Number.isFinite))
    let [low, high] = [least(heights), most(heights)]
    if (!(low <= high)) [low, high] = [0, 1]
    // One racer that diverges must not flatten the others, nor one that is done: their lines leave the frame.
    if (this.log) {
      low = Math.max(low, -16)
      high = Math.min(high, Math.max(first, low) + 2)
    } else if (Number.isFinite(first)) {
      high = Math.min(high, first + 2 * Math.abs(first - low) + 1)
    }
    const margin = 0.06 * (high - low) || 0.5
    this.lossRange = [low - margin, high + margin]
  }

  // Row that is shown of a path when the playhead is at step t.
  row(path, t) {
    return Math.max(0, Math.min(t, path.rows - 1))
  }

  // Is the outcome known to somebody who has watched up to step t?
  known(path, t) {
    return t >= Math.min(path.outcome.step, this.steps)
  }

  // Paths in the order of their loss at step t; those that have diverged by then come last.
  standings(t) {
    const gone = (path) => path.outcome.kind === "diverged" && this.known(path, t)
    const loss = (path) => (gone(path) ? Infinity : path.loss[this.row(path, t)])
    return this.paths.map((path, i) => ({path, i, gone: gone(path)})).sort((a, b) => {
      const [p, q] = [loss(a.path), loss(b.path)]
      return p === q ? a.i - b.i : p < q ? -1 : 1
    })
  }
}

const SUPERSCRIPT = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"}

// 10⁻³ for −3.
export function powerOfTen(exponent) {
  return "10" + [...String(exponent)].map((c) => SUPERSCRIPT[c] ?? c).join("")
}

// A number as people read it: 0.0123, 4.56×10⁻⁷.
export function readable(value, digits = 4) {
  if (!Number.isFinite(value)) return "–"
  if (value === 0) return "0"
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits))).replace("-", "−")
  // The exponent takes the room of a digit.
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split("e")
  return `${mantissa.replace("-", "−")}×${powerOfTen(Number(exponent))}`
}
