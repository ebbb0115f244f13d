// What a link for a class sets: what is covered until it is revealed, what is locked, what is left out.

import {coverAgain, coveredText, listOf, revealed, unlocked} from "../model/cover.js"
import {put} from "./text.js"

// The controls of each group, see app/classroom.py; a setting that is named by itself is found by its key.
const CONTROLS = {
  surface: ".surface, [data-only-surface]",
  start: ".pair, [data-part=ring]",
  steps: "[data-scale][data-key=steps]",
  racers: "[data-part=add-open], [data-remove], [data-part=nobody] .sets",
  rates:
    "[data-scale][data-key=lr], [data-scale][data-key$='.lr'], .switch:has([data-key=shared]), [data-best], [data-part=rates], .hint:has([data-part=to-sweep])",
  recipe: ".recipe, [data-part=chips] button",
  view: ".tabs, .asking .choices, [data-part=offers]",
  pin: ".pin, .switch:has([data-key=hide])",
  fair: "[data-part=fair-open]",
}
const FIELDS = "input, select, button, textarea"

export class Classroom {
  #held = []
  #revealing = false

  // facts: groups of settings, titles of racers, names of settings; replay(): play from the start.
  constructor(root, {groups, titles, names}, replay) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {root, groups, titles, names, replay, button: find("reveal"), announce: find("announce")})
    this.covering = [...root.querySelectorAll("[data-covers]")]
    this.button.addEventListener("click", () => this.reveal())
  }

  // ask(changes, name): ask for changes that a visitor makes.
  set asks(ask) {
    this.ask = ask
  }

  // Of changes, those that the link of this page lets a visitor make; it is said of the others that they stay.
  allows(changes) {
    const {passing, held} = unlocked(changes, this.locked ?? [], this.groups)
    if (held.length > 0) put(this.announce, this.locks(held))
    return passing
  }

  // That settings with these keys stay as they are, in a sentence.
  locks(held) {
    return `Locked by the link of this page: ${held.map((key) => this.names[key] ?? key).join(", ")}.`
  }

  follow({reply: {values}, covers}) {
    this.values = values
    this.last = values.cover || this.last
    this.locked = listOf(values.lock)
    for (const part of this.covering) part.hidden = !covers.includes(part.dataset.covers)
    const covered = covers.join(" ")
    if (this.root.dataset.cover !== covered) this.root.dataset.cover = covered
    this.button.hidden = !revealed(values)
    this.#mark(`${values.lock} ${values.without}`, listOf(values.without))
    if (this.#revealing && values.cover === "") {
      this.#revealing = false
      this.replay()
    }
  }

  // Cover what the link covers, or what is usual; the race is then the class's to guess.
  cover() {
    const changes = this.values.reveal === "1" && coverAgain(this.values, this.last)
    if (changes) this.ask(changes, "Cover")
  }

  reveal() {
    const changes = revealed(this.values)
    if (!changes) return
    this.#revealing = true
    this.ask(changes, "Reveal")
  }

  // What stands over the map.
  get says() {
    return coveredText(listOf(this.values?.cover ?? ""), this.titles)
  }

  // Locked controls are disabled and read on; those that are left out are not there.
  #mark(links, without) {
    if (links === this.links) return
    this.links = links
    for (const field of this.#held) field.disabled = false
    this.#held = this.locked.flatMap((item) => this.#controls(item).flatMap(fieldsOf)).filter((field) =>
      !field.disabled
    )
    for (const field of this.#held) field.disabled = true
    for (const part of this.root.querySelectorAll(".left-out")) part.classList.remove("left-out")
    for (const part of without.flatMap((item) => this.#controls(item))) part.classList.add("left-out")
  }

  #controls(item) {
    const all = (selector) => [...this.root.querySelectorAll(selector)]
    if (item in CONTROLS) return all(CONTROLS[item])
    const keys = Object.keys(this.groups).filter((key) => key === item || this.groups[key] === item)
    return keys.flatMap((key) => all(`[data-scale][data-key="${key}"], .control:has(> [data-key="${key}"])`))
  }
}

const fieldsOf = (part) => [...(part.matches(FIELDS) ? [part] : []), ...part.querySelectorAll(FIELDS)]
