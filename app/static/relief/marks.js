// What stands on and beside a relief, drawn over it: start, minima and saddles, the racers' heads, and the axes.

import {eye, onScreen, TOP} from "../model/camera.js"
import {readable, ticks} from "../model/numbers.js"
import {shapeOf} from "../figures/playing.js"

// Pixels from an edge to the end of its ticks, to their numbers, and to its name.
const [TICK, NUMBER, NAME] = [5, 17, 38]
// Pixels between two numbers of an axis, at least, and of two axes; of an axis that has any.
const [APART, NEXT, SHORT] = [34, 22, 24]
// Sizes of marks and heads, as on the map; smaller crosses where there are too many, the start among them.
const [CROSS, SMALL, MANY, RING, HEAD] = [13, 6, 21, 18, 13]
// How strong what is behind a hill shows through it.
const HIDDEN = 0.3

export class Marks {
  constructor(canvas) {
    this.canvas = canvas
    this.context = canvas.getContext("2d")
  }

  // heads: [{place, colour, marker}], see Terrain.stand; screen: its size in pixels of the page; title: of the losses.
  paint({terrain, camera, matrix, screen, ratio, points, heads, casing, title}) {
    const {context, canvas} = this
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, ...screen)
    if (!terrain) return
    // The style sheet's, for it knows what a reader's own colours are.
    const {color, fontFamily} = getComputedStyle(canvas)
    Object.assign(this, {terrain, ink: color, casing, title, family: fontFamily})
    this.on = (place) => onScreen(matrix, place, screen)
    this.from = eye(camera)
    this.#axes()
    for (const {x, y, shape} of points) this.#mark(x, y, shape, points.length)
    for (const {place, colour, marker} of heads) {
      if (place) this.#head(place, colour, shapeOf(marker))
    }
  }

  #strength(place) {
    return this.terrain.hides(place, this.from) ? HIDDEN : 1
  }

  #head(place, colour, shape) {
    const {context} = this
    context.save()
    context.globalAlpha = this.#strength(place)
    context.translate(...this.on(place))
    context.scale(HEAD / 11, HEAD / 11)
    Object.assign(context, {fillStyle: colour, strokeStyle: this.casing, lineWidth: 1})
    context.fill(shape)
    context.stroke(shape)
    context.restore()
  }

  // A ring, a cross ✚ or ✕ on the ground.
  #mark(x, y, shape, count) {
    const {context, terrain} = this
    const height = terrain.at(x, y)
    if (Number.isNaN(height)) return
    const place = terrain.place(x, y, height)
    const half = (shape === "ring" ? RING : count > MANY ? SMALL : CROSS) / 2
    const path = new Path2D()
    if (shape === "ring") path.arc(0, 0, half, 0, 2 * Math.PI)
    else if (shape === "cross") { for (const [a, b] of [[half, 0], [0, half]]) line(path, [-a, -b], [a, b]) }
    else for (const side of [-1, 1]) line(path, [-half * 0.75, -half * 0.75 * side], [half * 0.75, half * 0.75 * side])
    context.save()
    context.globalAlpha = this.#strength(place)
    context.translate(...this.on(place))
    for (const [style, width] of [[this.casing, 4], [this.ink, 2]]) {
      Object.assign(context, {strokeStyle: style, lineWidth: width})
      context.stroke(path)
    }
    context.restore()
  }

  // Along the two edges at the foot that are near, and up the corner that is leftmost.
  #axes() {
    const {terrain, from, on} = this
    const [a, b] = terrain.sides
    const [nearX, nearY] = [from[0] > 0 ? a : -a, from[1] > 0 ? b : -b]
    const along = (span, place, out) =>
      ticks(...span, false).map((tick) => [place(tick), place(tick, out), readable(tick, 3)])
    const [x, y] = [terrain.x, terrain.y]
    const atX = (tick, out = 0) => [terrain.place(tick, 0, 0)[0], nearY * (1 + out), 0]
    const atY = (tick, out = 0) => [nearX * (1 + out), terrain.place(0, tick, 0)[1], 0]
    const corners = [[-a, -b], [a, -b], [a, b], [-a, b]]
    const left = corners.reduce((best, each) => on([...each, 0])[0] < on([...best, 0])[0] ? each : best)
    const foot = on([...left, 0])
    // Not beside the numbers of losses.
    const clear = (numbers) => numbers.filter(([place]) => apart(on(place), foot) > NEXT)
    this.#axis("x", [atX(x[0]), atX(x[1])], clear(along(x, atX, 0.1)), true)
    this.#axis("y", [atY(y[0]), atY(y[1])], clear(along(y, atY, 0.1)), true)
    const up = (height, out = 0) => [left[0] * (1 + out), left[1] * (1 + out), height * TOP]
    const losses = terrain.marks.filter(([height]) => height >= -0.001 && height <= 1.001)
    this.#axis(
      this.title,
      [up(0), up(1)],
      losses.map(([height, text]) => [up(height), up(height, 0.1), text]),
      false,
    )
  }

  // numbers: [place, a place further out, text].
  #axis(name, ends, numbers, level) {
    const {context, on} = this
    const [from, to] = ends.map(on)
    const long = apart(from, to)
    Object.assign(context, {strokeStyle: this.ink, fillStyle: this.ink, lineWidth: 1})
    const edge = new Path2D()
    line(edge, from, to)
    const placed = numbers.map(([place, out, text]) => {
      const [at, further] = [on(place), on(out)]
      const away = apart(at, further) || 1
      return {at, way: level ? [(further[0] - at[0]) / away, (further[1] - at[1]) / away] : [-1, 0], text}
    })
    const shown = long < SHORT ? [] : thinned(placed)
    for (const {at, way} of shown) line(edge, at, moved(at, way, TICK))
    context.stroke(edge)
    context.font = `12px ${this.family}`
    for (const {at, way, text} of shown)
      this.#say(text, moved(at, way, NUMBER), level ? "center" : "right", level ? 0 : 9)
    if (long < SHORT) return
    context.font = `13px ${this.family}`
    const {way} = placed[Math.floor(placed.length / 2)] ?? {way: [0, 1]}
    if (level) this.#say(name, moved([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], way, NAME), "center")
    else this.#say(name, [Math.max(to[0] - 24, 4), to[1] - 16], "left")
  }

  #say(text, [x, y], align, right = 0) {
    Object.assign(this.context, {textAlign: align, textBaseline: "middle"})
    this.context.fillText(text, x + right, y)
  }
}

function line(path, from, to) {
  path.moveTo(...from)
  path.lineTo(...to)
}

const apart = ([a, b], [c, d]) => Math.hypot(a - c, b - d)
const moved = ([x, y], [across, down], by) => [x + across * by, y + down * by]

// As many of the numbers of an axis as have room beside each other: all, each second, and so on.
function thinned(placed) {
  const [first, second] = placed
  if (!second) return placed
  const each = Math.max(1, Math.ceil(APART / Math.max(apart(first.at, second.at), 1)))
  return placed.filter((_, i) => i % each === 0)
}
