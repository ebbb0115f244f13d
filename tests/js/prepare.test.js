import {hyperOf, recipeOf} from "../../app/static/kernels/prepare.js"
import {assert} from "./assert.js"

const rule = {hyper: {lr: 0.1, variant: 0, amsgrad: 0}, choices: {variant: ["EMA", "heavy ball"]}}

Deno.test("hyperparameters are read in their order, a choice as its place", () => {
  assert.deepEqual(hyperOf(rule), [0.1, 0, 0])
  assert.deepEqual(hyperOf(rule, {amsgrad: true, variant: "heavy ball"}), [0.1, 1, 1])
  assert.throws(() => hyperOf(rule, {lrr: 1}), /lrr/)
})

Deno.test("a recipe is what is not as usual", () => {
  const layout = {recipe: {schedule: 0, noise: 0}, choices: {schedule: ["constant", "cosine"]}}
  assert.deepEqual(recipeOf(layout, {schedule: "cosine"}), [1, 0])
})
