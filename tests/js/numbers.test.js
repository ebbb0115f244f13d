// Ticks of an axis of losses: always some, all in one manner, no two alike.

import {assert} from "./assert.js"
import {tickLabels, ticks, typeset} from "../../app/static/model/numbers.js"

const read = (low, high, log) => {
  const places = ticks(low, high, log)
  return places.map(tickLabels(places, log))
}

Deno.test("whatever is between two losses, there are numbers, and no two read alike", () => {
  for (const [low, high] of [[1.4399, 1.44], [0.9, 1.7], [4.97, 48], [1e-7, 2e-7], [1, 2], [0.999999, 1]]) {
    for (const log of [true, false]) {
      const said = log ? read(Math.log10(low), Math.log10(high), true) : read(low, high, false)
      assert.ok(said.length >= 2 && said.length <= 12, `${low} ${high} ${said}`)
      assert.equal(new Set(said).size, said.length)
    }
  }
})

Deno.test("powers of ten and numbers are not mixed", () => {
  assert.deepEqual(read(0.6, 1.5, true), ["5", "10", "20"])
  assert.deepEqual(read(-16.5, 2.5, true).slice(0, 2), ["10⁻¹⁶", "10⁻¹²"])
  assert.deepEqual(read(-2.2, 1.2, true), ["0.01", "0.1", "1", "10"])
})

Deno.test("numbers in a text are set as people read them, and words and formulas are left alone", () => {
  const set = {
    "η 1e-05, ε 2.5e-08": "η 10⁻⁵, ε 2.5×10⁻⁸",
    "from (-1.7, -0.6)": "from (−1.7, −0.6)",
    "-1e+20 to 3e7": "−10²⁰ to 3×10⁷",
    "warm-up 50 · x^2-3": "warm-up 50 · x^2-3",
    "Adam-2, a1e-5": "Adam-2, a1e-5",
  }
  for (const [text, read] of Object.entries(set)) assert.equal(typeset(text), read)
})
