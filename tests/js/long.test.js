import {Long} from "../../app/static/local/long.js"
import {NOBODY} from "../../app/static/made/asked.js"
import {textOf} from "../../app/static/local/questions.js"
import {assert} from "./assert.js"

Deno.test("who has nobody to tune, or no rate to find, is told so", () => {
  const texts = {racers: "", trials: "8", draw: "0", shared: "0"}
  const long = new Long({kernels: {}, table: {}, settings: {texts, absent: {}}}, () => {}, () => null)
  assert.deepEqual(long.act("tune"), [NOBODY.tune])
  assert.deepEqual(long.act("best adam"), [NOBODY.best])
  // The server says it where that is to answer.
  assert.deepEqual(long.act("tune", false), [])
  assert.deepEqual(["", "stop tuning", "stop view"].map((action) => long.act(action)), [[], [], []])
})

Deno.test("where nobody races a question is one of the surface alone", () => {
  const of = (racers, steps) => ({kind: "relief", of: {racers, ground: "bowl", identity: `bowl ${steps}`}, options: []})
  assert.equal(textOf(of([], 1)), textOf(of([], 2)))
  assert.ok(textOf(of(["sgd"], 1)) !== textOf(of(["sgd"], 2)))
})
