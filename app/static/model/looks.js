// @ts-check
// Which colour, marker and dash each racer has: no two of those who race look alike, and up to as many as there are
// colours share none.
//
// The classics have the first looks, for ever. Everybody else takes a free one when it is chosen, first of those that no
// classic has, and keeps it while it races; only a classic that is chosen takes its own back from who has it meanwhile.
// Several who are chosen at once, as by a link, choose in the order of the menu: the same link looks the same.

/** @typedef {{light: string, dark: string, marker: string, dash: number[]}} Look */

export class Looks {
  /** @param {{all: Look[], colours: number, classics: string[]}} facts */
  constructor({all, colours, classics}) {
    this.all = all
    this.classics = classics
    const places = [...all.keys()]
    // Those of the classics come after all other colours, and before these are had again.
    this.order = [...places.slice(classics.length, colours), ...places]
    /** @type {Map<string, number>} The place of its look, by racer. */
    this.places = new Map()
  }

  // Those who race now, in the order of the menu.
  /** @param {string[]} keys */
  choose(keys) {
    const before = this.places
    this.places = new Map()
    const taken = new Set()
    const take = (/** @type {string} */ key, /** @type {number | undefined} */ place) => {
      if (place === undefined || taken.has(place)) return
      this.places.set(key, place)
      taken.add(place)
    }
    for (const key of keys) if (this.classics.includes(key)) take(key, this.classics.indexOf(key))
    for (const key of keys) take(key, before.get(key))
    for (const key of keys) {
      if (!this.places.has(key)) take(key, this.order.find((place) => !taken.has(place)))
    }
    // In the order in which they were given.
    this.places = new Map(keys.map((key) => [key, /** @type {number} */ (this.places.get(key))]))
  }

  /** @param {string} key */
  of(key) {
    return this.all[this.places.get(key) ?? 0]
  }

  // [key, look] of all who race.
  ofAll() {
    return [...this.places.keys()].map((key) => /** @type {[string, Look]} */ ([key, this.of(key)]))
  }
}
