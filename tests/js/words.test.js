// Sentences in another language: whole, with holes, several of them.

import {assert} from "./assert.js"
import {Words} from "../../app/static/model/words.js"

const WORDS = new Words({
  and: "und",
  texts: {
    Play: "Abspielen",
    steps: "Schritte",
    "under way": "unterwegs",
    "Standings at step {t}": "Stand bei Schritt {t}",
    "{who*} arrived first, at step {t}": "{who} kam zuerst an, bei Schritt {t}",
    "{who} at step {t}": "{who} bei Schritt {t}",
    "{who*} are under way": "{who} sind unterwegs",
    "{n} steps": "{n} Schritte",
    "Undone: {what}": "Zurückgenommen: {what}",
    "Covered: {what*}. What do you expect?": "Verdeckt: {what}. Was erwarten Sie?",
    "the paths": "die Wege",
    "the loss": "der Verlust",
    View: "Ansicht",
    "{name} ({key} = {text}): {why}. {stays}": "{name} ({key} = {text}): {why}. {stays}",
    "it must be one of {some}": "es muss eines von {some} sein",
    "It stays at {value}.": "Es bleibt bei {value}.",
  },
})

Deno.test("a sentence of the table is said, and space around it stays", () => {
  assert.equal(WORDS.say("Play"), "Abspielen")
  assert.equal(WORDS.say(" Play\n"), " Abspielen\n")
  assert.equal(WORDS.say("Standings at step 12"), "Stand bei Schritt 12")
})

Deno.test("what is in a hole is put into words too, a list one by one", () => {
  assert.equal(WORDS.say("Undone: steps"), "Zurückgenommen: Schritte")
  assert.equal(
    WORDS.say("Covered: the paths, the loss and Adam. What do you expect?"),
    "Verdeckt: die Wege, der Verlust und Adam. Was erwarten Sie?",
  )
})

Deno.test("a text may be several sentences, in one line", () => {
  const said = WORDS.say("Adam arrived first, at step 108; RMSprop at step 252; SGD, Momentum and Lion are under way.")
  assert.equal(
    said,
    "Adam kam zuerst an, bei Schritt 108; RMSprop bei Schritt 252; SGD, Momentum und Lion sind unterwegs.",
  )
})

Deno.test("what the table does not have, or not whole, stays as it is; so do numbers and symbols", () => {
  assert.equal(WORDS.say("A word of its own"), "A word of its own")
  assert.equal(WORDS.say("Play. And then something"), "Play. And then something")
  assert.equal(WORDS.sayIfKnown("unknown words"), undefined)
  assert.equal(WORDS.say("η 0.1 ✚ 10⁻³"), "η 0.1 ✚ 10⁻³")
})

const said = (texts, text, names = []) => new Words({and: "und", texts}, names).say(text)

Deno.test("space at the ends stays as it is, and space within is one", () => {
  assert.equal(WORDS.say("\n  Standings\n   at step\t12 "), "\n  Stand bei Schritt 12 ")
  assert.deepEqual([WORDS.say(""), WORDS.say("  "), WORDS.say("x")], ["", "  ", "x"])
})

Deno.test("what is known is known again, and what is not is not", () => {
  assert.deepEqual([1, 2].map(() => WORDS.say("Undone: steps")), Array(2).fill("Zurückgenommen: Schritte"))
  assert.deepEqual([1, 2].map(() => WORDS.sayIfKnown("Something else")), [undefined, undefined])
  assert.deepEqual([1, 2].map(() => WORDS.sayIfKnown(" 12 ")), [" 12 ", " 12 "])
})

Deno.test("a name is the same in every language, unless the table has a word for it", () => {
  const texts = {"All of {what}": "Ganz {what}", rest: "Rest"}
  assert.deepEqual(["All of sgd", "sgd"].map((text) => said(texts, text, ["sgd"])), ["Ganz sgd", "sgd"])
  assert.equal(said(texts, "All of rest", ["rest"]), "Ganz Rest")
  // A capital, a sign of a formula or a path: nobody has a word for it.
  const taken = ["Adam", "É", "x_1 y", "a=b c", "and/or so"].map((name) => said(texts, `All of ${name}`))
  assert.deepEqual(taken, ["Ganz Adam", "Ganz É", "Ganz x_1 y", "Ganz a=b c", "Ganz and/or so"])
  for (const other of ["sgd", "Two words", "lower case"])
    assert.equal(said(texts, `All of ${other}`), `All of ${other}`)
})

