// @ts-check
// The fair race, as app/tuning.py and optimizers/racing/tune.py have it.

import {draws} from "../kernels/dice.js"
import {racePoints} from "../kernels/sweep.js"
import {value_at as valueAt} from "../made/scales.js"
import {best as bestOf, ranks} from "../made/standings.js"
import {begun} from "../made/titles.js"
import {part} from "./inquiry.js"
import {askedFor} from "./rows.js"
import {text} from "./written.js"

/** @typedef {import("./inquiry.js").Work} Work */

// Every racer's hyperparameters drawn at random, ``n`` times, from the same points for all.
/** @param {Work} work @param {number} n */
export async function tuned({kernels, table, surface, question: {of, options}, watch}, n) {
  const {tolerance} = table.views.sweep
  const searched = of.racers.map((key) => searchedOf(table, key))
  const seed = Number(options[1])
  const most = Math.max(...searched.map((all) => all.length))
  const drawn = draws(kernels, seed, most * (n - 1))
  const [start] = surface.losses([of.start[0]], [of.start[1]])
  const {lowest: floor, base} = surface
  const found = []
  for (const [i, key] of of.racers.entries()) {
    const own = of.raced(key)
    const columns = Object.fromEntries(searched[i].map(({name, scale, least, most}, j) => {
      const shares = drawn.subarray(j * (n - 1), (j + 1) * (n - 1))
      return [name, [Number(own[name]), ...Array.from(shares, (share) => valueAt(scale, least, most, share))]]
    }))
    const how = {replicates: of.replicates, tolerance, watch: part(watch, i, of.racers.length)}
    const points = await racePoints(kernels, askedFor(surface, of, key), columns, how)
    const results = Array.from(
      points.losses,
      (loss, k) => ({loss, arrival: points.arrivals[k], bottom: points.bottoms[k]}),
    )
    const best = bestOf(results.map((each) => seen(each, base)), floor, start)
    found.push({key, columns, results, best, outcomes: points.outcomes})
  }
  const rank = (/** @type {(each: typeof found[number]) => any} */ of) =>
    ranks(found.map((each) => seen(of(each), base)), floor, start)
  const [before, after] = [rank(({results}) => results[0]), rank(({results, best}) => results[best])]
  const told = (/** @type {any} */ result, /** @type {number | null} */ rank) => ({
    ...result,
    loss: kernels.call("above", {loss: result.loss, base}),
    rank,
  })
  return {
    budget: n,
    seed,
    steps: of.steps,
    base,
    replicates: of.replicates,
    where: begun(surface.about.title, of.start),
    racers: found.map(({key, columns, results, best, outcomes}, i) => {
      const chosen = searched[i].map(({name}) => text(columns[name][best]))
      const named = (/** @type {(each: any, j: number) => [string, any]} */ pair) =>
        Object.fromEntries(searched[i].map(pair))
      return {
        key,
        title: table.rules[key].still.title,
        before: told(results[0], before[i]),
        after: told(results[best], after[i]),
        diverged: outcomes.reduce((sum, each) => sum + Number(table.endings[each].name === "DIVERGED"), 0),
        values: named(({label}, j) => [label, chosen[j]]),
        ranges: named(({label, least, most}) => [label, [text(least), text(most)]]),
        changes: named(({name}, j) => [`${key}.${name}`, chosen[j]]),
      }
    }),
  }
}

// As ranks compare it: to the digits that a page is sent, of the loss above ``base``.
/** @param {{loss: number, arrival: number, bottom: number}} result @param {number} base */
const seen = ({loss, arrival, bottom}, base) => [Math.fround(loss - base), arrival, bottom]

// The declarations of a rule's hyperparameters that are searched.
/** @param {any} table @param {string} key @returns {any[]} */
const searchedOf = (table, key) =>
  table.rules[key].searched.map((/** @type {string} */ name) => {
    return {...table.settings.find((/** @type {any} */ each) => each.key === `${key}.${name}`), name}
  })
