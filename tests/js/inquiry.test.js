// What a view of the page asks, and the page itself answers.

import {assert} from "./assert.js"
import {answers} from "../../app/static/local/inquiry.js"

Deno.test("a view whose answer is not written for browsers is refused in words", async () => {
  const question = {kind: "toy", of: {}, options: [], races: 1}
  const told = []
  for await (const answer of answers({}, {}, question, () => {})) told.push(answer)
  assert.deepEqual(told, [{kind: "refused", of: "toy", text: "Only a server can work this out."}])
})
