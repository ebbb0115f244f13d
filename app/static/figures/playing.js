// Trails while a race plays: painted piece by piece over the frame, so that a frame costs what is new in it.
//
// Bokeh strokes every trail whole for every frame: 8 trails of 2000 steps were 41 frames a second, and 7 on a
// processor four times slower; painted this way they are 60 and 44. At rest the trails are Bokeh's again, with
// their hover and their export.

import {renderer, viewOf} from "./figures.js"

// The shapes of markers by name, as the page's own symbols draw them.
const markers = new Map()

export function takeMarkers(root) {
  for (const symbol of root.querySelectorAll("symbol[id^=marker-]")) {
    const path = symbol.querySelector("path")
    const shape = new Path2D(path?.getAttribute("d"))
    if (!path) shape.arc(0, 0, symbol.querySelector("circle").r.baseVal.value, 0, 2 * Math.PI)
    markers.set(symbol.id.replace("marker-", ""), shape)
  }
}

// The shape of a marker, some 11 units across.
export const shapeOf = (marker) => markers.get(marker)

export class PlayingTrails {
  // It draws as the glyphs of the figure say; a figure with a playhead of its own has one here as well.
  constructor(figure) {
    const glyph = (name) => renderer(figure, name)?.glyph
    const width = (name) => glyph(name)?.line_width.value
    this.casing = glyph("casing") && {width: width("casing"), alpha: glyph("casing").line_alpha.value}
    Object.assign(this, {figure, width: width("trail"), gaps: width("clipped"), head: glyph("head").size.value})
    this.dotted = glyph("clipped").line_dash.value ?? glyph("clipped").line_dash
    this.playhead = figure.center.find((each) => each.name === "playhead")
  }

  // Lines: [{x, y, rows, colour, dash, marker, clipped, cloud}], in data; a new array is a new picture.
  paint(lines, t, colours) {
    const view = viewOf(this.figure)
    if (!view) return
    const {x_range, y_range} = this.figure
    const {left, top, width, height} = view.frame.bbox
    this.layers ??= ["below", "above", "moving"].map(() => layer(view))
    const place = [x_range.start, x_range.end, y_range.start, y_range.end, left, top, width, height].join()
    if (lines !== this.lines || place !== this.place || t < this.painted) {
      Object.assign(this, {lines, place, painted: 0, travelled: lines.map(() => 0)})
      for (const canvas of this.layers) lay(canvas, left, top, width, height)
    }
    const perX = width / (x_range.end - x_range.start)
    const perY = height / (y_range.end - y_range.start)
    const across = (value) => (value - x_range.start) * perX
    const up = (value) => height - (value - y_range.start) * perY
    const [below, above, moving] = this.layers.map((canvas) => canvas.getContext("2d"))
    moving.clearRect(0, 0, width, height)
    if (this.playhead) {
      moving.fillStyle = colours.ink
      moving.fillRect(across(t), 0, this.playhead.line_width, height)
    }
    lines.forEach((line, i) => {
      if (line.rows === 0) return
      const row = (step) => Math.min(step, line.rows - 1)
      const [from, to] = [row(this.painted), row(t)]
      if (to > from) this.stroke(below, above, line, i, from, to, across, up, colours)
      for (const [x, y] of line.cloud?.(t) ?? []) {
        moving.fillStyle = line.colour
        moving.fillRect(across(x) - 2, up(y) - 2, 4, 4)
      }
    })
    // Heads last, over all clouds.
    for (const line of lines) {
      if (line.rows === 0) continue
      const at = Math.min(t, line.rows - 1)
      moving.save()
      moving.translate(across(line.x[at]), up(line.y[at]))
      moving.scale(this.head / 11, this.head / 11)
      moving.fillStyle = line.colour
      moving.strokeStyle = colours.casing
      moving.fill(markers.get(line.marker))
      moving.stroke(markers.get(line.marker))
      moving.restore()
    }
    this.painted = t
  }

  stroke(below, above, line, i, from, to, across, up, colours) {
    const path = new Path2D()
    const gaps = new Path2D()
    let length = 0
    let [x, y] = [across(line.x[from]), up(line.y[from])]
    path.moveTo(x, y)
    for (let step = from + 1; step <= to; step++) {
      const [nextX, nextY] = [across(line.x[step]), up(line.y[step])]
      if (line.clipped[step]) {
        // Without a break from step to step: the dots are longer than many of these.
        if (!(step > from + 1 && line.clipped[step - 1])) gaps.moveTo(x, y)
        gaps.lineTo(nextX, nextY)
      }
      path.lineTo(nextX, nextY)
      length += Math.hypot(nextX - x, nextY - y)
      ;[x, y] = [nextX, nextY]
    }
    if (this.casing) {
      below.lineWidth = this.casing.width
      below.globalAlpha = this.casing.alpha
      below.strokeStyle = colours.casing
      below.stroke(path)
    }
    above.lineWidth = this.width
    above.strokeStyle = line.colour
    above.setLineDash(line.dash)
    // The dash goes on where the last piece left it.
    above.lineDashOffset = this.travelled[i]
    above.stroke(path)
    above.setLineDash(this.dotted)
    above.lineWidth = this.gaps
    above.strokeStyle = colours.casing
    above.stroke(gaps)
    above.setLineDash([])
    if (Number.isFinite(length)) this.travelled[i] += length
  }

  remove() {
    for (const canvas of this.layers ?? []) canvas.remove()
  }

  clear() {
    for (const canvas of this.layers ?? []) canvas.width = canvas.height = 0
    this.lines = undefined
  }
}

// A canvas over the frame; under ``over``, where that is there.
export function layer(view, over = null) {
  const canvas = document.createElement("canvas")
  canvas.style.cssText = "position: absolute; pointer-events: none; contain: strict"
  view.canvas_view.shadow_el.insertBefore(canvas, over)
  return canvas
}

export function lay(canvas, left, top, width, height) {
  const ratio = devicePixelRatio
  Object.assign(canvas.style, {left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`})
  Object.assign(canvas, {width: width * ratio, height: height * ratio})
  canvas.getContext("2d").scale(ratio, ratio)
}