Deno.test("of two sentences that fit, that with more words of its own is meant", () => {
  const texts = {"{a} is {b}": "{b} {a}", "{a} is very {b}": "{b}! {a}", "{a} is very, very {b}": "{b}!! {a}"}
  for (const order of [Object.entries(texts), Object.entries(texts).toReversed()]) {
    const table = Object.fromEntries(order)
    assert.deepEqual(["SGD is 3", "SGD is very 3", "SGD is very, very 3"].map((text) => said(table, text)), [
      ...["3 SGD", "3! SGD", "3!! SGD"],
    ])
  }
  // Where what fills one is unknown, another may do.
  assert.equal(
    said({"{a} is {b}": "{b} {a}", "{a} is very {b}": "?", "very fast": "eilig"}, "SGD is very fast"),
    "eilig SGD",
  )
})

Deno.test("a sentence is that whole text, to the letter, whatever its signs mean elsewhere", () => {
  const texts = {"Why (a+b)? {x} [$1.5^2|*] \\{": "Warum {x}", "ab{x}": "{x}"}
  assert.equal(said(texts, "Why (a+b)? 7 [$1.5^2|*] \\{"), "Warum 7")
  for (
    const text of ["Why (a+b)? 7 [$105^2|*] \\{", "Whyy (a+b)? 7 [$1.5^2|*] \\{", "So: Why (a+b)? 7 [$1.5^2|*] \\{"]
  ) {
    assert.equal(said(texts, text), text)
  }
  // Something fills a hole.
  assert.deepEqual(["ab7", "ab", "xab7"].map((text) => said(texts, text)), ["7", "ab", "xab7"])
  // A hole may be filled at several places, and what fills it may look like one.
  assert.equal(said({"{x} or {y}": "{y}, {x}, {y}"}, "$& or {x}"), "{x}, $&, {x}")
})

Deno.test("what fills a hole ends where a sentence does, but for what may be whole sentences", () => {
  const texts = {
    "Undone {what}": "Zurück {what}",
    "Said {say} here": "Hier {say}",
    "One. Two": "Eins. Zwei",
    One: "Eins",
  }
  assert.equal(said(texts, "Said One. Two here"), "Hier Eins. Zwei")
  assert.equal(said(texts, "Undone One. Two"), "Undone One. Two")
  for (const mark of ["?", "!"]) {
    const table = {...texts, [`One${mark} Two`]: "Eins"}
    assert.equal(said(table, `Undone One${mark} Two`), `Undone One${mark} Two`)
    assert.equal(said(table, `Said One${mark} Two here`), "Hier Eins")
  }
  // Nor at its own end; a point within a number ends none.
  assert.equal(said({...texts, "One.": "Anders."}, "Undone One."), "Zurück Eins.")
  // Nor any one of several.
  const several = {...texts, "{what} is {n}": "{what} ist {n}", "One. two words": "Eins, zwei"}
  const kept = "One. two words is 7"
  assert.deepEqual(["One is 7", kept].map((text) => said(several, text)), ["Eins ist 7", kept])
  for (const name of ["text", "say", "why", "title"]) {
    assert.equal(said({...texts, [`Whole {${name}} here`]: `Hier {${name}}`}, "Whole One. Two here"), "Hier Eins. Zwei")
  }
  assert.equal(said(texts, "Undone 1.5 % or 2"), "Undone 1.5 % or 2")
  assert.equal(said(texts, "Undone 1.5"), "Zurück 1.5")
})

Deno.test("a sentence with few words of its own is not looked for in a long text", () => {
  const long = (/** @type {number} */ digits) => said({"at{x}b": "{x}"}, `at${"7".repeat(digits)}b`)
  assert.equal(long(117), "7".repeat(117))
  assert.equal(long(118), `at${"7".repeat(118)}b`)
})

