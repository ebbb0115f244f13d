// The numbers of a race, as the page reads them.

import {assert} from "./assert.js"
import {Race} from "../../app/static/model/race.js"
import {Together} from "../../app/static/model/together.js"

const ROWS = {measured: ["loss", "slope", "right", "up"], counted: ["nearest", "asked"]}

// A race of two steps or more, of racers that are given by their rows; what is not given is 0. Nobody is near enough to
// a minimum to be at it.
function race(racers, {base = 0, minima = [[0, 0, base]], near = -1, spread = undefined, pinned = undefined} = {}) {
  const length = racers[0]?.loss.length ?? 2
  const rows = (names) => names.flatMap((name) => racers.flatMap((racer) => racer[name] ?? Array(length).fill(0)))
  return new Race(
    {
      steps: length - 1,
      start: [0, 0],
      base,
      near,
      diagonal: 1,
      late: {share: 0.2, fewest: 1},
      rows: ROWS,
      measured: Float32Array.from(rows(ROWS.measured)),
      counted: Uint8Array.from(rows(ROWS.counted)),
      spread,
      factors: new Float32Array(length).fill(1),
      racers: racers.map((racer, i) => ({
        key: `racer${i}`,
        title: `Racer ${i}`,
        variant: "",
        asks: [[0, 0, 0, 0], [1, 0, 0, 0]],
        outcome: {kind: "on its way", step: length - 1, text: "on its way", place: null},
        ...racer,
      })),
    },
    minima,
    pinned,
  )
}

const order = (of, t) => of.standings(t).entries.map(({path}) => path.key)

Deno.test("who is left out does not race, and the axis is that of the others", () => {
  const of = race([{loss: [4, 3]}, {loss: [1, 1]}, {loss: [-9, -9]}])
  const before = [...of.lossRange]
  of.leaveOut(["racer7"])
  assert.deepEqual([of.paths.length, of.log, ...of.lossRange], [3, false, ...before])
  of.leaveOut(["racer2", "racer0"])
  assert.deepEqual([of.paths.map(({key}) => key), of.log], [["racer1"], true])
  assert.ok(of.lossRange[0] > -0.6 && of.lossRange[1] < 0.6)
})

Deno.test("an outcome is told at the last step, divergence at its own, not before and not after", () => {
  const of = race([
    {loss: [4, 3, 2, 1], outcome: {kind: "arrived", step: 2, text: "arrived at step 2", place: [0, 0, 0]}},
    {loss: [4, 3, NaN, NaN], outcome: {kind: "diverged", step: 2, text: "diverged at step 2", place: null}},
  ])
  const told = of.paths.map((path) => [0, 1, 2, 3].map((t) => of.known(path, t)))
  assert.deepEqual(told, [[false, false, false, true], [false, false, true, true]])
})

Deno.test("who has arrived comes before who is lower, and the earlier first", () => {
  const arrived = (step) => ({kind: "arrived", step, text: "", place: [0, 0, -5]})
  const of = race([
    {loss: [9, 0, 0]},
    {loss: [9, 2, 1], outcome: arrived(2)},
    {loss: [9, 2, 1], outcome: arrived(1)},
    {loss: [9, 3, 3], outcome: arrived(1)},
  ], {base: -5})
  const {entries} = of.standings(2)
  assert.deepEqual(entries.map(({path, rank}) => [path.key, rank]), [
    ["racer2", 1],
    ["racer3", 1],
    ["racer1", 3],
    ["racer0", 4],
  ])
})

