// From where a relief is looked at.

import {assert} from "./assert.js"
import {
  eye,
  HIGHEST,
  HOME,
  LOWEST,
  matrixOf,
  NEAREST,
  onScreen,
  TOP,
  turned,
  zoomed,
} from "../../app/static/model/camera.js"

const SCREEN = /** @type {[number, number]} */ ([800, 600])
const seen = (camera, place, sides = [1, 1], screen = SCREEN) =>
  onScreen(matrixOf(camera, sides, screen[0] / screen[1]), place, screen)
const corners = (sides) =>
  [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [0, TOP].map((z) => [x * sides[0], y * sides[1], z])))
const near = (a, b, by = 1e-3) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`)

Deno.test("from the south, x goes to the right, y away and loss up", () => {
  const camera = {...HOME, yaw: 0}
  const [x, y] = seen(camera, [0, 0, 0])
  assert.ok(seen(camera, [1, 0, 0])[0] > x && seen(camera, [0, 1, 0])[1] < y && seen(camera, [0, 0, 0.5])[1] < y)
  near(x, SCREEN[0] / 2)
  const [ahead, behind] = [[0, -1, 0], [0, 1, 0]].map((place) =>
    Math.hypot(...eye(camera).map((each, i) => each - place[i]))
  )
  assert.ok(ahead < behind)
})

Deno.test("a relief of any shape fits into any screen, however it is turned", () => {
  for (const screen of [[800, 600], [390, 600], [1600, 300]]) {
    for (const sides of [[1, 1], [1, 0.5], [0.3, 1]]) {
      for (let yaw = -3; yaw < 3; yaw += 0.37) {
        for (const pitch of [LOWEST, 0.5, HOME.pitch, HIGHEST]) {
          for (const corner of corners(sides)) {
            const [x, y] = seen({...HOME, yaw, pitch}, corner, sides, screen)
            assert.ok(x >= 0 && x <= screen[0] && y >= 0 && y <= screen[1], `${corner} at ${x}, ${y} of ${screen}`)
          }
        }
      }
    }
  }
})

Deno.test("one turns all the way round, and tilts from nearly level to straight down", () => {
  let camera = {...HOME}
  for (let i = 0; i < 24; i++) camera = turned(camera, Math.PI / 12, 0)
  near(camera.yaw, HOME.yaw)
  assert.equal(turned(HOME, 0, 9).pitch, HIGHEST)
  assert.equal(turned(HOME, 0, -9).pitch, LOWEST)
})

Deno.test("what is under the pointer stays there while one zooms", () => {
  const place = [0.3, -0.2, 0.1]
  const [x, y] = seen(HOME, place)
  const at = /** @type {[number, number]} */ ([(2 * x) / SCREEN[0] - 1, 1 - (2 * y) / SCREEN[1]])
  const [nearer, nearest] = [1.5, 4].map((factor) => zoomed(HOME, factor, at))
  for (const camera of [nearer, nearest]) {
    const [first, second] = seen(camera, place)
    near(first, x, 0.01)
    near(second, y, 0.01)
  }
  assert.equal(zoomed(nearest, 99, at).zoom, NEAREST)
  assert.deepEqual(zoomed(nearest, 1 / 99, at), {...HOME, across: 0, up: 0})
})
