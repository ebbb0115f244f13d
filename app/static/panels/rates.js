// Whose the learning rates are: the surface's own, the racers' general ones, or set by hand.

import {isAt, setTo} from "../model/rates.js"
import {listed} from "../model/story.js"
import {put} from "./text.js"

export class Rates {
  // facts.surfaces: by key, with the rates that each brings; facts.rates: the general ones, by rule.
  constructor(root, {surfaces, rates}, ask) {
    const find = (name) => root.querySelector(`[data-part=${name}]`)
    Object.assign(this, {surfaces, general: rates})
    Object.assign(this, {line: find("rates"), says: find("rates-say"), own: find("rates-own")})
    this.back = find("rates-general")
    this.own.addEventListener("click", () => ask(setTo(this.surface.rates, this.values)))
    const general = () => Object.fromEntries(Object.keys(this.surface.rates).map((rule) => [rule, rates[rule]]))
    this.back.addEventListener("click", () => ask(setTo(general(), this.values)))
  }

  follow({reply: {values, surface}, race}) {
    this.values = values
    this.surface = this.surfaces[surface.key]
    const {title, rates} = this.surface
    const racing = race.paths.filter(({key}) => key in rates)
    this.line.hidden = racing.length === 0 || values.shared === "1"
    if (this.line.hidden) return
    const own = racing.filter(({key}) => isAt(values, key, rates[key]))
    const general = racing.filter(({key}) => isAt(values, key, this.general[key]))
    const all = (some) => some.length === racing.length
    const names = (some) => listed(some.map((path) => path.title))
    put(
      this.says,
      all(own)
        ? `Rates: ${title}’s own.`
        : all(general)
        ? "Rates: the general ones."
        : own.length > 0
        ? `Rates: ${title}’s own for ${names(own)}.`
        : "Rates: set by hand.",
    )
    put(this.own, own.length > 0 && !all(general) ? "Own for all" : `Use ${title}’s own`)
    this.own.hidden = all(own)
    this.back.hidden = all(general)
  }
}
