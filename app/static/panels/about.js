// What is said of the surface, who races where the form is not in sight, and what was refused.

import {put} from "./text.js"
import {swatch} from "./swatch.js"

export class About {
  constructor(root) {
    const names = ["formula", "intuition", "source", "minima", "saddles", "legend", "clipped"]
    this.parts = Object.fromEntries(names.map((name) => [name, root.querySelector(`[data-part=${name}]`)]))
  }

  follow({reply, race}) {
    const {surface} = reply
    const {formula, intuition, source, minima, saddles, legend, clipped} = this.parts
    if (formula.dataset.shown !== surface.formula) {
      formula.dataset.shown = surface.formula
      formula.innerHTML = surface.formula
    }
    put(intuition, surface.intuition)
    put(source, surface.reference)
    minima.hidden = surface.minima.length === 0
    saddles.hidden = surface.saddles.length === 0
    clipped.hidden = reply.values["recipe.clip_norm"] === "0" && reply.values["recipe.clip_value"] === "0"
    const keys = race.paths.map((path) => path.key).join()
    if (keys === legend.dataset.shown) return
    legend.dataset.shown = keys
    legend.replaceChildren(
      ...race.paths.map((path) => {
        const entry = document.createElement("span")
        entry.append(swatch(path), path.title)
        return entry
      }),
    )
  }
}

export class Notices {
  constructor(root) {
    this.bar = root.querySelector("[data-part=notice]")
    this.lines = this.bar.querySelector("[data-part=notices]")
    this.bar.querySelector("button").addEventListener("click", () => (this.bar.hidden = true))
  }

  follow({reply}) {
    // A state that is shown again, in another theme, tells nothing new.
    if (reply !== this.reply) this.tell(reply.notices)
    this.reply = reply
  }

  tell(notices) {
    if (notices.length === 0 && this.bar.hidden) return
    this.lines.replaceChildren(
      ...notices.map((notice) => Object.assign(document.createElement("p"), {textContent: notice})),
    )
    this.bar.hidden = notices.length === 0
  }
}
