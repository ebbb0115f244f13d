// Where every racer ends against its learning rate; a click or a drag on the plot sets the rate.

import {LossScale} from "../model/loss_scale.js"
import {powerOfTen, readable, ticks} from "../model/numbers.js"
import {leastPlace, nearest, stretches} from "../model/places.js"
import {quietly, setRange, setReading, setTicks, source} from "../figures/figures.js"
import {View} from "./view.js"

// Share of the picture's height that each row of diverged ranges takes above the curves.
const ROW = 0.035

export default class Sweep extends View {
  constructor(means) {
    super(means)
    this.figure = means.figure
    const ending = (kind) => Number(Object.keys(means.facts.endings).find((code) => means.facts.endings[code].kind === kind))
    this.diverged = ending("diverged")
    setReading(this.figure, (...what) => this.reading(...what))
    means.figures.whenDrawn(this.figure, (view) => this.bind(view))
  }

  absent({race}) {
    return race.paths.length ? undefined : "No racer is switched on."
  }

  clear() {
    this.entries = []
    for (const name of ["end", "gone", "limit", "word", "head"]) {
      const {data} = source(this.figure, name)
      quietly(source(this.figure, name), {data: Object.fromEntries(Object.keys(data).map((column) => [column, []]))})
    }
  }

  draw(answer, {reply, race, theme, colours}) {
    const steps = reply.values.measure === "steps to tolerance"
    const {values, limits, base} = answer
    Object.assign(this, {answer, reply, race, steps})
    const entries = answer.racers.flatMap((each) => {
      const path = race.paths.find((path) => path.key === each.key)
      return path ? [{...each, path}] : []
    })
    this.entries = entries
    const scale = new LossScale(entries.map(({losses}) => losses), base)
    this.scale = scale
    this.measured = entries.map(({losses, arrivals}) =>
      steps ? Float64Array.from(arrivals, (step) => (step < 0 ? NaN : step)) : losses,
    )
    this.heights = this.measured.map((values) => Float64Array.from(values, (each) => (steps ? each : scale.of(each))))
    const x = Float64Array.from(values, Math.log10)
    this.x = x
    const [low, high] = this.range(answer.steps)
    // Above the curves are the rows of those that diverged: what is higher leaves the picture before.
    let beyond = 0
    for (const heights of this.heights) {
      heights.forEach((height, i) => {
        if (!(height > high)) return
        heights[i] = NaN
        beyond += 1
      })
    }
    const row = (high - low) * ROW
    // A row for each that diverges anywhere.
    let lost = 0
    this.rows = entries.map(({outcomes}) => high + row * (outcomes.includes(this.diverged) ? ++lost : 0))
    const end = high + row * (lost + 1)
    const colour = entries.map(({path}) => path[theme])

    quietly(source(this.figure, "end"), {
      data: {
        xs: entries.map(() => x),
        ys: this.heights,
        colour,
        dash: entries.map(({path}) => path.dash),
        title: entries.map(({path}) => path.title),
        racer: entries.map((_, i) => i),
      },
    })
    const gone = {xs: [], ys: [], colour: []}
    entries.forEach(({outcomes}, i) => {
      for (const [from, to] of stretches(outcomes, (kind) => kind === this.diverged)) {
        // Half a place to either side: one rate alone must be seen as well.
        const half = (x[1] - x[0]) / 2
        gone.xs.push([x[from] - half, x[to] + half])
        gone.ys.push([this.rows[i], this.rows[i]])
        gone.colour.push(colour[i])
      }
    })
    quietly(source(this.figure, "gone"), {data: gone})
    const limited = limits.flatMap(({key, x: limit}) => {
      const i = entries.findIndex((entry) => entry.key === key)
      return i < 0 ? [] : [{at: Math.log10(limit), i, text: `limit of ${entries[i].path.title} ${readable(limit, 3)}`}]
    })
    quietly(source(this.figure, "limit"), {
      data: {
        xs: limited.map(({at}) => [at, at]),
        ys: limited.map(() => [low, end]),
        colour: limited.map(({i}) => colour[i]),
      },
    })
    const words = limited.map(({at, i, text}, place) => ({x: at, y: low + (high - low) * (0.98 - 0.06 * place), text, colour: colour[i]}))
    if (gone.xs.length) words.push({x: x[0], y: end, text: "diverged", colour: colours.ink})
    const column = (name) => words.map((word) => word[name])
    quietly(source(this.figure, "word"), {
      data: {x: column("x"), y: column("y"), text: column("text"), colour: column("colour")},
    })
    quietly(source(this.figure, "head"), {
      data: {
        x: entries.map(({path}) => Math.log10(path.lr)),
        y: entries.map((entry, i) => Math.min(this.heightNow(entry, i), end)),
        colour,
        marker: entries.map(({path}) => path.marker),
      },
    })
    const shown = [low, end, steps, scale.log, base].join()
    if (shown !== this.rangeShown) {
      this.rangeShown = shown
      // A little beyond the ends, for the markers there.
      const [first, last] = [x[0], x.at(-1)]
      setRange(this.figure.x_range, first - 0.05, last + 0.05)
      setRange(this.figure.y_range, low, end)
      setTicks(this.figure.below[0], ticks(first, last, true), powerOfTen)
      const height = (value) => (steps ? readable(value, 3) : scale.tick(value))
      setTicks(this.figure.left[0], ticks(low, high, !steps && scale.log), height)
    }
    const label = steps
      ? `steps until within ${powerOfTen(Math.log10(answer.tolerance))} of the lowest minimum`
      : scale.label(answer.steps, answer.replicates)
    if (this.figure.left[0].axis_label !== label) quietly(this.figure.left[0], {axis_label: label})
    return {text: this.words(entries, beyond && scale.tick(Math.floor(high)))}
  }

