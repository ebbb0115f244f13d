// Who races: a card for each, and the menu that the others come from.

import {told} from "../made/titles.js"
import {put} from "./text.js"

export class Racers {
  // ask(changes): ask for them.
  constructor(root, engine, ask) {
    const all = (selector) => [...root.querySelectorAll(selector)]
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {engine, ask, menu: find("add"), search: find("add-search"), none: find("add-none")})
    Object.assign(this, {open: find("add-open"), nobody: find("nobody")})
    this.cards = all("[data-card]").map((card) => ({card, key: card.dataset.card, why: card.querySelector(".why")}))
    this.entries = all("[data-racer]").filter((input) => input.matches("input")).map((input) => ({
      input,
      key: input.dataset.racer,
      label: input.closest("label"),
      why: input.closest("label").querySelector(".why"),
    }))
    this.families = all("[data-part=add] fieldset")
    this.told = all("[data-told]").map((holder) => ({
      holder,
      key: holder.dataset.told,
      declared: declarationOf(root, holder),
    }))
    for (const {input} of this.entries) input.addEventListener("change", () => this.#ask(this.#chosen()))
    for (const set of all("[data-set]")) set.addEventListener("click", () => this.#ask(set.dataset.set.split(",")))
    for (const button of all("[data-remove]")) {
      button.addEventListener("click", () => this.#remove(button.dataset.remove))
    }
    find("to-sweep").addEventListener("click", () => ask({view: "sweep"}))
    this.search.addEventListener("input", () => this.#find(this.search.value))
    this.search.addEventListener("keydown", (event) => event.key === "Enter" && this.#first()?.input.click())
    this.menu.addEventListener("toggle", ({newState}) => {
      if (newState !== "open") return
      this.search.value = ""
      this.#find("")
      // On a phone, that would open the keyboard over the menu.
      if (matchMedia("(pointer: fine)").matches) this.search.focus()
    })
  }

  follow({reply}) {
    // While something is under way, this is what came of less than was chosen by now.
    const late = this.engine.waits || this.engine.keeps
    const on = late ? this.#chosen() : reply.values.racers.split(",").filter(Boolean)
    for (const {input, key, why} of this.entries) {
      const reason = reply.absent[key] ?? ""
      input.checked = on.includes(key)
      input.disabled = reason !== ""
      say(why, reason)
    }
    for (const {card, key, why} of this.cards) {
      const reason = reply.absent[key] ?? ""
      // Who cannot race here keeps the card, and races again on the next surface that allows it.
      card.hidden = !on.includes(key)
      card.classList.toggle("off", reason !== "")
      say(why, reason)
    }
    this.nobody.hidden = on.length > 0
    for (const {holder, key, declared} of this.told) {
      const text = reply.values[key]
      if (holder.dataset.shown === text) continue
      holder.dataset.shown = text
      put(holder, told(declared, text))
      holder.classList.toggle("odd", text !== declared.default)
    }
  }

  #chosen() {
    return this.entries.filter(({input}) => input.checked).map(({key}) => key)
  }

  #ask(racers) {
    for (const {input, key} of this.entries) input.checked = racers.includes(key)
    this.ask({racers: racers.join(",")})
  }

  #remove(key) {
    const racing = this.cards.filter(({card}) => !card.hidden)
    const place = racing.findIndex((each) => each.key === key)
    racing[place].card.hidden = true
    this.#ask(this.#chosen().filter((each) => each !== key))
    // The button goes with its card: whoever uses the keyboard goes on at the next.
    const next = racing[place + 1] ?? racing[place - 1]
    ;(next?.card.querySelector("[data-remove]") ?? this.open).focus()
  }

  #find(words) {
    const wanted = words.trim().toLowerCase()
    for (const {label} of this.entries) label.hidden = !label.dataset.words.includes(wanted)
    for (const family of this.families) family.hidden = !family.querySelector("label:not([hidden])")
    put(this.none, this.entries.some(({label}) => !label.hidden) ? "" : "No racer is called that.")
  }

  #first() {
    return this.entries.find(({label, input}) => !label.hidden && !input.disabled)
  }
}

function say(holder, reason) {
  put(holder, reason)
  holder.hidden = reason === ""
}

// The declaration of a setting that is folded away, as far as a few words need it: read off its control.
function declarationOf(root, holder) {
  const {label, usual} = holder.dataset
  const control = root.querySelector(`[data-key="${holder.dataset.told}"]`)
  const kind = control.matches("select") ? "choice" : control.matches("input") ? "switch" : "number"
  return {label, kind, default: usual}
}
