// The playhead: where it is after whatever a visitor does, and after so much time.

import {assert} from "./assert.js"
import {Playback} from "../../app/static/model/playback.js"

// A playback of so many steps, what it told of its moves, and ``frames(...seconds)``: frames painted at these times.
function playback(steps) {
  const moves = []
  let waiting
  globalThis.requestAnimationFrame = (react) => {
    waiting = react
    return 1
  }
  const of = new Playback((step, playing) => moves.push([step, playing]))
  of.setSteps(steps)
  const frames = (...seconds) => {
    for (const second of seconds) {
      const react = waiting
      waiting = undefined
      react?.(1000 * second)
    }
  }
  return {of, moves, frames, isWaiting: () => waiting !== undefined}
}

Deno.test("a race lasts eight seconds, whatever its budget, and ends at its last step", () => {
  for (const steps of [8, 500]) {
    const {of, moves, frames, isWaiting} = playback(steps)
    of.play()
    frames(10, 10.5, 11)
    assert.equal(of.at, steps / 8)
    assert.deepEqual(moves.at(-1), [Math.floor(steps / 8), true])
    for (let second = 11.5; second < 18; second += 0.5) frames(second)
    assert.ok(of.playing && of.step < steps)
    frames(18)
    assert.deepEqual([of.step, of.playing, moves.at(-1), isWaiting()], [steps, false, [steps, false], false])
  }
})

Deno.test("speed is a factor, and a loop begins anew", () => {
  const {of, frames} = playback(80)
  Object.assign(of, {speed: 4, loop: true})
  of.play()
  frames(0, 0.5)
  assert.equal(of.at, 20)
  frames(1, 1.5, 2)
  assert.deepEqual([of.at, of.playing], [0, true])
  frames(2.5)
  assert.equal(of.at, 20)
})

Deno.test("a frame that comes late moves nothing", () => {
  const {of, frames} = playback(80)
  of.play()
  frames(0, 0.5)
  frames(7)
  assert.equal(of.at, 5)
  frames(7.5)
  assert.equal(of.at, 10)
  // One second is late already.
  frames(8.5)
  assert.equal(of.at, 10)
})

Deno.test("the playhead stays within the race", () => {
  const {of, moves} = playback(10)
  of.seek(4)
  assert.deepEqual([of.step, moves.at(-1)], [4, [4, false]])
  of.seek(99)
  assert.equal(of.step, 10)
  of.seek(-3)
  assert.equal(of.step, 0)
  of.nudge(1)
  of.nudge(1)
  of.nudge(-1)
  assert.equal(of.step, 1)
})

Deno.test("a nudge stops and goes on from a whole step", () => {
  const {of, frames} = playback(80)
  of.play()
  frames(0, 0.55)
  assert.ok(of.at > 5 && of.step === 5)
  of.nudge(1)
  assert.deepEqual([of.at, of.playing], [6, false])
})

Deno.test("play begins anew at the end, and goes on elsewhere", () => {
  const {of, moves, frames, isWaiting} = playback(80)
  of.seek(80)
  of.play()
  assert.deepEqual([of.at, of.playing, moves.at(-1)], [0, true, [0, true]])
  frames(0, 0.5)
  of.pause()
  assert.deepEqual([of.at, of.playing, moves.at(-1)], [5, false, [5, false]])
  // A frame that was waited for already moves nothing any more.
  frames(0.6)
  assert.ok(of.at === 5 && !isWaiting())
  of.toggle()
  // Time begins with its next frame.
  frames(100, 100.1)
  assert.deepEqual([of.at, of.playing], [6, true])
  const told = moves.length
  of.play()
  assert.equal(moves.length, told)
  of.toggle()
  assert.equal(of.playing, false)
})

Deno.test("another race keeps the playhead, or the end", () => {
  const {of, moves} = playback(100)
  of.seek(40)
  of.setSteps(200)
  assert.deepEqual([of.step, of.steps, moves.at(-1)], [40, 200, [40, false]])
  of.setSteps(30)
  assert.equal(of.step, 30)
  of.setSteps(500)
  assert.equal(of.step, 500)
  // At first there is no race, and no end of one.
  const {of: fresh} = playback(7)
  assert.equal(fresh.step, 0)
})