Deno.test("the lower loss comes first, equals in the order of the menu, and who has diverged last", () => {
  const diverged = {kind: "diverged", step: 1, text: "diverged at step 1"}
  const of = race([
    {loss: [9, NaN, NaN], outcome: diverged},
    {loss: [9, 3, 1]},
    {loss: [9, 2, 1]},
    {loss: [9, 3, -1]},
  ])
  assert.deepEqual(order(of, 0), ["racer0", "racer1", "racer2", "racer3"])
  assert.deepEqual(order(of, 1), ["racer2", "racer1", "racer3", "racer0"])
  assert.deepEqual(order(of, 2), ["racer3", "racer1", "racer2", "racer0"])
  assert.deepEqual(of.standings(1).entries.map(({gone}) => gone), [false, false, false, true])
  assert.deepEqual(of.standings(0).entries.map(({gone}) => gone), [false, false, false, false])
  assert.deepEqual(of.entry(of.paths[0], 1).numbers, ["–", "–", "0"])
  // Two that are gone stay in order too.
  const both = race([{loss: [1, NaN], outcome: diverged}, {loss: [1, NaN], outcome: diverged}])
  assert.deepEqual(order(both, 1), ["racer0", "racer1"])
})

Deno.test("the standings say loss, distance and gradients, each in its column", () => {
  const of = race([{
    loss: [5, 0.25],
    slope: [77, 88],
    right: [3, 0.5],
    up: [4, 0],
    asked: [0, 1],
    asks: [[0, 0, 0, 0], [2, 0, 0, 0]],
    variant: "over SGD",
  }])
  const [path] = of.paths
  assert.deepEqual(of.entry(path, 0).numbers, ["5", "5", "0"])
  assert.deepEqual(of.entry(path, 1).numbers, ["0.25", "0.5", "2"])
  assert.equal(of.entry(path, 1).small, "over SGD")
  const digits = race([{loss: [1 / 3, 1 / 3], right: [2 / 3, 2 / 3]}])
  assert.deepEqual(digits.entry(digits.paths[0], 0).numbers, ["0.333", "0.667", "0"])
  // Where no minimum is known there is no distance.
  const unknown = race([{loss: [5, 1], right: [3, 3]}], {minima: []})
  assert.equal(unknown.entry(unknown.paths[0], 0).numbers[1], "–")
})

Deno.test("gradients, trials and matrices are summed apart", () => {
  const asks = [[0, 0, 0, 0], [1, 3, 1, 0], [1, 1, 0, 1]]
  const of = race([{loss: [4, 3, 2], asked: [0, 1, 2], asks}])
  const [path] = of.paths
  assert.deepEqual([...path.gradients], [0, 1, 2])
  assert.deepEqual([...path.trials], [0, 3, 4])
  assert.deepEqual([...path.matrices], [0, 1, 1])
  assert.deepEqual([...path.clipped], [0, 0, 1])
  assert.deepEqual([0, 1, 2].map((t) => of.besides(path, t)), ["", "3 trials, 1 matrix", "4 trials, 1 matrix"])
  assert.equal(of.entry(path, 1).small, "3 trials, 1 matrix")
  const one = race([{loss: [4, 3, 2], asked: [0, 1, 1], asks: [[0, 0, 0, 0], [1, 0, 1, 0]]}])
  assert.equal(one.besides(one.paths[0], 2), "2 matrices")
  const trial = race([{loss: [4, 3], asked: [0, 1], variant: "a", asks: [[0, 0, 0, 0], [1, 1, 0, 0]]}])
  assert.equal(trial.entry(trial.paths[0], 1).small, "a; 1 trial")
})

Deno.test("every row is shown, the last as well, up to divergence", () => {
  const of = race([
    {loss: [4, 3, 2]},
    {loss: [4, NaN, NaN], outcome: {kind: "diverged", step: 1, text: ""}},
    {loss: [NaN, NaN, NaN], outcome: {kind: "diverged", step: 0, text: ""}},
  ])
  const shown = (path) => [0, 1, 2, 3].map((t) => of.upTo(path, path.x, t).length)
  assert.deepEqual(of.paths.map(shown), [[1, 2, 3, 3], [1, 1, 1, 1], [0, 0, 0, 0]])
  assert.deepEqual([0, 1, 2, 3].map((t) => of.row(of.paths[0], t)), [0, 1, 2, 2])
  assert.deepEqual([0, 2].map((t) => of.row(of.paths[1], t)), [0, 0])
  assert.equal(of.row(of.paths[2], 2), 0)
  assert.deepEqual(of.paths.map(({rows}) => rows), [3, 1, 0])
})

