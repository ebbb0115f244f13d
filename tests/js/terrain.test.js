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
  // What runs along a side is within, what touches a corner is a point, and what is not cut ends where it ended.
  assert.deepEqual(inSquare([0, 0.25], [0, 0.75]), [[0, 0.25], [0, 0.75]])
  assert.deepEqual(inSquare([-0.5, 0.5], [0.5, -0.5]), [[0, 0], [0, 0]])
  assert.deepEqual(inSquare([0.2, 0.2], [0.9, 0.9]), [[0.2, 0.2], [0.9, 0.9]])
})

Deno.test("a hill hides what is behind it", () => {
  const hill = terrain((x, y) => Math.exp(-8 * (x * x + y * y)))
  const [behind, before] = [[0, 1, 0], [0, -1, 0]].map(([x, y]) => hill.place(x, y, 0.05))
  const low = /** @type {[number, number, number]} */ ([0, -6, 0.6])
  assert.ok(hill.hides(behind, low) && !hill.hides(before, low) && !hill.hides(behind, [0, 0, 6]))
})

// Losses as they are sent, in rows from below.
const sent = (rows, about = {}) => ({
  ...{x: [1, 5], y: [-3, -1], log: false, base: 0},
  ...about,
  loss: Object.assign(Float32Array.from(rows.flat()), {shape: [rows.length, rows[0].length]}),
})
// Over the oblong map above, of which one side is twice the other: straight between any of its four points.
const bent = (x, y) => 2 + x - 0.5 * y + 0.75 * x * y
const oblong = () => new Terrain(sent([-3, -2, -1].map((y) => [1, 2, 3, 4, 5].map((x) => bent(x, y)))), false)

Deno.test("an oblong map keeps its shape, and lies about the middle", () => {
  const plain = oblong()
  assert.deepEqual([plain.sides, plain.rows, plain.columns], [[1, 0.5], 3, 5])
  assert.deepEqual(plain.place(1, -3, 0), [-1, -0.5, 0])
  assert.deepEqual(plain.place(5, -1, 1), [1, 0.5, TOP])
  assert.deepEqual(plain.place(4, -2.5, 0.5), [0.5, -0.25, TOP / 2])
  const tall = new Terrain(sent([[0, 1], [2, 3]], {x: [2, 3], y: [2, 6]}), true)
  assert.deepEqual([tall.sides, tall.place(3, 2, 0)], [[0.25, 1], [0.25, -1, 0]])
})

Deno.test("the ground is straight between four points, up to the border and no farther", () => {
  const plain = oblong()
  const all = [1, 5].flatMap((x) => [-3, -1].map((y) => bent(x, y)))
  const [least, most] = [Math.min(...all), Math.max(...all)]
  for (
    const [x, y] of [[1, -3], [5, -3], [1, -1], [5, -1], [1.3, -2.9], [3.5, -1.2], [4.9, -2.01], [2, -2], [3, -1.6]]
  ) {
    near(plain.at(x, y), (bent(x, y) - least) / (most - least))
  }
  for (const [x, y] of [[0.99, -2], [5.01, -2], [3, -3.01], [3, -0.99]]) assert.ok(Number.isNaN(plain.at(x, y)))
})

Deno.test("heights count from 0 or from the lowest, and in what there is to lose", () => {
  const scale = (losses, about, known) => {
    const of = new Terrain(sent([losses, losses], about), known)
    return [of.least, of.span, of.floor]
  }
  assert.deepEqual(scale([1, 2, 5], {}, true), [0, 5, 0])
  assert.deepEqual(scale([1, 2, 5], {}, false), [1, 4, 0])
  assert.deepEqual(scale([-1, 2, 5], {}, true), [-1, 6, 0])
  // What differs in the last digits is flat.
  assert.deepEqual(scale([1e9, 1e9 + 64], {}, false), [1e9, 1e9, 0])
  assert.deepEqual(scale([1e9, 1e9 + 128], {}, false), [1e9, 128, 0])
  assert.deepEqual(scale([-3, -3], {}, false), [-3, 3, 0])
  assert.deepEqual(scale([0, 0], {}, true), [0, 1, 0])
  assert.deepEqual(scale([NaN, NaN], {log: true}, true), [0, 1, 0])
})

Deno.test("decades count from what one point in fifty is below, if that is not next to nothing", () => {
  const grow = (of) => [Array.from({length: 101}, (_, i) => of(i))]
  const known = new Terrain(sent(grow((i) => 1.1 ** i), {log: true}), true)
  near(known.floor, 1.21)
  near(known.heightOf(Math.sqrt(known.floor * known.span)), 0.5)
  near(known.heightOf(known.span), 1)
  assert.deepEqual([known.heightOf(1), known.heightOf(known.floor)], [0, 0])
  const unknown = new Terrain(sent(grow((i) => 1.1 ** i), {log: true, base: 7}), false)
  near(unknown.floor, 0.21)
  near(unknown.heightOf(1 + Math.sqrt(unknown.floor * unknown.span)), 0.5)
  assert.equal(unknown.title, "loss above 8 (log)")
  assert.equal(new Terrain(sent(grow((i) => (i < 3 ? 1e-6 : 100 * i)), {log: true}), true).title, "loss")
})

