// @ts-check
// A race in a sentence: what it is about, and, as far as it has been watched, what has come of it.

import {readable} from "./numbers.js"

const NUMBERS = "Nobody One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split(" ")

// How a race ended that neither arrived nor diverged: of one, of more.
const ENDS = {
  "did not stay": ["arrived at a minimum and did not stay", "arrived at a minimum and did not stay"],
  "on its way": ["is still on its way", "are still on their way"],
  "at rest": ["has come to rest elsewhere", "have come to rest elsewhere"],
  "to and fro": ["goes to and fro", "go to and fro"],
  "left the map": ["left the map", "left the map"],
}

// Names in a sentence.
/** @param {string[]} names */
export function listed(names) {
  if (names.length > 4) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} others`
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "")
}

/** @param {any} race see race.js @param {number} t the step at which the playhead is */
export function story(race, t) {
  if (race.paths.length === 0) return "Nobody races."
  const {entries} = race.standings(t)
  const said = told(race, entries, t)
  return said.length > 0 ? `${said.join("; ")}.` : opening(race)
}

/** @param {any} race */
function opening({paths, minima, steps, floor}) {
  const one = paths.length === 1
  const who = one ? paths[0].title : `${NUMBERS[paths.length] ?? paths.length} rules`
  const lowest = minima.filter((/** @type {number[]} */ [, , value]) => value <= floor)
  const which = minima.length === lowest.length ? "" : "lowest "
  const goal = lowest.length > 1 ? `one of the ${which}✚` : which ? "the lowest ✚" : "✚"
  const aim = minima.length === 0
    ? one ? "goes down as far as it can" : "go down as far as they can"
    : `${one ? "tries" : "try"} to reach ${goal}`
  return `${who} ${one ? "starts" : "start"} at ◯ and ${aim}. ${one ? "It" : "Each"} may take ${counted(steps)}.`
}

/** @param {number} steps */
const counted = (steps) => `${steps} ${steps === 1 ? "step" : "steps"}`

/** @param {any} race @param {any[]} entries @param {number} t */
function told(race, entries, t) {
  const over = t >= race.steps
  const there = entries.filter(({arrival, bottom}) => arrival >= 0 && !race.isLocal(bottom))
  const local = entries.filter(({arrival, bottom}) => arrival >= 0 && race.isLocal(bottom))
  const gone = entries.filter((each) => each.gone)
  const rest = entries.filter((each) => !each.gone && each.arrival < 0)
  const alone = entries.length === 1
  // Whoever did not stay may have been there before all who have.
  const stayed = !over || rest.every(({path}) => path.outcome.kind !== "did not stay")
  const said = arrivals(there, stayed && !alone)
  if (over && !alone && there.length === 0 && gone.length < entries.length) {
    said.push(leader(race, entries[0], stayed ? "has arrived" : "has stayed"))
  }
  if (local.length > 0) said.push(`${names(local)} ${local.length > 1 ? "are" : "is"} at a local minimum`)
  for (const each of gone) said.push(`${each.path.title} diverged at step ${each.path.outcome.step}`)
  if (over) {
    for (const [kind, [one, more]] of Object.entries(ENDS)) {
      const these = rest.filter(({path}) => path.outcome.kind === kind)
      if (these.length > 0) said.push(`${names(these)} ${these.length > 1 ? more : one}`)
    }
  } else if (said.length > 0 && rest.length > 0) {
    said.push(`${names(rest)} ${rest.length > 1 ? "are" : "is"} under way`)
  }
  return said
}

/** @param {any[]} some */
const names = (some) => listed(some.map(({path}) => path.title))

// Who has arrived, the first first.
/** @param {any[]} there @param {boolean} first whether nobody can have been there before */
function arrivals(there, first) {
  const steps = [...new Set(there.map(({arrival}) => arrival))].sort((a, b) => a - b)
  const at = (/** @type {number} */ step) => names(there.filter(({arrival}) => arrival === step))
  const shown = steps.slice(0, 3).map((step, i) =>
    i > 0 ? `${at(step)} at step ${step}` : `${at(step)} arrived ${first ? "first, " : ""}at step ${step}`
  )
  const later = there.filter(({arrival}) => steps.indexOf(arrival) >= 3)
  return later.length > 0 ? [...shown, `${names(later)} later`] : shown
}

/** @param {any} race @param {any} first @param {string} has what nobody has done */
function leader(race, {path, loss}, has) {
  const lowest = `${path.title} is lowest, at a loss of ${readable(loss + race.base, 3)}`
  return race.minima.length > 0 ? `Nobody ${has} at the lowest minimum: ${lowest}` : lowest
}
