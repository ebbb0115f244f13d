// The frames of the figures: where their axes run, and that nothing is painted beyond them.

import {lengthOf, ofLength} from "../model/spans.js"
import {viewOf} from "./figures.js"

// Bokeh lays a figure out some time after it was asked for, and again whenever its room changes.
export class Frames {
  #known = new WeakSet()
  // To be called when all frames are where they are going to be.
  after = undefined

  // maps: the part that knows which maps are shown; zoom: what of the surface all of them show.
  constructor(figures, maps, zoom) {
    Object.assign(this, {figures, maps, zoom})
    this.framed = this.framed.bind(this)
  }

  follow(state) {
    this.state = state
    const {plots} = this.figures
    for (const plot of plots) {
      if (this.#known.has(plot)) continue
      this.#known.add(plot)
      for (const size of ["inner_width", "inner_height"]) plot.properties[size].change.connect(this.framed)
    }
    // While a slider moves, all frames stay.
    const {surface, values} = state.reply
    const asked = [surface.key, values.view, ...plots.map(({id}) => id)].join()
    if (asked === this.asked) return
    this.asked = asked
    this.framed()
  }

  // Whether they are laid out anew before the browser paints: ``after`` is called then.
  get wait() {
    return this.waiting !== undefined
  }

  framed() {
    cancelAnimationFrame(this.waiting)
    this.waiting = requestAnimationFrame(() => {
      this.waiting = undefined
      for (const plot of this.figures.plots) this.#bind(plot, viewOf(plot))
      this.#fit()
      this.after?.()
    })
  }

  #bind(plot, view) {
    if (!view) return
    hideBeyond(view)
    if (this.#known.has(view)) return
    this.#known.add(view)
    // A picture to a screen reader, and nothing to focus, by a click either: its controls are beside it.
    view.canvas_view.events_el.removeAttribute("tabindex")
    clipToFrame(view)
    for (const react of this.figures.drawing.get(plot) ?? []) react(view)
  }

  // The whole domain in view, unless the reader has zoomed or panned: then the place is kept.
  #fit() {
    const {reply} = this.state
    const map = this.maps.shown[0]
    const frame = map && viewOf(map)?.frame.bbox
    if (!(frame?.width > 0 && frame.height > 0)) return
    const {domain, drawn} = reply.surface
    const shown = [reply.surface.key, reply.values.view].join()
    // Ranges that are set, to whatever, have all contours painted again.
    const wanted = [shown, frame.width, frame.height].join()
    if (wanted === this.fittedTo) return
    this.fittedTo = wanted
    this.zoom.setWhole(fitted(frame, domain), drawn, shown === this.domainOf)
    this.domainOf = shown
  }
}

// Bokeh does not clip what is painted on its overlay level to the frame; trails that leave the map must be.
function clipToFrame(view) {
  for (const renderer of view.model.renderers) {
    if (renderer.level === "overlay") Object.defineProperty(viewOf(renderer), "needs_clip", {value: true})
  }
}

// What was painted before that, Bokeh leaves standing at the very edge of its canvas.
function hideBeyond(view) {
  const {x, y, width, height} = view.frame.bbox
  const all = view.canvas_view.bbox
  const inset = [y, all.width - x - width, all.height - y - height, x]
  view.canvas_view.overlays.el.style.clipPath = `inset(${inset.map((edge) => `${edge}px`).join(" ")})`
}

// What shows the whole domain in equal units, in a frame of any shape.
function fitted({width, height}, [across, up]) {
  const unit = Math.max(lengthOf(across) / width, lengthOf(up) / height)
  return [ofLength(across, unit * width), ofLength(up, unit * height)]
}
