// @ts-check
// What the questions of a page's views are called where two engines may answer them: by one name, whoever is asked.

import {questionOf} from "../local/questions.js"

export class Questions {
  /** The one that is asked now. @type {{canonical: string | null, name: unknown} | undefined} */
  #asked
  /** Names, by what the server calls the same. @type {Map<unknown, unknown>} */
  #names = new Map()
  #count = 0

  // The name of what is asked with these settings: as the server calls it, ``theirs``, where it is new and the server
  // asks it.
  /** @param {import("../local/settings.js").Settings} settings @param {unknown} [theirs] */
  asked(settings, theirs) {
    const canonical = questionOf(settings)
    if (this.#asked?.canonical !== canonical) {
      this.#count += 1
      this.#asked = {canonical, name: theirs ?? `own.${this.#count}`}
    }
    const {name} = /** @type {{name: unknown}} */ (this.#asked)
    if (theirs !== undefined) this.#names.set(theirs, name)
    return name
  }

  // The name of what is asked now.
  get now() {
    return this.#asked?.name
  }

  // The name of what the server calls so.
  /** @param {unknown} theirs */
  called(theirs) {
    return this.#names.has(theirs) ? this.#names.get(theirs) : theirs
  }
}
