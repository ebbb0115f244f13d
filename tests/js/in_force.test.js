// What of a recipe is in force, in words.

import {assert} from "./assert.js"
import {inForce} from "../../app/static/model/in_force.js"

const DEFAULTS = {
  schedule: "constant",
  warmup: "0",
  every: "100",
  drop: "0.1",
  floor: "0",
  clip_norm: "0",
  clip_value: "0",
  weight_decay: "0",
  decay: "decoupled",
  noise: "0",
  batch: "0",
  replicates: "1",
  seed: "0",
}
const recipe = (values) => Object.fromEntries(Object.entries(values).map(([name, text]) => [`recipe.${name}`, text]))
const said = (values, samples = 0) =>
  inForce(recipe({...DEFAULTS, ...values}), recipe(DEFAULTS), samples).map(({text}) => text)

Deno.test("what changes a race is said, and nothing else", () => {
  assert.deepEqual(said({}), [])
  assert.deepEqual(said({schedule: "cosine", warmup: "50"}), ["cosine · warm-up 50"])
  assert.deepEqual(said({warmup: "5"}), ["warm-up 5"])
  // A cosine does not go by drops, a constant rate by nothing; without noise, replicates are one race.
  assert.deepEqual(said({schedule: "cosine", every: "7", drop: "0.5", floor: "0.2"}), ["cosine · floor 0.2"])
  assert.deepEqual(said({every: "7", decay: "coupled", seed: "3", replicates: "8"}), [])
  assert.deepEqual(said({clip_norm: "1", weight_decay: "0.01", decay: "coupled"}), [
    "gradient clipped to length 1",
    "decay λ 0.01 · coupled",
  ])
  assert.deepEqual(said({noise: "3", replicates: "16", seed: "4"}), ["noise σ 3 · 16 replicates · seed 4"])
  assert.deepEqual(said({clip_norm: "2", clip_value: "0.5"}), [
    "gradient clipped to length 2",
    "coordinates clipped to ± 0.5",
  ])
  // A batch is drawn where there are samples.
  assert.deepEqual([said({batch: "8"}), said({batch: "8"}, 40)], [[], ["batch of 8"]])
})

Deno.test("of each schedule is said what it goes by", () => {
  const others = {every: "7", drop: "0.5", floor: "0.2"}
  for (
    const [schedule, words] of Object.entries({
      "step decay": "every 7 · drop 0.5",
      exponential: "every 7 · drop 0.5",
      cosine: "floor 0.2",
      "cosine, warm restarts": "every 7 · floor 0.2",
      linear: "floor 0.2",
      "inverse square root": "every 7",
      triangular: "every 7 · floor 0.2",
    })
  ) assert.deepEqual(said({schedule, ...others}), [`${schedule} · ${words}`])
  assert.deepEqual(said({schedule: "one-cycle", ...others}), ["one-cycle"])
})

Deno.test("a part opens the setting that it is mostly, and names all of its settings, so that one click takes it back", () => {
  const parts = (values) =>
    inForce(recipe({...DEFAULTS, ...values}), recipe(DEFAULTS), 40).map(({opens, keys}) => [opens, ...keys].join(" "))
  const schedule = "recipe.schedule recipe.warmup recipe.every recipe.drop recipe.floor"
  const noise = "recipe.noise recipe.batch recipe.replicates recipe.seed"
  assert.deepEqual(parts({warmup: "5"}), [`recipe.warmup ${schedule}`])
  assert.deepEqual(parts({warmup: "5", schedule: "linear"}), [`recipe.schedule ${schedule}`])
  assert.deepEqual(parts({noise: "5", batch: "3"}), [`recipe.noise ${noise}`])
  assert.deepEqual(parts({batch: "3"}), [`recipe.batch ${noise}`])
  assert.deepEqual(parts({clip_norm: "1", clip_value: "1", weight_decay: "1"}), [
    "recipe.clip_norm recipe.clip_norm",
    "recipe.clip_value recipe.clip_value",
    "recipe.weight_decay recipe.weight_decay recipe.decay",
  ])
})