Deno.test("a place lies beside the minimum that is nearest to it", () => {
  const minima = [[1, 2], [-3, 5]]
  const of = race([{loss: [1, 1], right: [0.5, 0.25], up: [-1, 0], nearest: [0, 1]}], {minima})
  const [path] = of.paths
  assert.deepEqual([[...path.x], [...path.y]], [[1.5, -2.75], [1, 5]])
  assert.deepEqual([...path.distance], [Math.hypot(0.5, 1), 0.25])
  // Without one it is measured from the origin.
  const free = race([{loss: [1, 1], right: [7, 8], up: [9, 1]}], {minima: []})
  assert.deepEqual([[...free.paths[0].x], [...free.paths[0].y]], [[7, 8], [9, 1]])
  assert.ok(free.paths[0].distance.every(Number.isNaN))
})

Deno.test("rows belong to their racers and quantities", () => {
  const of = race([{loss: [1, 2], slope: [3, 4]}, {loss: [5, 6], slope: [7, 8]}])
  assert.deepEqual(of.paths.map(({loss}) => [...loss]), [[1, 2], [5, 6]])
  assert.deepEqual(of.paths.map(({slope}) => [...slope]), [[3, 4], [7, 8]])
  assert.deepEqual([...of.step], [0, 1])
  assert.deepEqual([of.steps, of.start, [...of.factors]], [1, [0, 0], [1, 1]])
})

Deno.test("the pointer reads the row that is there", () => {
  const of = race([
    {loss: [1, 2]},
    {
      loss: [4, 1 / 3],
      slope: [9, 2 / 3],
      right: [0, 0.1234567],
      up: [0, -0.7654321],
      asked: [0, 1],
      asks: [[0, 0, 0, 0], [1, 0, 0, 1]],
    },
  ])
  const read = (quantity, row) => of.reading(quantity, 1, row)
  assert.deepEqual(["step", "loss", "slope", "place"].map((each) => read(each, 1)), [
    ...["1, gradient clipped", "0.333", "0.667", "0.123, −0.765"],
  ])
  assert.equal(read("step", 0), "0")
  assert.equal(of.reading("loss", 0, 1), "2")
})

Deno.test("losses are read above the lowest minimum where that is not 0, and this is said", () => {
  const rows = [{loss: [0.25, 0.125]}]
  const above = race(rows, {base: -78.33233})
  assert.equal(above.lossSays, "loss above the lowest minimum, −78.33")
  assert.equal(above.lossAxis, "loss above −78.33 (log)")
  assert.equal(above.reading("loss", 0, 1), "0.125 above −78.33")
  assert.equal(above.entry(above.paths[0], 0).numbers[0], "0.25")
  const plain = race(rows)
  assert.deepEqual([plain.lossSays, plain.lossAxis, plain.reading("loss", 0, 1)], ["loss", "loss (log)", "0.125"])
  assert.equal(race([{loss: [1, -1]}]).lossAxis, "loss")
})

