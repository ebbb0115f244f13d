// The maps: one that all racers share, and one for each racer alone.

import {quietly, setReading, source} from "./figures.js"
import {bindStart} from "./start_handle.js"
import {Trails} from "./trails.js"

export class Maps {
  // The racers' own maps that the browser has, by racer.
  own = new Map()
  // The maps that are shown, and what moves on them.
  shown = []
  trails = []
  #kept = new Map()

  // records: what is said of each view, with the stage that it is shown on; zoom: what of the surface all maps show;
  // ask(changes): ask for them.
  constructor(figures, records, zoom, ask) {
    Object.assign(this, {figures, zoom, ask})
    this.stages = Object.fromEntries(records.map(({key, stage}) => [key, stage]))
    this.shared = figures.model("map")
    this.row = figures.model("maps")
    this.handle = source(this.shared, "start")
    this.#take(this.shared)
  }

  follow(state) {
    const {reply, race} = state
    if (reply.ground) quietly(source(this.shared, "mark"), {data: reply.ground.mark})
    for (const [key, text] of Object.entries(reply.maps)) {
      // Another session does not know what the one before has sent.
      if (this.own.has(key)) continue
      this.own.set(key, this.figures.adopt(this.row, text))
      this.#take(this.own.get(key))
    }
    this.#choose(this.stages[reply.values.view], race)
    // While the start moves on, replies to where it was come late.
    if (state.settled && this.start.some((at, i) => at !== race.start[i])) {
      quietly(this.handle, {data: {x: [race.start[0]], y: [race.start[1]]}})
    }
    this.race = race
    for (const trails of this.trails) trails.follow(state)
  }

  // Draw a racer above all others, until another is.
  raise(key) {
    for (const trails of this.trails) trails.raised = key
  }

  show(step, playing) {
    for (const trails of this.trails) trails.show(step, playing)
  }

  // Whether a path is drawn on a map that is shown.
  shows(map, path) {
    return map === this.shared || this.own.get(path.key) === map
  }

  get start() {
    const {x, y} = this.handle.data
    return [x[0], y[0]]
  }

  // All maps have these two.
  get ranges() {
    const {x_range, y_range} = this.shared
    return {x_range, y_range}
  }

  #choose(stage, race) {
    if (stage === "maps") {
      const children = race.paths.map(({key}) => this.own.get(key))
      const before = this.row.children
      if (children.length !== before.length || children.some((each, i) => each !== before[i])) {
        this.row.children = children
      }
      this.shown = children
      this.trails = race.paths.map(({key}) => this.#trailsOf(this.own.get(key), (path) => path.key === key))
    } else {
      this.shown = stage === "map" ? [this.shared] : []
      this.trails = this.shown.map((figure) => this.#trailsOf(figure, () => true))
    }
  }

  #trailsOf(figure, paths) {
    if (!this.#kept.has(figure)) {
      const [across, up] = [(_, path) => path.x, (path) => path.y]
      this.#kept.set(figure, new Trails(figure, {paths, across, up}))
    }
    return this.#kept.get(figure)
  }

  #take(figure) {
    setReading(figure, (...what) => this.race.reading(...what))
    this.figures.whenDrawn(figure, (view) => {
      bindStart(view, this.handle, (x, y) => this.setStart(x, y))
      this.zoom.bind(view, {drags: true})
    })
  }

  // The visitor has moved the start there.
  setStart(x, y) {
    const text = (place) => String(Number(place.toFixed(4)))
    // It may be locked.
    if (this.ask({x: text(x), y: text(y)}) === false) return
    quietly(this.handle, {data: {x: [x], y: [y]}})
  }
}
