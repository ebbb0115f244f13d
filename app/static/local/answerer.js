// @ts-check
// Whoever answers in the page: the settings in force, and what follows from them.

import {VERSION} from "../made/address.js"
import {textOf, tuning} from "./questions.js"
import {pinOf} from "../model/pin.js"
import {differences} from "../made/pinned.js"
import {completed, Has, lacksPinned, pinnedAlone, replyTo} from "./reply.js"
import {apply, fromQuery, Settings} from "./settings.js"

/**
 * What is said of changes: to all, and of each entry that was refused, by its key.
 * @typedef {{notices: string[], refused: Record<string, string>}} Said
 */

export class Answerer {
  has = new Has()
  /** @type {string | null | undefined} */
  #told

  // kernels: see kernels.js; table: of app/table.py; query: of the address, or none for the race that a page opens with.
  /** @param {any} kernels @param {any} table @param {string} [query] */
  constructor(kernels, table, query = "") {
    this.kernels = kernels
    this.table = table
    this.settings = new Settings(table)
    const notices = query ? fromQuery(this.settings, query) : apply(this.settings, table.opening)
    // Nobody has typed what stands in an address.
    /** @type {Said} */
    this.said = {notices: notices.map(({text}) => text), refused: {}}
  }

  /** @param {Record<string, string>} changes @returns {Said} */
  change(changes) {
    return told(apply(this.settings, changes))
  }

  // These settings are in force, as somebody else says.
  /** @param {Record<string, string>} values */
  adopt(values) {
    const {texts} = this.settings
    for (const [key, text] of Object.entries(values)) if (texts[key] !== text) this.settings.put(key, text)
  }

  // Whether the settings are those.
  /** @param {Record<string, string>} values */
  agrees(values) {
    return Object.entries(this.settings.texts).every(([key, text]) => values[key] === text)
  }

  // Changes that bring another who has those settings to these.
  /** @param {Record<string, string>} values @returns {Record<string, string>} */
  owed(values) {
    return Object.fromEntries(Object.entries(this.settings.texts).filter(([key, text]) => values[key] !== text))
  }

  // The race of an address, to be shown beside that of the page: as a pinned race is, with the text to pin it by; or why
  // it cannot be.
  /** @param {string} query */
  sent(query) {
    const {table, kernels} = this
    const theirs = new Settings(table)
    const notices = fromQuery(theirs, query).map(({text}) => text)
    if (theirs.ground !== this.settings.ground) return {why: "it is on another surface, or in another shape of it."}
    if (theirs.racing.length === 0) return {why: "nobody races in it."}
    const pin = pinOf({...theirs.texts, racers: theirs.racing.join()}, theirs.query)
    const {race, minima} = pinnedAlone(kernels, this.#with(pin))
    return {pin, notices, race, minima, values: {...theirs.texts}}
  }

  // In a few words, what of a race that is pinned by that text is not as it is in the page.
  /** @param {string} pin */
  differencesOf(pin) {
    return differences(this.#with(pin))
  }

  // The settings of the page, with that race pinned.
  /** @param {string} pin */
  #with(pin) {
    const settings = new Settings(this.table)
    Object.assign(settings.texts, this.settings.texts)
    settings.put("pin", pin)
    return settings
  }

  // Whether a reply has the pinned race in it.
  get lacksPinned() {
    return lacksPinned(this.settings, this.has)
  }

  /** @param {import("./reply.js").Races} [races] where they have been run */
  reply(races) {
    return replyTo(this.kernels, this.settings, this.has, races)
  }

  // Somebody else's reply with what the page lacks of it, and without what the page has.
  /** @param {any} reply */
  completed(reply) {
    let {settings} = this
    if (!this.agrees(reply.values)) {
      const other = new Answerer(this.kernels, this.table, `v=${VERSION}`)
      other.adopt(reply.values)
      settings = other.settings
    }
    return completed(this.kernels, settings, this.has, reply)
  }

  // The tuning that was told last.
  /** @param {string | null} question */
  tell(question) {
    this.#told = question
  }

  // Whether it is of the settings in force.
  get tuned() {
    return this.#told !== undefined && this.#told === textOf(tuning(this.settings))
  }
}

/** @param {import("./settings.js").Notice[]} notices @returns {Said} */
function told(notices) {
  const refused = notices.filter(({key}) => key !== undefined)
  return {
    notices: notices.filter(({key}) => key === undefined).map(({text}) => text),
    refused: Object.fromEntries(refused.map(({key, said}) => [key, said])),
  }
}
