// Where every racer ends against its learning rate; a click or a drag on the plot sets the rate.

import {LossScale} from "../model/loss_scale.js"
import {power_of_ten as powerOfTen} from "../made/numerals.js"
import {readable, ticks} from "../model/numbers.js"
import {distanceTo, leastPlace, nearest, stretches} from "../model/places.js"
import {quietly, setRange, setReading, setTicks, source, viewOf} from "../figures/figures.js"
import {View} from "./view.js"

// Share of the picture's height that each row of diverged ranges takes above the curves.
const ROW = 0.035
// How far from a curve a finger or a mouse still takes hold of it, in pixels.
const REACH = 30

// Where words are beside a line; about how wide a letter of theirs is, and a picture at the least, in pixels.
const LEFT = {align: "right", aside: -4}, RIGHT = {align: "left", aside: 4}, LETTER = 7, NARROW = 300

// What helps where the start is to blame.
const HOME = {text: "Start where the surface does", changes: {x: "", y: ""}}

export default class Sweep extends View {
  constructor(means) {
    super(means)
    this.figure = means.figure
    const [code] = Object.entries(means.facts.endings).find(([, {kind}]) => kind === "diverged")
    this.diverged = Number(code)
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
    Object.assign(this, {answer, reply, race, steps})
    this.entries = answer.racers.flatMap((each) => {
      const path = race.paths.find(({key}) => key === each.key)
      return path ? [{...each, path, colour: path[theme]}] : []
    })
    const beyond = this.#measure()
    this.#drawCurves()
    this.#drawLimits(colours)
    this.#drawAxes()
    return this.#empty() ?? {text: this.words(beyond && this.scale.tick(Math.floor(this.span.high)))}
  }

