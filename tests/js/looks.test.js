// Who looks how: no two alike, the classics as ever.

import {assert} from "./assert.js"
import {Looks} from "../../app/static/model/looks.js"

const CLASSICS = ["a", "b", "c"]
const facts = {
  all: Array.from({length: 12}, (_, place) => ({light: `colour ${place % 5}`, place})),
  colours: 5,
  classics: CLASSICS,
}
const places = (looks) => Object.fromEntries(looks.ofAll().map(([key, {place}]) => [key, place]))

Deno.test("the classics have their own looks whoever races", () => {
  for (const others of [[], ["x"], ["x", "y", "z", "u", "v", "w"]]) {
    const looks = new Looks(facts)
    looks.choose(["b", ...others, "c"])
    assert.equal(looks.of("b").place, 1)
    assert.equal(looks.of("c").place, 2)
  }
})

Deno.test("as many as there are colours share none, and nobody looks like another", () => {
  const looks = new Looks(facts)
  for (const keys of [["x", "y", "z", "u", "v"], ["a", "x", "y", "z", "u"], ["a", "b", "c", "u", "v"]]) {
    looks.choose(keys)
    assert.equal(new Set(looks.ofAll().map(([, {light}]) => light)).size, 5)
  }
  looks.choose([..."abcxyzuvwrst"])
  assert.equal(new Set(Object.values(places(looks))).size, 12)
})

Deno.test("who races keeps its look when others come and go; a classic takes its own back", () => {
  const looks = new Looks(facts)
  looks.choose(["y", "z", "u"])
  const before = places(looks)
  looks.choose(["x", "y", "z", "u"])
  assert.deepEqual({...places(looks), x: undefined}, {...before, x: undefined})
  looks.choose(["x", "y", "u"])
  assert.equal(places(looks).u, before.u)
  // The third of the three has the look of the first classic.
  assert.equal(before.u, 0)
  looks.choose(["a", "y", "u"])
  assert.equal(places(looks).a, 0)
  assert.notEqual(places(looks).u, 0)
})
