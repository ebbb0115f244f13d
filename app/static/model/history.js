// @ts-check
// What can be undone and redone: the settings that were in force, one after the other.
//
// The server's replies are the history: each says what is in force after it. To undo is to ask for what was in force
// before, as for any change.

// So many changes can be undone.
const MOST = 100
// Of the reader or of the moment, not of the race: nobody wants them undone.
const APART = new Set(["step", "theme", "embed", "engine"])

/** @typedef {Record<string, string>} Values The text of every setting, by key. */
/** @typedef {{before: Values, name: string, keys: string[], gesture: unknown}} Entry */

// Keys of settings that are not the same in both.
/** @param {Values} from @param {Values} to @returns {string[]} */
export const differing = (from, to) => Object.keys(to).filter((key) => !APART.has(key) && from[key] !== to[key])

// The changes that bring one state to another.
/** @param {Values} from @param {Values} to @returns {Values} */
export function changesTo(from, to) {
  const differ = differing(from, to)
  // A new surface brings settings of its own with it, unless they are asked for as well.
  const keys = differ.includes("surface") ? Object.keys(to).filter((key) => !APART.has(key)) : differ
  return Object.fromEntries(keys.map((key) => [key, to[key]]))
}

export class History {
  /** @type {Entry[]} */
  #past = []
  /** @type {Entry[]} */
  #future = []
  /** @type {Values | undefined} */
  #present

  // nameOf(keys, values): what to call a change of these settings, to these values, where nobody has said.
  /** @param {(keys: string[], values: Values) => string} nameOf */
  constructor(nameOf) {
    this.nameOf = nameOf
  }

  // What is undone next, and what is redone next, if anything.
  /** @returns {Entry | undefined} */
  get last() {
    return this.#past.at(-1)
  }

  /** @returns {Entry | undefined} */
  get next() {
    return this.#future.at(-1)
  }

  // These values are in force by now. What one gesture, such as a drag, does to a setting is one change.
  /** @param {Values} values @param {unknown} gesture @param {string} [name] */
  follow(values, gesture, name) {
    const before = this.#present
    this.#present = values
    if (!before) return
    const keys = differing(before, values)
    if (keys.length === 0) return
    this.#future = []
    const {last} = this
    if (last && last.gesture === gesture && keys.some((key) => last.keys.includes(key))) {
      last.keys = differing(last.before, values)
      // Back where it began, it is no change.
      if (last.keys.length === 0) this.#past.pop()
      else last.name = name ?? this.nameOf(last.keys, values)
      return
    }
    this.#past.push({before, name: name ?? this.nameOf(keys, values), keys, gesture})
    if (this.#past.length > MOST) this.#past.shift()
  }

  // The changes to ask for, so that what was done last is undone, or what was undone last is done again.
  /** @returns {Values | undefined} */
  undo() {
    return this.#step(this.#past, this.#future)
  }

  /** @returns {Values | undefined} */
  redo() {
    return this.#step(this.#future, this.#past)
  }

  /** @param {Entry[]} from @param {Entry[]} to */
  #step(from, to) {
    const entry = from.pop()
    const present = this.#present
    if (!entry || !present) return undefined
    // No gesture goes on over what was undone.
    to.push({...entry, before: present, gesture: undefined})
    const changes = changesTo(present, entry.before)
    // What the reply says is then nothing new.
    this.#present = {...present, ...changes}
    return changes
  }
}
