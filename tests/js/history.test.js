// What can be undone.

import {assert} from "./assert.js"
import {changesTo, History} from "../../app/static/model/history.js"

const START = {surface: "beale", x: "", y: "", "sgd.lr": "1", "adam.lr": "1", step: "", theme: "auto"}

// A history over which replies come in: each a change of the values before, by a gesture of its own.
function history() {
  const of = new History((keys) => keys.join())
  let values = START
  let gestures = 0
  const reply = (changes, gesture = gestures += 1, name = undefined) =>
    of.follow(values = {...values, ...changes}, gesture, name)
  reply({})
  return {of, reply, state: () => values}
}

Deno.test("there is nothing to undo of what a page begins with, nor of what is told twice", () => {
  const {of, reply} = history()
  reply({})
  assert.deepEqual([of.last, of.next, of.undo(), of.redo()], [undefined, undefined, undefined, undefined])
})

Deno.test("changes are undone from the last on, and done again", () => {
  const {of, reply} = history()
  reply({"sgd.lr": "2"})
  reply({x: "1", y: "2"})
  assert.equal(of.last?.name, "x,y")
  assert.deepEqual(of.undo(), {x: "", y: ""})
  reply({x: "", y: ""})
  assert.deepEqual([of.last?.name, of.next?.name], ["sgd.lr", "x,y"])
  assert.deepEqual(of.undo(), {"sgd.lr": "1"})
  assert.deepEqual(of.redo(), {"sgd.lr": "2"})
  assert.deepEqual(of.redo(), {x: "1", y: "2"})
  assert.deepEqual([of.last?.name, of.next], ["x,y", undefined])
})

Deno.test("a new change drops what could be done again", () => {
  const {of, reply} = history()
  reply({"sgd.lr": "2"})
  of.undo()
  reply({"sgd.lr": "1"})
  assert.equal(of.next?.name, "sgd.lr")
  reply({"adam.lr": "2"})
  assert.equal(of.next, undefined)
  assert.deepEqual(of.undo(), {"adam.lr": "1"})
})

Deno.test("a drag is one change, from where it began", () => {
  const {of, reply} = history()
  for (const at of ["2", "3", "4"]) reply({"sgd.lr": at}, "drag")
  // The start is dragged in two settings, of which one may stand still for a while.
  for (const [x, y] of [["1", "1"], ["2", "1"], ["2", "3"]]) reply({x, y}, "another")
  assert.deepEqual(of.undo(), {x: "", y: ""})
  assert.deepEqual(of.undo(), {"sgd.lr": "1"})
  assert.equal(of.undo(), undefined)
})

Deno.test("a drag back to where it began is no change", () => {
  const {of, reply} = history()
  reply({"sgd.lr": "2"}, "drag")
  reply({"sgd.lr": "1"}, "drag")
  assert.equal(of.last, undefined)
})

Deno.test("one gesture that changes two settings one after the other is two changes", () => {
  const {of, reply} = history()
  reply({"sgd.lr": "2"}, "keys")
  reply({"adam.lr": "2"}, "keys")
  assert.deepEqual(of.undo(), {"adam.lr": "1"})
})

Deno.test("theme and playhead are nobody's to undo, and stay", () => {
  const {of, reply} = history()
  reply({"sgd.lr": "2"})
  reply({theme: "dark", step: "7"})
  assert.deepEqual(of.undo(), {"sgd.lr": "1"})
  reply({"sgd.lr": "1", embed: "1", engine: "browser"})
  assert.deepEqual([of.last, of.next?.name], [undefined, "sgd.lr"])
})

Deno.test("with a surface goes all else that it could take with it", () => {
  const changes = changesTo({...START, x: "3"}, {...START, surface: "saddle", x: "3"})
  assert.deepEqual(changes, {surface: "saddle", x: "3", y: "", "sgd.lr": "1", "adam.lr": "1"})
})

Deno.test("who makes a change may name it", () => {
  const {of, reply} = history()
  reply({"sgd.lr": "2", "adam.lr": "3"}, 1, "fair race")
  assert.equal(of.last?.name, "fair race")
  // Of a gesture that goes on, the last name counts, and without one what it has changed by then.
  reply({"sgd.lr": "3"}, 1, "fairer")
  assert.equal(of.last?.name, "fairer")
  reply({"sgd.lr": "4", x: "1"}, 1)
  assert.deepEqual([of.last?.name, of.undo()], ["x,sgd.lr,adam.lr", {x: "", "sgd.lr": "1", "adam.lr": "1"}])
})

Deno.test("the oldest change makes room", () => {
  const {of, reply} = history()
  for (let i = 2; i < 1000; i++) reply({"sgd.lr": String(i)})
  let undone = 0
  while (of.undo()) undone += 1
  assert.equal(undone, 100)
})
