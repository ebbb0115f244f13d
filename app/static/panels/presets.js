// Recipes from practice, each set in one go. One is in force while all that it sets is as it set it.

import {put} from "./text.js"

export class Presets {
  // presets: by key, see app/presets.py; undo: what can be undone, see undo.js.
  constructor(root, presets, undo) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {presets, undo})
    Object.assign(this, {choice: find("preset"), says: find("preset-says"), button: find("preset-undo")})
    this.choice.addEventListener("change", () => this.#choose(this.choice.value))
    this.button.addEventListener("click", () => {
      this.undo.step(-1)
      // The button is gone with the preset.
      this.choice.focus()
    })
  }

  follow({reply: {values}}) {
    const as = ([, {changes}]) => Object.entries(changes).every(([key, text]) => values[key] === text)
    const [key, preset] = Object.entries(this.presets).find(as) ?? [""]
    this.choice.value = this.inForce = key
    this.says.hidden = key === ""
    if (!preset) return
    // What was changed since would be undone first.
    this.button.hidden = !this.undo.undoes(nameOf(preset))
    for (const name of ["printed", "chosen"])
      put(this.says.querySelector(`[data-preset=${name}]`), preset[name].join(", "))
    put(this.says.querySelector("[data-preset=source]"), preset.source)
  }

  #choose(key) {
    if (key) this.undo.ask(this.presets[key].changes, nameOf(this.presets[key]))
    else this.choice.value = this.inForce
  }
}

// What a preset is called as a change.
const nameOf = ({title}) => `preset ${title}`
