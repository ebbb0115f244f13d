// The ground of all maps: painted in the browser from the heights of the surface, anew whenever another part of it is
// shown, so that lines are fine and colours told apart at any zoom.

import {gridOf, levels, sampled} from "../model/heights.js"
import {bandsOf, painted} from "../model/relief.js"
import {quietly, source, viewOf} from "./figures.js"

// Pixels that are painted at most; and while the picture moves, where that is slow.
const MOST = 1_600_000
const WHILE_MOVING = 200_000
// Milliseconds of painting that nobody notices, and of rest after which all pixels are painted.
const [QUICK, REST] = [14, 160]
// Pixels along each side of the sample by which the colours are told apart.
const SAMPLE = 64

export class Ground {
  // maps: the part that knows which maps are shown; frames: when these are where they are going to be; key: what says how
  // low and high the colours are.
  constructor(figures, maps, frames, key) {
    const shared = figures.model("map")
    Object.assign(this, {maps, frames, key, colours: source(shared, "ground"), relief: source(shared, "relief")})
    this.took = 0
  }

  follow({reply, theme, colours}) {
    const {heights} = reply.ground ?? {}
    if (heights) Object.assign(this, {grids: heights.grids.map(gridOf), log: heights.log, base: heights.base})
    const [key, under] = [reply.surface.key, reply.values.view === "basins"]
    const asked = [theme, key, under].join()
    if (!heights && asked === this.asked) return
    Object.assign(this, {asked, under, look: {...colours, palette: colours.map}})
    this.paintedFor = undefined
    this.again()
  }

  // Another part of the surface is shown, or another surface. Which part, is known once the frames are laid out.
  again() {
    if (this.frames.wait) return
    const moves = performance.now() - (this.paintedAt ?? -Infinity) < REST
    this.#paint(moves && this.took > QUICK ? WHILE_MOVING : MOST)
  }

  #paint(most) {
    const [map] = this.maps.shown
    const view = map && viewOf(map)
    const {width, height} = view?.frame.bbox ?? {}
    const {x_range, y_range} = map ?? {}
    if (!(this.grids && width > 0 && height > 0)) return
    // The same once more, as for a figure that was laid out anew without need.
    const asked = [x_range.start, x_range.end, y_range.start, y_range.end, width, height].join()
    if (asked === this.paintedFor && most <= this.pixels) return
    Object.assign(this, {paintedFor: asked, pixels: most})
    clearTimeout(this.later)
    const begun = performance.now()
    const frame = {x: [x_range.start, x_range.end], y: [y_range.start, y_range.end]}
    const ratio = Math.min(view.canvas_view.pixel_ratio, Math.sqrt(most / (width * height)))
    const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)]
    const edges = levels(sampled(this.grids, frame, SAMPLE, SAMPLE), this.log, this.look.palette.length)
    const heights = bandsOf(sampled(this.grids, frame, columns, rows), edges)
    const paint = (cover) => painted(heights, columns, this.look, ratio, cover)
    const {ndarray} = Bokeh.require("core/util/ndarray")
    const data = (pixels) => ({
      image: [ndarray(pixels.buffer, {dtype: "uint32", shape: [rows, columns]})],
      x: [frame.x[0]],
      y: [frame.y[0]],
      dw: [frame.x[1] - frame.x[0]],
      dh: [frame.y[1] - frame.y[0]],
    })
    quietly(this.colours, {data: data(paint(false))})
    const nothing = {image: [], x: [], y: [], dw: [], dh: []}
    if (this.under || this.wasUnder) quietly(this.relief, {data: this.under ? data(paint(true)) : nothing})
    this.wasUnder = this.under
    this.paintedAt = performance.now()
    if (most === MOST) {
      this.took = this.paintedAt - begun
      this.key.show(edges, this.base, this.look.palette)
    } else {
      this.later = setTimeout(() => this.#paint(MOST), REST)
    }
  }
}
