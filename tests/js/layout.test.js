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

Deno.test("where the page scrolls, maps are as large as fingers want them", () => {
  const found = arranged(5, {width: 370, height: Infinity}, 1, AROUND)
  assert.deepEqual([found.columns, found.width], [2, 185])
  assert.ok(arranged(23, {width: 600, height: 300}, 1, AROUND).width >= 150)
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
})
