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

Deno.test("a step is told whole below 100,000, and any other number in three digits", () => {
  const said = (text) => words(`{${text}}`, scene, 2)
  assert.deepEqual(["99999", "-99999", "0", "2/3", "never", "-never", "0/0"].map(said), [
    ...["99999", "−99999", "0", "0.667", "never", "–", "–"],
  ])
  for (const text of ["100000", "-100000"]) assert.match(said(text), /×10⁵$/)
  // A text without a hole, and one with several.
  assert.equal(words("a { b", scene, 2), "a { b")
  assert.equal(words("{1}{2}}", scene, 2), "12}")
})

Deno.test("what is no claim is unknown, and what breaks is not hidden", () => {
  assert.equal(holds("luck(sgd) > 1", scene, 2), undefined)
  assert.equal(holds("loss(lion) > 1", scene, 2), undefined)
  // Each text is read by itself, as what it is.
  assert.equal(words("{1 < 2}", scene, 2), "…")
  assert.equal(holds("1 < 2", scene, 2), true)
  const broken = {...scene, race: {...race, paths: null}}
  assert.throws(() => holds("loss(adam) < 1", broken, 2), TypeError)
})

Deno.test("a prediction, a check and a text wait for their answer", () => {
  assert.equal(isOpen(predict, {choice: 1}, true), true)
  assert.equal(isOpen(predict, {text: "x"}, true), false)
  assert.equal(isOpen(check, {}, true), false)
  assert.equal(isOpen({kind: "write"}, {}, true), false)
  assert.equal(isOpen({kind: "check", ask: {choices: [{correct: 1}]}}, {choice: 0}, true), false)
})

Deno.test("of an answer there is something to say, if there is one, and it is one of the question's", () => {
  const nothing = {text: "", tone: "soft"}
  for (const answer of [{}, {text: "so"}, {choice: 2}, {choice: -1}]) {
    assert.deepEqual(feedback(check, answer, scene, 2), nothing)
    assert.deepEqual(feedback(predict, answer, scene, 2), nothing)
  }
  assert.deepEqual(feedback({kind: "read", ask: null}, {}, scene, 2), nothing)
  assert.deepEqual(feedback(check, {choice: 0}, scene, 2), {text: "No.", tone: "bad"})
  const never = {kind: "task", requires: {holds: "arrived(adam) < 1"}}
  assert.deepEqual(feedback(never, {}, scene, 2), {text: "Not yet.", tone: "soft"})
  assert.deepEqual(feedback(task, {}, scene, 2), {text: "Done: the race has it.", tone: "good"})
  assert.deepEqual(feedback(task, {}, scene, 1), {text: "The race will tell.", tone: "soft"})
})

Deno.test("a race is another than the step's where a setting of a lesson is, but for what is hidden", () => {
  const defaults = {surface: "rosenbrock", steps: "500", x: "", y: "", pin: "", hide: "0"}
  assert.equal(isElsewhere(defaults, defaults, {}), false)
  assert.equal(isElsewhere({...defaults, steps: "9"}, defaults, {}), true)
  assert.equal(isElsewhere({...defaults, steps: "9"}, defaults, {steps: "9"}), false)
  assert.equal(isElsewhere({...defaults, steps: "9", hide: "1"}, defaults, {}), true)
  // A surface takes its start and the pinned race with it, once each.
  assert.deepEqual(changesToStep({...defaults, surface: "beale", x: "1"}, defaults, {x: "2", steps: "7"}), {
    ...{surface: "rosenbrock", steps: "7", x: "2", y: "", pin: ""},
  })
  assert.deepEqual(changesToStep({...defaults, x: "1"}, defaults, {}), {x: ""})
})

Deno.test("of answers those are kept that say something", () => {
  const steps = [
    {title: "a", ask: {question: "b?", choices: [{text: "c"}]}},
    {title: "d", ask: {question: "e?", choices: []}},
    {title: "f", ask: {question: "g?", choices: [{text: "h"}]}},
    {title: "i", ask: null},
  ]
  const said = asText({title: "L", steps}, {1: {choice: 4}, 2: {text: ""}, 3: {choice: 0}, 4: {text: "no question"}})
  assert.equal(said, "L\n\nStep 3, f\ng?\n– h\n")
  const two = [{title: "a", ask: {question: "b?", choices: [{text: "c"}, {text: "d"}]}}]
  assert.equal(asText({title: "L", steps: two}, {1: {}}), "L\n\nNothing was answered yet.")
})

