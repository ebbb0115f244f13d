// When each part of a page hears of what is new.

import {assert} from "./assert.js"
import {Stage} from "../../app/static/stage.js"

const state = (name, steps = 10) => ({name, race: {steps}, reply: {surface: {key: "beale"}}})

// A stage with a map that follows at once, and words and a form that follow afterwards; and what they have heard.
function staged() {
  const heard = []
  const part = (name) => ({
    follow: (state) => heard.push(`${name} follows ${state.name}`),
    show: (step) => heard.push(`${name} shows ${step}`),
  })
  const [map, words, form] = ["map", "words", "form"].map(part)
  const playback = {step: 3, playing: false, setSteps: () => stage.show(playback.step, playback.playing)}
  const stage = new Stage(playback, {atOnce: [map], afterwards: [words, form], everyFrame: [map]})
  stage.follow(state("first"))
  return {stage, playback, heard}
}

const settles = async (stage) => {
  while (!stage.settled) await new Promise((resolve) => setTimeout(resolve, 5))
}

Deno.test("all parts follow another budget before any of them shows a step of it", () => {
  const {stage, heard} = staged()
  assert.deepEqual(heard.map((each) => each.split(" ")[1]), [
    "follows",
    "follows",
    "follows",
    "shows",
    "shows",
    "shows",
  ])
  assert.ok(stage.settled)
})

Deno.test("what a slider is moved for follows at once, and all else afterwards, each part with its step", async () => {
  const {stage, heard} = staged()
  heard.length = 0
  stage.follow(state("second"))
  assert.deepEqual(heard, ["map follows second", "map shows 3"])
  assert.ok(!stage.settled)
  await settles(stage)
  assert.deepEqual(heard.slice(2), ["words follows second", "words shows 3", "form follows second", "form shows 3"])
})

Deno.test("a part that has not followed is shown no step, and follows the newest state once", async () => {
  const {stage, playback, heard} = staged()
  heard.length = 0
  stage.follow(state("second"))
  stage.follow(state("third"))
  playback.step = 4
  stage.show(4, false)
  assert.ok(!heard.some((each) => /words|form/.test(each)))
  await settles(stage)
  assert.deepEqual(heard.filter((each) => each.startsWith("form")), ["form follows third", "form shows 4"])
})

Deno.test("on paper all parts follow at once, those too that were to follow afterwards", () => {
  const {stage, heard} = staged()
  stage.follow(state("second"))
  heard.length = 0
  stage.followNow(state("paper"))
  assert.ok(stage.settled)
  assert.deepEqual(heard.slice(0, 3), ["map follows paper", "words follows paper", "form follows paper"])
})
