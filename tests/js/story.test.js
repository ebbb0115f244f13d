// A race in a sentence, the rates that a surface brings, the best of a sweep, and a surface in small.

import {assert} from "./assert.js"
import {best, sweptFor} from "../../app/static/model/best.js"
import {rates, setTo} from "../../app/static/model/rates.js"
import {listed, story} from "../../app/static/model/story.js"
import {bandsOf} from "../../app/static/model/thumbnails.js"

// A race of ten steps as its standings tell it at each step; racers: [title, {arrival, bottom, gone, kind}].
function race(racers, {minima = [[0, 0, 0]], steps = 10, base = 0} = {}) {
  const entries = racers.map(([title, about = {}]) => ({
    path: {title, outcome: {kind: about.kind ?? "on its way", step: 3}},
    arrival: about.arrival ?? -1,
    bottom: about.bottom ?? 0,
    gone: about.gone ?? false,
    loss: 0.5,
  }))
  return {
    paths: entries.map(({path}) => path),
    minima,
    steps,
    base,
    floor: Math.min(...minima.map(([, , value]) => value)),
    standings: (t) => ({entries: entries.map((each) => each.arrival > t ? {...each, arrival: -1} : each)}),
    isLocal: (bottom) => bottom > 0,
  }
}

Deno.test("at its start a race says who starts, where to, and how far they may go", () => {
  const four = race([["SGD"], ["Momentum"], ["RMSprop"], ["Adam"]])
  assert.equal(story(four, 0), "Four rules start at ◯ and try to reach ✚. Each may take 10 steps.")
  assert.equal(story(race([["SGD"]], {steps: 1}), 0), "SGD starts at ◯ and tries to reach ✚. It may take 1 step.")
  const several = [[0, 0, 0], [1, 1, 2]]
  assert.match(story(race([["SGD"], ["Adam"]], {minima: several}), 0), /^Two rules .* try to reach the lowest ✚\./)
  const alike = [[0, 0, 0], [1, 1, 0]]
  assert.match(story(race([["SGD"], ["Adam"]], {minima: alike}), 0), /try to reach one of the ✚\./)
  const pair = [...alike, [2, 2, 1]]
  assert.match(story(race([["SGD"], ["Adam"]], {minima: pair}), 0), /try to reach one of the lowest ✚\./)
  assert.match(story(race([["SGD"], ["Adam"]], {minima: []}), 0), /start at ◯ and go down as far as they can\./)
  assert.match(story(race([["SGD"]], {minima: []}), 0), /^SGD starts at ◯ and goes down as far as it can\./)
  assert.equal(story(race([]), 0), "Nobody races.")
})

Deno.test("what came of a race is told as it is known, and whole at its end", () => {
  const of = race([["Momentum", {arrival: 4}], ["SGD", {arrival: 7}], ["RMSprop"], ["Adam"]])
  assert.match(story(of, 3), /^Four rules start/)
  assert.equal(story(of, 5), "Momentum arrived first, at step 4; SGD, RMSprop and Adam are under way.")
  assert.equal(
    story(of, 10),
    "Momentum arrived first, at step 4; SGD at step 7; RMSprop and Adam are still on their way.",
  )
  assert.equal(story(race([["SGD", {arrival: 4}]]), 10), "SGD arrived at step 4.")
  // While it goes on, whoever is not there yet is under way, and nobody else.
  const three = race([["Momentum", {arrival: 0}], ["SGD", {arrival: 4}], ["Lion", {arrival: 6}]])
  assert.equal(story(three, 3), "Momentum arrived first, at step 0; SGD and Lion are under way.")
  assert.equal(story(three, 5), "Momentum arrived first, at step 0; SGD at step 4; Lion is under way.")
  assert.equal(story(three, 7), "Momentum arrived first, at step 0; SGD at step 4; Lion at step 6.")
})

Deno.test("who ends alike is told together", () => {
  const all = ["on its way", "at rest", "to and fro", "left the map"].flatMap((
    kind,
  ) => [[`A ${kind}`, {kind}], [`B ${kind}`, {kind}]])
  assert.equal(
    story(race(all, {base: 2}), 10),
    "Nobody has arrived at the lowest minimum: A on its way is lowest, at a loss of 2.5; " +
      "A on its way and B on its way are still on their way; A at rest and B at rest have come to rest elsewhere; " +
      "A to and fro and B to and fro go to and fro; A left the map and B left the map left the map.",
  )
  assert.equal(story(race([["A"]]), 10), "A is still on its way.")
  assert.equal(story(race([["A", {kind: "left the map"}]]), 10), "A left the map.")
  // At a local minimum is whoever arrived at one, if at the first step.
  const local = race([["A", {arrival: 0, bottom: 1}], ["B", {arrival: 2, bottom: 1}], ["C", {bottom: 1}]])
  assert.equal(
    story(local, 10),
    "Nobody has arrived at the lowest minimum: A is lowest, at a loss of 0.5; A and B are at a local minimum; " +
      "C is still on its way.",
  )
})

