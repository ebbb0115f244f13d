// @ts-check
// What a race depends on, by value, as app/runs.py has it; and what its kernels are told.

import {parse} from "../made/grammar.js"
import {raced_by as racedBy} from "../made/in_force.js"
import {differing, drawn} from "../made/noisy.js"
import {price} from "../made/terms.js"

/** @typedef {import("./settings.js").Settings} Settings */

export class Setup {
  // keys: of the racers, where not all that are on.
  /** @param {Settings} settings @param {string[]} [keys] */
  constructor(settings, keys = settings.racing) {
    const {table} = settings
    this.table = table
    this.surface = settings.surface
    this.ground = settings.ground
    this.batch = drawn(settings.number("recipe.batch"), table.surfaces[this.surface].samples)
    /** With the recipe as it applies to the surface. @type {Record<string, string>} */
    this.texts = {...settings.texts, "recipe.batch": String(this.batch)}
    this.racers = keys
    this.start = settings.start
    this.steps = settings.number("steps")
    this.noise = settings.number("recipe.noise")
  }

  // Races of each racer that differ in their noise.
  get replicates() {
    return differing(Number(this.texts["recipe.replicates"]), this.noise, this.batch)
  }

  // What of it costs time and room, as app/sent.py has it.
  get bill() {
    const {rules} = this.table
    return {
      steps: this.steps,
      replicates: this.replicates,
      asks: this.racers.map((key) => [rules[key].most_asked, rules[key].most_looked]),
      price: this.#price,
      noise: this.noise,
      batch: this.batch,
    }
  }

  // Nanoseconds that value and gradient of one lane take.
  get #price() {
    return this.table.surfaces[this.surface].price ?? price(parse(this.texts["formula.text"], () => 0))
  }

  // The text of a setting by default.
  /** @param {string} key @returns {string} */
  usual(key) {
    return this.table.settings.find((/** @type {any} */ each) => each.key === key).default
  }

  // What tells races apart.
  get identity() {
    const recipe = Object.keys(this.table.recipe).map((name) => this.texts[`recipe.${name}`])
    const racers = this.racers.map((key) => [key, ...Object.values(this.raced(key))])
    return JSON.stringify([this.ground, this.start, this.steps, recipe, racers])
  }

  // The hyperparameters of a racer as it is raced.
  /** @param {string} key @returns {Record<string, string>} */
  raced(key) {
    const {texts} = this
    const names = this.table.rules[key].hyper
    return Object.fromEntries(names.map((/** @type {string} */ name) => [name, texts[racedBy({texts}, key, name)]]))
  }
}
