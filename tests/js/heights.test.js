// Losses between the points of grids, levels of equal area, and the pixels of a map.

import {assert} from "./assert.js"
import {gridOf, levels, sampled} from "../../app/static/model/heights.js"
import {bandsOf, painted} from "../../app/static/model/relief.js"

const LOOK = {palette: Array(20).fill("#808080"), line: "#000000", lit: "#ffffff", shaded: "#000000"}
const losses = (of) =>
  Float32Array.from({length: 10000}, (_, i) => of((i % 100) / 50 - 1, Math.floor(i / 100) / 50 - 1))

// A grid of so many columns and rows between these ends, on which ``of`` has the losses.
function gridOn(/** @type {[number, number]} */ x, /** @type {[number, number]} */ y, columns, rows, of) {
  const at = ([a, b], n) => Array.from({length: n}, (_, i) => a + (i * (b - a)) / (n - 1))
  const loss = at(y, rows).flatMap((v) => at(x, columns).map((u) => of(u, v)))
  return gridOf({x, y, loss: Object.assign(Float32Array.from(loss), {shape: [rows, columns]})})
}

// The middles of the pixels of a frame, row by row from below.
function middles({x, y}, columns, rows) {
  const at = ([a, b], n, i) => a + ((i + 0.5) / n) * (b - a)
  return Array.from(
    {length: columns * rows},
    (_, i) => [at(x, columns, i % columns), at(y, rows, Math.floor(i / columns))],
  )
}

// That a frame is ``of`` at the middles of its pixels, and no number where ``of`` is undefined.
function assertSampled(grids, frame, columns, rows, of, off = 2e-5) {
  const found = sampled(grids, frame, columns, rows)
  assert.equal(found.length, columns * rows)
  middles(frame, columns, rows).forEach(([u, v], i) => {
    const expected = of(u, v) ?? NaN
    const is = Number.isNaN(expected) ? Number.isNaN(found[i]) : Math.abs(found[i] - expected) <= off
    assert.ok(is, `${found[i]} at ${u}, ${v} is not ${expected}`)
  })
}

Deno.test("a grid is what was sent, in its own numbers where they are single", () => {
  const loss = Object.assign(Float32Array.of(1, 2, 3, 4, 5, 6), {shape: [2, 3]})
  const sent = {x: [0, 1], y: [2, 3], loss}
  assert.deepEqual(gridOf(sent), {x: [0, 1], y: [2, 3], rows: 2, columns: 3, loss})
  assert.equal(gridOf(sent).loss, loss)
  const doubles = gridOf({...sent, loss: Object.assign([0.1, 2], {shape: [1, 2]})})
  assert.deepEqual(doubles.loss, Float32Array.of(0.1, 2))
})

Deno.test("between the points of a grid, polynomials of degree three are what they are", () => {
  const of = (x, y) => 0.3 * (x - 0.4) ** 3 * (y + 0.2) ** 3 - 0.7 * x * x * y + 0.2 * y ** 3 - 0.1 * x + 0.6
  const grid = gridOn([-1.5, 2], [-1, 1.25], 15, 10, of)
  for (const [columns, rows] of [[7, 11], [40, 3], [1, 1]]) {
    assertSampled([grid, grid], {x: [-0.9, 1.4], y: [-0.45, 0.7]}, columns, rows, of)
  }
})

// The slopes are of the fourth order: only the cubic between them is not x⁴, which it misses by t²(1 − t)²h⁴ (Davis 1963).
Deno.test("a polynomial of degree four is missed by what the cubic through its slopes misses", () => {
  for (const [h, across] of [[0.5, true], [0.25, false]]) {
    const grid = gridOn([-2, 2], [-2, 2], 4 / h + 1, 4 / h + 1, (x, y) => (across ? x : y) ** 4)
    assertSampled([grid, grid], {x: [-0.9, 0.9], y: [-0.9, 0.9]}, 13, 17, (x, y) => {
      const place = (across ? x : y) / h
      const t = place - Math.floor(place)
      return (across ? x : y) ** 4 - t ** 2 * (1 - t) ** 2 * h ** 4
    })
  }
})

Deno.test("a grid reaches as far as six of its points are there, and beyond it nothing is known", () => {
  const of = (x, y) => 0.5 * x - 0.25 * y + 1
  const grid = gridOn([0, 9], [10, 18], 10, 9, of)
  const inside = (x, y) => x >= 2 && x < 7 && y >= 12 && y < 16
  const beyond = (x, y) => (inside(x, y) ? of(x, y) : undefined)
  // Some middles are on the points themselves, those at both ends among them.
  assertSampled([grid, grid], {x: [-0.5, 9.5], y: [9.5, 18.5]}, 10, 9, beyond)
  assertSampled([grid, grid], {x: [-3, 14], y: [9, 21]}, 68, 48, beyond)
  // In its first cells alone, a pixel.
  assertSampled([grid, grid], {x: [2.1, 2.7], y: [12.1, 12.7]}, 1, 1, of)
  // As far away as whole numbers of 32 bits begin anew.
  const far = 2 ** 32
  assertSampled([grid, grid], {x: [3 - far, 7 - far], y: [12, 16]}, 4, 4, () => undefined)
  assertSampled([grid, grid], {x: [3, 7], y: [13 - far, 16 - far]}, 4, 4, () => undefined)
  // A frame that the grid does not meet, and one that it meets in height alone.
  for (const x of [[20, 30], [-30, -20]]) assertSampled([grid, grid], {x, y: [12, 16]}, 5, 4, () => undefined)
  assertSampled([grid, grid], {x: [3, 6], y: [30, 40]}, 5, 4, () => undefined)
})