  // The best rate of each racer, in words.
  words(entries, beyond) {
    const best = entries.map(({path}, i) => {
      const at = leastPlace(this.measured[i])
      return `${path.title} ${at === undefined ? "–" : readable(this.answer.values[at], 3)}`
    })
    const whose = this.reply.values.shared === "1" ? "all" : "the nearest racer"
    const left = beyond ? ` Losses far beyond ${beyond} are not drawn.` : ""
    return `Click or drag to set the rate of ${whose}.${left} Best η of ${this.answer.values.length} tried: ${best.join(", ")}.`
  }

  range(budget) {
    if (this.steps) return [0, budget * 1.02]
    const finite = this.heights.flatMap((heights) => [...heights]).filter(Number.isFinite)
    if (finite.length === 0) return [0, 1]
    const least = finite.reduce((a, b) => Math.min(a, b))
    const most = finite.reduce((a, b) => Math.max(a, b))
    // Where nothing moves, the loss is that of the start; what climbs far above it leaves the picture.
    const start = Math.max(...this.heights.map((heights) => heights[0]).filter(Number.isFinite))
    const high = Math.min(most, this.scale.log ? start + 1.5 : start + Math.abs(start - least))
    const margin = 0.04 * (high - least) || 0.5
    return [least - margin, high + margin]
  }

  // Where the marker of a racer stands: at the end of its race, or of its replicates' by the nearest rate tried.
  heightNow({path}, i) {
    if (path.outcome.kind === "diverged") return this.rows[i]
    if (this.race.spread || this.steps) return this.heights[i][nearest(this.x, Math.log10(path.lr))]
    return this.scale.of(path.loss[this.race.steps])
  }

  reading(quantity, racer, row) {
    const {losses, arrivals, outcomes} = this.entries[racer]
    if (quantity === "η") return readable(this.answer.values[row], 3)
    if (quantity === "loss") return readable(losses[row], 5)
    if (quantity === "outcome") return this.means.facts.endings[outcomes[row]].words
    return arrivals[row] < 0 ? "never" : String(arrivals[row])
  }

  // Take hold of the racer whose curve is nearest, and of its rate.
  bind(view) {
    const ancestor = view.canvas_view.el
    let held = null
    const place = (event) => {
      const box = view.canvas_view.events_el.getBoundingClientRect()
      return [event.clientX - box.left, event.clientY - box.top]
    }
    const inside = ([x, y]) => {
      const frame = view.frame.bbox
      return x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom
    }
    const set = (event) => {
      const column = nearest(this.x, view.frame.x_scale.invert(place(event)[0]))
      const key = this.reply.values.shared === "1" ? "lr" : `${held.key}.lr`
      this.means.ask({[key]: String(this.answer.values[column])})
    }
    const listen = (type, react) => ancestor.addEventListener(type, react, {capture: true})
    listen("pointerdown", (event) => {
      const at = place(event)
      if (event.button !== 0 || !inside(at) || !this.entries?.length) return
      const column = nearest(this.x, view.frame.x_scale.invert(at[0]))
      const distance = (i) => {
        const height = this.heights[i][column]
        return Math.abs(at[1] - view.frame.y_scale.compute(Number.isFinite(height) ? height : this.rows[i]))
      }
      const order = this.entries.map((_, i) => i).sort((a, b) => distance(a) - distance(b))
      // A finger may be about to scroll the page: it sets nothing until it moves sideways or is lifted.
      held = {key: this.entries[order[0]].key, from: at, waits: event.pointerType === "touch"}
      event.stopPropagation()
      if (held.waits) return
      ancestor.setPointerCapture(event.pointerId)
      event.preventDefault()
      set(event)
    })
    listen("pointermove", (event) => {
      if (!held) return
      event.stopPropagation()
      const [across, down] = place(event).map((each, i) => Math.abs(each - held.from[i]))
      if (held.waits && !(across > 8 && across > down)) return
      held.waits = false
      set(event)
    })
    listen("pointerup", (event) => {
      if (held?.waits) set(event)
      held = null
    })
    listen("pointercancel", () => (held = null))
    ancestor.style.cursor = "crosshair"
    // A finger that moves up or down scrolls the page.
    ancestor.style.touchAction = "pan-y"
  }
}
