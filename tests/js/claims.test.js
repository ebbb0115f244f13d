// Claims: numbers of a race that are read from a text, when each is known, and what cannot be read.

import {assert} from "./assert.js"
import {claimOf, numberOf} from "../../app/static/model/claims.js"

const of = (/** @type {number[]} */ ...values) => Float64Array.from(values)

// Four steps on the square from −4 to 4 by −3 to 3: adam arrives at step 2, sgd diverges at step 3, lion leaves.
const ADAM = {
  key: "adam",
  rows: 5,
  lr: 0.8,
  x: of(3, 3, 0, 0.5, 0.5),
  y: of(-1, 3, -1, -1, -1.25),
  loss: of(9, 4, 6, 0.25, 1),
  slope: of(5, 4, 3, 2, 1),
  distance: of(10, 8, 6, 4, 2),
  gradients: of(0, 2, 4, 6, 8),
  trials: of(0, 1, 1, 1, 3),
  clipped: of(0, 1, 0, 0, 1),
  band: [of(0, 0, 0, 0, 2), of(0, 0, 0, 0, 7)],
  outcome: {kind: "arrived", step: 2},
  cloud: () => [of(0, 3, 6, 0), of(0, 4, 8, 1)],
}
const SGD = {
  ...ADAM,
  key: "sgd",
  rows: 3,
  lr: 0.1,
  loss: of(1, 2, 5, NaN, NaN),
  gradients: of(0, 1, 2, 3, 3),
  band: undefined,
  outcome: {kind: "diverged", step: 3},
}
const LION = {
  ...ADAM,
  key: "lion",
  x: of(4, -4, 0, 0, 0),
  y: of(3, -3, 0, 0, -3.5),
  outcome: {kind: "at rest", step: 1},
}
const RACE = {
  steps: 4,
  base: 0.5,
  factors: [1, 0.5, 0.25, 0.125, 0.0625],
  spread: {stride: 2},
  paths: [ADAM, SGD, LION],
  gone: (/** @type {any} */ {outcome: {kind, step}}, /** @type {number} */ t) => kind === "diverged" && t >= step,
}
const SCENE = {race: RACE, surface: {domain: [[-4, 4], [-3, 3]]}}

const number = (/** @type {string} */ text, t = 4, scene = SCENE) => numberOf(text)(scene, t)
const holds = (/** @type {string} */ text, t = 4, scene = SCENE) => claimOf(text)(scene, t)

Deno.test("a number of one moment is that of its step, of the last where none is named, and counted from the end", () => {
  // Losses are told above 0, and kept above the base.
  assert.deepEqual(["loss(adam)", "loss(adam, 1)", "loss(adam, -2)", "loss(adam, -5)"].map((text) => number(text)), [
    1.5,
    4.5,
    0.75,
    9.5,
  ])
  const measured = ["x", "y", "slope", "distance", "gradients", "trials", "clipped"]
  assert.deepEqual(measured.map((name) => number(`${name}(adam)`)), [0.5, -1.25, 1, 2, 8, 3, 1])
  assert.deepEqual(measured.map((name) => number(`${name}(adam, 1)`)), [3, 3, 4, 8, 2, 1, 1])
  assert.deepEqual([number("loss(adam, 4)"), number("x(adam, 0)")], [1.5, 3])
  // From the start, and from the step before.
  assert.deepEqual(["moved(adam, 0)", "moved(adam, 1)", "moved(adam, 2)"].map((text) => number(text)), [0, 4, 3])
  assert.deepEqual(["length(adam, 1)", "length(adam, 2)", "length(adam)"].map((text) => number(text)), [4, 5, 0.25])
})

Deno.test("nobody knows it before its step, and what has diverged has none, but what was asked for and its rate", () => {
  const seen = (/** @type {string} */ text) => [0, 1, 2, 3, 4].map((t) => number(text, t))
  assert.deepEqual(seen("loss(adam, 2)"), [undefined, undefined, 6.5, 6.5, 6.5])
  assert.deepEqual(seen("loss(sgd, 2)"), [undefined, undefined, 5.5, 5.5, 5.5])
  assert.deepEqual(seen("loss(sgd, 3)"), [undefined, undefined, undefined, NaN, NaN])
  // Whatever its columns have there.
  assert.deepEqual(seen("x(sgd, 3)"), [undefined, undefined, undefined, NaN, NaN])
  assert.deepEqual(seen("x(sgd, 4)"), [undefined, undefined, undefined, undefined, NaN])
  assert.deepEqual(seen("gradients(sgd, 3)"), [undefined, undefined, undefined, 3, 3])
  assert.deepEqual(seen("rate(sgd, 3)"), Array(5).fill(0.0125))
  assert.equal(number("rate(adam)"), 0.05)
})

