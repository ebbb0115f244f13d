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