Deno.test("the finer grid has the last word where it reaches, the wider one everywhere else", () => {
  const wide = gridOn([-20, 20], [-20, 20], 41, 41, () => 1)
  const fine = gridOn([-3, 3], [-2, 2], 13, 9, () => 2)
  const of = (x, y) => (x >= -2 && x < 2 && y >= -1 && y < 1 ? 2 : 1)
  assertSampled([wide, fine], {x: [-4, 4], y: [-4, 4]}, 40, 40, of)
  const within = {x: [-2, 2], y: [-1, 1]}
  assertSampled([wide, fine], within, 9, 9, () => 2)
  for (
    const each of [{x: [-2.1, 2]}, {x: [-2, 2.1]}, {y: [-1.1, 1]}, {y: [-1, 1.1]}, {x: [2, 4]}, {y: [2, 4]}, {
      x: [2, 4],
      y: [2, 4],
    }]
  ) {
    assertSampled([wide, fine], {...within, ...each}, 20, 20, of)
  }
})

Deno.test("where one of the six by six has no number, those around still have, and a plane stays one", () => {
  const of = (x, y) => 2 * x + 0.5 * y - 1
  const hole = (u, v) => (x, y) => (x === u && y === v ? NaN : of(x, y))
  for (const [u, v] of [[4, 5], [6, 4], [3, 3]]) {
    const grid = gridOn([0, 10], [0, 9], 11, 10, hole(u, v))
    const beside = (place, end) => Math.floor(place) === end || Math.floor(place) === end - 1
    const near = (x, y) => (beside(x, u) && beside(y, v) ? undefined : of(x, y))
    assertSampled([grid, grid], {x: [2, 8], y: [2, 7]}, 37, 29, near)
  }
  // Bent along both: between four points, x·y is what it is, and x² a straight line.
  const grid = gridOn([0, 9], [0, 9], 10, 10, (x, y) => (x === 4 && y === 4 ? NaN : x * y + x * x))
  assertSampled([grid, grid], {x: [5, 6], y: [5, 6]}, 8, 8, (x, y) => x * y + 25 + 11 * (x - 5))
})

Deno.test("levels are the losses below which equal areas lie, with a trace of equal steps", () => {
  const squares = Float32Array.from({length: 101}, (_, i) => (100 - i) ** 2)
  const edges = levels(squares, false, 20)
  assert.equal(edges.length, 21)
  edges.forEach((edge, k) => assert.ok(Math.abs(edge - (0.998 * (5 * k) ** 2 + 0.002 * 10_000 * (k / 20))) < 1e-9))
  // Whatever has no number has no area, and what is below 0 is like what is above.
  const others = Float32Array.of(NaN, ...squares.map((loss) => loss - 10_100), Infinity, -Infinity)
  levels(others, false, 20).forEach((edge, k) => assert.ok(Math.abs(edge + 10_100 - edges[k]) < 1e-9))
})

Deno.test("equal ratios have a half where they count, from what one loss in fifty is below", () => {
  for (const low of [0, -2500, 300]) {
    const squares = Float32Array.from({length: 101}, (_, i) => low + i ** 2)
    // From 2² = 4, below which two of a hundred are, to 100².
    levels(squares, true, 20).forEach((edge, k) => {
      const area = 0.998 * (5 * k) ** 2 + k
      const ratio = 4 * (10_000 / 4) ** ((k - 1) / 19)
      assert.ok(Math.abs(edge - (low + (k && Math.sqrt(area * ratio)))) < 1e-9 * 10_000)
    })
  }
})

Deno.test("where one in fifty is as low as any, there is no ratio to begin from", () => {
  const flat = Float32Array.from({length: 101}, (_, i) => Math.max(0, i - 2))
  assert.deepEqual(levels(flat, true, 10), levels(flat, false, 10))
  // A billionth of the range is as low as any; more is not.
  const of = (speck) => Float32Array.from({length: 101}, (_, i) => (i < 1 ? 0 : i < 99 ? speck : 2 ** 20))
  assert.deepEqual(levels(of(2 ** -11), true, 10), levels(of(2 ** -11), false, 10))
  assert.notDeepEqual(levels(of(2 ** -9), true, 10), levels(of(2 ** -9), false, 10))
})

Deno.test("levels of a plain are a trace of its own height apart, of nothing one", () => {
  const trace = (losses) => {
    const edges = levels(Float32Array.from(losses), false, 4)
    return Array.from(edges, (edge) => (edge - edges[0]) / (0.002 / 4))
  }
  const is = (losses, expected) => trace(losses).forEach((each, k) => assert.ok(Math.abs(each - expected * k) < 1e-6))
  is([3, 3, 3], 3)
  is([-7], 7)
  is([0, 0], 1)
  // What differs by roundings of single numbers is a plain; and what differs by more is none, however low it is.
  const high = 2 ** 25 - 4
  const [low, top] = levels(Float32Array.of(high, high + 2), false, 1)
  assert.ok(Math.abs(top - low - (0.998 * 2 + 0.002 * high)) < 1e-6)
  assert.ok(Math.abs(levels(Float32Array.of(0, 1e-9), false, 1)[1] - 1e-9) < 1e-15)
  assert.deepEqual(levels(Float32Array.of(NaN, Infinity), true, 3), Float64Array.of(0, 1, 2, 3))
})

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