Deno.test("a mark stands where the loss is that it reads", () => {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹"
  const read = (text) => {
    const [, power] = text.match(/^10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/) ?? []
    const plain = (of) => Number(of.replace(/[⁻−]/, "-").replace(/[⁰-⁹¹²³]/g, (each) => digits.indexOf(each)))
    return power ? 10 ** plain(power) : plain(text)
  }
  const grid = (of) => [Array.from({length: 101}, (_, i) => of(i)), Array.from({length: 101}, (_, i) => of(i))]
  for (
    const [of, about, known] of [
      [(i) => i / 10, {}, true],
      [(i) => i / 10, {base: -3}, true],
      [(i) => 5 + i / 10, {base: 40}, false],
      [(i) => 1.1 ** i, {log: true}, true],
      [(i) => 1.1 ** i, {log: true, base: 7}, false],
      [(i) => 1 + i / 20, {log: true}, true],
    ]
  ) {
    const shown = new Terrain(sent(grid(of), about), known)
    const {marks} = shown
    assert.ok(marks.length > 2 && marks.length < 12, String(marks))
    for (const [height, text] of marks) {
      // Decades count from the lowest, equal steps from the loss itself.
      const loss = read(text) - (shown.floor ? -shown.least : shown.base)
      near(height, shown.heightOf(loss), 0.01)
      assert.ok(height >= -1e-9 && height <= 1 + 1e-9)
    }
  }
  const said = (of, log) => new Terrain(sent(grid(of), {log}), true).marks.map(([, text]) => text).join(" ")
  assert.equal(said((i) => i / 100, false), "0 0.2 0.4 0.6 0.8 1")
  assert.equal(said((i) => 1.15 ** i, true), "10¹ 10² 10³ 10⁴ 10⁵ 10⁶")
})

Deno.test("a racer stands at its own loss, or on the ground where that is higher, and so does its path", () => {
  const plain = oblong()
  const point = (x, y, height) => plain.place(x, y, height + 0.004)
  const [high, low] = [plain.least + plain.span, plain.least]
  const of = path([[2, -2, high], [3, -1.5, low], [4.5, -2.5, low], [2, -2, high]])
  const stands = [point(2, -2, 1), point(3, -1.5, plain.at(3, -1.5)), point(4.5, -2.5, plain.at(4.5, -2.5))]
  stands.forEach((place, row) => plain.stand(of, row)?.forEach((each, i) => near(each, place[i])))
  assert.ok(plain.stand(of, 1))
  // Rows after its end are not of a path.
  const found = plain.stretches({...of, rows: 3})
  const length = (a, b) => Math.hypot(...a.map((each, i) => each - b[i]))
  const [first, second] = [length(stands[0], stands[1]), length(stands[1], stands[2])]
  const expected = [...stands[0], 0, ...stands[1], first, ...stands[1], first, ...stands[2], first + second]
  assert.equal(found.length, expected.length)
  found.forEach((each, i) => near(each, expected[i]))
  // On a map that is taller than wide, too.
  const tall = new Terrain(sent([[0, 1], [2, 3]], {x: [2, 3], y: [2, 6]}), true)
  const [from, to] = [tall.place(2.25, 3, 1.004), tall.place(2.5, 5, 1.004)]
  const along = tall.stretches(path([[2.25, 3, 3], [2.5, 5, 3]]))
  ;[...from, 0, ...to, length(from, to)].forEach((each, i) => near(along[i], each))
  // Where there is no ground, at its own loss.
  const hole = new Terrain(sent([[0, NaN, 4], [0, NaN, 4]]), true)
  near(hole.stretches(path([[2, -2, 2], [3, -2, 3]]))[2], 0.504 * TOP)
})

Deno.test("what hides a place is ground on the first half of the way to the eye", () => {
  const rows = Array.from({length: 21}, (_, j) => Array.from({length: 41}, (_, i) => Math.sin(i / 5) + Math.cos(j / 3)))
  const rough = new Terrain(sent(rows), false)
  const turned = new Terrain(sent(rows, {x: [-3, -1], y: [1, 5]}), false)
  let random = 1
  const next = (low, high) => low + (high - low) * ((random = (random * 16807) % 2147483647) / 2147483647)
  let hidden = 0
  for (let n = 0; n < 400; n++) {
    const place = [next(-1, 1), next(-0.5, 0.5), next(0, TOP)]
    const [yaw, pitch] = [next(-3, 3), next(0.1, 1)]
    const eye = [6 * Math.sin(yaw) * Math.cos(pitch), -6 * Math.cos(yaw) * Math.cos(pitch), 6 * Math.sin(pitch)]
    const whole = Math.hypot(...eye.map((each, i) => each - place[i]))
    const looks = Array.from({length: 80}, (_, i) => ((3 * (i + 1)) / 80) / whole)
    const expected = looks.some((share) => {
      const [x, y, z] = place.map((each, i) => each + share * (eye[i] - each))
      return rough.at(3 + 2 * x, -2 + 2 * y) * TOP > z + 0.02
    })
    assert.equal(rough.hides(place, eye), expected)
    const tall = looks.some((share) => {
      const [x, y, z] = place.map((each, i) => each + share * (eye[i] - each))
      return turned.at(-2 + 2 * x, 3 + 2 * y) * TOP > z + 0.02
    })
    assert.equal(turned.hides(place, eye), tall)
    hidden += expected ? 1 : 0
  }
  assert.ok(hidden > 50 && hidden < 350, String(hidden))
})
