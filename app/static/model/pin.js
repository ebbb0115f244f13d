// @ts-check
// A race in the grammar of a link, as the setting "pin" holds it: see app/pinned.py.

import {OF_A_RACE} from "../made/pinned.js"

// The race of these settings; query: those that are not at their defaults.
/** @param {Record<string, string>} values @param {Record<string, string>} query */
export function pinOf(values, query) {
  const racers = values.racers.split(",")
  const belongs = (key) => {
    const [owner, name] = key.split(".")
    return name ? owner === "recipe" || racers.includes(owner) : OF_A_RACE.includes(key)
  }
  // Who races is always said: a race of defaults is not the same as none.
  const kept = Object.entries(query).filter(([key]) => key !== "racers" && belongs(key))
  return new URLSearchParams([["racers", values.racers], ...kept]).toString().replaceAll("%2C", ",")
}