Deno.test("the loss is in decades where none is negative, and an axis holds what matters", () => {
  const range = (...losses) => race([{loss: losses}]).lossRange
  const near = (found, expected) => {
    assert.equal(found.length, 2)
    found.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < 1e-6, found))
  }
  const of = race([{loss: [100, 1, 0]}])
  assert.ok(of.log)
  assert.deepEqual([...of.paths[0].height], [2, 0, NaN])
  assert.ok([0, 2].every((place) => of.lossTicks().places.includes(place)))
  // 6 % of the span is left free on either side.
  near(range(100, 1, 0), [-0.12, 2.12])
  // Two decades above the highest start, and none below the sixteenth, however far a line goes.
  near(range(1, 1e9, 1e-30), [-16 - 0.06 * 18, 2 + 0.06 * 18])
  near(range(1, 1), [-0.5, 0.5])
  near(range(0, 0), [-0.06, 1.06])
  const plain = race([{loss: [2, -1, -3]}])
  assert.ok(!plain.log)
  assert.deepEqual([...plain.paths[0].height], [2, -1, -3])
  assert.deepEqual([plain.heightOf(-2.5), of.heightOf(1000), of.heightOf(0)], [-2.5, 3, NaN])
  assert.ok(plain.lossTicks().places.map(plain.lossTicks().label).every((text) => !text.includes("10")))
  near(plain.lossRange, [-3.3, 2.3])
  // What climbs far above its start leaves the picture: by twice its way down, and one.
  near(range(2, 1e6, -3), [-3 - 0.06 * 16, 13 + 0.06 * 16])
  // A racer that starts higher is held in the picture; one that has diverged counts up to there alone.
  const two = race([{loss: [1, 1]}, {loss: [1000, NaN], outcome: {kind: "diverged", step: 1, text: ""}}])
  near(two.lossRange, [-0.18, 3.18])
})

Deno.test("an axis of who is to guess knows no more than what has happened, and goes in whole decades", () => {
  const of = (...losses) => race(losses.map((loss) => ({loss})))
  const near = (found, expected) => found.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < 1e-6, found))
  const one = of([20, 5, 0.3, 0.2, 1e-9], [20, 30, 40, 1e7, 1e9])
  near(one.range.by(0), [-0.1, 2.1])
  near(one.range.by(2), [-1.1, 2.1])
  // Two decades above the start, as in the end.
  near(one.range.by(3), [-1.1, 4.1])
  near(one.range.by(4), [-9.1, 4.1])
  near(one.range.by(9), [-9.1, 4.1])
  // It is the same for races that are the same so far, whatever comes, and never becomes shorter.
  const others = [of([20, 5, 0.3, 7, 7], [20, 30, 40, 50, 60]), of([20, 5, 0.3, 0, 0], [20, 30, 40, 0, 0])]
  for (const other of others) for (const t of [0, 1, 2]) assert.deepEqual(other.range.by(t), one.range.by(t))
  const plain = [of([2, -1, -3, -40]), of([2, -1, -3, 900])]
  for (const t of [0, 1, 2]) assert.deepEqual(plain[0].range.by(t), plain[1].range.by(t))
  near(plain[0].range.by(1), [2 - 1.06 * 4, 3.06])
  near(plain[0].range.by(3), [2 - 1.06 * 64, 3.06])
  near(of([NaN, NaN]).range.by(0), [-1.06, 1.06])
  for (const each of [one, ...plain]) {
    for (let t = 1; t <= each.steps; t++) {
      const [[low, high], [lower, higher]] = [each.range.by(t - 1), each.range.by(t)]
      assert.ok(lower <= low && higher >= high)
    }
  }
})

Deno.test("before the end it counts who would have arrived, where and since when, if the race were over", () => {
  const minima = [[0, 0, -1], [9, 0, 3]]
  const loss = [5, 5, 5, 5, 5, 5]
  const of = race([
    {loss, right: [4, 0, 0, 0, 0, 4]},
    {loss, nearest: [1, 1, 1, 1, 1, 1], right: [1, 1, 1, 1, 1, 0]},
    {loss, outcome: {kind: "arrived", step: 4, text: "", place: minima[0]}, right: [4, 4, 4, 4, 1, 1]},
    {loss: [5, NaN, NaN, NaN, NaN, NaN], outcome: {kind: "diverged", step: 1, text: "", place: null}},
  ], {minima, near: 1})
  const said = (t) => of.paths.map((path) => [of.result(path, t).arrival, of.result(path, t).bottom])
  assert.deepEqual(said(3), [[1, -1], [0, 3], [-1, NaN], [-1, NaN]])
  assert.deepEqual(said(5), [[-1, NaN], [-1, NaN], [4, -1], [-1, NaN]])
  assert.deepEqual(of.standings(3).entries.map(({path, rank}) => [path.key, rank]), [
    ["racer0", 1],
    ["racer1", 2],
    ["racer2", 3],
    ["racer3", null],
  ])
  // An arrival at step 0 is one.
  const soon = race([{loss, outcome: {kind: "arrived", step: 0, text: "", place: [0, 0, 2]}}])
  assert.deepEqual(soon.result(soon.paths[0], 5), {loss: 5, arrival: 0, bottom: 2})
})

