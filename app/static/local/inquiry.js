// @ts-check
// What takes longer than a race, answered piece by piece, as app/inquiry.py and app/views/ do it.

import {lossesOn} from "../kernels/grids.js"
import {sweep} from "../kernels/sweep.js"
import {ladder} from "../made/cost.js"
import {evenly, values as valuesOf} from "../made/scales.js"
import {mapped} from "./basins.js"
import {limitOf} from "./limits.js"
import {askedFor} from "./rows.js"
import {Surface} from "./surface.js"
import {tuned} from "./tune.js"

/** @typedef {import("./questions.js").Question} Question */
/** @typedef {(share: number) => void} Watch Hears of the share that is done; what it throws ends the work. */
/** @typedef {[number, number, number]} Offer A resolution, the points that there are at it, and bytes for each racer. */
/** @typedef {{kernels: any, table: any, surface: Surface, question: Question, watch: Watch}} Work */

/**
 * One kind of question.
 * @typedef {object} Inquiry
 * @property {(work: Work, n: number) => Promise<any> | any} answer At resolution ``n``.
 * @property {(question: Question, table: any) => Offer[]} offered What answers there may be, coarse, then sharper.
 */

/** @type {Record<string, Inquiry>} */
export const INQUIRIES = {
  sweep: {answer: swept, offered: (_, {views}) => views.sweep.offered},
  // Nobody looks at it on the way: it is as sharp as it gets, or refused.
  best: {answer: swept, offered: (_, {views}) => views.sweep.offered.slice(-1)},
  heat: {answer: heated, offered: (_, {views}) => views.heat.offered},
  basins: {answer: mapped, offered: (_, {views}) => views.basins.offered},
  tune: {answer: tuned, offered: ({options}) => [[Number(options[0]), Number(options[0]), 0]]},
  relief: {answer: relief, offered: (_, {views}) => views.relief.offered},
}

// Answers to a question, each sharper than the one before, as sharp as is affordable.
/** @param {any} kernels @param {any} table @param {Question} question @param {Watch} watch */
export async function* answers(kernels, table, question, watch) {
  const {kind, of} = question
  const inquiry = INQUIRIES[kind]
  if (!inquiry) {
    yield {kind: "refused", of: kind, text: "Only a server can work this out."}
    return
  }
  const [rungs, why] = ladder(of.bill, question.races, inquiry.offered(question, table))
  if (why) yield {kind: "refused", of: kind, text: why}
  const surface = new Surface(kernels, table, of.surface, of.texts)
  for (const {n, sharpest, last} of rungs) {
    const told = await inquiry.answer({kernels, table, surface, question, watch}, n)
    yield {...told, kind, surface: of.surface, sharpest, last}
  }
}

// The watch over part ``i`` of ``count``.
/** @param {Watch} watch @param {number} i @param {number} count @returns {Watch} */
export const part = (watch, i, count) => (share) => watch((i + share) / count)

/** @param {Work} work @param {number} n */
async function swept({kernels, table, surface, question: {of}, watch}, n) {
  const {rates, tolerance} = table.views.sweep
  const values = Float64Array.from(evenly(rates.length, n), (place) => rates[place])
  const racers = []
  for (const [i, key] of of.racers.entries()) {
    const how = {replicates: of.replicates, tolerance, watch: part(watch, i, of.racers.length)}
    const {losses, within, outcomes} = await sweep(kernels, askedFor(surface, of, key), {lr: values}, how)
    racers.push({key, losses, arrivals: within, outcomes: Int8Array.from(outcomes)})
  }
  const limits = of.racers.flatMap((key) => {
    const x = limitOf(kernels, surface, of, key)
    return x === undefined ? [] : [{key, x}]
  })
  const {base} = surface
  return {values, racers, limits, base, steps: of.steps, replicates: of.replicates, tolerance}
}

/** @param {Work} work @param {number} n */
async function heated({kernels, table, surface, question: {of, options}, watch}, n) {
  const [racer] = of.racers
  const {tolerance} = table.views.sweep
  const axes = options.map((name) => {
    const declared = table.settings.find((/** @type {any} */ each) => each.key === `${racer}.${name}`)
    const {label, scale, least, most} = declared
    return {name, label, values: Float64Array.from(valuesOf(scale, least, most, n))}
  })
  const [across, up] = axes
  const named = Object.fromEntries(axes.map(({name, values}) => [name, values]))
  const how = {replicates: of.replicates, tolerance, watch}
  const {losses} = await sweep(kernels, askedFor(surface, of, racer), named, how)
  // Row by row from below, as an image is.
  const [columns, rows] = [across.values.length, up.values.length]
  const turned = Float64Array.from(
    {length: losses.length},
    (_, i) => losses[(i % columns) * rows + Math.floor(i / columns)],
  )
  return {racer, across, up, losses: turned, base: surface.base, replicates: of.replicates}
}

/** @param {Work} work */
function relief({kernels, surface: {on, log, base, declared: {grids}}}) {
  return {...lossesOn(kernels, on, grids.relief), log, base}
}
