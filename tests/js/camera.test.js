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

Deno.test("the camera is six away from the middle of the relief, round by its yaw and up by its pitch", () => {
  for (const [yaw, pitch] of [[0, 0.5], [-0.45, 0.95], [2, 1.2]]) {
    const flat = 6 * Math.cos(pitch)
    const expected = [flat * Math.sin(yaw), -flat * Math.cos(yaw), 6 * Math.sin(pitch) + TOP / 2]
    eye({...HOME, yaw, pitch}).forEach((each, i) => near(each, expected[i], 1e-9))
  }
  near(turned(HOME, 0.3, 0).yaw, HOME.yaw + 0.3, 1e-12)
  // At home one looks from the left, in front.
  assert.ok(eye(HOME)[0] < 0 && eye(HOME)[1] < 0)
})

// A place that far from the middle of the relief to the right, up and towards the camera, on the screen from −1 to 1.
function shown(camera, sides, aspect, across, z, towards) {
  const [s, c] = [Math.sin(camera.yaw), Math.cos(camera.yaw)]
  const m = matrixOf(camera, sides, aspect)
  const place = [across * c + towards * s, across * s - towards * c, z]
  const [x, y] = onScreen(m, place, [2, 2])
  return [x - 1, 1 - y]
}

Deno.test("what is farthest to the side, or nearest and farthest, takes just its share of the screen", () => {
  for (const camera of [HOME, {...HOME, yaw: 2, pitch: 0.4}, {...HOME, pitch: 1.3}]) {
    for (const sides of [[1, 1], [1, 0.4]]) {
      const reach = Math.hypot(...sides)
      near(shown(camera, sides, 0.5, reach, TOP / 2, 0)[0], 0.85, 1e-6)
      near(shown(camera, sides, 0.5, -reach, TOP / 2, 0)[0], -0.85, 1e-6)
      near(shown(camera, sides, 4, 0, 0, reach)[1], -0.85, 1e-6)
      near(shown(camera, sides, 4, 0, TOP, -reach)[1], 0.85, 1e-6)
      // Twice as near is twice as large, about the middle of the screen; what is moved is moved as a whole.
      near(shown(zoomed(camera, 2), sides, 4, 0, TOP, -reach)[1], 1.7, 1e-6)
      near(shown(zoomed(camera, 2), sides, 0.5, reach, TOP / 2, 0)[0], 1.7, 1e-6)
      near(shown({...camera, across: 0.25}, sides, 0.5, reach, TOP / 2, 0)[0], 1.1, 1e-6)
      near(shown({...camera, up: -0.25}, sides, 4, 0, TOP, -reach)[1], 0.6, 1e-6)
    }
  }
})

Deno.test("depth goes from −1, two before the middle of the relief, to 1, two behind it", () => {
  for (const camera of [HOME, {...HOME, yaw: 2, pitch: 0.4}]) {
    const m = matrixOf(camera, [1, 1], 1.3)
    const from = eye(camera)
    for (const [ahead, depth] of [[4, -1], [8, 1]]) {
      const [x, y, z] = from.map((each, i) => each + (([0, 0, TOP / 2][i] - each) * ahead) / 6)
      const [deep, w] = [2, 3].map((i) => m[i] * x + m[i + 4] * y + m[i + 8] * z + m[i + 12])
      near(w, ahead, 1e-5)
      near(deep / w, depth, 1e-5)
    }
  }
})

Deno.test("a picture is zoomed about its middle, and moved no farther than it is larger than the screen", () => {
  assert.deepEqual(zoomed(HOME, 2), {...HOME, zoom: 2})
  assert.deepEqual(zoomed({...HOME, zoom: 2, across: 1, up: -1}, 0.75, [1, -1]), {
    ...HOME,
    ...{zoom: 1.5, across: 0.5, up: -0.5},
  })
})