Deno.test("it starts nowhere if all have diverged at their start, and somebody races", () => {
  const gone = {loss: [NaN, NaN], outcome: {kind: "diverged", step: 0, text: "", place: null}}
  const said = [race([gone, gone]), race([gone, {loss: [1, 1]}]), race([{loss: [1, 1]}]), race([])]
  assert.deepEqual(said.map((of) => of.startsNowhere), [true, false, false, false])
})

Deno.test("who has arrived by a step is told with the step, the place, and whether it is a local minimum", () => {
  const minima = [[0, 0, -1], [9, 0, 3]]
  const loss = [5, 5, 5, 5, 5, 5]
  const of = race([
    {loss, right: [4, 4, 4, 4, 4, 4]},
    {loss, right: [4, 0, 0, 0, 0, 0], outcome: {kind: "arrived", step: 1, text: "", place: minima[0]}},
    {loss, nearest: [1, 1, 1, 1, 1, 1], outcome: {kind: "arrived", step: 0, text: "", place: minima[1]}},
  ], {minima, near: 1})
  const told = (t) => of.arrivals(t).map(({path, step, place, isLocal}) => [path.key, step, place, isLocal])
  assert.deepEqual(told(0), [["racer2", 0, minima[1], true]])
  const both = [["racer1", 1, minima[0], false], ["racer2", 0, minima[1], true]]
  assert.deepEqual([told(3), told(5)], [both, both])
  // The place is that of the minimum that it is at, whatever it will arrive at.
  const place = [3, 0, 1]
  const found = race([{loss, right: [3, 3, 3, 3, 3, 3], outcome: {kind: "arrived", step: 0, text: "", place}}], {
    ...{minima: [], near: 1},
  })
  assert.deepEqual(found.arrivals(5).map(({step, place}) => [step, place]), [[0, place]])
  const leaves = race([{loss, right: [0, 0, 0, 0, 9, 9]}], {minima, near: 1})
  assert.deepEqual(leaves.arrivals(3).map(({place}) => place), [minima[0]])
})

Deno.test("of several minima the lowest is the floor, and local is what is higher by more than a millionth", () => {
  const loss = [1, 1]
  const of = race([{loss}], {minima: [[0, 0, 3], [1, 1, -2], [2, 2, 8]]})
  assert.equal(of.floor, -2)
  // A millionth of what lies between the lowest and the highest.
  assert.deepEqual([-2, -2 + 9e-6, -2 + 11e-6, 3].map((bottom) => of.isLocal(bottom)), [false, false, true, true])
  const flat = race([{loss}], {minima: [[0, 0, 0]]})
  assert.deepEqual([0, 1e-9].map((bottom) => flat.isLocal(bottom)), [false, true])
  assert.ok(Number.isNaN(race([{loss}], {minima: []}).floor))
})

Deno.test("what is as low is measured from the loss at the start itself", () => {
  // It starts at 0, five above the lowest: five millionths are as low, and nine are not.
  const arrived = (step, value) => ({kind: "arrived", step, text: "", place: [0, 0, value]})
  const of = race([
    {loss: [5, 1], outcome: arrived(1, -5)},
    {loss: [5, 0], outcome: arrived(0, -5 + 9e-6)},
  ], {base: -5})
  assert.deepEqual(order(of, 1), ["racer0", "racer1"])
  assert.deepEqual(race([]).standings(1).entries, [])
})