Deno.test("who arrived and did not stay is told so, and nobody is said not to have arrived", () => {
  const gone = {kind: "did not stay"}
  assert.equal(
    story(race([["Adam", gone], ["SGD"]]), 10),
    "Nobody has stayed at the lowest minimum: Adam is lowest, at a loss of 0.5; Adam arrived at a minimum and did not " +
      "stay; SGD is still on its way.",
  )
  assert.equal(
    story(race([["SGD", {arrival: 4}], ["Adam", gone], ["Lion", gone]]), 10),
    "SGD arrived at step 4; Adam and Lion arrived at a minimum and did not stay.",
  )
  // While it goes on, nobody knows of it.
  assert.equal(
    story(race([["SGD", {arrival: 4}], ["Adam", gone]]), 5),
    "SGD arrived first, at step 4; Adam is under way.",
  )
})

Deno.test("who did not arrive is told apart", () => {
  const of = race([
    ["Adam", {arrival: 5, bottom: 1}],
    ["SGD", {gone: true}],
    ["Lion", {kind: "to and fro"}],
    ["Newton", {kind: "at rest"}],
  ])
  assert.equal(
    story(of, 10),
    "Nobody has arrived at the lowest minimum: Adam is lowest, at a loss of 0.5; Adam is at a local minimum; " +
      "SGD diverged at step 3; Newton has come to rest elsewhere; Lion goes to and fro.",
  )
  const unbounded = race([["Adam"], ["SGD"]], {minima: []})
  assert.equal(story(unbounded, 10), "Adam is lowest, at a loss of 0.5; Adam and SGD are still on their way.")
  assert.equal(
    story(race([["A", {gone: true}], ["B", {gone: true}]]), 10),
    "A diverged at step 3; B diverged at step 3.",
  )
})

Deno.test("of many who arrive the first three are named by their steps", () => {
  const of = race([["A", {arrival: 1}], ["B", {arrival: 1}], ["C", {arrival: 2}], ["D", {arrival: 3}], ["E", {
    arrival: 4,
  }]])
  assert.equal(story(of, 10), "A and B arrived first, at step 1; C at step 2; D at step 3; E later.")
  // In the order of their steps, which is not that of their ranks where some are at other minima.
  const mixed = race([["A", {arrival: 10}], ["B", {arrival: 2}], ["C", {arrival: 9}]])
  assert.equal(story(mixed, 10), "B arrived first, at step 2; C at step 9; A at step 10.")
  assert.equal(listed(["A", "B", "C", "D"]), "A, B, C and D")
  assert.equal(listed([]), "")
  assert.equal(listed(["A", "B", "C", "D", "E", "F"]), "A, B, C and 3 others")
})

Deno.test("a new surface brings its rates, but for those set by hand", () => {
  const general = {sgd: "0.001", adam: "0.1", momentum: "0.001"}
  const values = {"sgd.lr": "0.001", "adam.lr": "0.37", "momentum.lr": "0.003", shared: "0"}
  const [ravine, beale] = [{momentum: "0.003", adam: "0.5"}, {sgd: "0.03", adam: "0.2", momentum: "0.01"}]
  assert.deepEqual(rates(values, general, ravine, beale), {"sgd.lr": "0.03", "momentum.lr": "0.01"})
  // Where a surface brings none, its predecessor's make way for the general ones.
  assert.deepEqual(rates(values, general, ravine, {}), {"momentum.lr": "0.001"})
  assert.deepEqual(rates({...values, shared: "1"}, general, ravine, beale), {})
  assert.deepEqual(setTo({sgd: "1e-3", adam: "0.1"}, values), {"adam.lr": "0.1"})
})

Deno.test("the best of a sweep holds as long as nothing but rates changes", () => {
  const values = {surface: "beale", x: "", y: "", steps: "500", "beale.a": "1", "sgd.lr": "1", "adam.lr": "2"}
  const same = sweptFor(values, "sgd")
  assert.equal(sweptFor({...values, "sgd.lr": "3", "adam.beta1": "0", racers: "sgd", view: "side"}, "sgd"), same)
  for (
    const [key, text] of Object.entries({
      steps: "9",
      x: "1",
      y: "1",
      surface: "saddle",
      "beale.a": "2",
      "recipe.noise": "1",
    })
  ) {
    assert.notEqual(sweptFor({...values, [key]: text}, "sgd"), same, key)
  }
  // Two surfaces without settings of their own, too.
  const plain = {surface: "saddle", "sgd.lr": "1"}
  assert.notEqual(sweptFor({...plain, surface: "ackley"}, "sgd"), sweptFor(plain, "sgd"))
  const swept = {losses: Float64Array.of(3, 1, 2, NaN), arrivals: Int32Array.of(9, -1, 5, -1)}
  assert.equal(best([0.1, 0.2, 0.3, 0.4], swept, false), 0.2)
  assert.equal(best([0.1, 0.2, 0.3, 0.4], swept, true), 0.3)
  assert.equal(best([0.1, 0.2], {...swept, arrivals: Int32Array.of(5, 0)}, true), 0.2)
  assert.equal(best([0.1], {losses: Float64Array.of(NaN), arrivals: Int32Array.of(-1)}, false), undefined)
})

Deno.test("a surface in small is read as it was written", () => {
  assert.deepEqual(bandsOf("A3BA[2"), [0, 0, 0, 1, 0, 26, 26])
})
