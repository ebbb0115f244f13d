// What a link for a class covers and locks.

import {assert} from "./assert.js"
import {coverAgain, coveredText, listOf, revealed, unlocked} from "../../app/static/model/cover.js"

Deno.test("a list is what commas part, and nothing is in an empty one", () => {
  assert.deepEqual([listOf(""), listOf("loss"), listOf("loss,,sgd")], [[], ["loss"], ["loss", "sgd"]])
})

Deno.test("what is covered is said, and what was covered last is covered again", () => {
  assert.equal(coveredText([], {}), "")
  assert.equal(coveredText(["paths"], {}), "Covered: the paths. What do you expect?")
  assert.equal(coveredText(["standings"], {}), "Covered: the standings. What do you expect?")
  const said = "Covered: the paths, the loss and Adam. What do you expect?"
  assert.equal(coveredText(["paths", "loss", "adam"], {adam: "Adam"}), said)
  assert.deepEqual(coverAgain({cover: ""}, ""), {cover: "paths,loss,standings"})
  assert.deepEqual(coverAgain({cover: ""}, "adam"), {cover: "adam"})
  assert.deepEqual(coverAgain({cover: "loss"}, "adam"), undefined)
})

Deno.test("what is held is what is locked, whatever groups there are", () => {
  const changes = {a: "1", b: "2", c: "3"}
  assert.deepEqual(unlocked(changes, ["g", "c"], {b: "g"}), {passing: {a: "1"}, held: ["b", "c"]})
  assert.deepEqual(unlocked({}, ["g"], {}), {passing: {}, held: []})
})

Deno.test("what has a Reveal is revealed, and no homework", () => {
  assert.deepEqual(revealed({cover: "loss", reveal: "1"}), {cover: ""})
  assert.deepEqual(revealed({cover: "loss", reveal: "0"}), undefined)
  assert.deepEqual(revealed({cover: "", reveal: "1"}), undefined)
})

Deno.test("locks hold a setting, or a group of them, and let the others pass", () => {
  const groups = {"adam.lr": "rates", "sgd.lr": "rates", "adam.beta1": "numbers", steps: "steps"}
  const changes = {"adam.lr": "0.2", "adam.beta1": "0.5", steps: "9", theme: "dark"}
  const passing = (locked) => unlocked(changes, locked, groups)
  assert.deepEqual(passing([]), {passing: changes, held: []})
  assert.deepEqual(passing(["rates"]).held, ["adam.lr"])
  assert.deepEqual(passing(["adam.beta1", "steps"]).passing, {"adam.lr": "0.2", theme: "dark"})
})
