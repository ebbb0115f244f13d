// @ts-check
// How a race stands or ended, in words and in its own numbers.

import {readable} from "./numbers.js"

// Of a race that is not over: it has arrived at a minimum, as far as it has been watched, or not.
/** @param {number} arrival the step, −1 without one @param {boolean} local */
export function underWay(arrival, local) {
  if (arrival < 0) return "under way"
  return `at ${local ? "a local" : "the"} minimum since step ${arrival}`
}

// What the outcome of a path was decided by.
/** @param {any} race @param {any} path */
export function inNumbers(race, path) {
  const {kind, step, place} = path.outcome
  if (kind === "diverged") return `Here: at step ${step} of ${race.steps}.`
  const last = race.steps
  const begin = last - Math.min(last, Math.max(race.late.fewest, Math.round(race.late.share * last)))
  const between = (a, b) => Math.hypot(path.x[a] - path.x[b], path.y[a] - path.y[b])
  const share = (length) => `${readable(length, 2)} (${readable((100 * length) / race.diagonal, 2)} % of the diagonal)`
  let [way, strayed, away] = [0, 0, 0]
  for (let t = begin; t <= last; t++) {
    if (t > begin) way += between(t, t - 1)
    strayed = Math.max(strayed, between(t, begin))
    if (place) away = Math.max(away, Math.hypot(path.x[t] - place[0], path.y[t] - place[1]))
  }
  const facts = [
    `Here: from step ${begin} to ${last} it went a way of ${readable(way, 2)}`,
    `got at most ${share(strayed)} from where it was at step ${begin}`,
    `and its loss went from ${readable(path.loss[begin], 3)} to ${race.lossText(path.loss[last], 3)}`,
  ]
  if (place) {
    const where = `(${readable(place[0], 4)}, ${readable(place[1], 4)})`
    facts.push(`the minimum ${where}, where the loss is ${readable(place[2], 3)}, was at most ${share(away)} away`)
  }
  return `${facts.join("; ")}.`
}
