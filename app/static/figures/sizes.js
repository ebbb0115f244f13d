// How large everything in the figures is: type, trails and markers grow with the page, maps share their place so that
// each is as large as can be.

import {arranged, typeIn} from "../model/layout.js"
import {quietly, renderer, viewOf} from "./figures.js"

// Pixels of a frame for each tick, in widths of the type.
const [TICK_ACROSS, TICK_UP] = [7, 4.5]
// In a lecture hall type is at least so large, and lines are so much thicker.
const [HALL, THICK] = [20, 1.6]
// A frame narrower than so many of these has no names at its axes; one with a key below it needs more, and more still for
// a name beside the key.
const [NAMED, KEYED, BESIDE] = [26, 54, 62]

export class Sizes {
  constructor(root, figures, maps) {
    const find = (name) => root.querySelector(name)
    Object.assign(this, {
      root,
      figures,
      maps,
      centre: find(".centre"),
      place: find("[data-picture=maps]"),
      done: new Map(),
    })
    // As they were measured last: to ask the page would have it laid out for every reply.
    this.size = new Map()
    const watch = new ResizeObserver((entries) => {
      for (const {target, contentRect} of entries) this.size.set(target, contentRect)
      this.again()
    })
    for (const element of [this.centre, this.place]) watch.observe(element)
  }

  follow(state) {
    this.state = state
    this.embedded = state.reply.values.embed === "1"
    this.presents = state.reply.values.present === "1"
    this.again()
  }

  again() {
    if (!this.state) return
    const centre = this.size.get(this.centre)
    if (!centre) return
    const type = this.#type(centre.width, 0.75 * Math.min(centre.height, innerHeight))
    const {row} = this.maps
    for (const plot of this.figures.plots) {
      if (!row.children.includes(plot)) this.#fit(plot, type, centre.width > KEYED * type)
    }
    if (this.root.dataset.stage === "maps" && row.children.length) this.#share(row)
  }

  #type(width, height) {
    return Math.max(this.presents ? HALL : 0, typeIn(width, height))
  }

  #share(row) {
    const {width: room, height: most} = this.size.get(this.place) ?? {}
    if (!room) return
    // On a narrow page it is as high as its maps are.
    const place = {width: room, height: matchMedia("(max-width: 860px)").matches && !this.embedded ? Infinity : most}
    const [[left, right], [bottom, top]] = this.state.reply.surface.domain
    const aspect = (right - left) / (top - bottom)
    const about = arranged(row.children.length, place, aspect, {width: 60, height: 60})
    const type = this.#type(1.6 * about.width, 1.6 * about.height)
    const named = about.width > NAMED * type
    const {width, height} = borders(type, named, true)
    const cells = arranged(row.children.length, place, aspect, {width, height})
    const [wide, high] = [cells.width, cells.height].map(Math.floor)
    for (const plot of row.children) this.#fit(plot, type, named, true)
    const styles = {
      display: "grid",
      "grid-template-columns": `repeat(${cells.columns}, ${wide}px)`,
      "grid-auto-rows": `${high}px`,
      "place-content": "safe center",
    }
    if (JSON.stringify(styles) === JSON.stringify(row.styles)) return
    quietly(row, {styles})
    // Of styles alone Bokeh takes no notice.
    viewOf(row)?.invalidate_layout()
  }

  #fit(plot, type, named, titled = false) {
    const {width = 300, height = 200} = viewOf(plot)?.frame.bbox ?? {}
    const ticks = [[plot.below[0], width / TICK_ACROSS], [plot.left[0], height / TICK_UP]].map(
      ([axis, most]) => [axis, Math.min(8, Math.max(3, Math.round(most / type)))],
    )
    const narrow = plot === this.maps.shared && this.size.get(this.centre).width < BESIDE * type
    const asked = [type, named, narrow, this.presents, ...ticks.map(([, count]) => count)].join()
    if (this.done.get(plot) === asked) return
    this.done.set(plot, asked)
    const {left, bottom} = borders(type, named, titled)
    // Below the map that all share is its key.
    const room = plot === this.maps.shared ? Math.max(bottom, Math.round(3.5 * type)) : bottom
    quietly(plot, {min_border_left: left, min_border_bottom: room})
    const font = getComputedStyle(this.root).fontFamily
    const text = (name, size) => ({[`${name}_font_size`]: `${size}px`, [`${name}_font`]: font})
    if (plot.title) quietly(plot.title, text("text", type + 1))
    for (const [axis, count] of ticks) {
      if (!axis) continue
      quietly(axis, {...text("major_label_text", type), ...text("axis_label_text", type)})
      if (axis.ticker.desired_num_ticks) quietly(axis.ticker, {desired_num_ticks: count})
      // What another part writes beside an axis, it keeps.
      if (["x", "y"].includes(axis.name)) {
        quietly(axis, {axis_label: named && !(narrow && axis.name === "x") ? axis.name : null})
      }
    }
    for (const bar of plot.right) quietly(bar, {...text("major_label_text", type), ...text("title_text", type)})
    const grown = (this.presents ? THICK : 1) * (type / 13) ** 0.8
    const set = (name, sizes) => {
      const glyph = renderer(plot, name)?.glyph
      for (const [size, pixels] of Object.entries(sizes)) if (glyph) quietly(glyph, {[size]: {value: pixels * grown}})
    }
    const map = titled || plot === this.maps.shared
    set("trail", {line_width: 2.2})
    set("head", {size: map ? 13 : 10})
    set("start", {size: 18})
    const letter = renderer(plot, "letter")?.glyph
    if (letter) quietly(letter, {text_font: {value: font}, text_font_size: {value: `${type + 1}px`}})
  }
}

// Room for any tick label: a frame that changes with its labels would change with every zoom.
function borders(type, named, titled) {
  const left = Math.round(4.2 * type + (named ? 1.4 * type + 6 : 0))
  const bottom = Math.round(1.9 * type + (named ? 1.4 * type : 0))
  return {left, bottom, width: left + 12, height: bottom + (titled ? 1.5 * type + 14 : 0)}
}
