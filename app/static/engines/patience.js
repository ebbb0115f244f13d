// @ts-check
// How long to wait before a server is tried again: a class of three hundred must not come back in one moment.

// Milliseconds over which the first tries are spread, and what no later one waits longer than.
const SPREAD = 2000, LONGEST = 15_000

// tries: how many have failed; after: milliseconds that the server itself asked for; chance: a number from 0 to 1.
/** @param {number} tries @param {number} [after] */
export function delay(tries, after = undefined, chance = Math.random()) {
  if (after !== undefined) return after * (1 + chance / 4)
  if (tries === 0) return SPREAD * chance
  return Math.min(LONGEST, 1000 * 2 ** tries) * (1 + chance) / 2
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

// Call ``react`` when a page that may have slept is looked at again, or its machine is back on a network.
/** @param {() => void} react */
export function onWaking(react) {
  document.addEventListener("visibilitychange", () => document.hidden || react())
  addEventListener("online", react)
  addEventListener("pageshow", (event) => event.persisted && react())
}
