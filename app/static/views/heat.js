// Where one racer ends over a grid of two of its hyperparameters; a click sets both.

import {LossScale} from "../model/loss_scale.js"
import {readable, ticks, ticksAmong} from "../model/numbers.js"
import {leastPlace, placeOf} from "../model/places.js"
import {quietly, setRange, setTicks, source} from "../figures/figures.js"
import {View} from "./view.js"

// Pixels below which a bar has no room for a long title.
const LOW = 280

export default class HeatMap extends View {
  constructor(means) {
    super(means)
    this.figure = means.figure
    this.bar = this.figure.right.find((each) => each.name === "heat bar")
    this.mapper = this.bar.color_mapper
    this.axes = ["across", "up"].map((name) => means.root.querySelector(`select[data-key=${name}]`))
    means.figures.whenDrawn(this.figure, (view) => this.bind(view))
  }

  absent({reply}) {
    return reply.absent[reply.values.heat]
  }

  // Of the hyperparameters that some heat map can have, those that this racer has.
  follow({reply}) {
    const labels = this.means.record.facts.labels[reply.values.heat]
    for (const {options} of this.axes) {
      for (const option of options) {
        option.hidden = option.disabled = !(option.value in labels)
        option.textContent = labels[option.value] ?? option.value
      }
    }
  }

  clear() {
    this.answer = undefined
    quietly(source(this.figure, "grid"), {data: {image: [], x: [], y: [], dw: [], dh: []}})
    quietly(source(this.figure, "mark"), {data: {x: [], y: []}})
  }

  draw(answer, {reply, race, colours}) {
    Object.assign(this, {answer, reply, race})
    const {across, up, losses, base} = answer
    const scale = new LossScale([losses], base)
    const heights = Float64Array.from(losses, (loss) => scale.of(loss))
    const finite = heights.filter(Number.isFinite).sort()
    // Those that climb far above the rest must not flatten it.
    const least = finite[0] ?? Infinity
    const most = Math.max(finite[Math.floor(0.97 * (finite.length - 1))] ?? 1, least + 1e-9)
    this.#drawGrid(heights, across, up)
    this.#drawAxes(across, up)
    quietly(this.mapper, {low: Number.isFinite(least) ? least : 0, high: most, nan_color: colours.gone})
    const beyond = finite.at(-1) > most
    const colourOf = (height) => (beyond && height === most ? `≥ ${scale.tick(height)}` : scale.tick(height))
    setTicks(this.bar, [...ticks(least, most, scale.log).filter((tick) => tick < most), most], colourOf)
    // Beside a low bar there is no room for all of that: the words above have the rest.
    const {inner_height: high} = this.figure
    const title = high > 0 && high < LOW
      ? `loss${scale.log ? " (log)" : ""}`
      : scale.label(race.steps, answer.replicates)
    quietly(this.bar, {title: this.means.say(title)})
    return {text: this.#words(heights.length - finite.length), offers: this.#offers(finite.length === 0)}
  }

  #drawGrid(heights, across, up) {
    const [columns, rows] = [across.values.length, up.values.length]
    const {ndarray} = Bokeh.require("core/util/ndarray")
    const image = ndarray(heights.buffer, {dtype: "float64", shape: [rows, columns]})
    quietly(source(this.figure, "grid"), {data: {image: [image], x: [0], y: [0], dw: [columns], dh: [rows]}})
    const [x, y] = [across, up].map((axis) => placeOf(axis.values, this.now(axis)))
    quietly(source(this.figure, "mark"), {data: {x: [x], y: [y]}})
    setRange(this.figure.x_range, 0, columns)
    setRange(this.figure.y_range, 0, rows)
  }

  #drawAxes(across, up) {
    const narrow = this.figure.inner_width < 420
    const axes = [[this.figure.below[0], across, narrow ? 4 : 7], [this.figure.left[0], up, 7]]
    for (const [axis, {values, label}, most] of axes) {
      const {places, labels} = ticksAmong([...values], most)
      setTicks(axis, places, (place) => labels[places.indexOf(place)])
      quietly(axis, {axis_label: this.means.say(label)})
    }
  }

  // A racer that does not race is offered a place; where all races diverge, what may keep them.
  #offers(lost) {
    const {values} = this.reply
    const {racer} = this.answer
    const title = this.means.facts.titles[racer]
    const racers = values.racers.split(",").filter(Boolean)
    const joins = {text: `Let ${title} race`, changes: {racers: [...racers, racer].join(",")}}
    const clips = {text: "Clip gradients to length 1", changes: {"recipe.clip_norm": "1"}}
    return [
      ...(racers.includes(racer) ? [] : [joins]),
      ...(lost && values["recipe.clip_norm"] === "0" ? [clips] : []),
    ]
  }

  // The best place of the grid, in words; ``lost`` of its races diverged.
  #words(lost) {
    const {across, up, losses, racer, replicates} = this.answer
    const {values, in_force} = this.reply
    const best = leastPlace(losses)
    const median = replicates > 1 ? `, in the median of ${replicates} replicates` : ""
    let found = "all diverged"
    if (best !== undefined) {
      const columns = across.values.length
      const [first, second] = [across.values[best % columns], up.values[Math.floor(best / columns)]]
      const where = `${across.label} = ${readable(first)}, ${up.label} = ${readable(second, 6)}`
      found = `best ${where} with loss ${readable(losses[best])}`
    }
    const replaced = values.across !== in_force.across || values.up !== in_force.up
    const instead = replaced
      ? ` It has not both ${values.across} and ${values.up}: ${across.label} and ${up.label} are shown.`
      : ""
    const title = this.means.facts.titles[racer]
    const off = this.race.paths.some(({key}) => key === racer)
      ? ""
      : `${title} does not race: what you set here shows once it is switched on. `
    return `${off}${title}${median}: ${found}; ${lost} of ${losses.length} diverged (grey). Click to set both.${instead}`
  }

  // The value in force, which a click has changed before the next answer comes.
  now({name}) {
    const {values} = this.reply
    return Number(name === "lr" && values.shared === "1" ? values.lr : values[`${this.answer.racer}.${name}`])
  }

  bind(view) {
    const tapped = ({x, y}) => {
      const {across, up, racer} = this.answer ?? {}
      const [first, second] = [across?.values[Math.floor(x)], up?.values[Math.floor(y)]]
      if (first === undefined || second === undefined) return
      const key = (name) => (name === "lr" && this.reply.values.shared === "1" ? "lr" : `${racer}.${name}`)
      this.means.ask({[key(across.name)]: String(first), [key(up.name)]: String(second)})
    }
    for (const type of ["tap", "doubletap"]) view.model.on_event(type, tapped)
  }
}
