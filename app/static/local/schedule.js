// @ts-check
// How a learning rate moves over a race: the kernel that optimizers/racing/recipe.py calls as well.

/** @typedef {import("./setup.js").Setup} Setup */
/** @typedef {{factors: Float64Array, momenta?: Float64Array}} Plan */

// Learning rate over η before each step and after the last, and the momentum where the schedule sets one.
/** @param {any} kernels @param {Setup} of @returns {Plan} */
export function planOf(kernels, {table, texts, steps}) {
  kernels.begin()
  const recipe = Object.entries(table.recipe).map(([name, choices]) => {
    const text = texts[`recipe.${name}`]
    return choices ? choices.indexOf(text) : Number(text)
  })
  const [factors, momenta] = [kernels.array([steps + 1]), kernels.array([steps + 1])]
  kernels.call("plan", {recipe: kernels.from(recipe), factors, momenta})
  const set = kernels.numbers(momenta).slice()
  return {factors: kernels.numbers(factors).slice(), ...(Number.isNaN(set[0]) ? {} : {momenta: set})}
}