Deno.test("a number of a whole race is known at its end", () => {
  const seen = (/** @type {string} */ text) => [3, 4].map((t) => number(text, t))
  // The lowest of all, as far as there are any; the steepest climb, where it did not diverge.
  assert.deepEqual(seen("best(adam)"), [undefined, 0.75])
  assert.deepEqual(seen("best(sgd)"), [undefined, 1.5])
  assert.deepEqual(seen("rise(adam)"), [undefined, 2])
  assert.deepEqual(seen("rise(sgd)"), [undefined, NaN])
  assert.deepEqual(seen("arrived(adam)"), [undefined, 2])
  assert.deepEqual(seen("arrived(lion)"), [undefined, Infinity])
  assert.deepEqual(seen("rests(lion)"), [undefined, 1])
  assert.deepEqual(seen("rests(adam)"), [undefined, Infinity])
  assert.deepEqual(seen("ninety(adam)"), [undefined, 7.5])
  assert.deepEqual(seen("ninety(sgd)"), [undefined, undefined])
  // Divergence is seen when it happens.
  assert.deepEqual([2, 3, 4].map((t) => number("diverged(sgd)", t)), [undefined, 3, 3])
  assert.deepEqual([3, 4].map((t) => number("diverged(adam)", t)), [undefined, Infinity])
})

Deno.test("a climb is the steepest, wherever it is, and may be a fall", () => {
  const rise = (/** @type {number[]} */ ...loss) =>
    number("rise(adam)", 4, {...SCENE, race: {...RACE, paths: [{...ADAM, rows: loss.length, loss: of(...loss)}]}})
  assert.deepEqual([rise(5, 9, 1, 0, 0), rise(9, 5, 1, 0, 3), rise(9, 7, 4, 2, 1)], [4, 3, -1])
})

Deno.test("a racer has left at its first step beyond any side of what is drawn, on whose border it has not", () => {
  assert.deepEqual([3, 4].map((t) => number("left(lion)", t)), [undefined, 4])
  assert.equal(number("left(adam)"), Infinity)
  const outside = {...ADAM, x: of(9, 0, 0, 0, 0)}
  assert.equal(number("left(adam)", 4, {...SCENE, race: {...RACE, paths: [outside]}}), 0)
  for (const [x, y] of [[4.5, 0], [-4.5, 0], [0, 3.5], [0, -3.5], [NaN, 0]]) {
    const path = {...ADAM, x: of(0, 0, x, 0, 0), y: of(0, 0, y, 0, 9)}
    assert.equal(number("left(adam)", 4, {...SCENE, race: {...RACE, paths: [path]}}), 2)
  }
})

Deno.test("of replicates, the share is that of those within a distance, where their ends are sent", () => {
  assert.deepEqual([5, 4.9, 10, 0].map((within) => number(`share(adam, 0, 0, ${within})`)), [0.75, 0.5, 1, 0.25])
  assert.equal(number("share(adam, 6, 8, 1)"), 0.25)
  assert.equal(number("share(adam, 0, 0, 5)", 3), undefined)
  assert.equal(number("share(adam, 0, 0, 5)", 4, {...SCENE, race: {...RACE, spread: undefined}}), undefined)
  assert.equal(number("share(adam, 0, 0, 5)", 4, {...SCENE, race: {...RACE, spread: {stride: 3}}}), undefined)
})

Deno.test("of a view's answer there is what it has of a racer, once it is there", () => {
  const sweep = {
    kind: "sweep",
    values: [0.1, 0.2, 0.3, 0.4],
    racers: [{key: "adam", losses: [3, 1, 2, NaN]}, {key: "lion", losses: [NaN, NaN, 2, 2]}],
  }
  const swept = (/** @type {string} */ text) => number(text, 0, {...SCENE, answer: sweep})
  assert.deepEqual(["below(adam, 2)", "below(adam, 9)", "below(adam, 1)"].map(swept), [0.25, 0.75, 0])
  assert.deepEqual(["diverging(adam)", "diverging(lion)"].map(swept), [0.25, 0.5])
  // The first of equals, whatever diverged before it.
  assert.deepEqual(["best_rate(adam)", "best_rate(lion)"].map(swept), [0.2, 0.3])
  assert.deepEqual(["below(sgd, 2)", "arriving(adam)"].map(swept), [undefined, undefined])
  const basins = {kind: "basins", racers: [{key: "adam", shares: {arrived: 0.8}, destinations: [0, 1, 0, -1]}]}
  const mapped = (/** @type {string} */ text) => number(text, 0, {...SCENE, answer: basins})
  assert.deepEqual(["arriving(adam)", "basin(adam, 0)", "basin(adam, 1)", "basin(adam, 2)"].map(mapped), [
    ...[0.8, 0.5, 0.25, 0],
  ])
  assert.deepEqual(["below(adam, 2)", "arriving(lion)"].map(mapped), [undefined, undefined])
  assert.equal(number("arriving(adam)"), undefined)
})

