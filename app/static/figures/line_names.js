// Whose line is whose: names at the ends of the lines of the loss, where there is room for them.

import {spread} from "../model/layout.js"
import {put} from "../panels/text.js"
import {quietly, viewOf} from "./figures.js"

// Pixels of a figure's width below which there is no room, and lines above whose number they would be a list.
const [WIDE, MANY] = [600, 9]

export class LineNames {
  constructor(root, figures) {
    this.figure = figures.model("loss")
    this.holder = document.createElement("div")
    this.holder.className = "line-names"
    this.holder.setAttribute("aria-hidden", "true")
    this.root = root
    root.querySelector(".loss").append(this.holder)
  }

  follow(state) {
    this.state = state
    this.hides = state.reply.values.hide === "1"
    this.#write()
  }

  // Of a race that is to be guessed nothing is told before its end.
  show(t) {
    const over = t >= this.state.race.steps
    if (over === this.over) return
    this.over = over
    if (this.hides) this.#write()
  }

  // The figure has been laid out.
  again() {
    const view = viewOf(this.figure)
    if (!view) return
    const [around, own] = [this.holder, view.el].map((element) => element.getBoundingClientRect())
    this.place = {left: own.left - around.left, top: own.top - around.top, wide: own.width >= WIDE}
    this.#write()
  }

  #write() {
    const view = viewOf(this.figure)
    if (!this.state || !view || !this.place) return
    const {race} = this.state
    const type = parseInt(this.figure.below[0].major_label_text_font_size)
    const fits = this.place.wide && (this.over || !this.hides) && race.paths.length > 0 && race.paths.length <= MANY
    const longest = Math.max(0, ...race.paths.map(({title}) => title.length + 1))
    const room = fits ? Math.round(18 + 0.72 * type * longest) : 14
    // Set to whatever, it has the figure laid out anew, and this be called again.
    if (this.figure.min_border_right !== room) quietly(this.figure, {min_border_right: room})
    const ends = fits ? race.paths.flatMap((path) => this.#end(path, view)) : []
    const places = spread(ends.map(({y}) => y), 1.15 * type, view.frame.bbox) ?? []
    while (this.holder.childElementCount > places.length) this.holder.lastChild.remove()
    while (this.holder.childElementCount < places.length) this.holder.append(document.createElement("span"))
    places.forEach((y, i) => {
      const name = this.holder.children[i]
      put(name, ends[i].title)
      const at = [this.place.left + view.frame.bbox.right + 10, this.place.top + y].map((each) =>
        `${each.toFixed(1)}px`
      )
      const style = `left: ${at[0]}; top: ${at[1]}; font-size: ${type}px; color: var(--racer-${ends[i].key})`
      if (name.getAttribute("style") !== style) name.setAttribute("style", style)
    })
  }

  // Where the line of a path ends; nothing where it is not to be seen.
  #end(path, view) {
    const at = path.height.subarray(0, path.rows).findLast((height) => Number.isFinite(height))
    if (at === undefined) return []
    const [low, high] = this.state.race.lossRange
    const title = path.outcome.kind === "diverged" ? `✕ ${path.title}` : path.title
    return [{...path, title, y: view.frame.y_scale.compute(Math.min(high, Math.max(low, at)))}]
  }
}
