// Recipes from practice, each set in one go. One is in force while all that it sets is as it set it.

import {put} from "./text.js"

export class Presets {
  // presets: by key, see app/presets.py; ask(changes): ask for them.
  constructor(root, presets, ask) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {presets, ask})
    Object.assign(this, {choice: find("preset"), says: find("preset-says"), undo: find("preset-undo")})
    this.choice.addEventListener("change", () => this.#choose(this.choice.value))
    this.undo.addEventListener("click", () => {
      this.#choose("")
      // The button is gone with the preset.
      this.choice.focus()
    })
  }

  follow({reply: {values}}) {
    this.values = values
    const as = ([, {changes}]) => Object.entries(changes).every(([key, text]) => values[key] === text)
    const [key, preset] = Object.entries(this.presets).find(as) ?? [""]
    // What was changed since is not to be undone with it.
    if (key !== this.set?.key && !this.asked) this.set = undefined
    this.asked = false
    this.choice.value = this.inForce = key
    this.says.hidden = key === ""
    this.undo.hidden = this.set === undefined || key === ""
    if (!preset) return
    for (const name of ["printed", "chosen"])
      put(this.says.querySelector(`[data-preset=${name}]`), preset[name].join(", "))
    put(this.says.querySelector("[data-preset=source]"), preset.source)
  }

  // No key stands for what was before.
  #choose(key) {
    const before = this.set?.before
    if (key === "" && !before) {
      this.choice.value = this.inForce
      return
    }
    const changes = key === "" ? before : this.presets[key].changes
    this.set = key === "" ? undefined : {
      key,
      before: Object.fromEntries(Object.keys(changes).map((each) => [each, this.values[each]])),
    }
    this.asked = true
    this.ask(changes)
  }
}
