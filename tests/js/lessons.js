// What the page's own functions make of lessons: for tests/test_lessons.py, which sends replies of the server with texts
// to read in their light, and wants back, for each, the values of these texts when the race is over, or why there are
// none; and the words of templates at the start and at the end.

import {decoded} from "../../app/static/engines/wire.js"
import {claimOf, numberOf} from "../../app/static/model/claims.js"
import {words} from "../../app/static/model/lesson.js"
import {Race} from "../../app/static/model/race.js"

const ARRAYS = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
}

// Arrays are sent as {dtype, base64}.
function revive(_, value) {
  if (!value?.dtype) return value
  const bytes = Uint8Array.from(atob(value.base64), (each) => each.charCodeAt(0))
  return new ARRAYS[value.dtype](bytes.buffer)
}

// JSON has no NaN and no ∞.
const written = (value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : (value ?? null))

function attempt(read, text, scene, t) {
  try {
    return {value: written(read(text)(scene, t))}
  } catch (error) {
    return {error: error.message}
  }
}

function told({reply, answer, claims, numbers, templates}) {
  const {race: sent, surface} = decoded(reply)
  const race = new Race(sent, surface.minima)
  const scene = {race, surface, answer}
  return {
    claims: claims.map((text) => attempt(claimOf, text, scene, race.steps)),
    early: claims.map((text) => attempt(claimOf, text, scene, 0)),
    numbers: numbers.map((text) => attempt(numberOf, text, scene, race.steps)),
    words: templates.map((text) => [words(text, scene, 0), words(text, scene, race.steps)]),
  }
}

const given = JSON.parse(await new Response(Deno.stdin.readable).text(), revive)
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(given.map(told))))
