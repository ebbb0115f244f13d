// The surface in three dimensions, with the race on it, on the same playhead as everywhere. What draws it begins when it is
// opened for the first time.

import {Relief} from "../relief/relief.js"
import {View} from "./view.js"

const MOUSE =
  "Drag to turn it; Ctrl or ⌘ and the wheel zoom. On the picture, Shift and the arrow keys turn, + and − zoom."
const FINGERS = "Swipe sideways to turn it; with two fingers tilt it and zoom."
const WITHOUT = "3-D needs WebGL 2, which this browser does not offer here. The map shows the same race."
const LOST = "The graphics processor has dropped the picture; it comes back by itself. The map shows the same race."
const FAILED = "3-D could not be started; to load the page again may help. The map shows the same race."

export default class Relief3D extends View {
  follow(state) {
    this.state = state
    if (!this.picture) this.#open()
    this.#label()
    this.relief?.follow(state)
  }

  draw(answer) {
    this.answer = answer
    this.relief?.setAnswer(answer)
    return {text: this.failed ? "" : matchMedia("(pointer: coarse)").matches ? FINGERS : MOUSE}
  }

  show(step) {
    this.step = step
    this.relief?.show(step)
  }

  clear() {
    this.answer = undefined
    this.relief?.setAnswer(undefined)
  }

  #open() {
    this.#build()
    const options = {antialias: false, depth: false, preserveDrawingBuffer: true, powerPreference: "low-power"}
    const gl = this.canvas.getContext("webgl2", options)
    if (!gl) return this.#fail(WITHOUT)
    this.canvas.addEventListener("webglcontextlost", (event) => {
      // Else it would not come back.
      event.preventDefault()
      this.#fail(LOST)
    })
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.#fail(undefined)
      this.relief?.restore()
    })
    try {
      this.relief = new Relief(gl, this.over, this.picture)
    } catch (error) {
      this.#fail(FAILED)
      reportError(error)
      return
    }
    this.relief.follow(this.state)
    this.relief.setAnswer(this.answer)
    this.relief.show(this.step ?? 0)
  }

  #build() {
    const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes)
    this.picture = this.means.root.querySelector('[data-picture="relief"]')
    // It has parts of its own, unlike the other pictures.
    this.picture.setAttribute("role", "group")
    this.canvas = make("canvas", {className: "ground", tabIndex: 0, role: "img", ariaDescription: MOUSE})
    this.over = make("canvas", {className: "marks", ariaHidden: "true"})
    const back = make("button", {type: "button", className: "home", textContent: "⟲", title: "As it was at first"})
    back.ariaLabel = "Turn the relief back as it was at first"
    back.addEventListener("click", () => this.relief?.home())
    this.note = make("p", {className: "note", role: "status", hidden: true})
    this.toMap = make("button", {type: "button", textContent: "Show the map", hidden: true})
    this.toMap.addEventListener("click", () => this.means.ask({view: "overlay"}))
    this.picture.querySelector(".figure").append(this.canvas, this.over, back, this.note, this.toMap)
  }

  // Why nothing is seen, if nothing is.
  #fail(why) {
    this.failed = why
    this.note.textContent = why ?? ""
    this.picture.classList.toggle("failed", Boolean(why))
    for (const part of [this.note, this.toMap]) part.hidden = !why
  }

  #label() {
    const {reply, race} = this.state
    const who = race.paths.map(({title}) => title).join(", ")
    const label = `${reply.surface.title} as a relief, the lower the less loss${who && `, with the paths of ${who}`}`
    if (this.canvas.ariaLabel !== label) this.canvas.ariaLabel = label
  }
}
