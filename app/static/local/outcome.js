// @ts-check
// How a race ended, in words, as optimizers/racing/telling.py says it.

import {stationary} from "../kernels/homes.js"
import {fixed, general} from "./written.js"

/** @typedef {import("../kernels/prepare.js").Race} Race */
/** @typedef {import("../kernels/race.js").Trajectory} Trajectory */
/** @typedef {import("./setup.js").Setup} Setup */
/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./surface.js").Point} Point */

/** @param {any} kernels @param {Race} race @param {Trajectory} path @param {Surface} surface @param {Setup} of */
export function outcomeOf(kernels, race, path, surface, of) {
  const {outcome, step, place} = path.ending
  const ending = surface.table.endings[outcome]
  const say = (/** @type {string} */ where, /** @type {Point | null} */ at = null, /** @type {any} */ facts = {}) => ({
    kind: ending.kind,
    step,
    text: filled(ending.texts[where], {step, ...(at ? {x: rounded(at[0]), y: rounded(at[1])} : {}), ...facts}),
    place: at,
  })
  if (ending.name === "ARRIVED") return arrived(path, surface, place, say)
  if (ending.name === "AT_REST") return atRest(kernels, race, path, surface, of, say)
  const {losses} = path
  return say("", null, {loss: ending.name === "TO_AND_FRO" ? losses.reduce((a, b) => Math.min(a, b)) : losses.at(-1)})
}

/** @typedef {(where: string, at?: Point | null, facts?: any) => any} Say */

/** @param {Trajectory} path @param {Surface} surface @param {number} place @param {Say} say */
function arrived(path, surface, place, say) {
  const {minima} = surface.about
  if (place < 0) {
    const [x, y] = path.ending.home
    /** @type {Point} */
    const at = [x, y, surface.losses([x], [y])[0]]
    return say("found", at, {how: how(path, surface, at)})
  }
  const at = minima[place]
  const losses = minima.map((/** @type {Point} */ each) => each[2])
  const least = Math.min(...losses)
  const slack = surface.table.alike * Math.max(Math.abs(least), Math.abs(Math.max(...losses) - least))
  const kind = minima.length === 1 || at[2] <= least + slack ? "lowest" : "local"
  return say(kind, at, {how: how(path, surface, at)})
}

// Whether a race that arrived at a minimum rests, closes in, circles or bursts out, and how far.
/** @param {Trajectory} path @param {Surface} surface @param {Point} at */
function how(path, surface, [x, y]) {
  const {closer, rest, still} = surface.table.outcomes
  const late = lateRows(path, surface)
  const half = late.length >> 1
  const away = late.map(([a, b]) => (a - x) * (a - x) + (b - y) * (b - y))
  const most = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.max(a, b))
  const [before, after] = [most(away.slice(0, half + 1)), most(away.slice(half))]
  const [size, way, farthest] = [surface.diagonal, moved(late), Math.sqrt(Math.max(before, after))]
  if (farthest > surface.declared.near) return `bursts out as far as ${general(farthest, 2)}`
  if (way > still * size && after <= (1 - closer) * (1 - closer) * before) return "closes in"
  return way <= rest * size ? "rests" : `circles within ${general(farthest, 2)}`
}

// How far from its first row the race gets in the window.
/** @param {number[][]} late */
function moved(late) {
  const [[x, y]] = late
  return Math.sqrt(late.reduce((most, [a, b]) => Math.max(most, (a - x) * (a - x) + (b - y) * (b - y)), 0))
}

/** @param {Trajectory} path @param {Surface} surface */
function lateRows({positions, losses}, {table: {late}}) {
  const steps = losses.length - 1
  const window = Math.min(steps, Math.max(late.fewest, Number(fixed(late.share * steps, 0))))
  return Array.from({length: window + 1}, (_, i) => {
    const t = steps - window + i
    return [positions[2 * t], positions[2 * t + 1]]
  })
}

/** @param {any} kernels @param {Race} race @param {Trajectory} path @param {Surface} surface @param {Setup} of @param {Say} say */
function atRest(kernels, race, path, surface, of, say) {
  const {saddles, minima} = surface.about
  const {place} = path.ending
  if (place >= 0) return say("saddle", saddles[place - minima.length])
  const loss = Number(path.losses.at(-1))
  const [x, y] = path.positions.slice(-2)
  const {kinds: [kind], dx: [dx], dy: [dy]} = stationary(kernels, race, {x: Float64Array.of(x), y: Float64Array.of(y)})
  const named = {"-1": "found saddle", "-2": "maximum"}[kind]
  if (named) return say(named, [x + dx, y + dy, loss])
  const {gradients: g} = path
  const norms = path.losses.map((_, t) => Math.sqrt(g[2 * t] * g[2 * t] + g[2 * t + 1] * g[2 * t + 1]))
  const {gentle, still} = surface.table.outcomes
  if (norms[norms.length - 1] <= gentle * norms.reduce((a, b) => Math.max(a, b))) return say("flat", null, {loss})
  const decays = Number(of.texts["recipe.weight_decay"]) > 0 || Number(of.raced(race.racer).weight_decay ?? 0) > 0
  const held = decays && moved(lateRows(path, surface)) <= still * surface.diagonal
  return say(held ? "decay" : "", null, {loss})
}

// A template of Python's with its names filled in.
/** @param {string} text @param {Record<string, any>} facts */
const filled = (text, facts) =>
  text.replace(
    /\{(\w+)(?::\.(\d+)g)?\}/g,
    (_, name, digits) => digits ? general(facts[name], Number(digits)) : String(facts[name]),
  )

// Four digits, but no more than three decimals.
/** @param {number} value */
const rounded = (value) => general(Number(fixed(Number(general(value, 4)), 3)) + 0)
