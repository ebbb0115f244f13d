// The pinned race on a figure: thin trails up to the playhead.

import {quietly, renderer, source, viewOf} from "./figures.js"
import {lay, layer, REST} from "./playing.js"

export class PinnedTrails {
  // paths, across, up: as in trails.js.
  constructor(figure, {paths, across, up}) {
    const {line_width, line_alpha} = renderer(figure, "pinned").glyph
    Object.assign(this, {figure, paths, across, up, width: line_width.value, alpha: line_alpha.value})
    this.source = source(figure, "pinned")
    this.shown = []
    // What an earlier race left behind is wiped once.
    this.drawn = true
  }

  // covered: whether paths are not to be seen here.
  follow({race, theme}, covered) {
    const {pinned} = race
    this.log = race.log
    const shown = (covered ? [] : pinned?.paths ?? []).map((path, i) => ({path, racer: race.paths.length + i}))
    this.shown = shown.filter(({path}) => this.paths(path)).map(({path, racer}) => ({
      path,
      racer,
      title: race.pinnedName(path),
      colour: path[theme],
      x: this.across(pinned, path),
      y: this.up(path),
    }))
    this.pinned = pinned
    // What is painted is of the race before.
    this.place = undefined
  }

  // over: the canvas that its own is to lie under, where there is one.
  show(t, playing, over) {
    if (this.shown.length === 0 && this.painted === undefined && !this.drawn) return
    clearTimeout(this.waiting)
    if (playing && this.shown.length > 0) this.#paint(t, over)
    else this.#rest(t)
  }

  // While it plays, piece by piece over the frame, as trails are: see playing.js.
  #paint(t, over) {
    if (this.drawn) this.#draw([], t)
    const view = viewOf(this.figure)
    if (!view) return
    this.canvas ??= layer(view, over)
    const {x_range, y_range} = this.figure
    const {left, top, width, height} = view.frame.bbox
    const place = [x_range.start, x_range.end, y_range.start, y_range.end, left, top, width, height].join()
    if (place !== this.place || t < this.painted) {
      Object.assign(this, {place, painted: 0, travelled: this.shown.map(() => 0)})
      lay(this.canvas, left, top, width, height)
    }
    const across = (value) => ((value - x_range.start) * width) / (x_range.end - x_range.start)
    const up = (value) => height - ((value - y_range.start) * height) / (y_range.end - y_range.start)
    const context = this.canvas.getContext("2d")
    Object.assign(context, {lineWidth: this.width, globalAlpha: this.alpha, lineJoin: "round"})
    this.shown.forEach((line, i) => {
      const [from, to] = [this.#row(line, this.painted), this.#row(line, t)]
      if (to <= from) return
      context.strokeStyle = line.colour
      context.setLineDash(line.path.dash)
      context.lineDashOffset = this.travelled[i]
      context.beginPath()
      let [x, y] = [across(line.x[from]), up(line.y[from])]
      context.moveTo(x, y)
      for (let step = from + 1; step <= to; step++) {
        const [nextX, nextY] = [across(line.x[step]), up(line.y[step])]
        context.lineTo(nextX, nextY)
        const length = Math.hypot(nextX - x, nextY - y)
        if (Number.isFinite(length)) this.travelled[i] += length
        ;[x, y] = [nextX, nextY]
      }
      context.stroke()
    })
    this.painted = t
  }

  #rest(t) {
    if (this.painted !== undefined) this.canvas.width = this.canvas.height = 0
    this.painted = this.place = undefined
    const picture = [t, this.log, ...this.shown.flatMap(({path, colour}) => [path, colour])]
    // While a slider moves, this race stays; what the pointer reads of it may change.
    if (this.drawn && picture.length === this.picture?.length && picture.every((each, i) => each === this.picture[i])) {
      this.waiting = setTimeout(() => this.#draw(this.shown, t), REST)
      return
    }
    this.#draw(this.shown, t)
    this.picture = picture
  }

  #draw(lines, t) {
    const cut = (axis) => lines.map((line) => this.pinned.upTo(line.path, line[axis], t))
    const of = (read) => lines.map(read)
    quietly(this.source, {
      data: {
        xs: cut("x"),
        ys: cut("y"),
        colour: of(({colour}) => colour),
        dash: of(({path}) => path.dash),
        title: of(({title}) => title),
        racer: of(({racer}) => racer),
      },
    })
    this.drawn = lines.length > 0
  }

  #row({path}, t) {
    return this.pinned.row(path, t)
  }
}
