// Levels of equal area, and the pixels of a map.

import {assert} from "./assert.js"
import {levels} from "../../app/static/model/heights.js"
import {bandsOf, painted} from "../../app/static/model/relief.js"

const LOOK = {palette: Array(20).fill("#808080"), line: "#000000", lit: "#ffffff", shaded: "#000000"}
const losses = (of) =>
  Float32Array.from({length: 10000}, (_, i) => of((i % 100) / 50 - 1, Math.floor(i / 100) / 50 - 1))

Deno.test("where equal ratios do not count, equal areas lie between any two levels", () => {
  for (const of of [(x) => x, (x, y) => x ** 3 - 3 * x * y * y, (x, y) => Math.exp(5 * x + y)]) {
    const edges = levels(losses(of), false, 20)
    assert.ok(edges.every((edge, k) => k === 0 || edge > edges[k - 1]))
    const bands = Array(20).fill(0)
    for (const height of bandsOf(losses(of), edges)) bands[Math.min(19, Math.floor(height))] += 1
    // Near enough that each colour is to be seen.
    assert.ok(bands.every((count) => count > 100 && count < 2000), String(bands))
  }
})

Deno.test("levels rise whatever there is: nothing, a plain, one wall", () => {
  for (const of of [() => NaN, () => 3, () => -1e9, (x) => (x > 0.9 ? 1e12 : 0)]) {
    for (const log of [true, false]) {
      const edges = levels(losses(of), log, 20)
      assert.ok(edges.every((edge, k) => Number.isFinite(edge) && (k === 0 || edge > edges[k - 1])))
    }
  }
})

Deno.test("heights rise with the loss, from 0 to as many as there are bands", () => {
  const edges = levels(losses((x, y) => x * x + 100 * y * y), true, 20)
  const heights = bandsOf(Float32Array.from({length: 1000}, (_, i) => i / 9), edges)
  assert.ok(heights.every((height, i) => height >= 0 && height <= 20 && (i === 0 || height >= heights[i - 1])))
  edges.forEach((edge, k) => assert.ok(Math.abs(bandsOf(Float32Array.of(edge), edges)[0] - k) < 1e-3))
})

Deno.test("every pixel is painted but those without a number, and over another picture most are clear", () => {
  const heights = bandsOf(
    losses((x, y) => (x < -0.5 ? NaN : x * x + y * y)),
    levels(losses((x, y) => x + y), false, 20),
  )
  const opaque = painted(heights, 100, LOOK, 1).map((pixel) => pixel >>> 24)
  heights.forEach((height, i) => assert.equal(opaque[i], Number.isNaN(height) ? 0 : 255))
  const veil = painted(heights, 100, LOOK, 1, true).map((pixel) => pixel >>> 24)
  assert.ok(veil.filter((alpha) => alpha < 80).length > 8000)
})
