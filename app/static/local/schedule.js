// @ts-check
// How a learning rate moves over a race: the kernel that optimizers/racing/recipe.py calls as well.

import {recipeOf} from "../kernels/prepare.js"

// Learning rate over η before each step and after the last.
/** @param {any} kernels @param {import("../kernels/prepare.js").Recipe} recipe @param {number} steps */
export function factorsOf(kernels, recipe, steps) {
  kernels.begin()
  const [factors, momenta] = [kernels.array([steps + 1]), kernels.array([steps + 1])]
  kernels.call("plan", {recipe: kernels.from(recipeOf(kernels.layout, recipe)), factors, momenta})
  return Float32Array.from(kernels.numbers(factors))
}
