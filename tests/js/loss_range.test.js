// What an axis of losses shows, in closed form: of a whole race, and of one that is to be guessed.

import {assert} from "./assert.js"
import {LossRange} from "../../app/static/model/loss_range.js"

const range = (/** @type {[number[], number][]} */ paths, steps, log = false) =>
  new LossRange(paths.map(([height, rows]) => ({height: Float64Array.from(height), rows})), steps, log)
const near = (/** @type {number[]} */ found, /** @type {number[]} */ expected) =>
  found.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < 1e-9, `${found} is not ${expected}`))

Deno.test("the axis of a race has all of it, but what is far above the start, and a margin of 6 in 100", () => {
  near(range([[[3, 1, 4], 3]], 2).whole(), [1 - 0.18, 4 + 0.18])
  // Above the start by twice the fall and one: 3 + 2·2 + 1.
  near(range([[[3, 1, 100], 3]], 2).whole(), [1 - 0.42, 8 + 0.42])
  // What comes after its rows or after the race is none of it, nor what is no number.
  near(range([[[3, 1, -9, -9], 2], [[2, NaN, 2.5, -9], 4]], 2).whole(), [1 - 0.12, 3 + 0.12])
  // A level line has half a unit to either side, and no line from 0 to 1.
  near(range([[[3, 3], 2]], 1).whole(), [2.5, 3.5])
  near(range([[[NaN, NaN], 2]], 1).whole(), [-0.06, 1.06])
  near(range([], 1).whole(), [-0.06, 1.06])
  near(range([[[NaN, 1, 4], 3]], 2).whole(), [1 - 0.18, 4 + 0.18])
})

Deno.test("to who is to guess, the axis is doubled lengths about the start, by what has been", () => {
  const of = range([[[3, 1, 100, 3], 4], [[3, 2.9, -50, -60], 2]], 3)
  // A unit at least; 2 below is 2; 3 + 2·2 + 1 is 5 above, of which the doubled length is 8.
  near(of.by(0), [3 - 1.06, 3 + 1.06])
  near(of.by(1), [3 - 2.12, 3 + 1.06])
  near(of.by(2), [3 - 2.12, 3 + 8.48])
  for (const t of [3, 9]) near(of.by(t), of.by(2))
  near(of.by(-1), of.by(0))
  // Its unit is the start's power of ten, and 1 where that is 0.
  near(range([[[30, -20], 2]], 1).by(1), [30 - 84.8, 30 + 10.6])
  near(range([[[-30, -60], 2]], 1).by(1), [-30 - 42.4, -30 + 10.6])
  near(range([[[0, -3], 2]], 1).by(1), [-4.24, 1.06])
  near(range([[[0.03, 0], 2]], 1).by(1), [0.03 - 0.0424, 0.03 + 0.0106])
  // What is no number says nothing.
  near(range([[[3, NaN, 2], 3]], 2).by(1), [3 - 1.06, 3 + 1.06])
  near(range([[[NaN, NaN], 2]], 1).by(1), [-1.06, 1.06])
})

Deno.test("decades are whole to who is to guess, two at least, and end two above the start", () => {
  const of = range([[[2.3, 0.9, -1.2, 7.5], 4]], 3, true)
  near(of.by(0), [0.9, 3.1])
  near(of.by(1), [-0.1, 3.1])
  near(of.by(2), [-2.1, 3.1])
  near(of.by(3), [-2.1, 5.1])
  near(of.whole(), [-1.2 - 0.06 * 5.5, 4.3 + 0.06 * 5.5])
})
