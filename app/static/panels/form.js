// The form: every control was written from a Param declaration; what a visitor sets is sent as text.

import {share_at as shareAt, value_at as valueAt} from "../made/scales.js"
import {understood} from "../model/entry.js"
import {Entry} from "./entry.js"

export class Form {
  // sliders: how sliders go through their ranges, see app/controls.py; ask(changes): ask for them.
  constructor(root, sliders, ask) {
    const all = (selector) => [...root.querySelectorAll(selector)]
    const send = (input, text) => input.addEventListener("change", () => ask({[input.dataset.key]: text(input)}))
    const numberOf = (control) => number(control, sliders.places, ask)
    this.numbers = all("[data-scale]").map(numberOf)
    this.choices = all("select[data-key]")
    const textOf = (box) => ({entry: new Entry(box, {key: box.dataset.key, read: (text) => text}, ask)})
    this.texts = all("input[type=text][data-key]").map(textOf)
    this.radios = all("input[type=radio][data-key]")
    this.switches = all("input[type=checkbox][data-key]")
    // A surface brings more than itself: see surfaces.js.
    const alone = this.radios.filter((input) => input.dataset.key !== "surface")
    for (const input of [...this.choices, ...alone]) send(input, ({value}) => value)
    for (const input of this.switches) send(input, ({checked}) => (checked ? "1" : "0"))
    this.onlySurface = all("[data-only-surface]")
    this.onlyShared = all("[data-only-shared]")
    this.onlySamples = all("[data-only-samples]")
  }

  // Whether a refused entry of a setting is told beside its box.
  tells(key) {
    return [...this.numbers, ...this.texts].some(({entry}) => entry.key === key && entry.tells())
  }

  // Show the values in force, leaving alone what the visitor is busy with.
  follow({reply, race}) {
    const busy = document.activeElement
    const [x, y] = race.start.map(String)
    const shown = {...reply.values, ...reply.in_force, x, y}
    // A state that is shown again, in another theme, refuses nothing again.
    const refused = reply === this.reply ? {} : reply.refused
    this.reply = reply
    for (const {entry} of this.texts) entry.follow(shown[entry.key], refused[entry.key])
    for (const {entry, slider, place} of this.numbers) {
      const {key} = entry
      entry.follow(shown[key], refused[key])
      // A hundred sliders that are set again, to what they are, cost the browser a frame.
      if (!slider || slider.getAttribute("aria-valuetext") === shown[key]) continue
      if (slider !== busy) slider.value = place(Number(shown[key]))
      slider.setAttribute("aria-valuetext", shown[key])
    }
    for (const input of this.choices) input.value = shown[input.dataset.key]
    for (const input of this.radios) input.checked = shown[input.dataset.key] === input.value
    for (const input of this.switches) input.checked = shown[input.dataset.key] === "1"
    for (const part of this.onlySurface) part.hidden = part.dataset.onlySurface !== shown.surface
    for (const part of this.onlyShared) part.hidden = part.dataset.onlyShared !== shown.shared
    for (const part of this.onlySamples) part.hidden = reply.surface.samples === 0
  }
}

// A box for a number, and beside most a slider.
function number(control, places, ask) {
  const {key, whole, scale} = control.dataset
  const [low, high] = [Number(control.dataset.low), Number(control.dataset.high)]
  const slider = control.querySelector("input[type=range]")
  const box = control.querySelector("input[type=text]")
  const entry = new Entry(box, {key, read: understood, optional: key === "x" || key === "y"}, ask)
  if (slider) {
    slider.addEventListener("input", () => {
      const value = valueAt(scale, low, high, Number(slider.value) / places)
      box.value = whole ? Math.round(value) : value
      entry.takes(box.value)
    })
  }
  return {entry, slider, place: (value) => shareAt(scale, low, high, value) * places}
}
