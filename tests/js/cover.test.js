// What a link for a class covers and locks.

import {assert} from "./assert.js"
import {coverAgain, coveredText, heldTo, listOf, revealed, unlocked} from "../../app/static/model/cover.js"

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

Deno.test("what a page was saved with holds against its address, which may lock and cover more", () => {
  const groups = {surface: "surface", x: "start", y: "start", "adam.lr": "rates", "sgd.lr": "rates", pin: "pin"}
  const own = "v=1&surface=beale&x=1.5&adam.lr=0.3&cover=paths&lock=rates,start&without=recipe"
  const to = (asked, saved = own) => heldTo(asked, saved, groups)
  const query = (asked, saved = own) => Object.fromEntries(new URLSearchParams(to(asked, saved).query))
  // The state that the page writes itself is taken as it is.
  assert.deepEqual(query(own), Object.fromEntries(new URLSearchParams(own)))
  assert.deepEqual(to(own).held, [])
  assert.deepEqual(
    to("v=1&surface=beale&x=1.5&adam.lr=0.3&steps=9&cover=paths&lock=rates,start&without=recipe").held,
    [],
  )
  // Locks hold, and cannot be left out; what they do not name is free, and revealed.
  const others = {lock: "rates,start", without: "recipe"}
  const asked = to("v=1&surface=beale&steps=9&adam.lr=1&sgd.lr=2")
  assert.deepEqual(asked.held, ["adam.lr", "sgd.lr", "x"])
  assert.deepEqual(query("v=1&surface=beale&steps=9&adam.lr=1&sgd.lr=2"), {
    ...{v: "1", surface: "beale", steps: "9", x: "1.5", "adam.lr": "0.3"},
    ...others,
  })
  assert.deepEqual(query("surface=beale&x=1.5&adam.lr=0.3&lock=pin&without=fair&cover=adam"), {
    ...{surface: "beale", x: "1.5", "adam.lr": "0.3", cover: "adam"},
    ...{lock: "rates,start,pin", without: "recipe,fair"},
  })
  // A start is of its surface; nor is another brought by the address.
  assert.deepEqual(query("surface=saddle&x=3"), {surface: "saddle", "adam.lr": "0.3", ...others})
  assert.equal(query("surface=saddle", own.replace("lock=", "lock=surface,")).surface, "beale")
  // A lesson has a race of its own, which locks would not know of.
  assert.equal(query("lesson=momentum&at=2").lesson, undefined)
  assert.equal(query("lesson=momentum", "v=1").lesson, "momentum")
  // Homework is not revealed.
  assert.deepEqual(query("v=1&cover=adam&reveal=1", "cover=paths&reveal=0"), {
    ...{v: "1", reveal: "0", cover: "paths,adam"},
  })
})
