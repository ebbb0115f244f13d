// @ts-check
// What of the recipe is in force, in a few words each: nothing of it may change a race unseen.

import {typeset} from "../made/numerals.js"

// Of the settings of a schedule, those that it goes by.
const GOES_BY = {
  "step decay": ["every", "drop"],
  exponential: ["every", "drop"],
  cosine: ["floor"],
  "cosine, warm restarts": ["every", "floor"],
  linear: ["floor"],
  "inverse square root": ["every"],
  triangular: ["every", "floor"],
}
const SCHEDULE = ["schedule", "warmup", "every", "drop", "floor"]
const NOISE = ["noise", "batch", "replicates", "seed"]

/**
 * A part of the recipe: what it says, the setting that it is mostly, and all that make it.
 * @typedef {{text: string, opens: string, keys: string[]}} Part
 */

// defaults: the texts of all settings of the recipe, by key; samples: how many the surface has to draw from.
/** @param {Record<string, string>} values @param {Record<string, string>} defaults @param {number} samples */
export function inForce(values, defaults, samples) {
  const is = (name) => values[`recipe.${name}`]
  const changed = (name) => is(name) !== defaults[`recipe.${name}`]
  /** @type {Part[]} */
  const parts = []
  const add = (texts, opens, names) =>
    parts.push({
      text: texts.filter(Boolean).join(" · "),
      opens: `recipe.${opens}`,
      keys: names.map((name) => `recipe.${name}`),
    })
  const few = (name, words) => (changed(name) ? `${words} ${typeset(is(name))}` : "")
  if (changed("schedule") || changed("warmup")) {
    const own = (GOES_BY[is("schedule")] ?? []).map((name) => few(name, name))
    const schedule = changed("schedule") ? is("schedule") : ""
    add([schedule, few("warmup", "warm-up"), ...own], changed("schedule") ? "schedule" : "warmup", SCHEDULE)
  }
  if (changed("clip_norm")) add([few("clip_norm", "gradient clipped to length")], "clip_norm", ["clip_norm"])
  if (changed("clip_value")) add([few("clip_value", "coordinates clipped to ±")], "clip_value", ["clip_value"])
  if (changed("weight_decay")) {
    add([few("weight_decay", "decay λ"), changed("decay") && is("decay")], "weight_decay", ["weight_decay", "decay"])
  }
  const batch = changed("batch") && samples > 0
  if (changed("noise") || batch) {
    const replicates = changed("replicates") && `${is("replicates")} replicates`
    const noise = [few("noise", "noise σ"), batch && few("batch", "batch of"), replicates, few("seed", "seed")]
    add(noise, changed("noise") ? "noise" : "batch", NOISE)
  }
  return parts
}
