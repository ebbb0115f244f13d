// @ts-check
// A step of a lesson against the race: its words with the numbers of that race in them, whether what it wants is done,
// and what there is to say of an answer.

import {claimOf, numberOf} from "./claims.js"
import {readable} from "./numbers.js"

// What stands for a number that is not known yet.
const UNKNOWN = "…"

/** @typedef {{choice?: number, text?: string}} Answer What was answered: the number of a choice, or a text. */
/** @typedef {"good" | "bad" | "soft"} Tone */

// What was read of a text before, which is every time after the first.
/** @type {Map<string, any>} */
const kept = new Map()

/** @template T @param {(text: string) => T} read @param {string} text @returns {T} */
function once(read, text) {
  const key = `${read.name} ${text}`
  if (!kept.has(key)) kept.set(key, read(text))
  return kept.get(key)
}

// The words of a template, whose holes are numbers of the race, at step t; what races no more has none.
/** @param {string} text @param {any} scene see claims.js @param {number} t */
export function words(text, scene, t) {
  return text.replaceAll(/\{([^{}]*)\}/g, (_, hole) => {
    const value = attempt(() => once(numberOf, hole)(scene, t))
    if (value === undefined) return UNKNOWN
    if (value === Infinity) return "never"
    // A step is told whole.
    return Number.isInteger(value) && Math.abs(value) < 1e5 ? String(value).replace("-", "−") : readable(value, 3)
  })
}

// Whether a comparison holds at step t; undefined where nobody can know.
/** @param {string} text @param {any} scene @param {number} t */
export const holds = (text, scene, t) => attempt(() => once(claimOf, text)(scene, t))

// What a visitor has taken from the race cannot be measured.
/** @template T @param {() => T} measure */
function attempt(measure) {
  try {
    return measure()
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

// Whether a step lets go on: what it wants was answered, rightly where there is a right answer, or done.
/** @param {any} step @param {Answer} answer @param {boolean} done whether the task was once done */
export function isOpen({kind, ask}, answer, done) {
  if (kind === "read") return true
  if (kind === "task") return done
  if (kind === "write") return Boolean(answer.text?.trim())
  if (kind === "check") return ask.choices[answer.choice ?? -1]?.correct === true
  return answer.choice !== undefined
}

// What to say of an answer, or of a task, at step t: empty where there is nothing to say.
/** @param {any} step @param {Answer} answer @param {any} scene @param {number} t @returns {{text: string, tone: Tone}} */
export function feedback(step, answer, scene, t) {
  const {kind, ask, requires} = step
  if (kind === "task") {
    const is = holds(requires.holds, scene, t)
    if (is === undefined) return {text: "The race will tell.", tone: "soft"}
    return is ? {text: "Done: the race has it.", tone: "good"} : {text: "Not yet.", tone: "soft"}
  }
  const choice = ask?.choices[answer.choice ?? -1]
  if (!choice) return {text: "", tone: "soft"}
  if (kind === "check") return {text: words(choice.feedback, scene, t), tone: choice.correct ? "good" : "bad"}
  const is = holds(choice.holds, scene, t)
  if (is === undefined) return {text: "The race will tell.", tone: "soft"}
  const verdict = words(ask.verdict, scene, t)
  return {text: `${is ? "You foretold it." : "It went otherwise."} ${verdict}`, tone: is ? "good" : "bad"}
}

// The changes that bring the race of a step back; empty where it is there. defaults: of the settings that are a lesson's,
// which are not those that a visitor or a teacher keeps to themselves.
/** @param {Record<string, string>} values @param {Record<string, string>} defaults @param {Record<string, string>} state */
export function changesToStep(values, defaults, state) {
  const wanted = {...defaults, ...state}
  const differ = Object.keys(defaults).filter((key) => values[key] !== wanted[key])
  // A new surface brings a start of its own with it, and ends a pinned race.
  const all = differ.includes("surface") ? [...new Set([...differ, "x", "y", "pin"])] : differ
  return Object.fromEntries(all.map((key) => [key, wanted[key]]))
}

// Whether the race is another than the step's.
/** @param {Record<string, string>} values @param {Record<string, string>} defaults @param {Record<string, string>} state */
export const isElsewhere = (values, defaults, state) =>
  Object.keys(changesToStep(values, defaults, state)).some((key) => key !== "hide")

// All answers that were given in a lesson, as a text to keep.
/** @param {any} lesson @param {Record<string, Answer>} answers by step, from 1 */
export function asText({title, steps}, answers) {
  const lines = steps.flatMap((/** @type {any} */ {title: name, ask}, /** @type {number} */ i) => {
    const answer = answers[i + 1]
    if (!ask || !answer) return []
    const said = answer.text ?? ask.choices[answer.choice ?? -1]?.text
    return said ? [`Step ${i + 1}, ${name}`, ask.question, `– ${said}`, ""] : []
  })
  return [title, "", ...(lines.length ? lines : ["Nothing was answered yet."])].join("\n")
}
