// What of the recipe is in force, over the loss: each part opens its controls, or is taken back.

import {inForce} from "../model/in_force.js"

export class Chips {
  // defaults: the texts of the recipe's settings, by key; ask(changes): ask for them.
  constructor(root, defaults, ask) {
    Object.assign(this, {root, defaults, ask, holder: root.querySelector("[data-part=chips]")})
    this.embedded = root.dataset.embed === "1"
  }

  follow({reply}) {
    const parts = inForce(reply.values, this.defaults, reply.surface.samples)
    const shown = JSON.stringify(parts)
    if (shown === this.shown) return
    this.shown = shown
    this.holder.hidden = parts.length === 0
    const held = this.holder.contains(document.activeElement)
    this.holder.replaceChildren(...parts.map((part) => this.#chip(part)))
    // The chip that was taken back is gone, and the focus with it.
    if (held) (this.holder.querySelector("button") ?? this.root.querySelector("[data-playback=play]")).focus()
  }

  #chip({text, opens, keys}) {
    const chip = Object.assign(document.createElement("span"), {className: "chip"})
    // A frame has no controls to show, and its page chose what is in force.
    if (this.embedded) return Object.assign(chip, {textContent: text, title: text})
    const open = Object.assign(document.createElement("button"), {type: "button", textContent: text})
    open.title = "Show where this is set"
    open.addEventListener("click", () => this.#show(opens))
    const off = Object.assign(document.createElement("button"), {type: "button", textContent: "✕", className: "off"})
    off.setAttribute("aria-label", `Take back: ${text}`)
    off.addEventListener("click", () => this.ask(Object.fromEntries(keys.map((key) => [key, this.defaults[key]]))))
    chip.append(open, off)
    return chip
  }

  // The control of a setting, wherever it is folded away.
  #show(key) {
    const found = this.root.querySelector(`.controls [data-key="${key}"]`)
    for (let at = found; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true
    const input = found?.matches("input, select") ? found : found?.querySelector("input")
    input?.scrollIntoView({block: "center"})
    input?.focus()
  }
}