Deno.test("a file says all that a lesson must, each text on one line, and no choices of what is written", () => {
  const defaults = {surface: "rosenbrock", steps: "500"}
  const step = {
    title: ' a\t"b" ',
    say: "x\u007fy\\\u007f",
    values: defaults,
    kind: "",
    question: "",
    expected: "",
    choices: [],
  }
  const written = {
    ...{...step, title: "w", say: "s", kind: "write", question: " why?\n", expected: " so ", choices: [{text: "no"}]},
    values: {surface: "a&b", steps: "500"},
  }
  const unsaid = {...written, values: written.values, expected: "  "}
  const checked = {
    ...{...written, kind: "check", expected: "", choices: []},
    choices: [{text: "yes", correct: true, feedback: " "}, {text: "no", correct: false, feedback: ""}, {
      ...{text: "n", correct: false, feedback: " f "},
    }],
  }
  const lines = [
    'title = "L"',
    "order = 1",
    "minutes = 7",
    'audience = "Not said"',
    'misconception = "Not said"',
    'start = "steps=500"',
    "",
    "[[steps]]",
    'title = "a \\"b\\""',
    'say = "x\\u007fy\\\\\\u007f"',
    ...["", "[[steps]]", 'title = "w"', 'say = "s"', 'state = "surface=a%26b"'],
    ...["", "[steps.ask]", 'question = "why?"', 'expected = "so"'],
    ...["", "[[steps]]", 'title = "w"', 'say = "s"'],
    ...["", "[steps.ask]", 'question = "why?"', 'expected = "Not said"'],
    ...["", "[[steps]]", 'title = "w"', 'say = "s"'],
    ...["", "[steps.ask]", 'question = "why?"', 'expected = "Not said"'],
    ...["", "[[steps.ask.choices]]", 'text = "yes"', "correct = true", 'feedback = "Yes."'],
    ...["", "[[steps.ask.choices]]", 'text = "no"', "correct = false", 'feedback = "No. Think again."'],
    ...["", "[[steps.ask.choices]]", 'text = "n"', "correct = false", 'feedback = "f"'],
  ]
  const file = fileOf({title: "L", minutes: 7, steps: [step, written, unsaid, checked]}, defaults)
  assert.deepEqual(file.split("\n"), [...lines, ""])
})

Deno.test("what a lesson asks, tells and waits for is read, each hole and each claim, and what is not there is not", () => {
  const fine = {say: "{1} and {loss(sgd)}", ask: {verdict: "{2}", choices: [{feedback: "{3}", holds: "1 < 2"}]}}
  assert.deepEqual(
    unreadable({steps: [fine, {say: "", ask: null}, {say: "a { b } {1}", requires: {holds: "1 < 2"}}]}),
    [
      "Step 3:  b : b is no number of a race.",
    ],
  )
  const bad = {
    say: "{a} {1} {}",
    requires: {holds: "1"},
    ask: {verdict: "{1 <}", choices: [{feedback: "{c}", holds: "d < 1"}, {feedback: "", holds: ""}]},
  }
  assert.deepEqual(unreadable({steps: [fine, bad]}), [
    "Step 2: a: a is no number of a race.",
    "Step 2: : its end is no number of a race.",
    "Step 2: 1 <: nothing is understood from < on.",
    "Step 2: c: c is no number of a race.",
    "Step 2: 1 is no comparison.",
    "Step 2: d < 1: d is no number of a race.",
  ])
  // No verdict where nothing is asked for.
  assert.deepEqual(
    unreadable({steps: [{say: "", ask: {choices: [{feedback: ""}]}}, {say: "", ask: {verdict: ""}}]}),
    [],
  )
})

Deno.test("the letters of a link are those that any may have, whatever the text", async () => {
  const all = Array.from({length: 40}, (_, i) => String.fromCharCode(32 + i * 37, 955 + i)).join("")
  for (let length = 0; length < 40; length++) {
    const link = await packed(all.slice(length))
    assert.match(link, /^[\w-]+$/)
    assert.equal(await unpacked(link), all.slice(length))
  }
})
