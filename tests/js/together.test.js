// Races that a class has sent: their links, with the names before them.

import {assert} from "./assert.js"
import {groundOf, linksOf, Together} from "../../app/static/model/together.js"

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

Deno.test("races of any length are one that is drawn, each line as far as its own goes", () => {
  const race = (rows) => ({
    step: Float32Array.from({length: rows}, (_, t) => t),
    paths: [{key: "sgd", rows}],
    row: (path, t) => Math.min(t, path.rows - 1),
    upTo: (path, column, t) => column.slice(0, Math.min(t, path.rows - 1) + 1),
    gone: () => false,
  })
  const pinned = Object.assign(race(3), {differences: {sgd: "η 0.1"}})
  const all = new Together(pinned, [{name: "Group 1", race: race(5), differences: {sgd: ""}}])
  assert.deepEqual(all.paths.map(({sentBy, differs}) => [sentBy, differs]), [["", "η 0.1"], ["Group 1", ""]])
  assert.deepEqual([all.step.length, ...all.paths.map((path) => all.row(path, 9))], [5, 2, 4])
  assert.deepEqual(all.upTo(all.paths[1], [1, 2, 3, 4, 5], 1), [1, 2])
})

Deno.test("a surface in another shape is another ground, and no other setting makes one", () => {
  const values = {surface: "ravine", "ravine.kappa": "100", "rosenbrock.b": "100", steps: "9"}
  assert.equal(groundOf(values), groundOf({...values, "rosenbrock.b": "5", steps: "8"}))
  assert.notEqual(groundOf(values), groundOf({...values, "ravine.kappa": "50"}))
})