  // Why there is no curve, and what would show one; undefined where there are curves.
  #empty() {
    if (this.measured.some((values) => values.some(Number.isFinite))) return undefined
    const {entries, steps, reply, race} = this
    const at = reply.values.x + reply.values.y ? [HOME] : []
    if (entries.every(({outcomes}) => outcomes.every((code) => code === this.diverged))) {
      const where = `(${race.start.map((each) => readable(each)).join(", ")})`
      if (race.startsNowhere) return {text: `The loss has no finite value at the start ${where}.`, offers: at}
      const clips = {text: "Clip gradients to length 1", changes: {"recipe.clip_norm": "1"}}
      const unclipped = reply.values["recipe.clip_norm"] === "0"
      const offers = [...at, ...(unclipped ? [clips] : [])]
      return {text: `Every race from ${where} diverges, at every rate that was tried.`, offers}
    }
    if (!steps) return undefined
    const {tolerance, steps: budget} = this.answer
    const text = `Nobody gets within ${
      powerOfTen(Math.log10(tolerance))
    } of the lowest loss in ${budget} steps, at any rate.`
    const offers = [{text: "Show the final loss", changes: {measure: "final loss"}}]
    if (budget < 3000) offers.push({text: "Try 3000 steps", changes: {steps: "3000"}})
    return {text, offers}
  }

  // How high each curve is at each rate, and what of it the picture shows; how much of it is beyond the picture.
  #measure() {
    const {answer, entries, steps} = this
    this.scale = new LossScale(entries.map(({losses}) => losses), answer.base)
    this.measured = entries.map(({losses, arrivals}) =>
      steps ? Float64Array.from(arrivals, (step) => (step < 0 ? NaN : step)) : losses
    )
    const height = (value) => (steps ? value : this.scale.of(value))
    this.heights = this.measured.map((values) => Float64Array.from(values, height))
    this.x = Float64Array.from(answer.values, Math.log10)
    const [low, high] = this.range(answer.steps)
    let beyond = 0
    for (const heights of this.heights) {
      heights.forEach((each, i) => {
        if (!(each > high)) return
        heights[i] = NaN
        beyond += 1
      })
    }
    // Above the curves is a row for each racer that diverges anywhere.
    const row = (high - low) * ROW
    let lost = 0
    this.rows = entries.map(({outcomes}) => high + row * (outcomes.includes(this.diverged) ? ++lost : 0))
    this.span = {low, high, end: high + row * (lost + 1)}
    return beyond
  }

  #drawCurves() {
    const {figure, entries, x} = this
    const of = (read) => entries.map(read)
    const colour = of((entry) => entry.colour)
    quietly(source(figure, "end"), {
      data: {
        xs: of(() => x),
        ys: this.heights,
        colour,
        dash: of(({path}) => path.dash),
        title: of(({path}) => path.title),
        racer: of((_, i) => i),
      },
    })
    quietly(source(figure, "head"), {
      data: {
        x: of(({path}) => Math.log10(path.lr)),
        y: of((entry, i) => Math.min(this.heightNow(entry, i), this.span.end)),
        colour,
        marker: of(({path}) => path.marker),
      },
    })
    // Half a place to either side: one rate alone must be seen as well.
    const half = (x[1] - x[0]) / 2
    const gone = entries.flatMap(({outcomes}, i) =>
      stretches(outcomes, (code) => code === this.diverged).map(([from, to]) => ({
        xs: [x[from] - half, x[to] + half],
        ys: [this.rows[i], this.rows[i]],
        colour: colour[i],
      }))
    )
    this.anyGone = gone.length > 0
    quietly(source(figure, "gone"), {data: columnsOf(gone, ["xs", "ys", "colour"])})
  }

  // Where theory has a rule diverge, and the words beside these lines.
  #drawLimits(colours) {
    const {low, high, end} = this.span
    const limits = this.answer.limits.flatMap(({key, x}) => {
      const entry = this.entries.find((each) => each.key === key)
      return entry
        ? [{
          at: Math.log10(x),
          colour: entry.colour,
          text: this.means.say(`limit of ${entry.path.title} ${readable(x, 3)}`),
        }]
        : []
    })
    const lines = limits.map(({at, colour}) => ({xs: [at, at], ys: [low, end], colour}))
    quietly(source(this.figure, "limit"), {data: columnsOf(lines, ["xs", "ys", "colour"])})
    const below = (place) => low + (high - low) * (0.98 - 0.06 * place)
    const words = limits.map(({at, colour, text}, place) => ({x: at, y: below(place), text, colour}))
    if (this.anyGone) words.push({x: this.x[0], y: end, text: this.means.say("diverged"), colour: colours.ink})
    // To the right of the line where there is room; before the figure is laid out it may be as narrow as a phone's.
    const [first, last] = [this.x[0], this.x.at(-1)]
    const unit = (viewOf(this.figure)?.frame.bbox.width || NARROW) / (last - first)
    const fits = ({x, text}) => (last - x) * unit > LETTER * text.length
    const beside = words.map((word) => ({...word, ...(fits(word) ? RIGHT : LEFT)}))
    quietly(source(this.figure, "word"), {data: columnsOf(beside, ["x", "y", "text", "colour", "align", "aside"])})
  }

  #drawAxes() {
    const {figure, answer, scale, steps, x} = this
    const [across, up] = [figure.below[0], figure.left[0]]
    const {low, high, end} = this.span
    const shown = [low, end, steps, scale.log, answer.base].join()
    if (shown !== this.rangeShown) {
      this.rangeShown = shown
      // A little beyond the ends, for the markers there.
      const [first, last] = [x[0], x.at(-1)]
      setRange(figure.x_range, first - 0.05, last + 0.05)
      setRange(figure.y_range, low, end)
      setTicks(across, ticks(first, last, true), powerOfTen)
      setTicks(up, ticks(low, high, !steps && scale.log), (value) => (steps ? readable(value, 3) : scale.tick(value)))
    }
    const label = steps
      ? `steps until the loss is within ${powerOfTen(Math.log10(answer.tolerance))} of the lowest`
      : scale.label(answer.steps, answer.replicates)
    for (const [axis, text] of [[across, "learning rate η (log)"], [up, label]]) {
      const said = this.means.say(text)
      if (axis.axis_label !== said) quietly(axis, {axis_label: said})
    }
  }

  // The best rate of each racer, in words.
  words(beyond) {
    const best = this.entries.map(({path}, i) => {
      const at = leastPlace(this.measured[i])
      return `${path.title} ${at === undefined ? "–" : readable(this.answer.values[at], 3)}`
    })
    const {values} = this.reply
    const how = values.shared === "1"
      ? "Click or drag to set the rate of all."
      : "Click or drag a curve to set its rate."
    const {key, text} = this.set ?? {}
    const done = key && values[key] === text ? `${this.means.facts.names[key]}: ${text} by your click. ` : ""
    const left = beyond ? ` Losses far beyond ${beyond} are not drawn.` : ""
    const tried = `Best η of ${this.answer.values.length} tried: ${best.join(", ")}.`
    return `${done}${how}${left} ${tried}`
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
    return this.scale.of(path.loss[this.race.steps] + this.race.base)
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
      this.set = {key, text: String(this.answer.values[column])}
      this.means.ask({[key]: this.set.text})
    }
    // The racer whose curve is within reach; with one rate for all, any.
    const grip = ([x, y]) => {
      if (!this.entries?.length) return undefined
      if (this.reply.values.shared === "1") return this.entries[0]
      const near = [...this.x.keys()].filter((i) => Math.abs(view.frame.x_scale.compute(this.x[i]) - x) <= REACH)
      const xs = near.map((i) => view.frame.x_scale.compute(this.x[i]))
      const up = (heights) => heights.map((each) => view.frame.y_scale.compute(each))
      const away = this.entries.map((_, i) => {
        const curve = near.map((column) => this.heights[i][column])
        // Where it has none it is in the row above.
        const row = curve.map((each) => (Number.isFinite(each) ? NaN : this.rows[i]))
        return Math.min(distanceTo(xs, up(curve), x, y), distanceTo(xs, up(row), x, y))
      })
      const least = Math.min(...away)
      return least <= REACH ? this.entries[away.indexOf(least)] : undefined
    }
    const listen = (type, react) => ancestor.addEventListener(type, react, {capture: true})
    listen("pointerdown", (event) => {
      const at = place(event)
      const entry = event.button === 0 && inside(at) ? grip(at) : undefined
      if (!entry) return
      // A finger may be about to scroll the page: it sets nothing until it moves sideways or is lifted.
      held = {key: entry.key, from: at, waits: event.pointerType === "touch"}
      event.stopPropagation()
      if (held.waits) return
      ancestor.setPointerCapture(event.pointerId)
      event.preventDefault()
      set(event)
    })
    listen("pointermove", (event) => {
      if (!held) {
        const at = place(event)
        ancestor.style.cursor = inside(at) && grip(at) ? "crosshair" : ""
        return
      }
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
    // A finger that moves up or down scrolls the page.
    ancestor.style.touchAction = "pan-y"
  }
}

const columnsOf = (rows, names) => Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))
