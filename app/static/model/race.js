// @ts-check
// The numbers of one race, as they were sent: read-only views, no copies.

import {goal, ranks, slack} from "../made/standings.js"
import {arrivalAt, sinceWhen} from "./arrival.js"
import {LossRange} from "./loss_range.js"
import {readable, tickLabels, ticks} from "./numbers.js"

export class Race {
  // rows: what the rows of the arrays ``measured`` and ``counted`` are called, racer by racer: see app/sent.py.
  // base: the loss that losses are read from, that of the lowest minimum; minima: those that places are measured from.
  // pinned: another race on the same surface, which is shown beside this one.
  constructor(
    {steps, start, base, rows, near, diagonal, late, measured, counted, spread, factors, racers},
    minima,
    pinned = undefined,
  ) {
    this.pinned = pinned
    this.steps = steps
    this.minima = minima
    this.diagonal = diagonal
    // What of a race, at its end, shows how it ends.
    this.late = late
    this.start = start
    this.base = base
    // Learning rate over η before each step.
    this.factors = factors
    const length = steps + 1
    const rowsOf = (array, names, racer) =>
      names.map((name, row) => {
        const first = (row * racers.length + racer) * length
        return [name, array.subarray(first, first + length)]
      })
    this.paths = racers.map((racer, i) => {
      /** @type {any} */
      const sent = Object.fromEntries([...rowsOf(measured, rows.measured, i), ...rowsOf(counted, rows.counted, i)])
      return {
        ...racer,
        // Rows before divergence: the path ends there.
        rows: racer.outcome.kind === "diverged" ? racer.outcome.step : length,
        loss: sent.loss,
        slope: sent.slope,
        ...placed(sent, minima, racer.outcome.place, {near, late}),
        ...summed(sent.asked, racer.asks),
      }
    })
    this.setSpread(spread)
    this.step = Float32Array.from({length}, (_, t) => t)
    this.measureLoss()
  }

  // Go on as if these racers did not race, nor in what is pinned.
  leaveOut(keys) {
    const all = [this, this.pinned].filter(Boolean)
    const kept = all.map(({paths}) => paths.filter(({key}) => !keys.includes(key)))
    if (kept.every((paths, i) => paths.length === all[i].paths.length)) return
    all.forEach((race, i) => (race.paths = kept[i]))
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
      const quantile = (row) => new Float32Array(band.buffer, band.byteOffset + (2 * i + row) * rows * 4, rows)
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
    const all = [...this.paths, ...(this.pinned?.paths ?? [])]
    this.log = all.every((path) => path.loss.subarray(0, path.rows).every((loss) => loss >= 0))
    this.heightOf = this.log ? (loss) => (loss > 0 ? Math.log10(loss) : NaN) : (loss) => loss
    for (const path of all) {
      // A loss of exactly zero has no logarithm: its line has a gap there.
      path.height = this.log ? path.loss.map(this.heightOf) : path.loss
    }
    /** @type {LossRange} */
    this.range = new LossRange(all, this.steps, this.log)
    // What an axis of losses shows.
    this.lossRange = this.range.whole()
  }

  // What losses are: above the lowest minimum, where that is not 0.
  get lossSays() {
    return this.base ? `loss above the lowest minimum, ${readable(this.base)}` : "loss"
  }

  // A loss of a path in words.
  lossText(loss, digits) {
    return this.base ? `${readable(loss, digits)} above ${readable(this.base)}` : readable(loss, digits)
  }

  // What the axis of losses says, in fewer words than a phone has room for.
  get lossAxis() {
    return `loss${this.base ? ` above ${readable(this.base)}` : ""}${this.log ? " (log)" : ""}`
  }

  // Where an axis of losses has ticks, and what it says there.
  lossTicks([low, high] = this.lossRange ?? [0, 1]) {
    const places = ticks(low, high, this.log)
    return {places, label: tickLabels(places, this.log)}
  }

