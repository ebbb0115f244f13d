// Where in a row of values something is: the least, the nearest, stretches, a place on an axis, a line's distance.

import {assert} from "./assert.js"
import {distanceTo, leastPlace, nearest, placeOf, stretches} from "../../app/static/model/places.js"

Deno.test("the least is the middle one of several, the first of two in the middle never, and no number is none", () => {
  const rows = /** @type {[number[], number | undefined][]} */ ([
    [[3, 1, 2], 1],
    [[5, 0, 0, 0, 7], 2],
    [[0, 4, 0, 4, 0], 2],
    [[2, 1, 1, 2], 2],
    [[NaN, 2, NaN, 1], 3],
    [[Infinity, -1], 1],
    [[Infinity, Infinity], undefined],
    [[-Infinity, 3], undefined],
    [[NaN], undefined],
    [[], undefined],
  ])
  for (const [values, place] of rows) {
    assert.equal(leastPlace(values), place)
    assert.equal(leastPlace(Float64Array.from(values)), place)
  }
})

Deno.test("the nearest is the first of those that are least away", () => {
  const wanted = [-9, 1, 1.4, 1.6, 2.5, 2.6, 99]
  assert.deepEqual(wanted.map((value) => nearest([1, 2, 3], value)), [0, 0, 0, 1, 1, 2, 2])
  assert.equal(nearest([4, 0, 4], 4), 0)
})

Deno.test("stretches are the longest rows of what holds", () => {
  const found = (/** @type {number[]} */ ...values) => stretches(values, (/** @type {number} */ value) => value < 0)
  assert.deepEqual([found(), found(0, 0), found(-3)], [[], [], [[0, 0]]])
  assert.deepEqual(found(-3, -1, 0, -3), [[0, 1], [3, 3]])
  assert.deepEqual(found(0, -3, 0, -3, -2, -3), [[1, 1], [3, 5]])
})

Deno.test("a value lies in the middle of its place, or between two, and nowhere beyond the ends", () => {
  const values = [-4, -2, 4, 5]
  assert.deepEqual(values.map((value) => placeOf(values, value)), [0.5, 1.5, 2.5, 3.5])
  assert.deepEqual([-3, 1, -0.5, 4.25].map((value) => placeOf(values, value)), [1, 2, 1.75, 2.75])
  assert.deepEqual([-4.01, 5.01, NaN].map((value) => placeOf(values, value)), [NaN, NaN, NaN])
})

Deno.test("a place is as far from a line as from its nearest piece, and a gap is none", () => {
  const away = (/** @type {number} */ x, /** @type {number} */ y) =>
    distanceTo([-3, 1, 20, 30, 40], [1, 4, 4, NaN, 0], x, y)
  // From (−3, 1) to (1, 4) is a piece of length 5, whose normal is (−3, 4)/5: 5 away from its middle, and from a fifth.
  assert.ok(Math.abs(away(-1 - 3, 2.5 + 4) - 5) < 1e-12)
  assert.ok(Math.abs(away(-2.2 - 3, 1.6 + 4) - 5) < 1e-12)
  assert.equal(away(-1, 2.5), 0)
  // The level piece, beyond the ends of both, and beside the gap: 20 to 40 has no line.
  assert.equal(away(10, 6), 2)
  assert.equal(away(-6, -3), 5)
  assert.equal(away(23, 8), 5)
  assert.equal(away(37, -4), 5)
  assert.equal(away(30, 2), Math.hypot(10, 2))
  assert.equal(distanceTo([], [], 0, 0), Infinity)
  assert.equal(distanceTo([1, 1], [NaN, 2], 1, 0), 2)
})
