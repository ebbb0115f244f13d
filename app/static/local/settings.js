// @ts-check
// All that a visitor can set, held by texts. What is done with them is in app/, for server and page alike.

import {opened, query} from "../made/address.js"
import {apply as applied} from "../made/changes.js"
import {racing, start} from "../made/in_force.js"
import {pin} from "../made/pinned.js"
import {titled} from "../made/titles.js"
import {parse} from "../made/grammar.js"
import {Setup} from "./setup.js"
import {FormulaError} from "./unreadable.js"

/**
 * A setting as app/entries.py knows it.
 * @typedef {object} Declaration
 * @property {string} key
 * @property {string} name What it is called in a sentence.
 * @property {string} label
 * @property {"several" | "choice" | "switch" | "text" | "number"} kind
 * @property {string} default
 */

/**
 * What is said of a change; with the key and other words where an entry was refused.
 * @typedef {{text: string, key?: string, said?: string}} Notice
 */

export class Settings {
  /** @type {Settings | undefined} */
  #pinned

  // table: of app/table.py.
  /** @param {any} table */
  constructor(table) {
    this.table = table
    /** How each is read, by key. @type {Record<string, Declaration>} */
    this.declarations = declarationsOf(table)
    /** The text of every setting, by key. @type {Record<string, string>} */
    this.texts = Object.fromEntries(Object.entries(this.declarations).map(([key, each]) => [key, each.default]))
  }

  // Set the setting ``key`` to a text that was read; why it cannot be, or nothing.
  /** @param {string} key @param {string} text @returns {string} */
  take(key, text) {
    const why = key === "formula.text" ? unreadable(text) : key === "pin" ? this.#pin(text) : ""
    if (!why) this.texts[key] = text
    return why
  }

  // Set the setting ``key`` to a text that settings have.
  /** @param {string} key @param {string} text */
  put(key, text) {
    const why = this.take(key, text)
    if (why) throw new Error(`${key}: ${why}`)
  }

  /** @param {string} text @returns {string} */
  #pin(text) {
    const pinned = text ? new Settings(this.table) : undefined
    const why = pinned ? pin(pinned, text) : ""
    if (!why) this.#pinned = pinned
    return why
  }

  /** @param {string} key */
  number(key) {
    return Number(this.texts[key])
  }

  get surface() {
    return this.texts.surface
  }

  // What tells surfaces in their shapes apart.
  get ground() {
    const {surface} = this
    const {shape} = this.table.surfaces[surface]
    const values = shape.map((/** @type {string} */ name) => {
      const key = `${surface}.${name}`
      return this.declarations[key].kind === "number" ? this.number(key) : this.texts[key]
    })
    return JSON.stringify([surface, ...values])
  }

  // The racers that cannot race on the surface in force, each with the reason.
  get absent() {
    return this.table.surfaces[this.surface].absent
  }

  // The start of the surface in force, and that which is in force.
  get usual_start() {
    return this.table.surfaces[this.surface].start
  }

  /** @returns {[number, number]} */
  get start() {
    return start(this)
  }

  // The settings of the pinned race, which is on the surface in force.
  get pinned() {
    const pinned = this.#pinned
    if (pinned) {
      for (const key of Object.keys(this.declarations)) {
        if (key === "surface" || key.split(".")[0] in this.table.surfaces) pinned.texts[key] = this.texts[key]
      }
    }
    return pinned
  }

  /** @returns {string[]} */
  get racing() {
    return racing(this)
  }

  // The names of a racer's hyperparameters.
  /** @param {string} racer @returns {string[]} */
  hyper(racer) {
    return this.table.rules[racer].hyper
  }

  // The title of its race.
  get title() {
    const {surfaces, rules} = this.table
    return titled(surfaces[this.surface].about.title, this.racing.map((key) => rules[key].still.title))
  }

  // All that a reply runs: the race, and the one that is pinned.
  get races() {
    const {pinned} = this
    return [new Setup(this), ...(pinned ? [new Setup(pinned)] : [])]
  }

  // What they cost.
  get bills() {
    return this.races.map(({bill}) => bill)
  }

  // The arguments of an address that brings these settings back.
  get query() {
    return query(this.texts, this.declarations)
  }
}

// Settings with these texts.
/** @param {any} table @param {Record<string, string>} texts */
export function settingsOf(table, texts) {
  const settings = new Settings(table)
  for (const [key, text] of Object.entries(texts)) settings.put(key, text)
  return settings
}

/** @type {WeakMap<object, Record<string, Declaration>>} */
const DECLARATIONS = new WeakMap()

/** @param {any} table @returns {Record<string, Declaration>} */
function declarationsOf(table) {
  const made = DECLARATIONS.get(table) ??
    Object.fromEntries(table.settings.map((/** @type {Declaration} */ each) => [each.key, each]))
  DECLARATIONS.set(table, made)
  return made
}

// Why a formula cannot be read, or nothing.
/** @param {string} text @returns {string} */
function unreadable(text) {
  try {
    parse(text, () => 0)
  } catch (error) {
    if (error instanceof FormulaError) return error.message
    throw error
  }
  return ""
}

// Set what ``changes`` asks for, as app/changes.py has it; a notice for each entry that was refused.
/** @param {Settings} settings @param {Record<string, unknown>} changes @returns {Notice[]} */
export const apply = (settings, changes) => applied(settings, Object.entries(changes))

// Apply the arguments of an address, as app/address.py has it; a notice for each that was refused.
/** @param {Settings} settings @param {string} query @returns {Notice[]} */
export function fromQuery(settings, query) {
  const {lessons, beside_a_lesson: beside} = settings.table
  const all = new URLSearchParams(query)
  const given = [...new Set(all.keys())].map((key) => [key, all.getAll(key)])
  const statesOf = (/** @type {string} */ lesson) => (Object.hasOwn(lessons, lesson) ? lessons[lesson] : [])
  return opened(settings, given, beside, statesOf)
}
