// @ts-check
// What of the pinned race is not as it is now, in a few words, as app/pin.py says it.

import {Setup} from "./setup.js"
import {general} from "./written.js"

/** @typedef {import("./settings.js").Settings} Settings */

// Of each of its racers, by key.
/** @param {Settings} settings @returns {Record<string, string>} */
export function differences(settings) {
  const {pinned} = settings
  if (!pinned) return {}
  const alike = Object.keys(pinned.declarations).filter((key) => key === "steps" || key.startsWith("recipe."))
  const told = alike.filter((key) => pinned.texts[key] !== settings.texts[key]).map((key) => said(pinned, key))
  const [x, y] = pinned.start
  const [nowX, nowY] = settings.start
  if (x !== nowX || y !== nowY) told.push(`start (${general(x)}, ${general(y)})`)
  const [before, now] = [new Setup(pinned), new Setup(settings)]
  const of = (/** @type {string} */ key) => {
    const [was, is] = [before.raced(key), now.raced(key)]
    const names = Object.keys(was).filter((name) => !same(was[name], is[name]))
    // The rate may be the one that is set for all.
    return names.map((name) => said(pinned, name === "lr" && pinned.texts.shared === "1" ? "lr" : `${key}.${name}`))
  }
  return Object.fromEntries(pinned.racing.map((key) => [key, [...of(key), ...told].join(", ")]))
}

// Texts of one value: 0 and −0 are the same number.
/** @param {string} a @param {string} b */
const same = (a, b) => a === b || (a !== "" && Number(a) === Number(b))

// A setting and its value, as in "β₁ 0.9" and "bias correction off".
/** @param {Settings} pinned @param {string} key */
function said({declarations, texts}, key) {
  const {label, kind} = declarations[key]
  const text = kind === "switch" ? (texts[key] === "1" ? "on" : "off") : texts[key]
  const isWord = /^\p{Lu}\p{Ll}/u.test(label)
  return `${isWord ? label[0].toLowerCase() + label.slice(1) : label} ${text}`
}
