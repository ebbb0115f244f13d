// Numbers as people read them, ticks of an axis, scales of losses and of sliders, and places in a row.

import {assert} from "./assert.js"
import {FLOOR, LossScale} from "../../app/static/model/loss_scale.js"
import {power_of_ten as powerOfTen, typeset} from "../../app/static/made/numerals.js"
import {readable, tickLabels, ticks, ticksAmong} from "../../app/static/model/numbers.js"
import {distanceTo, leastPlace, nearest, placeOf, stretches} from "../../app/static/model/places.js"
import {evenly, share_at as shareAt, value_at as valueAt, values} from "../../app/static/made/scales.js"

const read = (low, high, log) => {
  const places = ticks(low, high, log)
  return places.map(tickLabels(places, log))
}

Deno.test("whatever is between two losses, there are numbers, and no two read alike", () => {
  for (const [low, high] of [[1.4399, 1.44], [0.9, 1.7], [4.97, 48], [1e-7, 2e-7], [1, 2], [0.999999, 1]]) {
    for (const log of [true, false]) {
      const said = log ? read(Math.log10(low), Math.log10(high), true) : read(low, high, false)
      assert.ok(said.length >= 2 && said.length <= 12, `${low} ${high} ${said}`)
      assert.equal(new Set(said).size, said.length)
    }
  }
})

Deno.test("powers of ten and numbers are not mixed", () => {
  assert.deepEqual(read(0.6, 1.5, true), ["5", "10", "20"])
  assert.deepEqual(read(-16.5, 2.5, true).slice(0, 2), ["10⁻¹⁶", "10⁻¹²"])
  assert.deepEqual(read(-2.2, 1.2, true), ["0.01", "0.1", "1", "10"])
})

Deno.test("a number is read in its digits, or as a power of ten where it is very large or small", () => {
  const said = (values, digits) => values.map((value) => readable(value, digits))
  assert.deepEqual(said([NaN, Infinity, -Infinity, 0, -0]), ["–", "–", "–", "0", "0"])
  assert.deepEqual(said([1e-3, 0.00099999, 99999, 1e5]), ["0.001", "1.00×10⁻³", "100000", "1.00×10⁵"])
  assert.deepEqual(said([-12.345678, -1.5e-7, 2e-30], 3), ["−12.3", "−1.5×10⁻⁷", "2.0×10⁻³⁰"])
  assert.deepEqual(said([1234567, 9.87e-45], 2), ["1×10⁶", "1×10⁻⁴⁴"])
  assert.deepEqual(said([1234567], 1), ["1×10⁶"])
  assert.equal([0, 1234567890, -3].map(powerOfTen).join(), "10⁰,10¹²³⁴⁵⁶⁷⁸⁹⁰,10⁻³")
})

