// The paths of racers up to the playhead, with a head each, on a map or on the loss figure.

import {quietly, source} from "./figures.js"
import {PinnedTrails} from "./pinned.js"
import {PlayingTrails, REST} from "./playing.js"

// Steps after which it is looked again who leads while a race plays.
const LEADS_FOR = 12

export class Trails {
  // paths: which of the race's racers this figure shows; across, up: what its axes show of a path; ahead(): whether what
  // is to come is shown as well.
  constructor(figure, {paths, across, up, ahead = () => false}) {
    // What the pointer reads off, painted by nobody.
    this.trail = source(figure, "trail")
    this.heads = source(figure, "head")
    this.painter = new PlayingTrails(figure)
    this.pinned = new PinnedTrails(figure, {paths, across, up})
    Object.assign(this, {figure, paths, across, up, ahead})
  }

  follow(state) {
    const {race, theme, colours} = state
    this.picked = state.picked
    Object.assign(this, {race, colours})
    // On a map, paths may be covered.
    const covered = this.painter.fades && state.covers.includes("paths")
    const shows = (path) => !covered && this.paths(path)
    this.pinned.follow(state, covered)
    this.shown = race.paths.map((path, index) => ({path, index})).filter(({path}) => shows(path))
    const of = (read) => this.shown.map(read)
    this.still = {
      colour: of(({path}) => path[theme]),
      dash: of(({path}) => path.dash),
      title: of(({path}) => (path.variant ? `${path.title} (${path.variant})` : path.title)),
      racer: of(({index}) => index),
      marker: of(({path}) => path.marker),
    }
    this.columns = of(({path}) => [this.across(race, path), this.up(path)])
    const ahead = this.ahead()
    this.lines = this.shown.map(({path}, i) => ({
      key: path.key,
      x: this.columns[i][0],
      y: this.columns[i][1],
      rows: path.rows,
      colour: path[theme],
      dash: path.dash,
      marker: path.marker,
      clipped: path.clipped,
      ahead,
      gone: path.outcome.kind === "diverged",
      cloud: this.painter.fades && path.cloud ? (t) => pairs(...path.cloud(t)) : undefined,
    }))
    this.ordered = undefined
  }

  show(t, isPlaying) {
    clearTimeout(this.waiting)
    if (isPlaying && !this.isPlaying) this.#read(0)
    else if (!isPlaying) this.waiting = setTimeout(() => this.#read(t), REST)
    this.isPlaying = isPlaying
    this.pinned.show(t, isPlaying, this.painter.layers?.[0])
    this.painter.paint(this.#inOrder(t), t, this.colours)
  }

  // Who leads, above that whom the visitor has picked, and above all whom the visitor points at, is drawn last.
  #inOrder(t) {
    const moment = [this.raised, this.picked, this.isPlaying ? Math.floor(t / LEADS_FOR) : t].join()
    if (this.ordered && moment === this.moment) return this.ordered
    this.moment = moment
    const places = this.race.standings(t).entries.map(({path}) => path.key)
    const order = ({key}) => (key === this.raised ? -2 : key === this.picked ? -1 : places.indexOf(key))
    const ordered = this.lines.toSorted((a, b) => order(b) - order(a))
    // The same order is the same picture, painted on.
    if (!this.ordered || ordered.some((line, i) => line !== this.ordered[i])) this.ordered = ordered
    return this.ordered
  }

  #read(t) {
    const {race, still} = this
    const rows = this.shown.map(({path}) => race.row(path, t))
    const alive = this.shown.map(({path}) => path.rows > 0)
    const cut = (axis) => this.columns.map((column, i) => race.upTo(this.shown[i].path, column[axis], t))
    const at = (axis) => this.columns.map((column, i) => (alive[i] ? column[axis][rows[i]] : NaN))
    const {marker, ...line} = still
    quietly(this.trail, {data: {xs: cut(0), ys: cut(1), ...line}})
    quietly(this.heads, {data: {x: at(0), y: at(1), colour: still.colour, marker}})
  }
}

const pairs = (xs, ys) => Array.from(xs, (x, i) => [x, ys[i]])
