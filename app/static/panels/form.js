// The form: every control was written from a Param declaration; what a visitor sets is sent as text.

import {sliderScales} from "../model/sliders.js"

export class Form {
  // sliders: how sliders go through their ranges, see app/controls.py; ask(changes): ask for them.
  constructor(root, sliders, ask) {
    const all = (selector) => [...root.querySelectorAll(selector)]
    const scales = sliderScales(sliders)
    const send = (input, text) => input.addEventListener("change", () => ask({[input.dataset.key]: text(input)}))
    const numberOf = (control) => number(control, scales[control.dataset.scale], sliders.places, ask)
    this.numbers = all("[data-scale]").map(numberOf)
    this.choices = all("select[data-key]")
    this.texts = all("input[type=text][data-key]")
    this.radios = all("input[type=radio][data-key]")
    this.switches = all("input[type=checkbox][data-key]")
    // A surface brings more than itself: see surfaces.js.
    const alone = this.radios.filter((input) => input.dataset.key !== "surface")
    for (const input of [...this.choices, ...this.texts, ...alone]) send(input, ({value}) => value)
    for (const input of this.switches) send(input, ({checked}) => (checked ? "1" : "0"))
    this.onlySurface = all("[data-only-surface]")
    this.onlyShared = all("[data-only-shared]")
    this.onlySamples = all("[data-only-samples]")
  }

  // Show the values in force, leaving alone what the visitor is busy with.
  follow({reply, race}) {
    const busy = document.activeElement
    const [x, y] = race.start.map(String)
    const shown = {...reply.values, ...reply.in_force, x, y}
    for (const {key, slider, box, place} of this.numbers) {
      if (box !== busy && box.value !== shown[key]) box.value = shown[key]
      // A hundred sliders that are set again, to what they are, cost the browser a frame.
      if (!slider || slider.getAttribute("aria-valuetext") === shown[key]) continue
      if (slider !== busy) slider.value = place(Number(shown[key]))
      slider.setAttribute("aria-valuetext", shown[key])
    }
    for (const input of this.choices) input.value = shown[input.dataset.key]
    for (const input of this.texts) {
      // What was refused stays in the box, to be mended; the notice says what is in force.
      const text = shown[input.dataset.key]
      if (input.dataset.shown !== text) input.value = input.dataset.shown = text
      input.setAttribute("aria-invalid", input.value !== text)
    }
    for (const input of this.radios) input.checked = shown[input.dataset.key] === input.value
    for (const input of this.switches) input.checked = shown[input.dataset.key] === "1"
    for (const part of this.onlySurface) part.hidden = part.dataset.onlySurface !== shown.surface
    for (const part of this.onlyShared) part.hidden = part.dataset.onlyShared !== shown.shared
    for (const part of this.onlySamples) part.hidden = reply.surface.samples === 0
  }
}

// A box for a number, and beside most a slider.
function number(control, scale, places, ask) {
  const {key, whole} = control.dataset
  const [low, high] = [Number(control.dataset.low), Number(control.dataset.high)]
  const slider = control.querySelector("input[type=range]")
  const box = control.querySelector("input[type=text]")
  if (slider) {
    slider.addEventListener("input", () => {
      const value = scale.value(Number(slider.value) / places, low, high)
      box.value = whole ? Math.round(value) : value
      ask({[key]: box.value})
    })
  }
  box.addEventListener("change", () => ask({[key]: box.value.trim().replace("−", "-")}))
  return {key, slider, box, place: (value) => scale.share(value, low, high) * places}
}
