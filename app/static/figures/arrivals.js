// Who has arrived by the playhead: flags along the loss, a sign beside each minimum, and a ring there when it happens.

import {quietly, source, viewOf} from "./figures.js"

const NOTHING = JSON.stringify({x: [], y: [], text: [], colour: []})

export class Arrivals {
  // By source: the data that it was given.
  written = new WeakMap()

  // maps: the part that knows which maps are shown; facts: the signs and tones of outcomes.
  constructor(root, figures, maps, {endings, local}) {
    const arrived = Object.values(endings).find(({kind}) => kind === "arrived")
    Object.assign(this, {pictures: root.querySelector(".pictures"), maps, arrived, local})
    const loss = figures.model("loss")
    Object.assign(this, {loss: source(loss, "arrival"), lossRange: loss.y_range})
  }

  follow({race, theme, colours, covers}) {
    Object.assign(this, {race, theme, colours, covered: covers.length > 0, shown: undefined})
  }

  show(t, playing) {
    const {race, theme, colours} = this
    const arrivals = this.covered ? [] : race.arrivals(t)
    const top = this.lossRange.end
    const shown = [top, this.maps.shown.map(({id}) => id), ...arrivals.map(({path, step}) => path.key + step)].join()
    if (shown === this.shown) return
    // Of a race that is new, all that has happened is no news.
    const known = this.shown === undefined ? arrivals.map(({path}) => path.key) : this.known
    Object.assign(this, {shown, known: arrivals.map(({path}) => path.key)})
    const look = ({isLocal}) => (isLocal ? this.local : this.arrived)
    const of = (read) => arrivals.map(read)
    this.#write(this.loss, {
      x: of(({step}) => step),
      y: of(() => top),
      text: of((arrival) => look(arrival).sign),
      colour: of(({path}) => path[theme]),
    })
    for (const map of this.maps.shown) {
      const at = arrivals.filter(({path}) => this.maps.shows(map, path))
      this.#write(source(map, "arrival"), {
        x: at.map(({place}) => place[0]),
        y: at.map(({place}) => place[1]),
        text: at.map((arrival) => look(arrival).sign),
        colour: at.map((arrival) => colours[look(arrival).tone]),
      })
      const news = playing ? at.filter(({path}) => !known.includes(path.key)) : []
      for (const arrival of news) this.#ring(map, arrival, look)
    }
  }

  // What stands there already would cost a painting of the figure for every move of a slider.
  #write(source, data) {
    const text = JSON.stringify(data)
    if ((this.written.get(source) ?? NOTHING) === text) return
    this.written.set(source, text)
    quietly(source, {data})
  }

  // Once, where somebody has just arrived.
  #ring(map, arrival, look) {
    const view = viewOf(map)
    if (!view) return
    const box = view.canvas_view.el.getBoundingClientRect()
    const around = this.pictures.getBoundingClientRect()
    const ring = document.createElement("span")
    ring.className = "arriving"
    ring.style.left = `${box.left - around.left + view.frame.x_scale.compute(arrival.place[0])}px`
    ring.style.top = `${box.top - around.top + view.frame.y_scale.compute(arrival.place[1])}px`
    ring.style.setProperty("--tone", `var(--${look(arrival).tone})`)
    ring.addEventListener("animationend", () => ring.remove())
    this.pictures.append(ring)
  }
}
