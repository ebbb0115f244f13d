// @ts-check
// What a view asks beside the race, as app/views/ and app/tuning.py have it: all that an answer depends on, by value.

import {basins, best as bestOf, everybody, heat, races, tuning as tuningOf} from "../made/asked.js"
import {Setup} from "./setup.js"

/** @typedef {import("./settings.js").Settings} Settings */

/**
 * @typedef {object} Question
 * @property {string} kind The key of the view that asks, or "tune".
 * @property {Setup} of
 * @property {(string | number)[]} options What the view has options for.
 * @property {number} races How many races each racer runs for each point of the answer.
 */

// What the view in force asks; undefined where it asks nothing, or nobody races.
/** @param {Settings} settings @returns {Question | undefined} */
export function asked(settings) {
  const kind = settings.texts.view
  if (kind === "relief") return {kind, of: new Setup(settings, []), options: [], races: 1}
  if (kind === "heat") return question(settings, heat(settings))
  if (kind === "basins") return question(settings, basins(settings))
  return settings.table.views[kind].asks ? question(settings, everybody(settings, kind)) : undefined
}

// What tuning finds for everybody who races.
/** @param {Settings} settings @returns {Question | undefined} */
export const tuning = (settings) => question(settings, tuningOf(settings))

// What the best rate of one racer is; undefined where it does not race, or all have one rate.
/** @param {Settings} settings @param {string} racer @returns {Question | undefined} */
export const best = (settings, racer) => question(settings, bestOf(settings, racer))

// What is asked, as app/asked.py has it, with all that its answer depends on.
/** @param {Settings} settings @param {any} asked @returns {Question | undefined} */
function question(settings, asked) {
  if (!asked) return undefined
  const of = new Setup(settings, asked.racers)
  const {minima} = settings.table.surfaces[settings.surface].about
  return {kind: asked.kind, of, options: asked.options, races: races(asked, of.replicates, minima.length)}
}

// The question of that text, with these settings.
/** @param {string} text @param {Settings} settings */
export function questionFrom(text, settings) {
  const [kind, , [racer]] = JSON.parse(text)
  return kind === "tune" ? tuning(settings) : kind === "best" ? best(settings, racer) : asked(settings)
}

// A question as a text: equal for equal questions. Where nobody races, of the surface alone.
/** @param {Question | undefined} question */
export function textOf(question) {
  if (!question) return null
  const {kind, of, options} = question
  return JSON.stringify([kind, of.racers.length > 0 ? of.identity : of.ground, options])
}

// What the view in force asks, as a text.
/** @param {Settings} settings */
export const questionOf = (settings) => textOf(asked(settings))
