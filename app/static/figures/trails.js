// The paths of racers up to the playhead, with a head each, on a map or on the loss figure.

import {quietly, renderer, source} from "./figures.js"
import {PinnedTrails} from "./pinned.js"
import {PlayingTrails} from "./playing.js"

export class Trails {
  // paths: which of the race's racers this figure shows; across, up: what its axes show of a path.
  constructor(figure, {paths, across, up}) {
    this.trail = source(figure, "trail")
    this.heads = source(figure, "head")
    this.clips = source(figure, "clipped")
    this.cloud = renderer(figure, "cloud")?.data_source
    this.playing = new PlayingTrails(figure)
    this.pinned = new PinnedTrails(figure, {paths, across, up})
    Object.assign(this, {figure, paths, across, up})
  }

  follow(state) {
    const {race, theme, colours, picked} = state
    this.pinned.follow(state)
    Object.assign(this, {race, colours})
    this.shown = race.paths.map((path, index) => ({path, index})).filter(({path}) => this.paths(path))
    // Over the others goes who is ahead of them in the end, and over all the racer that was picked.
    const order = race.standings(race.steps).entries.map(({path}) => path)
    const height = ({path}) => path.key === picked ? -1 : order.indexOf(path)
    this.shown.sort((a, b) => height(b) - height(a))
    const of = (read) => this.shown.map(read)
    this.still = {
      colour: of(({path}) => path[theme]),
      dash: of(({path}) => path.dash),
      title: of(({path}) => (path.variant ? `${path.title} (${path.variant})` : path.title)),
      racer: of(({index}) => index),
      marker: of(({path}) => path.marker),
    }
    this.columns = of(({path}) => [this.across(race, path), this.up(path)])
    // The clipped stretches of each trail, with gaps between them.
    this.gaps = this.shown.map(({path}, i) => {
      if (!path.clipped.includes(1)) return null
      const near = (t) => path.clipped[t] || path.clipped[t + 1]
      return this.columns[i].map((axis) => Float32Array.from(axis, (value, t) => (near(t) ? value : NaN)))
    })
    this.lines = this.shown.map(({path}, i) => ({
      x: this.columns[i][0],
      y: this.columns[i][1],
      rows: path.rows,
      colour: path[theme],
      dash: path.dash,
      marker: path.marker,
      clipped: path.clipped,
      cloud: this.cloud && path.cloud && ((t) => pairs(...path.cloud(t))),
    }))
    // What an earlier race left behind is wiped once.
    this.wasClipped = this.wasSpread = true
  }

  show(t, isPlaying) {
    this.pinned.show(t, isPlaying, this.playing.layers?.[0])
    if (isPlaying) this.#play(t)
    else this.#rest(t)
  }

  // While it plays: see playing.js. What Bokeh has drawn makes way once.
  #play(t) {
    if (!this.isPlaying) {
      this.isPlaying = true
      const none = Object.fromEntries(Object.keys(this.still).map((name) => [name, []]))
      const {marker, ...line} = none
      quietly(this.trail, {data: {xs: [], ys: [], ...line}})
      quietly(this.heads, {data: {x: [], y: [], colour: [], marker}})
      quietly(this.clips, {data: {xs: [], ys: []}})
      if (this.cloud) quietly(this.cloud, {data: {x: [], y: [], colour: []}})
      this.wasClipped = this.wasSpread = true
    }
    this.playing.paint(this.lines, t, this.colours)
  }

  #rest(t) {
    if (this.isPlaying) this.playing.clear()
    this.isPlaying = false
    const {race, still} = this
    const rows = this.shown.map(({path}) => race.row(path, t))
    const alive = this.shown.map(({path}) => path.rows > 0)
    const upTo = (column, i) => race.upTo(this.shown[i].path, column, t)
    const cut = (axis) => this.columns.map((column, i) => upTo(column[axis], i))
    const at = (axis) => this.columns.map((column, i) => (alive[i] ? column[axis][rows[i]] : NaN))
    const {marker, ...line} = still
    quietly(this.trail, {data: {xs: cut(0), ys: cut(1), ...line}})
    const gaps = this.gaps.map((axes, i) => axes?.map((axis) => upTo(axis, i))).filter(Boolean)
    if (gaps.length || this.wasClipped) {
      quietly(this.clips, {data: {xs: gaps.map(([x]) => x), ys: gaps.map(([, y]) => y)}})
      this.wasClipped = gaps.length > 0
    }
    if (this.cloud && (race.spread || this.wasSpread)) this.#showCloud(t)
    quietly(this.heads, {data: {x: at(0), y: at(1), colour: still.colour, marker}})
  }

  remove() {
    this.pinned.remove()
    this.playing.remove()
  }

  #showCloud(t) {
    const data = {x: [], y: [], colour: []}
    for (const [i, {path}] of this.shown.entries()) {
      if (!path.cloud) continue
      const [x, y] = path.cloud(t)
      data.x.push(...x)
      data.y.push(...y)
      data.colour.push(...Array(x.length).fill(this.still.colour[i]))
    }
    quietly(this.cloud, {data})
    this.wasSpread = data.x.length > 0
  }
}

const pairs = (xs, ys) => Array.from(xs, (x, i) => [x, ys[i]])
