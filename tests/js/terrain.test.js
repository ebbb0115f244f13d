// A surface as a relief.

import {assert} from "./assert.js"
import {TOP} from "../../app/static/model/camera.js"
import {inSquare, STRETCH, Terrain} from "../../app/static/model/terrain.js"

// The relief of a loss over a square from −2 to 2.
function terrain(loss, {log = false, base = 0, known = true, points = 41} = {}) {
  const place = (i) => -2 + (4 * i) / (points - 1)
  const losses = Float32Array.from(
    {length: points * points},
    (_, i) => loss(place(i % points), place(Math.floor(i / points))),
  )
  const sent = Object.assign(losses, {shape: [points, points]})
  return new Terrain({x: [-2, 2], y: [-2, 2], loss: sent, log, base}, known)
}

const near = (a, b, by = 1e-4) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`)
const path = (points) => ({
  x: Float32Array.from(points, ([x]) => x),
  y: Float32Array.from(points, ([, y]) => y),
  loss: Float32Array.from(points, ([, , loss]) => loss),
  rows: points.length,
})

Deno.test("heights are from 0, the lowest, to 1", () => {
  const bowl = terrain((x, y) => x * x + y * y)
  near(bowl.at(0, 0), 0)
  near(bowl.at(2, 2), 1)
  near(bowl.at(1, 0), 1 / 8)
  // Where the lowest is not known, it is the lowest that there is.
  near(terrain((x, y) => x * x + y * y + 7, {known: false}).at(0, 0), 0)
  near(terrain((x, y) => x - y).at(-2, 2), 0)
})

Deno.test("where losses span decades, equal ratios are equal heights, above a speck", () => {
  const ravine = terrain((x, y) => x * x + 1e-4 * y * y + 1e-3, {log: true})
  const [low, middle, high] = [0.01, 0.1, 1].map((loss) => ravine.heightOf(loss))
  near(middle - low, high - middle)
  assert.equal(ravine.heightOf(0), 0)
  assert.equal(ravine.title, "loss (log)")
  assert.ok(ravine.marks.length > 1 && ravine.marks.every(([height, text]) => height >= 0 && text !== ""))
  assert.equal(terrain((x, y) => x * x + y * y, {base: -3}).title, "loss")
  assert.equal(terrain((x) => x * x + 1e-3, {log: true, base: -3}).title, "loss above −3 (log)")
})

Deno.test("a flat surface is flat, and where there is no number there is no ground", () => {
  const flat = terrain(() => 3, {known: false})
  assert.ok(flat.heights.every((height) => height === 0))
  const half = terrain((x) => (x < 0 ? NaN : x))
  assert.ok(Number.isNaN(half.at(-1, 0)) && Number.isNaN(half.at(2.1, 0)))
  near(half.at(1, 0), 0.5)
})

Deno.test("a path is at its own loss, goes on along its length, and ends at the border", () => {
  const plane = terrain((x) => x + 2)
  const of = (points) => plane.stretches(path(points))
  const inside = of([[0, 0, 2], [1, 0, 3], [1, 2, 3]])
  assert.equal(inside.length, 2 * STRETCH)
  near(inside[0], 0)
  near(inside[4], 0.5)
  near(inside[2], 0.5 * TOP, 0.01)
  near(inside[6], 0.75 * TOP, 0.01)
  near(inside[STRETCH + 3], inside[7])
  near(inside[STRETCH + 7] - inside[STRETCH + 3], 1)
  // Over the border, wholly beyond, and back.
  const over = of([[1, 0, 3], [3, 0, 5], [3, 1, 5], [1, 1, 3]])
  near(over[4], 1)
  near(over[6], TOP, 0.01)
  assert.ok(Number.isNaN(over[STRETCH]))
  near(over[2 * STRETCH], 1)
  assert.ok(of([[0, 0, 2], [Infinity, 0, 9]]).every(Number.isNaN))
  assert.equal(of([]).length, 0)
  assert.equal(plane.stand(path([[3, 0, 5]]), 0), undefined)
})

Deno.test("a stretch through a corner of the square is cut on both sides", () => {
  assert.deepEqual(inSquare([-0.5, 0.5, 0], [1.5, 0.5, 2]), [[0, 0.5, 0.5], [1, 0.5, 1.5]])
  assert.equal(inSquare([-0.5, 0.2, 0], [0.2, -0.9, 0]), undefined)
  assert.equal(inSquare([-1, 2, 0], [2, 2, 0]), undefined)
})

Deno.test("a hill hides what is behind it", () => {
  const hill = terrain((x, y) => Math.exp(-8 * (x * x + y * y)))
  const [behind, before] = [[0, 1, 0], [0, -1, 0]].map(([x, y]) => hill.place(x, y, 0.05))
  const low = /** @type {[number, number, number]} */ ([0, -6, 0.6])
  assert.ok(hill.hides(behind, low) && !hill.hides(before, low) && !hill.hides(behind, [0, 0, 6]))
})
