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

// The cubic between two levels with the harmonic mean of the rises on both sides as its slope at each.
function bandOf(loss, edges) {
  if (Number.isNaN(loss)) return NaN
  if (loss <= edges[0]) return 0
  if (loss >= edges.at(-1)) return edges.length - 1
  const k = edges.findIndex((edge) => edge > loss) - 1
  const slope = (i) => {
    const rises = [i - 1, i].filter((j) => j >= 0 && j + 1 < edges.length).map((j) => edges[j + 1] - edges[j])
    return rises.length / rises.reduce((a, b) => a + b)
  }
  const wide = edges[k + 1] - edges[k]
  const t = (loss - edges[k]) / wide
  return k + (3 * t ** 2 - 2 * t ** 3) +
    wide * ((t ** 3 - 2 * t ** 2 + t) * slope(k) + (t ** 3 - t ** 2) * slope(k + 1))
}

Deno.test("between two levels a height is a cubic that neither falls nor overshoots, in whatever order losses come", () => {
  const edges = Float64Array.of(-3, -1, -0.5, 4, 4.25, 9)
  const some = [...Array(60).keys()].map((i) => -3.5 + i * 0.22)
  for (const order of [some, some.toReversed(), [9, -3, 8.9, -2.9, NaN, 4.1, Infinity, 0, -Infinity]]) {
    const found = bandsOf(Float32Array.from(order), edges)
    Float32Array.from(order).forEach((loss, i) => {
      const expected = bandOf(loss, edges)
      assert.ok(Number.isNaN(expected) ? Number.isNaN(found[i]) : Math.abs(found[i] - expected) < 1e-5, `${loss}`)
    })
  }
})

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))

// One pixel of a map from the definition: its colours red, green, blue, and how opaque it is.
function pixelOf(heights, columns, column, row, {palette, line, lit, shaded}, ratio, cover) {
  const rows = heights.length / columns
  const at = (c, r) => (c < 0 || r < 0 || c >= columns || r >= rows ? undefined : heights[r * columns + c])
  const height = at(column, row)
  if (Number.isNaN(height)) return [0, 0, 0, 0]
  // Over both neighbours, or over the one that there is; beside what is no number, level.
  const rise = (before, after) =>
    (((after ?? height) - (before ?? height)) / ((after !== undefined) + (before !== undefined))) || 0
  const [across, up] = [rise(at(column - 1, row), at(column + 1, row)), rise(at(column, row - 1), at(column, row + 1))]
  const slope = Math.hypot(across, up)
  const nearest = Math.floor(height + 0.5)
  let ink = 0
  if (nearest >= 1 && nearest < palette.length && slope > 0) {
    // In pixels of the page, as lines lie beside each other; from its edge on, a line ends within one of the map's.
    const fade = Math.min(1, Math.max(0, (1 / slope / ratio - 2.5) / 2.5))
    const share = Math.min(1, Math.max(0, ratio / 2 + 0.5 - Math.abs(height - nearest) / slope))
    ink = share * (nearest % 5 ? 0.3 * fade : 0.62 * Math.max(0.35, fade))
  }
  const steep = (3 * Math.min(columns, rows)) / palette.length
  const shade = ((across - up) * steep * Math.SQRT1_2) / Math.hypot(1, steep * slope)
  const [light, to] = shade > 0 ? [0.3 * shade, channels(lit)] : [-0.24 * shade, channels(shaded)]
  if (cover) return ink > light ? [...channels(line), 255 * ink] : [...to, 255 * light]
  const ground = channels(palette[Math.min(palette.length - 1, Math.floor(height))])
  const mix = (from, into, part) => from.map((each, i) => each + part * (into[i] - each))
  return [...mix(mix(ground, to, light), channels(line), ink), 255]
}

Deno.test("a pixel is its band's colour in the light, under a line where it is near one", () => {
  const look = {
    palette: Array.from(
      {length: 12},
      (_, k) => `#${((k * 1234567 + 0x305070) & 0xffffff).toString(16).padStart(6, "0")}`,
    ),
    ...{line: "#102030", lit: "#fff0d0", shaded: "#00108f"},
  }
  const shapes = [
    (x, y) => 0.9 * x + 0.2 * y,
    (x, y) => 0.05 * x * x + 0.02 * y * y + 0.3,
    (x, y) => 11.9 - 0.06 * x * y,
    (x, y) => (x > 14 && y < 4 ? NaN : 3 + 2.4 * Math.sin(x / 3) * Math.cos(y / 2)),
    (_, y) => 0.35 * y,
    (x, y) => 4.3 + 0.1 * x + 0.02 * y,
    () => 5.2,
  ]
  for (const [columns, rows] of [[23, 14], [9, 31], [1, 3]]) {
    for (const shape of shapes) {
      const heights = Float32Array.from(
        {length: columns * rows},
        (_, i) => Math.min(12, Math.max(0, shape(i % columns, Math.floor(i / columns)))),
      )
      for (const [ratio, cover] of [[1, false], [2, false], [1, true], [1.5, true]]) {
        const pixels = painted(heights, columns, look, ratio, cover)
        pixels.forEach((pixel, i) => {
          const expected = pixelOf(heights, columns, i % columns, Math.floor(i / columns), look, ratio, cover)
          const found = [0, 8, 16, 24].map((shift) => (pixel >>> shift) & 255)
          const off = Math.max(...found.map((each, j) => Math.abs(each - expected[j])))
          // A veil that is not seen has any colour.
          assert.ok(off <= 1.01 || expected[3] < 1.01 && found[3] <= 1, `${i} of ${shape}: ${found} is not ${expected}`)
        })
      }
    }
  }
})
