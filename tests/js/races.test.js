import {Races} from "../../app/static/local/races.js"
import {race} from "../../app/static/made/cost.js"
import {assert} from "./assert.js"

const BILL = {replicates: 1, asks: [[1, 0]], price: 10, noise: 0, batch: 0}

/** Somebody who answers for settings of one race, which takes so many seconds. */
const answererOf = (seconds) => {
  const steps = Math.round(seconds * 1e9 / race({...BILL, steps: 1}))
  return {kernels: {}, table: {}, lacksPinned: false, settings: {texts: {}, bills: [{...BILL, steps}]}}
}

/** A worker that is told what to say. */
class Worker {
  static all = []
  ended = false
  heard = {}
  constructor() {
    Worker.all.push(this)
  }
  addEventListener(kind, hear) {
    this.heard[kind] = hear
  }
  postMessage() {}
  terminate() {
    this.ended = true
  }
}

const said = (text) => ({notices: [text], refused: {}})

Deno.test("a newer request ends a dear race, and says what that one would have said", () => {
  Worker.all = []
  const races = new Races(answererOf(1), () => {}, () => new Worker())
  const given = []
  races.ask(said("first"), () => given.push("never"))
  assert.ok(races.waits)
  races.ask(said("second"), (told, found) => given.push(told.notices, found))
  const [ended, working] = Worker.all
  assert.ok(ended.ended && !working.ended)
  working.heard.message({data: {races: "found"}})
  assert.deepEqual(given, [["first", "second"], "found"])
  assert.ok(!races.waits)
  assert.equal(races.drop(), undefined)
})

Deno.test("quick races are left to whoever makes the reply", () => {
  const given = []
  new Races(answererOf(0.001), () => {}, () => new Worker()).ask(said("now"), (...all) => given.push(all))
  assert.deepEqual(given, [[said("now")]])
})