  // What a path has asked for by step t beside gradients, in words.
  besides(path, t) {
    const at = this.row(path, t)
    const counts = [[path.trials[at], "trial", "trials"], [path.matrices[at], "matrix", "matrices"]]
    return counts.filter(([n]) => n).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`).join(", ")
  }

  // What the standings say of a path at step t: its loss, distance and gradients, and what else there is to say of it.
  entry(path, t) {
    const at = this.row(path, t)
    const numbers = this.gone(path, t) ? ["–", "–"] : [readable(path.loss[at], 3), readable(path.distance[at], 3)]
    return {
      numbers: [...numbers, String(path.gradients[at])],
      small: [path.variant, this.besides(path, t)].filter(Boolean).join("; "),
    }
  }

  // What a path of the pinned race is called, with what of it is not as it is now.
  pinnedName({title, sentBy, differs}) {
    return `${title}, ${sentBy || "pinned"}: ${differs || "as it is now"}`
  }

  // What the standings say of the pinned race of a path's racer at step t, where there is one.
  pinnedEntry({key}, t) {
    const path = this.pinned?.paths.find((each) => each.key === key && !each.sentBy)
    if (!path) return ""
    const loss = this.pinned.gone(path, t) ? "diverged" : readable(path.loss[this.row(path, t)], 3)
    const differs = this.pinned.differences[key]
    return `pinned${differs ? `, ${differs}` : ""}: ${loss}`
  }

  // What the pointer reads of a racer at a row of its trail.
  reading(quantity, racer, row) {
    const path = this.paths[racer] ?? this.pinned.paths[racer - this.paths.length]
    if (quantity === "step") return path.clipped[row] ? `${row}, gradient clipped` : String(row)
    if (quantity === "loss") return this.lossText(path.loss[row], 3)
    if (quantity === "place") return `${readable(path.x[row], 3)}, ${readable(path.y[row], 3)}`
    return readable(path[quantity][row], 3)
  }

  // The rows of a column that are shown of a path when the playhead is at step t: none where it diverged at its start.
  upTo(path, column, t) {
    return column.subarray(0, path.rows > 0 ? this.row(path, t) + 1 : 0)
  }

  // Row that is shown of a path when the playhead is at step t.
  row(path, t) {
    return Math.max(0, Math.min(t, path.rows - 1))
  }

  // Is the outcome known to somebody who has watched up to step t? That it diverged is known when it does; how else a
  // race ends, at its last step.
  known(path, t) {
    return t >= (path.outcome.kind === "diverged" ? path.rows : this.steps)
  }

  // Has a path diverged by step t?
  gone(path, t) {
    return path.outcome.kind === "diverged" && this.known(path, t)
  }

  // What is ranked of a path at step t: what would be known of it if the race were over.
  result(path, t) {
    const {outcome} = path
    if (this.gone(path, t)) return {loss: NaN, arrival: -1, bottom: NaN}
    const at = this.row(path, t)
    const over = t >= this.steps
    const arrival = over ? outcome.kind === "arrived" ? outcome.step : -1 : arrivalAt(path.since, at, this.late)
    // Where it is over, the place is that of the outcome; where none is listed, no other is known.
    const place = over ? outcome.place : (this.minima[path.nearest[at]] ?? outcome.place)
    return {loss: path.loss[at], arrival, bottom: arrival < 0 ? NaN : place[2]}
  }

  // Whether nobody can take a step, for the loss has no finite value at the start.
  get startsNowhere() {
    return this.paths.length > 0 && this.paths.every(({rows}) => rows === 0)
  }

  // Who is known to have arrived by step t: since when, where, and whether that is known not to be the lowest minimum.
  arrivals(t) {
    return this.paths.flatMap((path) => {
      const {arrival, bottom} = this.result(path, t)
      if (arrival < 0) return []
      const place = this.minima[path.nearest[this.row(path, t)]] ?? path.outcome.place
      return [{path, step: arrival, place, isLocal: this.isLocal(bottom)}]
    })
  }

  // The lowest loss that there is, as far as it is known; NaN where it is not.
  get floor() {
    return this.minima.length ? Math.min(...this.minima.map(([, , value]) => value)) : NaN
  }

  // Is a minimum with that loss known not to be the lowest?
  isLocal(bottom) {
    return bottom > this.floor + slack(this.floor, Math.max(...this.minima.map(([, , value]) => value)))
  }

  // Paths by their rank at step t, equals in the order of the menu; those that have diverged by then come last. The
  // loss of the minimum that ranks go by is ``goal``, NaN where it is the loss alone that they go by.
  standings(t) {
    const results = this.paths.map((path) => this.result(path, t))
    const compared = results.map(({loss, arrival, bottom}) => [loss, arrival, bottom])
    const start = this.paths[0]?.loss[0] + this.base
    const places = ranks(compared, this.floor, start)
    const entries = this.paths.map((path, i) => ({path, i, rank: places[i], gone: places[i] === null, ...results[i]}))
    entries.sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9) || a.i - b.i)
    return {entries, goal: goal(compared, this.floor, start)}
  }
}

// Places, and how far they are from the nearest minimum, from where they lie beside it.
function placed({right, up, nearest}, minima, found, {near, late: {stay}}) {
  const homes = minima.length ? minima : [[0, 0]]
  // In a plain loop: there is a race for each move of a slider.
  const {length} = right
  const [x, y] = [new Float32Array(length), new Float32Array(length)]
  const distance = new Float64Array(length).fill(NaN)
  for (let t = 0; t < length; t++) {
    const home = homes[nearest[t]]
    x[t] = home[0] + right[t]
    y[t] = home[1] + up[t]
    if (minima.length) distance[t] = Math.hypot(right[t], up[t])
  }
  // Where no minimum is listed, there may be one that the race was found to arrive at.
  const away = found && !minima.length ? distance.map((_, t) => Math.hypot(x[t] - found[0], y[t] - found[1])) : distance
  return {x, y, distance, nearest, since: sinceWhen(away, nearest, {near, stay})}
}

// What was asked for so far, and whether a gradient of the last step was clipped. asked: for each row, which of ``asks``
// its step was.
function summed(asked, asks) {
  const upTo = (column) => {
    const sums = new Float32Array(asked.length)
    let sum = 0
    for (let t = 0; t < asked.length; t++) sums[t] = sum += asks[asked[t]][column]
    return sums
  }
  return {gradients: upTo(0), trials: upTo(1), matrices: upTo(2), clipped: asked.map((each) => asks[each][3])}
}
