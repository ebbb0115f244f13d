// What a step of a lesson says, when it lets go, and how its race is brought back; and lessons that are composed.

import {assert} from "./assert.js"
import {asText, changesToStep, feedback, holds, isElsewhere, isOpen, words} from "../../app/static/model/lesson.js"
import {fileOf, packed, unpacked, unreadable} from "../../app/static/model/own_lesson.js"

const path = (key, loss, outcome) => ({
  key,
  loss: Float32Array.from(loss),
  rows: loss.length,
  outcome,
  lr: 0.1,
})
const race = {
  steps: 2,
  base: 0,
  factors: [1, 0.5, 0.25],
  gone: () => false,
  paths: [
    path("sgd", [4, 2, 1], {kind: "on its way", step: 2}),
    path("adam", [4, 1, 0], {kind: "arrived", step: 1}),
  ],
}
const scene = {race, surface: {domain: [[-1, 1], [-1, 1]]}}

Deno.test("a number is told when it is known, a step whole, and what does not happen as never", () => {
  assert.equal(words("{loss(sgd)}, {loss(sgd, 1)}, {rate(sgd, 1)}", scene, 1), "…, 2, 0.05")
  assert.equal(words("{arrived(adam)} and {arrived(sgd)}", scene, 2), "1 and never")
  assert.equal(words("{1271} {-2} {2 / 3} {0.00001234}", scene, 2), "1271 −2 0.667 1.2×10⁻⁵")
  // Who was taken from the race has no number, and what is no number has none either.
  assert.equal(words("{loss(lion)} {alert(1)} {}", scene, 2), "… … …")
})

Deno.test("what nobody can know neither holds nor fails", () => {
  const seen = (t) => holds("loss(adam) < loss(sgd) and loss(adam, 0) == 4", scene, t)
  assert.deepEqual([seen(0), seen(2)], [undefined, true])
  assert.equal(holds("loss(adam, 0) > 9 and loss(adam) < 1", scene, 0), false)
})

const check = {
  kind: "check",
  ask: {choices: [{correct: false, feedback: "No."}, {correct: true, feedback: "{loss(sgd)}."}]},
}
const predict = {
  kind: "predict",
  ask: {verdict: "At {arrived(adam)}.", choices: [{holds: "arrived(sgd) < 9"}, {holds: "arrived(adam) < 9"}]},
}
const task = {kind: "task", requires: {holds: "arrived(adam) <= 1"}}

Deno.test("a step lets go when it is answered, a check when that is right, a task when it was done", () => {
  assert.deepEqual([0, 1].map((choice) => isOpen(check, {choice}, false)), [false, true])
  assert.deepEqual([{}, {choice: 0}].map((answer) => isOpen(predict, answer, false)), [false, true])
  assert.deepEqual([false, true].map((done) => isOpen(task, {}, done)), [false, true])
  assert.deepEqual(["", " ", "so"].map((text) => isOpen({kind: "write"}, {text}, false)), [false, false, true])
  assert.equal(isOpen({kind: "read"}, {}, false), true)
  // What was kept may be of a lesson before it was changed.
  assert.equal(isOpen(check, {choice: 7}, false), false)
})

Deno.test("an answer is told by the lesson, a prediction by the race, once it is over", () => {
  assert.deepEqual(feedback(check, {choice: 1}, scene, 2), {text: "1.", tone: "good"})
  assert.deepEqual(feedback(check, {}, scene, 2), {text: "", tone: "soft"})
  assert.deepEqual(feedback(predict, {choice: 1}, scene, 1), {text: "The race will tell.", tone: "soft"})
  assert.deepEqual(feedback(predict, {choice: 1}, scene, 2), {text: "You foretold it. At 1.", tone: "good"})
  assert.deepEqual(feedback(predict, {choice: 0}, scene, 2), {text: "It went otherwise. At 1.", tone: "bad"})
  assert.equal(feedback(task, {}, scene, 2).tone, "good")
  assert.equal(feedback(task, {}, scene, 1).text, "The race will tell.")
})

Deno.test("the race of a step comes back whole", () => {
  const defaults = {surface: "rosenbrock", steps: "500", x: "", y: "", pin: "", hide: "0"}
  const values = {...defaults, surface: "beale", steps: "300", x: "1", theme: "dark"}
  assert.deepEqual(changesToStep(values, defaults, {surface: "beale", steps: "300"}), {x: ""})
  assert.deepEqual(changesToStep({...defaults, hide: "1"}, defaults, {}), {hide: "0"})
  assert.deepEqual(changesToStep(defaults, defaults, {surface: "beale"}), {surface: "beale", x: "", y: "", pin: ""})
  assert.equal(isElsewhere({...defaults, hide: "1"}, defaults, {}), false)
  assert.equal(isElsewhere(values, defaults, {surface: "beale", steps: "300"}), true)
})

Deno.test("answers are a text, with their questions", () => {
  const steps = [{title: "a", ask: {question: "b?", choices: [{text: "c"}, {text: "d"}]}}, {title: "e", ask: null}, {
    title: "f",
    ask: {question: "g?", choices: []},
  }]
  const said = asText({title: "L", steps}, {1: {choice: 1}, 3: {text: "so"}})
  assert.equal(said, "L\n\nStep 1, a\nb?\n– d\n\nStep 3, f\ng?\n– so\n")
  assert.equal(asText({title: "L", steps}, {}), "L\n\nNothing was answered yet.")
})

const DRAFT = {
  title: 'Say "η"',
  minutes: 4,
  steps: [
    {
      title: "a",
      say: "b\n c",
      values: {surface: "beale", steps: "9"},
      kind: "",
      question: "",
      expected: "",
      choices: [],
    },
    {
      title: "d",
      say: "e",
      values: {surface: "beale", steps: "500"},
      kind: "check",
      question: "f?",
      expected: "",
      choices: [{text: "g", correct: true, feedback: ""}, {text: "h", correct: false, feedback: "i"}],
    },
  ],
}

Deno.test("a draft is a file, each step of which says what changes", () => {
  const text = fileOf(DRAFT, {surface: "rosenbrock", steps: "500"})
  assert.ok(text.includes('title = "Say \\"η\\""') && text.includes('say = "b c"'))
  assert.ok(text.includes('start = "surface=beale&steps=9"') && text.includes('state = "steps=500"'))
  assert.equal(text.match(/state = /g)?.length, 1)
  assert.ok(text.includes('text = "g"\ncorrect = true\nfeedback = "Yes."\n'))
})

Deno.test("a link holds a text whole", async () => {
  const text = `${fileOf(DRAFT, {})}η → ✚ ${"x".repeat(3000)}`
  const link = await packed(text)
  assert.match(link, /^[\w-]+$/)
  assert.ok(link.length < text.length / 3)
  assert.equal(await unpacked(link), text)
})

Deno.test("what cannot be measured is told by its step", () => {
  const steps = [{say: "{loss(sgd)}", ask: null}, {
    say: "{luck(sgd)}",
    requires: {holds: "loss(sgd)"},
    ask: {verdict: "", choices: [{feedback: "", holds: "1 < 2"}]},
  }]
  assert.deepEqual(unreadable({steps}), [
    "Step 2: luck(sgd): luck is no number of a race.",
    "Step 2: loss(sgd) is no comparison.",
  ])
})
