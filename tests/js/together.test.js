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

Deno.test("what stands before a link is its name, without the mark between them, and a link ends where its state does", () => {
  const lines = [
    "A: https://a/?racers=sgd#lesson=1",
    "B, https://a/?v=1?x",
    "C;  ?racers=adam",
    "D - https://a/?y",
    "Two – words – https://a/?z",
    "10:30 b=1",
    "   :   https://a/?w   ",
    "racers=sgd#kept",
  ]
  assert.deepEqual(linksOf(lines.join("\n")), [
    {name: "A", query: "racers=sgd"},
    {name: "B", query: "v=1?x"},
    {name: "C", query: "racers=adam"},
    {name: "D", query: "y"},
    {name: "Two – words", query: "z"},
    {name: "10:30", query: "b=1"},
    {name: "Race 7", query: "w"},
    {name: "Race 8", query: "racers=sgd#kept"},
  ])
  assert.deepEqual(linksOf(" \n\n"), [])
})

Deno.test("without a pinned race, those that were sent are all, and the longest of them is the race's length", () => {
  const race = (key, rows) => ({
    step: {length: rows},
    paths: [{key, rows}],
    row: (path, t) => `${path.key} ${t}`,
    upTo: (path, column, t) => [path.key, column, t],
    gone: (path, t) => t >= path.rows,
  })
  const sent = [["A", 3], ["B", 7], ["C", 7]].map(([name, rows]) => {
    return {name, race: race(`of${name}`, rows), differences: {[`of${name}`]: `differs ${name}`}}
  })
  const all = new Together(null, sent)
  assert.deepEqual(all.differences, {})
  assert.equal(all.step, sent[1].race.step)
  const told = all.paths.map((
    {key, sentBy, differs, of},
  ) => [key, sentBy, differs, sent.findIndex((each) => each.race === of)])
  assert.deepEqual(told, [["ofA", "A", "differs A", 0], ["ofB", "B", "differs B", 1], ["ofC", "C", "differs C", 2]])
  // Each line is asked of its own race.
  const [a, b] = all.paths
  assert.deepEqual([all.row(b, 5), all.upTo(b, "loss", 4), all.gone(a, 5), all.gone(b, 5)], [
    ...["ofB 5", ["ofB", "loss", 4], true, false],
  ])
  const differences = {ofP: "P"}
  assert.equal(new Together(Object.assign(race("ofP", 2), {differences}), []).differences, differences)
})

Deno.test("a ground is a surface and its own numbers, not those whose names begin like its", () => {
  const values = {surface: "ravine", "ravine.kappa": "100", "ravine2.kappa": "1", "ravines": "2"}
  assert.equal(groundOf(values), '["ravine",["ravine.kappa","100"]]')
  assert.equal(groundOf({surface: "beale"}), '["beale"]')
})
