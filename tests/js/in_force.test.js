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
  // A batch is drawn where there are samples.
  assert.deepEqual([said({batch: "8"}), said({batch: "8"}, 40)], [[], ["batch of 8"]])
})

Deno.test("a part names all of its settings, so that one click takes it back", () => {
  const [part] = inForce(recipe({...DEFAULTS, warmup: "5"}), recipe(DEFAULTS), 0)
  assert.equal(part.opens, "recipe.warmup")
  assert.deepEqual(part.keys, ["schedule", "warmup", "every", "drop", "floor"].map((name) => `recipe.${name}`))
})
