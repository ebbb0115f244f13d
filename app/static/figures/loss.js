// Loss against step: the whole curves, faint, and up to the playhead, bold.

import {quietly, setRange, setReading, setTicks, source} from "./figures.js"
import {bindScrub} from "./scrub.js"
import {Trails} from "./trails.js"

export class LossFigure {
  // zoom: which steps it shows; onStep(step): the visitor has moved the playhead there.
  constructor(figures, zoom, onStep) {
    const figure = figures.model("loss")
    this.figure = figure
    this.band = source(figure, "band")
    this.playhead = figure.center.find((each) => each.name === "playhead")
    this.trails = new Trails(figure, {
      paths: () => true,
      across: (race) => race.step,
      up: (path) => path.height,
      ahead: () => this.#ahead,
    })
    setReading(figure, (...what) => this.race.reading(...what))
    this.zoom = zoom
    figures.whenDrawn(figure, (view) => {
      zoom.bind(view, {drags: false})
      bindScrub(view, onStep)
    })
  }

  follow(state) {
    this.state = state
    this.race = state.race
    this.hides = state.reply.values.hide === "1"
    this.trails.follow(state)
    this.#drawBands()
    const {race} = this
    if (race.steps !== this.steps) {
      const whole = [0, race.steps * 1.01]
      this.zoom.setWhole([whole], [whole], false)
    }
    this.steps = race.steps
    this.#measure()
    name(this.figure.left[0], state.say(race.lossAxis))
    name(this.figure.below[0], state.say("step"))
  }

  // Whether what is to come is shown.
  get #ahead() {
    return !this.hides || this.over
  }

  // How high the axis goes: of a race that is to be guessed, as far as it has been watched.
  #measure() {
    const {race} = this
    const range = this.#ahead ? race.lossRange : race.range.by(this.step ?? 0)
    const asked = [...range, race.log].join()
    if (asked === this.asked) return
    this.asked = asked
    setRange(this.figure.y_range, ...range)
    const {places, label} = race.lossTicks(range)
    setTicks(this.figure.left[0], places, label)
  }

  // The bands of replicates; nothing of a race that is to be guessed before its end.
  #drawBands() {
    const {race, theme} = this.state
    const bands = race.spread && this.#ahead ? race.paths : []
    // Bokeh would draw the figure anew for nothing.
    if (bands.length === 0 && this.band.data.xs.length === 0) return
    const heights = (losses) => Array.from(losses, (loss) => Math.max(race.heightOf(loss), race.lossRange[0] - 9))
    quietly(this.band, {
      data: {
        xs: bands.map(() => [...race.step, ...race.step.slice().reverse()]),
        ys: bands.map((path) => [...heights(path.band[1]), ...heights(path.band[0]).reverse()]),
        colour: bands.map((path) => path[theme]),
      },
    })
  }

  raise(key) {
    this.trails.raised = key
  }

  show(t, playing) {
    this.step = t
    const over = t >= this.race.steps
    if (over !== this.over) {
      this.over = over
      if (this.hides) {
        this.trails.follow(this.state)
        this.#drawBands()
      }
    }
    if (this.hides) this.#measure()
    // The trails paint the playhead as well.
    const location = playing ? NaN : t
    if (!Object.is(this.playhead.location, location)) quietly(this.playhead, {location})
    this.trails.show(t, playing)
  }
}

// To name an axis, by the same name too, has the figure laid out anew.
function name(axis, text) {
  if (axis.axis_label !== text) quietly(axis, {axis_label: text})
}
