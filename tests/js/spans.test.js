// Spans of an axis: about whatever place they are stretched, and within whatever they are kept.

import {assert} from "./assert.js"
import {lengthOf, ofLength, stretched, within} from "../../app/static/model/spans.js"

Deno.test("what a span is stretched about stays at its share of it", () => {
  const [before, at] = [[-2, 6], 4]
  const after = stretched(before, at, 0.25)
  assert.equal(lengthOf(after), 2)
  assert.equal((at - after[0]) / lengthOf(after), (at - before[0]) / lengthOf(before))
})

Deno.test("a span within another stays, one beyond its end is moved, and a longer one lies about its middle", () => {
  assert.deepEqual(within([1, 2], [0, 5]), [1, 2])
  assert.deepEqual(within([-3, -1], [0, 5]), [0, 2])
  assert.deepEqual(within([4, 6], [0, 5]), [3, 5])
  assert.deepEqual(within([0, 10], [0, 4]), [-3, 7])
  assert.deepEqual(within([1, 11], [20, 24]), [17, 27])
  assert.deepEqual(within([1, 4], [20, 24]), [20, 23])
  assert.deepEqual(within([30, 33], [-24, -20]), [-23, -20])
})

Deno.test("a span of another length has the same middle", () => {
  assert.deepEqual(ofLength([2, 4], 6), [0, 6])
  assert.deepEqual(ofLength([2, 8], 2), [4, 6])
})
