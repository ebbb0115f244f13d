// @ts-check
// What a view asks beside the race, as app/views/ and app/tuning.py have it: all that an answer depends on, by value.

import {axes} from "../made/in_force.js"
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
  if (kind === "heat") {
    const {heat} = settings.texts
    if (heat in settings.absent) return undefined
    const of = new Setup(settings, [heat])
    return {kind, of, options: axes(settings), races: of.replicates * runs(of)}
  }
  if (!settings.table.views[kind].asks || settings.racing.length === 0) return undefined
  const of = new Setup(settings)
  return {kind, of, options: [], races: (kind === "basins" ? 1 : of.replicates) * runs(of)}
}

// What tuning finds for everybody who races.
/** @param {Settings} settings @returns {Question | undefined} */
export function tuning(settings) {
  if (settings.racing.length === 0) return undefined
  const of = new Setup(settings)
  return {
    kind: "tune",
    of,
    options: [settings.number("trials"), settings.number("draw")],
    races: of.replicates * runs(of),
  }
}

// What the best rate of one racer is; undefined where it does not race, or all have one rate.
/** @param {Settings} settings @param {string} racer @returns {Question | undefined} */
export function best(settings, racer) {
  if (settings.texts.shared === "1" || !settings.racing.includes(racer)) return undefined
  const of = new Setup(settings, [racer])
  return {kind: "best", of, options: [racer], races: of.replicates * runs(of)}
}

// The question of that text, with these settings.
/** @param {string} text @param {Settings} settings */
export function questionFrom(text, settings) {
  const [kind, , [racer]] = JSON.parse(text)
  return kind === "tune" ? tuning(settings) : kind === "best" ? best(settings, racer) : asked(settings)
}

// How often a race is run at most: where minima are not known beforehand, again, to find when it arrived.
/** @param {Setup} of */
const runs = ({table, surface}) => (table.surfaces[surface].about.minima.length > 0 ? 1 : 2)

// A question as a text: equal for equal questions.
/** @param {Question | undefined} question */
export const textOf = (question) =>
  question ? JSON.stringify([question.kind, question.of.identity, question.options]) : null

// What the view in force asks, as a text.
/** @param {Settings} settings */
export const questionOf = (settings) => textOf(asked(settings))
