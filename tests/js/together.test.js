// Races that a class has sent: their links, with the names before them.

import {assert} from "./assert.js"
import {linksOf} from "../../app/static/model/together.js"

Deno.test("a line is a link, with a name before it or without", () => {
  const text =
    "Group 1: http://a/app?v=1&racers=sgd\n\n  http://a/app?racers=adam#x\nAda and Bob – http://a/app?surface=beale\nv=1&racers=lion"
  assert.deepEqual(linksOf(text), [
    {name: "Group 1", query: "v=1&racers=sgd"},
    {name: "Race 2", query: "racers=adam"},
    {name: "Ada and Bob", query: "surface=beale"},
    {name: "Race 4", query: "v=1&racers=lion"},
  ])
})