Deno.test("where no minimum is listed, one that was found is where a race may be", () => {
  const loss = [5, 4, 3, 2, 1, 1]
  const outcome = {kind: "arrived", step: 2, text: "", place: [3, -2, 1]}
  const of = race([{loss, outcome, right: [0, 2, 3, 3, 3, 3], up: [0, 0, -2.5, -2, -2, -2]}], {minima: [], near: 0.5})
  assert.deepEqual([...of.paths[0].since], [-1, -1, 2, 2, 2, 2])
  assert.deepEqual(of.result(of.paths[0], 4), {loss: 1, arrival: 2, bottom: 1})
  assert.equal(of.standings(4).goal, 1)
})

Deno.test("replicates have a band and a cloud at some moments", () => {
  const [steps, count, stride] = [4, 2, 2]
  // By racer, quantile and row; by racer, moment, coordinate and replicate.
  const band = Float32Array.from({length: 2 * 2 * (steps + 1)}, (_, i) => i)
  const cloud = Float32Array.from({length: 2 * 3 * 2 * count}, (_, i) => i)
  const of = race([{loss: [5, 4, 3, 2, 1]}, {loss: [5, 4, 3, 2, 1]}], {spread: {count, stride, band, cloud}})
  const [first, second] = of.paths
  assert.deepEqual(first.band.map((each) => [...each]), [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]])
  assert.deepEqual(second.band.map((each) => [...each]), [[10, 11, 12, 13, 14], [15, 16, 17, 18, 19]])
  const seen = (path, t) => path.cloud(t).map((axis) => [...axis])
  assert.deepEqual([0, 1, 2, 3, 4, 9].map((t) => seen(first, t)[0][0]), [0, 0, 4, 4, 8, 8])
  assert.deepEqual(seen(first, 2), [[4, 5], [6, 7]])
  assert.deepEqual(seen(second, 4), [[20, 21], [22, 23]])
  assert.equal(race([{loss: [1, 1]}]).paths[0].band, undefined)
})

Deno.test("a pinned race is on the same scale, as far as it is shown, and is told beside its racers", () => {
  const pinned = race([
    {loss: [100, 10, 1e-9, 1e-9]},
    {loss: [100, NaN, NaN, NaN], outcome: {kind: "diverged", step: 1, text: "diverged", place: null}},
  ])
  Object.assign(pinned, {differences: {racer0: "β 0.5", racer1: ""}})
  const of = race([{loss: [1, 0.1]}, {loss: [1, 1]}, {loss: [1, 1]}], {pinned: new Together(pinned, [])})
  assert.deepEqual(of.lossRange, [-1 - 0.06 * 3, 2 + 0.06 * 3])
  assert.deepEqual([...pinned.paths[0].height.subarray(0, 2)], [2, 1])
  const hidden = race([{loss: [1, 1]}, {loss: [1, 1]}], {pinned: new Together(pinned, [])})
  hidden.leaveOut(["racer1"])
  assert.deepEqual([hidden, hidden.pinned].map(({paths}) => paths.map(({key}) => key)), [["racer0"], ["racer0"]])
  assert.equal(of.pinnedName(pinned.paths[0]), "Racer 0, pinned: β 0.5")
  assert.equal(of.pinnedName(pinned.paths[1]), "Racer 1, pinned: as it is now")
  const told = of.paths.map((path) => of.pinnedEntry(path, 1))
  assert.deepEqual(told, ["pinned, β 0.5: 10", "pinned: diverged", ""])
  // The pointer reads it behind the racers' own.
  assert.deepEqual([of.reading("loss", 0, 1), of.reading("loss", 3, 1)], ["0.1", "10"])
  assert.equal(race([{loss: [1, 1]}]).pinnedEntry({key: "racer0"}, 1), "")
})