Deno.test("in a hole, a word may begin with a small letter, and have a number after it", () => {
  const texts = {"Undone: {what}": "Zurück: {what}", Play: "Spiel", "Step {n} of {m}": "{n}/{m}", speed: "Tempo"}
  const undone = (/** @type {string} */ what) => said(texts, `Undone: ${what}`)
  assert.deepEqual(["play", "speed", "speed 12", "play ×2", "step 3 of 9"].map(undone), [
    ...["Zurück: Spiel", "Zurück: Tempo", "Zurück: Tempo 12", "Zurück: Spiel ×2", "Zurück: 3/9"],
  ])
  const counted = {...texts, "very fast": "eilig", "plan b": "Plan B", "layer(s)": "Schicht(en)", "play2": "Spiel2"}
  const known = ["very fast 12", "plan b 7", "layer(s) 7", "play2 (7)", "very fast × 2, 3"]
  assert.deepEqual(known.map((what) => said(counted, `Undone: ${what}`)), [
    ...["eilig 12", "Plan B 7", "Schicht(en) 7", "Spiel2 (7)", "eilig × 2, 3"].map((what) => `Zurück: ${what}`),
  ])
  assert.equal(undone("play ×2 now"), "Undone: play ×2 now")
  // But a sentence by itself begins as it does.
  assert.deepEqual(["play", "speed 12", "Undone: unknown 12"].map((text) => said(texts, text)), [
    ...["play", "speed 12", "Undone: unknown 12"],
  ])
})

Deno.test("a list has its word before the last, and each of it is known or all of it is not", () => {
  const texts = {"{who*} race": "{who} im Rennen", "the rest": "der Rest"}
  const cases = /** @type {[string, string][]} */ ([
    ["Adam race", "Adam im Rennen"],
    ["Adam and the rest race", "Adam und der Rest im Rennen"],
    ["Adam, SGD and the rest race", "Adam, SGD und der Rest im Rennen"],
    ["Adam, nobody and the rest race", "Adam, nobody and the rest race"],
  ])
  for (const [text, expected] of cases) assert.equal(said(texts, text), expected)
  assert.equal(said({"{who} race": "{who} im Rennen"}, "Adam and SGD race"), "Adam and SGD race")
})

Deno.test("a text is read as the longest beginning that is known, and what follows, marks and all", () => {
  const texts = {
    One: "Eins",
    "One, two": "Eins zwei",
    two: "zwei",
    "Three.": "Drei!",
    "no {n}": "Nr. {n}",
    "One; two, no 1": "Alles",
  }
  const cases = /** @type {[string, string][]} */ ([
    ["One.", "Eins."],
    ["One: two", "Eins: zwei"],
    ["One, two; One", "Eins zwei; Eins"],
    ["One; two, no 1; two", "Alles; zwei"],
    ["two, One! One? two", "zwei, Eins! Eins? zwei"],
    ["One · two · 12", "Eins · zwei · 12"],
    ["12, One", "12, Eins"],
    ["One, 12; 7", "Eins, 12; 7"],
    ["no 5, no 6.", "Nr. 5, Nr. 6."],
    ["Three. One.  two", "Drei! Eins. zwei"],
    // One piece that is unknown, at either end or in between, leaves all of it.
    ["One, four", "One, four"],
    ["four, One", "four, One"],
    ["One, four, two", "One, four, two"],
    ["One.two", "One.two"],
    ["One..", "One.."],
    ["One -", "One -"],
  ])
  for (const [text, expected] of cases) assert.equal(said(texts, text), expected, text)
})

Deno.test("keys, values and what was typed stay as they are, and a hole for it may take a sentence", () => {
  assert.equal(
    WORDS.say("View (view = 'heat map'): it must be one of overlay, side, steps. It stays at under way."),
    "Ansicht (view = 'heat map'): es muss eines von overlay, side, steps sein. Es bleibt bei under way.",
  )
  assert.equal(WORDS.sayIfKnown("View (view = heat map): it must be one of overlay. It stays at side."), undefined)
})
