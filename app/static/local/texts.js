// @ts-check
// The text of a setting's value: how it is read, strictly, and written. As app/texts.py has it.

import {parse} from "../made/grammar.js"
import {parts} from "./pin_text.js"
import {Unreadable} from "./unreadable.js"
import {text as written} from "./written.js"

/**
 * A setting as app/table.py declares it.
 * @typedef {object} Declaration
 * @property {string} key
 * @property {"several" | "choice" | "switch" | "text" | "number"} kind
 * @property {string} name What it is called in a sentence.
 * @property {string} label
 * @property {string} default
 * @property {string[]} [options] What may be chosen.
 * @property {boolean} [optional] Whether no text is a value as well.
 * @property {boolean} [whole]
 * @property {number} [low]
 * @property {number} [high]
 * @property {boolean} [withLow] Whether it may be as low as that.
 * @property {boolean} [withHigh]
 * @property {string} [limits] The bounds in words.
 */

// Characters in one value that are still read; entries of a list that are all named.
const MAX_LENGTH = 1000, NAMED = 30

const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/
const INTEGER = /^[+-]?\d+$/

// The text of the value that ``entry`` stands for, as a setting keeps it; throws ``Unreadable``.
/** @param {Declaration} declaration @param {unknown} entry @param {any} table */
export function read(declaration, entry, table) {
  const {kind, options = [], optional} = declaration
  if (typeof entry !== "string") throw new Unreadable("a setting is sent as text")
  if (lengthOf(entry) > MAX_LENGTH) throw new Unreadable(`it is longer than ${MAX_LENGTH} characters`)
  if (optional && entry === "") return ""
  if (kind === "several") {
    const chosen = entry.split(",").filter(Boolean)
    for (const each of chosen) oneOf(each, options)
    return options.filter((key) => chosen.includes(key)).join()
  }
  if (kind === "choice") return oneOf(entry, options)
  if (kind === "switch") return oneOf(entry, ["0", "1"])
  if (kind === "text") {
    if (declaration.key === "pin") parts(entry, table)
    else parse(entry, () => 0)
    return entry
  }
  return numberOf(declaration, entry)
}

/** @param {Declaration} declaration @param {string} entry */
function numberOf({whole, optional, low = 0, high = 0, withLow, withHigh, limits}, entry) {
  if (!(whole ? INTEGER : FLOAT).test(entry)) {
    const comma = entry.includes(",") ? ": decimals take a point, thousands nothing" : ""
    throw new Unreadable(`it is not a ${whole ? "whole " : ""}number${comma}`)
  }
  const value = Number(entry)
  if (value === 0 && /[1-9]/.test(entry.split(/[eE]/)[0])) {
    throw new Unreadable("it is so small that it would be taken for 0")
  }
  const within = (withLow ? low <= value : low < value) && (withHigh ? value <= high : value < high)
  if (!within) throw new Unreadable(`it must be ${limits}`)
  if (whole) return String(value)
  // −0 is 0, but in a place.
  return written(optional ? value : value + 0)
}

// Several of a list without what the list does not have, unless that is all; and what it does not have.
/** @param {Declaration} declaration @param {unknown} entry @returns {[unknown, string[]]} */
export function withoutStrangers({kind, options = []}, entry) {
  if (kind !== "several" || typeof entry !== "string" || lengthOf(entry) > MAX_LENGTH) return [entry, []]
  const all = entry.split(",").filter(Boolean)
  const allowed = all.filter((each) => options.includes(each))
  return allowed.length > 0 ? [allowed.join(), all.filter((each) => !options.includes(each))] : [entry, []]
}

/** @param {string} entry @param {string[]} allowed */
function oneOf(entry, allowed) {
  if (allowed.includes(entry)) return entry
  const more = allowed.length > NAMED ? ` and ${allowed.length - 5} more` : ""
  throw new Unreadable(`it must be one of ${(more ? allowed.slice(0, 5) : allowed).join(", ")}${more}`)
}

// In characters, not in halves of them.
/** @param {string} entry */
const lengthOf = (entry) => [...entry].length