Deno.test("ticks are at 1, 2 or 5 of a power of ten, ends included, and in decades at whole ones", () => {
  assert.deepEqual(ticks(0, 10, false), [0, 2, 4, 6, 8, 10])
  assert.deepEqual(ticks(0.1, 0.6, false), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
  assert.deepEqual(ticks(-3, 22, false), [0, 5, 10, 15, 20])
  assert.deepEqual(ticks(0, 40, false), [0, 10, 20, 30, 40])
  assert.deepEqual(ticks(0, 300, false), [0, 100, 200, 300])
  assert.deepEqual(ticks(-1, 1, true), [-1, 0, 1])
  assert.deepEqual(ticks(0, 13, true), [0, 3, 6, 9, 12])
  const [two, five] = [Math.log10(2), Math.log10(5)]
  assert.deepEqual(ticks(0, 1, true), [0, two, five, 1])
  assert.deepEqual(ticks(-1 + five, 1 + two, true), [-1 + five, 0, two, five, 1, 1 + two])
  // Two of them alone are too few.
  assert.deepEqual(ticks(0, 0.4, true).map((tick) => Number((10 ** tick).toPrecision(9))), [1, 1.5, 2, 2.5])
})

Deno.test("labels have as many digits as tell them apart, and are powers of ten where plain numbers would be long", () => {
  const said = (places, log) => places.map(tickLabels(places, log))
  assert.deepEqual(said([-3, 0, 3], true), ["0.001", "1", "1000"])
  assert.deepEqual(said([-4, 0], true), ["10⁻⁴", "10⁰"])
  assert.deepEqual(said([-4, 0], false), ["−4", "0"])
  assert.deepEqual(said([1.0001, 1.0002], false), ["1.0001", "1.0002"])
  assert.deepEqual(said([0.123456789, 0.5], false), ["0.123", "0.5"])
  assert.deepEqual(said([1 + 1e-13, 1 + 2e-13], false), ["1.0000000000001", "1.0000000000002"])
})

Deno.test("the ticks of a grid's axis are round, and as even as round ones can be", () => {
  const rows = (count, value) => Array.from({length: count}, (_, i) => value(i))
  const said = (values, most) => {
    const {places, labels} = ticksAmong(values, most)
    return labels.map((label, i) => `${label} at ${places[i]}`)
  }
  const rates = rows(61, (i) => Number((10 ** (i / 12 - 5)).toPrecision(3)))
  assert.deepEqual(said(rates, 4), ["10⁻⁵ at 0.5", "10⁻³ at 24.5", "10⁻¹ at 48.5"])
  assert.equal(said(rates, 7).length, 6)
  const betas = rows(61, (i) => Number((1 - 10 ** (-i / 15)).toPrecision(6)))
  const nines = ["0 at 0.5", "0.9 at 15.5", "0.99 at 30.5", "0.999 at 45.5", "0.9999 at 60.5"]
  assert.deepEqual(said(betas, 5), nines)
  assert.deepEqual(said(betas, 4), [nines[0], nines[2], nines[4]])
  assert.deepEqual(said([0, 0.05, 0.1, 0.15, 0.2], 7), [
    "0 at 0.5",
    "0.05 at 1.5",
    "0.1 at 2.5",
    "0.15 at 3.5",
    "0.2 at 4.5",
  ])
  assert.deepEqual(said(rows(5, (i) => 10 ** (i - 3)), 7).map((text) => text.split(" ")[0]), [
    "0.001",
    "0.01",
    "0.1",
    "1",
    "10",
  ])
  // Between values of the grid, and not at its ends where these are not round.
  assert.deepEqual(said([0.15, 0.25, 0.35, 0.45], 7).map((text) => text.split(" ")[0]), ["0.2", "0.3", "0.4"])
})

Deno.test("losses are in decades above the lowest, unless one is lower, down to where all is drawn alike", () => {
  const log = new LossScale([[3, 2, NaN], [2.5, 2 - 1e-10]], 2)
  assert.deepEqual([3, 2.01, 2, 2 + 1e-30, 1].map((loss) => Number(log.of(loss).toFixed(6))), [0, -2, -16, -16, -16])
  assert.deepEqual([0, -3, -2.5, FLOOR, -17].map((height) => log.tick(height)), [
    "10⁰",
    "10⁻³",
    "0.00316",
    "≤ 10⁻¹⁶",
    "≤ 10⁻¹⁷",
  ])
  assert.equal(log.label(50, 1), "loss above the lowest minimum after 50 steps (log)")
  assert.equal(log.label(50, 2), "median of 2 replicates: loss above the lowest minimum after 50 steps (log)")
  assert.equal(new LossScale([[1]], 0).label(9, 0), "loss after 9 steps (log)")
  const plain = new LossScale([[3, 2], [2.5, 2 - 1e-8]], 2)
  assert.deepEqual([plain.of(2.5), plain.tick(2.51234), plain.tick(-3), plain.label(9, 1)], [
    ...[2.5, "2.51", "−3", "loss after 9 steps"],
  ])
  assert.equal(new LossScale([[-1, 5]], -3).log, true)
  assert.equal(new LossScale([[-1, 5]], 0).log, false)
})

Deno.test("places in a row: of the least, of the nearest, of stretches, and between two", () => {
  assert.deepEqual(
    [[3, 1, 1, 1, 2], [1, 9, 9, 9], [1, 1], [NaN, 4], [NaN, Infinity], []].map((row) => leastPlace(row)),
    [
      ...[2, 0, 1, 1, undefined, undefined],
    ],
  )
  assert.deepEqual([[1, 5, 9], [4, 4], [NaN, 4]].map((row) => nearest(row, 7)), [1, 0, 0])
  assert.deepEqual([nearest([1, 5, 9], 7.5), nearest([-1, -5], -4)], [2, 1])
  assert.deepEqual(stretches([1, 1, 0, 1, 0, 0, 1, 1, 1], Boolean), [[0, 1], [3, 3], [6, 8]])
  assert.deepEqual(stretches([0], Boolean), [])
  assert.deepEqual([1, 2, 3, 6, 0.9, 6.1].map((value) => placeOf([1, 3, 6], value)), [0.5, 1, 1.5, 2.5, NaN, NaN])
  assert.deepEqual(placeOf([1, 3, 6], 5), 1.5 + 2 / 3)
})

Deno.test("a line is as far as its nearest piece, and has gaps where there are none", () => {
  const [xs, ys] = [[0, 4, 8, 12], [0, 3, NaN, 1]]
  assert.equal(distanceTo(xs, ys, 2, 1.5), 0)
  assert.equal(distanceTo(xs, ys, -0.6, 0.8), 1)
  assert.equal(distanceTo([0, 4], [0, 3], 2 - 0.6 * 2, 1.5 + 0.8 * 2), 2)
  assert.equal(distanceTo(xs, ys, 7, 3), 3)
  assert.equal(distanceTo(xs, ys, 12, -1), 2)
  assert.equal(distanceTo([0], [NaN], 0, 0), Infinity)
  assert.equal(distanceTo([0, 10], [0, 0], 13, 4), 5)
  assert.equal(distanceTo([0, 10], [0, 0], -3, 4), 5)
  // The first of these lines elsewhere.
  assert.ok(Math.abs(distanceTo([20, 24], [-10, -7], 22 - 1.2, -8.5 + 1.6) - 2) < 1e-12)
  assert.equal(distanceTo([20, 24, 28], [-10, -7, Infinity], 28, -10), 5)
})

Deno.test("a slider's scales: even, in equal ratios, and in equal ratios of the memory", () => {
  const of = (scale) => ({
    value: (share, low, high) => valueAt(scale, low, high, share),
    share: (value, low, high) => shareAt(scale, low, high, value),
  })
  const [linear, log, decay] = ["linear", "log", "decay"].map(of)
  assert.deepEqual([0, 0.25, 0.3333, 1].map((share) => linear.value(share, 1, 5.123456)), [1, 2.03, 2.37, 5.123456])
  assert.deepEqual([1, 2, 5].map((value) => linear.share(value, 1, 5)), [0, 0.25, 1])
  assert.deepEqual([0, 0.5, 1].map((share) => log.value(share, 0.01, 100)), [0.01, 1, 100])
  assert.deepEqual([log.value(0.1, 1, 10), log.share(10, 1, 1000)], [1.26, Math.log(10) / Math.log(1000)])
  assert.ok(Math.abs(log.share(0.1, 0.01, 100) - 0.25) < 1e-12)
  assert.deepEqual([0, 0.5, 1].map((share) => decay.value(share, 0, 0.9999)), [0, 0.99, 0.9999])
  assert.deepEqual([decay.value(0.3, 0, 0.9999), decay.value(0.5, 0.9, 0.999)], [0.937, 0.99])
  assert.deepEqual([decay.share(0.5, 0.5, 0.95), decay.share(0.95, 0.5, 0.95)], [0, 1].map((each) => each || -0))
  assert.ok(Math.abs(decay.share(0.99, 0, 0.9999) - 0.5) < 1e-12)
})

Deno.test("values along a scale differ, and of many places some are taken evenly, both ends among them", () => {
  assert.deepEqual(values("linear", 0, 1, 5), [0, 0.25, 0.5, 0.75, 1])
  assert.deepEqual(values("log", 1, 100, 3), [1, 10, 100])
  // Three digits of what lies so close are the same number.
  assert.deepEqual(values("linear", 1, 1.01, 5), [1, 1.01])
  assert.deepEqual([evenly(9, 3), evenly(4, 4)], [[0, 4, 8], [0, 1, 2, 3]])
})

Deno.test("numbers in a text are set as people read them, and words and formulas are left alone", () => {
  const set = {
    "η 1e-05, ε 2.5e-08": "η 10⁻⁵, ε 2.5×10⁻⁸",
    "from (-1.7, -0.6)": "from (−1.7, −0.6)",
    "12.75e-5": "12.75×10⁻⁵",
    "-1e+20 to 3e7": "−10²⁰ to 3×10⁷",
    "warm-up 50 · x^2-3": "warm-up 50 · x^2-3",
    "Adam-2, a1e-5": "Adam-2, a1e-5",
  }
  for (const [text, read] of Object.entries(set)) assert.equal(typeset(text), read)
})
