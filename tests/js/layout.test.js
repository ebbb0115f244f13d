// How maps share a place.

import {assert} from "./assert.js"
import {arranged, spread, typeIn} from "../../app/static/model/layout.js"

const AROUND = {width: 40, height: 60}

Deno.test("five square maps are three above two, not a row of towers", () => {
  const found = arranged(5, {width: 1250, height: 640}, 1, AROUND)
  assert.deepEqual([found.columns, found.rows], [3, 2])
  assert.ok(found.width * 3 <= 1250 && found.height * 2 <= 640.001)
  assert.ok(Math.abs(found.width - AROUND.width - (found.height - AROUND.height)) < 1e-9)
})

Deno.test("no other number of columns makes maps larger, whatever the place", () => {
  for (const aspect of [0.5, 1, 1.25, 3]) {
    for (const count of [1, 2, 3, 4, 5, 6, 8]) {
      for (const [width, height] of [[1250, 640], [700, 900], [1900, 1000], [2400, 500]]) {
        const found = arranged(count, {width, height}, aspect, AROUND)
        const across = (columns) => Math.min(width / columns - 40, (height / Math.ceil(count / columns) - 60) * aspect)
        const most = Math.max(...Array.from({length: count}, (_, i) => across(i + 1)))
        if (most >= 110) assert.ok(found.width - 40 >= most - 0.5)
        assert.ok(found.columns * found.rows >= count)
      }
    }
  }
})

Deno.test("a map is its picture, in the shape of what it shows, with what is around it", () => {
  assert.deepEqual(arranged(1, {width: 440, height: 1000}, 2, AROUND), {columns: 1, rows: 1, width: 440, height: 260})
  assert.deepEqual(arranged(1, {width: 1000, height: 260}, 2, AROUND), {columns: 1, rows: 1, width: 440, height: 260})
  // Of columns whose maps are as large, the fewest.
  assert.deepEqual(arranged(7, {width: 1100, height: 400}, 1, AROUND).columns, 4)
  assert.deepEqual(arranged(2, {width: 480, height: 519}, 1, AROUND).columns, 1)
})

Deno.test("columns are as wide as can be looked at", () => {
  // Two columns of 110 fill the height; one pixel less, and the one column of 200 scrolls.
  assert.deepEqual(arranged(2, {width: 300, height: 170}, 1, AROUND).columns, 2)
  assert.deepEqual(arranged(2, {width: 299, height: 170}, 1, AROUND), {columns: 1, rows: 2, width: 299, height: 319})
  // What is just large enough is as high as there is room for.
  assert.deepEqual(arranged(2, {width: 400, height: 170}, 1, AROUND), {columns: 2, rows: 1, width: 150, height: 170})
  // A single column that is narrower is as it is.
  assert.deepEqual(arranged(1, {width: 100, height: 900}, 1, AROUND), {columns: 1, rows: 1, width: 100, height: 120})
})

Deno.test("where the page scrolls, maps are as large as fingers want them", () => {
  const found = arranged(5, {width: 370, height: Infinity}, 1, AROUND)
  assert.deepEqual([found.columns, found.width], [2, 185])
  assert.deepEqual(arranged(23, {width: 600, height: 300}, 1, AROUND), {columns: 4, rows: 6, width: 150, height: 170})
  assert.deepEqual(arranged(5, {width: 300, height: Infinity}, 2, AROUND), {
    ...{columns: 2, rows: 3, width: 150, height: 115},
  })
})

Deno.test("type grows with the picture and never falls below twelve pixels", () => {
  assert.equal(typeIn(200, 200), 12)
  assert.equal(typeIn(1240, 720), 18)
  assert.equal(typeIn(4000, 2000), 20)
})

Deno.test("names at the ends of lines keep apart, in their order, and within the frame", () => {
  assert.deepEqual(spread([50, 52, 10], 12, {top: 0, bottom: 100}), [50, 62, 10])
  assert.deepEqual(spread([98, 99, 97], 12, {top: 0, bottom: 100}), [88, 100, 76])
  assert.equal(spread([1, 2, 3], 60, {top: 0, bottom: 100}), null)
  // They just fit, or just do not.
  assert.deepEqual(spread([80, 10, 30], 50, {top: 0, bottom: 100}), [100, 0, 50])
  assert.equal(spread([1, 2], 51, {top: 50, bottom: 100}), null)
  assert.deepEqual(spread([1, 2, 99], 20, {top: 50, bottom: 100}), [50, 70, 99])
  // Equals keep their order.
  assert.deepEqual(spread([40, 40, 40], 10, {top: 0, bottom: 100}), [40, 50, 60])
  assert.deepEqual(spread([], 10, {top: 0, bottom: 100}), [])
})
