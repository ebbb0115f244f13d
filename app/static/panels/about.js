// What is said of the surface, who races where the form is not in sight, and what was refused.

import {typeset} from "../made/numerals.js"
import {put} from "./text.js"
import {swatch} from "./swatch.js"
import {isFor} from "./touched.js"

// Of the size of a formula, the least share that can be read.
const SMALLEST = 0.78

export class About {
  constructor(root) {
    const names = ["formula", "intuition", "source", "minima", "saddles", "legend", "clipped", "nowhere"]
    this.parts = Object.fromEntries(names.map((name) => [name, root.querySelector(`[data-part=${name}]`)]))
    // Where the names of who races have no room they scroll, by the keyboard too.
    const key = root.querySelector(".key")
    const scrolled = new ResizeObserver(() => {
      if (key.scrollWidth > key.clientWidth) key.setAttribute("tabindex", "0")
      else key.removeAttribute("tabindex")
    })
    for (const part of [key, this.parts.legend]) scrolled.observe(part)
  }

  follow({reply, race}) {
    const {surface} = reply
    const {formula, intuition, source, minima, saddles, legend, clipped, nowhere} = this.parts
    if (formula.dataset.shown !== surface.formula) {
      formula.dataset.shown = surface.formula
      formula.innerHTML = surface.formula
      fit(formula)
    }
    put(intuition, surface.intuition)
    put(source, surface.reference)
    minima.hidden = surface.minima.length === 0
    saddles.hidden = surface.saddles.length === 0
    clipped.hidden = reply.values["recipe.clip_norm"] === "0" && reply.values["recipe.clip_value"] === "0"
    nowhere.hidden = !race.startsNowhere
    if (!nowhere.hidden) {
      put(
        nowhere,
        typeset(`The loss has no finite value at the start (${race.start.join(", ")}): nobody can race from there.`),
      )
    }
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

// Write a formula smaller where it is too wide; where that would be too small to read it scrolls, by the keyboard too.
function fit(holder) {
  holder.style.setProperty("--fit", 1)
  const share = holder.clientWidth / holder.scrollWidth
  if (share < 1) holder.style.setProperty("--fit", Math.max(share * 0.99, SMALLEST))
  holder.tabIndex = share < SMALLEST ? 0 : -1
}

export class Notices {
  // form: where refused entries are told that were typed there.
  constructor(root, form) {
    this.form = form
    this.bar = root.querySelector("[data-part=notice]")
    this.lines = this.bar.querySelector("[data-part=notices]")
    this.bar.querySelector("button").addEventListener("click", () => (this.bar.hidden = true))
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isFor(root, event)) this.bar.hidden = true
    })
  }

  follow({reply}) {
    // A state that is shown again, in another theme, tells nothing new.
    if (reply === this.reply) return
    this.reply = reply
    const elsewhere = Object.entries(reply.refused).filter(([key]) => !this.form.tells(key))
    this.tell([...reply.notices, ...elsewhere.map(([, text]) => text)])
  }

  // One more, beside those that are there.
  add(notice) {
    const told = this.bar.hidden ? [] : [...this.lines.children].map(({textContent}) => textContent)
    this.tell([...told, notice])
  }

  tell(notices) {
    if (notices.length === 0 && this.bar.hidden) return
    this.lines.replaceChildren(
      ...notices.map((notice) => Object.assign(document.createElement("p"), {textContent: notice})),
    )
    this.bar.hidden = notices.length === 0
  }
}
