// Where one racer ends over a grid of two of its hyperparameters; a click sets both.

import {LossScale} from "../model/loss_scale.js"
import {readable, ticks} from "../model/numbers.js"
import {leastPlace, placeOf} from "../model/places.js"
import {quietly, setRange, setTicks, source} from "../figures/figures.js"
import {View} from "./view.js"

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
    const {titles} = this.means.facts
    Object.assign(this, {answer, reply})
    const {across, up, losses, base} = answer
    const [columns, rows] = [across.values.length, up.values.length]
    const scale = new LossScale([losses], base)
    const heights = Array.from(losses, (loss) => scale.of(loss))
    const finite = heights.filter(Number.isFinite)
    const least = finite.reduce((a, b) => Math.min(a, b), Infinity)
    // Those that climb far above the rest must not flatten it.
    const sorted = finite.slice().sort((a, b) => a - b)
    const most = Math.max(sorted[Math.floor(0.97 * (sorted.length - 1))] ?? 1, least + 1e-9)
    const {ndarray} = Bokeh.require("core/util/ndarray")
    const image = ndarray(Float64Array.from(heights).buffer, {dtype: "float64", shape: [rows, columns]})
    quietly(this.mapper, {low: Number.isFinite(least) ? least : 0, high: most, nan_color: colours.gone})
    quietly(source(this.figure, "grid"), {data: {image: [image], x: [0], y: [0], dw: [columns], dh: [rows]}})
    quietly(source(this.figure, "mark"), {
      data: {x: [placeOf(across.values, this.now(across))], y: [placeOf(up.values, this.now(up))]},
    })
    setRange(this.figure.x_range, 0, columns)
    setRange(this.figure.y_range, 0, rows)
    for (const [axis, {values, label}] of [[this.figure.below[0], across], [this.figure.left[0], up]]) {
      const count = axis === this.figure.below[0] && this.figure.inner_width < 420 ? 4 : 7
      const stride = (values.length - 1) / (count - 1)
      const middles = Array.from({length: count}, (_, i) => Math.round(i * stride) + 0.5)
      setTicks(axis, middles, (middle) => String(values[Math.floor(middle)]))
      quietly(axis, {axis_label: label})
    }
    const beyond = sorted.at(-1) > most
    const colourOf = (height) => (beyond && height === most ? `≥ ${scale.tick(height)}` : scale.tick(height))
    setTicks(this.bar, [...ticks(least, most, scale.log).filter((tick) => tick < most), most], colourOf)
    quietly(this.bar, {title: scale.label(race.steps, answer.replicates)})
    const lost = heights.length - finite.length
    const best = leastPlace(losses)
    const at = best === undefined ? "all diverged" : `best ${across.label} = ${readable(across.values[best % columns])}, ${up.label} = ${readable(up.values[Math.floor(best / columns)], 6)} with loss ${readable(losses[best])}`
    const {across: first, up: second} = reply.in_force
    const chosen = [reply.values.across, reply.values.up]
    const instead = chosen[0] !== first || chosen[1] !== second
      ? ` It has not both ${chosen.join(" and ")}: ${across.label} and ${up.label} are shown.`
      : ""
    const median = answer.replicates > 1 ? `, in the median of ${answer.replicates} replicates` : ""
    return {
      text: `${titles[answer.racer]}${median}: ${at}; ${lost} of ${heights.length} diverged (grey). Click to set both.${instead}`,
    }
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
