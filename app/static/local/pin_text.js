// @ts-check
// The text of a pinned race: a link without its surface. As app/pin.py reads it.

import {Unreadable} from "./unreadable.js"
import {quoted} from "./written.js"

// The settings that a pinned race is written as; throws ``Unreadable`` for what is not of a race.
/** @param {string} text @param {any} table @returns {Record<string, string>} */
export function parts(text, table) {
  const given = pairs(text)
  const found = Object.fromEntries(given)
  if (Object.keys(found).length < given.length) throw new Unreadable("it gives a setting twice")
  for (const key of new Map(given).keys()) {
    const [owner, ...name] = key.split(".")
    const known = name.length > 0 ? owner in table.rules || owner === "recipe" : table.pinned.includes(key)
    if (!known) {
      throw new Unreadable(`it has ${quoted([...key].slice(0, 40).join(""))}, which no race is pinned with`)
    }
  }
  return found
}

/** @param {string} text @returns {[string, string][]} */
function pairs(text) {
  if (text === "") return []
  return text.split("&").map((pair) => {
    const [key, ...value] = pair.split("=")
    try {
      if (value.length === 0) throw new URIError("no value")
      return [unescaped(key), unescaped(value.join("="))]
    } catch {
      throw new Unreadable("it is written like a link: racers=sgd,adam&adam.lr=0.1")
    }
  })
}

// Percent signs that are not followed by two digits stand for themselves.
/** @param {string} text */
const unescaped = (text) => text.replaceAll("+", " ").replace(/(%[\dA-Fa-f]{2})+/g, decodeURIComponent)
