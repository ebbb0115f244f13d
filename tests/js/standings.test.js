// Who is where since when, who comes before whom, and what is said of it: each function alone.

import {assert} from "./assert.js"
import {arrivalAt, sinceWhen} from "../../app/static/model/arrival.js"
import {goal, ranks, slack} from "../../app/static/made/standings.js"
import {inNumbers, underWay} from "../../app/static/model/telling.js"

Deno.test("a stay begins where it is near, and anew at another minimum", () => {
  const since = (away, which) => [...sinceWhen(away, which, {near: 0.5, stay: 10})]
  assert.deepEqual(since([0.5, 0.4, 0.6, 0.5, 0], [0, 0, 0, 0, 0]), [0, 0, -1, 3, 3])
  assert.deepEqual(since([1, 0, 0, 0, 0], [0, 0, 1, 1, 0]), [-1, 1, 2, 2, 4])
  assert.deepEqual(since([0, NaN, 0], [0, 0, 0]), [0, -1, 2])
  assert.deepEqual(since([], []), [])
})

Deno.test("a stay outlasts one step in ten away, up to each of its steps, though another minimum be nearer", () => {
  const near = {near: 0.5, stay: 10}
  // What is away at the steps in ``gaps``, and at minimum 0 at all others.
  const since = (gaps, length) => {
    const away = Array.from({length}, (_, t) => (gaps.includes(t) ? 9 : 0))
    return [...sinceWhen(away, away.map((each) => (each > 0 ? 1 : 0)), near)]
  }
  // Nine there, one away; eight are not enough.
  assert.deepEqual(since([0, 10], 13), [-1, ...Array(9).fill(1), -1, 1, 1])
  assert.deepEqual(since([0, 9], 12), [-1, ...Array(8).fill(1), -1, 10, 10])
  // What is left over counts later; once it is used up, nothing is.
  assert.deepEqual(since([20, 21], 24).slice(19), [0, -1, -1, 0, 0])
  assert.deepEqual(since([20, 21, 22], 25).slice(19), [0, -1, -1, -1, 23, 23])
  assert.deepEqual(since([18, 19, 20, 25], 28).slice(21), [21, 21, 21, 21, -1, 26, 26])
  // At another minimum, a stay ends at once.
  const [away, which] = [Array(43).fill(0), Array.from({length: 43}, (_, t) => (t === 40 ? 1 : 0))]
  assert.deepEqual([...sinceWhen(away, which, near)].slice(39), [0, 40, 41, 41])
})

Deno.test("an arrival has held throughout the last fifth, of five steps at the least", () => {
  const since = Int32Array.from({length: 101}, (_, t) => (t < 40 ? -1 : 40))
  const at = (t) => arrivalAt(since, t, {share: 0.2, fewest: 5})
  assert.deepEqual([39, 40, 44, 49, 50, 51, 100].map(at), [-1, -1, -1, -1, 40, 40, 40])
  // A short race: five steps, and never more than there are.
  const soon = (t) => arrivalAt(Int32Array.of(-1, 1, 1, 1, 1, 1, 1, 1), t, {share: 0.2, fewest: 5})
  assert.deepEqual([0, 1, 5, 6, 7].map(soon), [-1, -1, -1, 1, 1])
  assert.deepEqual([0, 3, 7].map((t) => arrivalAt(new Int32Array(8), t, {share: 0.2, fewest: 5})), [0, 0, 0])
})

// Each result is a loss, the step of an arrival or −1, and the loss of its minimum.
const NOWHERE = [-1, NaN]

Deno.test("as low is what is within a millionth of what there is to lose", () => {
  assert.deepEqual([slack(0, 2), slack(-3, -1), slack(4, 4)], [2e-6, 3e-6, 4e-6])
})

Deno.test("the lowest minimum that anybody arrived at counts where none is listed, unless somebody is lower", () => {
  const two = [[1, 5, 1], [2, 0, 2]]
  assert.equal(goal(two, -7, 9), -7)
  assert.equal(goal(two, NaN, 9), 1)
  assert.equal(goal([two[1], [2, ...NOWHERE]], NaN, 9), 2)
  // As low is not lower.
  assert.equal(goal([...two, [1 - 8e-6, ...NOWHERE]], NaN, 9), 1)
  assert.ok(Number.isNaN(goal([...two, [1 - 8.1e-6, ...NOWHERE]], NaN, 9)))
  assert.ok(Number.isNaN(goal([[1, ...NOWHERE]], NaN, 9)))
})

Deno.test("arrivals at the lowest come first, by their step, then losses, then the earlier; equals share a rank", () => {
  const results = [
    [0.5, ...NOWHERE],
    [3, 9, 0],
    [2, 9, 9e-6],
    [0.5, 7, 0.5],
    [NaN, ...NOWHERE],
    [0.5, 4, 0.5],
    [9, 0, 0],
    [0.5, 7, 0.5],
  ]
  assert.deepEqual(ranks(results, 0, 10), [7, 2, 2, 5, null, 4, 1, 5])
  // Where there is nothing to lose, the lowest itself is still as low.
  assert.deepEqual(ranks([[0, ...NOWHERE], [1, 3, 0]], 0, 0), [2, 1])
  // Where nobody knows of a lowest, the loss alone decides.
  const free = [[-9, ...NOWHERE], [1, 5, 1], [1, 3, 1]]
  assert.deepEqual(ranks(free, NaN, 10), [1, 2, 2])
})

Deno.test("a race that is under way says since when it is where", () => {
  assert.deepEqual([underWay(-1, false), underWay(0, false), underWay(7, true)], [
    ...["under way", "at the minimum since step 0", "at a local minimum since step 7"],
  ])
})

Deno.test("an outcome is told in the numbers of its last fifth", () => {
  const race = {
    steps: 20,
    diagonal: 10,
    late: {share: 0.2, fewest: 3},
    lossText: (loss) => `${loss} over`,
  }
  const x = Float64Array.from({length: 21}, (_, t) => (t < 16 ? 50 : [0, 3, 3, 0, 1][t - 16]))
  const y = Float64Array.from({length: 21}, (_, t) => (t < 16 ? 50 : [0, 0, 4, 4, 4][t - 16]))
  const path = {
    x,
    y,
    loss: Float64Array.from(x, (_, t) => 100 - t),
    outcome: {kind: "to and fro", step: 16, place: null},
  }
  assert.equal(
    inNumbers(race, path),
    "Here: from step 16 to 20 it went a way of 11; got at most 5 (50 % of the diagonal) from where it was at step 16; " +
      "and its loss went from 84 to 80 over.",
  )
  path.outcome = {kind: "arrived", step: 16, place: [1, 4, 2]}
  assert.ok(
    inNumbers(race, path).endsWith(
      "; the minimum (1, 4), where the loss is 2, was at most 4.5 (45 % of the diagonal) away.",
    ),
  )
  assert.equal(inNumbers(race, {...path, outcome: {kind: "diverged", step: 7}}), "Here: at step 7 of 20.")
  assert.ok(inNumbers({...race, late: {share: 0.2, fewest: 7}}, path).startsWith("Here: from step 13 to 20 "))
  assert.ok(inNumbers({...race, late: {share: 0.2, fewest: 70}}, path).startsWith("Here: from step 0 to 20 "))
})