Deno.test("numbers are worked out as everywhere: products first, from the left, brackets before all", () => {
  const texts = /** @type {[string, number][]} */ ([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["9 - 4 - 2", 3],
    ["8 / 4 / 2", 1],
    ["2 - 8 / 4 + 1", 1],
    ["-2 * -3", 6],
    ["--2", 2],
    ["1.5e2 - 5e-1", 149.5],
    ["1.e1+2E+1", 30],
    ["1e12 / 10e+11", 1],
    [" 12.25 ", 12.25],
    ["abs(-3) + min(4, 2, 3) - max(1, 5)", 0],
    ["loss(adam, 1 + 1)", 6.5],
    ["loss(adam, -arrived(adam))", 0.75],
    ["1 / never", 0],
  ])
  for (const [text, expected] of texts) assert.equal(number(text), expected, text)
  assert.deepEqual(["1 + loss(adam)", "abs(loss(adam))", "loss(adam, arrived(adam))"].map((text) => number(text, 3)), [
    undefined,
    undefined,
    undefined,
  ])
})

Deno.test("comparisons hold of all pairs in a row, and of all that are joined", () => {
  const texts = /** @type {[string, boolean][]} */ ([
    ["1 < 2", true],
    ["2 < 2", false],
    ["2 <= 2", true],
    ["3 <= 2", false],
    ["2 > 1", true],
    ["2 > 2", false],
    ["2 >= 2", true],
    ["1 >= 2", false],
    ["2 == 2", true],
    ["2 == 3", false],
    ["1 < 2 < 3", true],
    ["1 < 3 < 2", false],
    ["3 < 2 < 4", false],
    ["1 < 2 and 2 < 3 and 3 < 4", true],
    ["1 < 2 and 3 < 2 and 3 < 4", false],
    ["arrived(lion) == never", true],
    ["loss(sgd) < 9", false],
  ])
  for (const [text, expected] of texts) assert.equal(holds(text), expected, text)
  // What is false stays so, whatever is not known yet.
  assert.deepEqual(["loss(adam) < 9", "loss(adam) < 9 and 1 < 2", "loss(adam) < 9 and 2 < 1"].map((t) => holds(t, 3)), [
    undefined,
    undefined,
    false,
  ])
})

Deno.test("what cannot be read is refused, with what is wrong", () => {
  const refused = (/** @type {() => unknown} */ read, /** @type {string} */ message) =>
    assert.throws(read, {name: "SyntaxError", message})
  const numbers = /** @type {[string, string][]} */ ([
    ["2 + $4", "$4 cannot be read"],
    ["# 1", "# 1 cannot be read"],
    ["(1 + 2", "(1 + 2: ) is missing"],
    ["abs 3", "abs 3: ( is missing"],
    ["max(1, 2", "max(1, 2: ) is missing"],
    ["loss adam", "loss adam: ( is missing"],
    ["loss(adam", "loss(adam: ) is missing"],
    ["1 2", "1 2: nothing is understood from 2 on"],
    ["1 < 2", "1 < 2: nothing is understood from < on"],
    ["2 +", "2 +: its end is no number of a race"],
    ["", ": its end is no number of a race"],
    ["luck(adam)", "luck(adam): luck is no number of a race"],
    ["x2", "x2: x2 is no number of a race"],
    ["constructor(adam)", "constructor(adam): constructor is no number of a race"],
  ])
  for (const [text, message] of numbers) refused(() => numberOf(text), message)
  assert.throws(() => numberOf("toString"), SyntaxError)
  refused(() => claimOf("1 + 1"), "1 + 1 is no comparison")
  refused(() => claimOf("1 < 2 2"), "1 < 2 2: nothing is understood from 2 on")
  refused(() => claimOf("1 < 2 and 3"), "1 < 2 and 3 is no comparison")
  refused(() => number("loss(nobody)"), "nobody does not race")
  refused(() => number("loss(adam, 5)"), "there is no step 5 in a race of 4")
  refused(() => number("loss(adam, -6)"), "there is no step -6 in a race of 4")
  refused(() => number("rate(adam, 1.5)"), "there is no step 1.5 in a race of 4")
})
