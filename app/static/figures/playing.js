// Trails and heads, playing and at rest: painted piece by piece over the frame, so that a frame costs what is new in it.
//
// Bokeh strokes every trail whole for every frame: 8 trails of 2000 steps were 41 frames a second, and 7 on a
// processor four times slower; painted this way they are 60 and 44.

import {renderer, viewOf} from "./figures.js"

// The last steps of a trail are in full strength where it fades, older ones in less.
const RECENT = 60
const OLDER = 0.7
// What is to come, where that is shown.
const AHEAD = {lineWidth: 1.2, globalAlpha: 0.35}
// Pixels between steps from which on each has a dot; where a trail crosses itself that often, it is thin.
const APART = 7
const CROSSED = 6
const THIN = 0.64

// Milliseconds without anything new after which the pointer may read it off: Bokeh goes through all of a figure for that,
// and while a slider moves nobody points at a trail.
export const REST = 100

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
  // It draws as the glyphs of the figure say; on a map trails fade with their age and lie on a casing, and a figure
  // with a playhead of its own has one here as well.
  constructor(figure) {
    const [trail, head] = ["trail", "head"].map((name) => renderer(figure, name).glyph)
    const playhead = figure.center.find((each) => each.name === "playhead")
    Object.assign(this, {figure, playhead, trail, head, fades: !playhead})
  }

  // Lines: [{x, y, rows, colour, dash, marker, clipped, cloud, ahead}], in data, the uppermost last; a new array is a new
  // picture. ahead: whether all of it is shown beforehand.
  paint(lines, t, colours) {
    const view = viewOf(this.figure)
    const {left, top, width, height} = view?.frame.bbox ?? {}
    if (!(width > 0 && height > 0)) return
    this.#layers(view)
    const {x_range, y_range} = this.figure
    const wide = this.trail.line_width.value
    const box = [left, top, width, height].join()
    const place = [x_range.start, x_range.end, y_range.start, y_range.end, box, wide].join()
    this.perX = width / (x_range.end - x_range.start)
    this.perY = height / (y_range.end - y_range.start)
    const across = (value) => (value - x_range.start) * this.perX
    const up = (value) => height - (value - y_range.start) * this.perY
    const afresh = lines !== this.lines || place !== this.place || t < this.painted
    if (!afresh && t === this.painted) return
    const [below, above, moving] = this.layers.map((canvas) => canvas.getContext("2d"))
    if (afresh) {
      // To lay a canvas out costs the browser more than to wipe it.
      if (box !== this.box) { for (const canvas of this.layers) lay(canvas, left, top, width, height) }
      else { for (const context of [below, above]) context.clearRect(0, 0, width, height) }
      Object.assign(this, {lines, place, box, painted: 0, looks: lines.map((line) => this.#look(line, wide))})
      for (const line of lines) if (line.ahead) drawAhead(below, line, across, up)
    }
    moving.clearRect(0, 0, width, height)
    if (this.playhead) {
      moving.fillStyle = colours.ink
      moving.fillRect(across(t), 0, this.playhead.line_width, height)
    }
    const recent = this.fades ? RECENT : 0
    const row = (line, step) => Math.max(0, Math.min(step, line.rows - 1))
    lines.forEach((line, i) => {
      if (line.rows === 0) return
      // A piece that is recent no more goes to the layers that stay.
      const [from, to] = [row(line, this.painted - recent), row(line, t - recent)]
      if (to > from) this.#stroke(below, above, line, this.looks[i], from, to, across, up, colours)
      moving.fillStyle = line.colour
      for (const [x, y] of line.cloud?.(t) ?? []) {
        moving.beginPath()
        moving.arc(across(x), up(y), 2.2, 0, 2 * Math.PI)
        moving.fill()
      }
    })
    // Above all that is older, and heads above all trails.
    lines.forEach((line, i) => {
      const [from, to] = [row(line, t - recent), row(line, t)]
      if (line.rows > 0 && to > from) {
        const look = {...this.looks[i]}
        this.#stroke(moving, moving, line, look, from, to, across, up, colours)
      }
    })
    for (const line of lines) if (line.rows > 0) this.#head(moving, line, row(line, t), across, up, colours)
    this.painted = t
  }

  // How wide a trail is, and how much of its dash has been drawn.
  #look(line, wide) {
    let [length, least, most] = [0, [Infinity, Infinity], [-Infinity, -Infinity]]
    if (this.fades) {
      for (let step = 1; step < line.rows; step++) {
        const [x, y] = [line.x[step] * this.perX, line.y[step] * this.perY]
        length += Math.hypot(x - line.x[step - 1] * this.perX, y - line.y[step - 1] * this.perY)
        least = [Math.min(least[0], x), Math.min(least[1], y)]
        most = [Math.max(most[0], x), Math.max(most[1], y)]
      }
    }
    const crossed = length > CROSSED * (most[0] - least[0] + most[1] - least[1])
    return {width: crossed ? THIN * wide : wide, travelled: 0}
  }

  #stroke(below, above, line, look, from, to, across, up, colours) {
    const path = new Path2D()
    const clipped = new Path2D()
    const dots = new Path2D()
    let length = 0
    let [x, y] = [across(line.x[from]), up(line.y[from])]
    // Of the step before this piece too, so that a trail has the same dots in whatever pieces it is painted.
    let far = from > 0 && Math.hypot(x - across(line.x[from - 1]), y - up(line.y[from - 1])) >= APART
    path.moveTo(x, y)
    for (let step = from + 1; step <= to; step++) {
      const [nextX, nextY] = [across(line.x[step]), up(line.y[step])]
      if (line.clipped[step]) {
        // Without a break from step to step: the dots are longer than many of these.
        if (!(step > from + 1 && line.clipped[step - 1])) clipped.moveTo(x, y)
        clipped.lineTo(nextX, nextY)
      }
      path.lineTo(nextX, nextY)
      const way = Math.hypot(nextX - x, nextY - y)
      if (this.fades && far && way >= APART) {
        dots.moveTo(x, y)
        dots.arc(x, y, look.width, 0, 2 * Math.PI)
      }
      far = way >= APART
      length += way
      ;[x, y] = [nextX, nextY]
    }
    if (this.fades) {
      // It keeps a trail readable on any colour of the map.
      below.lineWidth = look.width + 2.2
      below.globalAlpha = 0.55
      below.strokeStyle = colours.casing
      below.stroke(path)
      below.globalAlpha = 1
    }
    above.lineWidth = look.width
    above.strokeStyle = above.fillStyle = line.colour
    above.setLineDash(line.dash)
    // The dash goes on where the last piece left it.
    above.lineDashOffset = look.travelled
    above.stroke(path)
    above.setLineDash([3, 5])
    above.lineWidth = look.width + 0.4
    above.strokeStyle = colours.casing
    above.stroke(clipped)
    above.setLineDash([])
    above.fill(dots)
    if (Number.isFinite(length)) look.travelled += length
  }

  #head(context, line, row, across, up, colours) {
    let y = up(line.y[row])
    const x = across(line.x[row])
    // On the loss, where a line has left the frame, at the edge where it did.
    if (!this.fades && line.gone && row === line.rows - 1) {
      y = Number.isFinite(y) ? Math.max(this.head.size.value, y) : this.head.size.value
      context.strokeStyle = line.colour
      context.lineWidth = 3
      const half = this.head.size.value / 2
      context.beginPath()
      for (const side of [-1, 1]) {
        context.moveTo(x - half, y - side * half)
        context.lineTo(x + half, y + side * half)
      }
      context.stroke()
      context.lineWidth = 1
      return
    }
    context.save()
    context.translate(x, y)
    context.scale(this.head.size.value / 11, this.head.size.value / 11)
    context.fillStyle = line.colour
    context.strokeStyle = colours.casing
    context.lineWidth = 1
    context.fill(markers.get(line.marker))
    context.stroke(markers.get(line.marker))
    context.restore()
  }

  // What stays, below and above, and what is painted anew for each frame.
  #layers(view) {
    if (this.layers) return
    this.layers = ["below", "above", "moving"].map(() => layer(view))
    if (this.fades) { for (const canvas of this.layers.slice(0, 2)) canvas.style.opacity = OLDER }
    exportWith(view, this.layers)
  }
}

// Where there is no number the line has a gap.
function drawAhead(context, line, across, up) {
  context.save()
  Object.assign(context, AHEAD, {strokeStyle: line.colour})
  context.setLineDash(line.dash)
  context.beginPath()
  let goesOn = false
  for (let step = 0; step < line.rows; step++) {
    const y = up(line.y[step])
    if (goesOn) context.lineTo(across(line.x[step]), y)
    else context.moveTo(across(line.x[step]), y)
    goesOn = Number.isFinite(y)
  }
  context.stroke()
  context.restore()
}

// What is saved of a figure has these layers as well.
function exportWith(view, layers) {
  const bare = view.export.bind(view)
  view.export = (...how) => {
    const picture = bare(...how)
    const {left, top, width, height} = view.frame.bbox
    for (const canvas of layers.filter(({width}) => width > 0)) {
      picture.ctx.globalAlpha = Number(canvas.style.opacity || 1)
      picture.ctx.drawImage(canvas, left, top, width, height)
    }
    picture.ctx.globalAlpha = 1
    return picture
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
  const context = canvas.getContext("2d")
  context.scale(ratio, ratio)
  // A mitre would be a spike wherever a trail turns back.
  context.lineJoin = "round"
}
