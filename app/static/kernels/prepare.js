// @ts-check
// What a race is asked for with, as the kernels take it: the other half of optimizers/racing/prepare.py.

/** @typedef {import("./kernels.js").Kernels} Kernels */

/** How many numbers the kernel `guards` leaves. */
const GUARDS = 8

/**
 * @typedef {object} Race
 * @property {string} racer the rule's key
 * @property {{[name: string]: number | string | boolean}} [hyper] hyperparameters, where they are not the defaults
 * @property {string} surface its key
 * @property {ArrayLike<number>} shape as the surface's kernels read it
 * @property {number[][]} minima of the surface in that shape, [x, y, loss] of each
 * @property {number[][]} saddles the same
 * @property {number[]} start x and y
 * @property {number} steps
 * @property {Recipe} [recipe] nothing unless given
 */

/**
 * @typedef {{[name: string]: number | string}} Recipe The Params of `Recipe` in Python that are not the defaults.
 */

/**
 * The hyperparameters of a race as the kernel reads them; a choice is its place among the choices.
 * @param {any} rule what the layout says of it
 * @param {Race["hyper"]} given
 * @returns {number[]}
 */
export function hyperOf(rule, given = {}) {
  for (const name of Object.keys(given)) {
    if (!(name in rule.hyper)) throw new Error(`there is no hyperparameter ${name}`)
  }
  return numbersOf(rule.hyper, rule.choices, given)
}

/**
 * All settings of a recipe as the kernels read them.
 * @param {any} layout
 * @param {Recipe} given
 * @returns {number[]}
 */
export function recipeOf(layout, given) {
  return numbersOf(layout.recipe, layout.choices, given)
}

/**
 * Settings in the order of their declaration; a choice is its place among the choices.
 * @param {{[name: string]: number}} usual
 * @param {{[name: string]: string[]}} choices
 * @param {{[name: string]: any}} given
 */
function numbersOf(usual, choices, given) {
  return Object.entries(usual).map(([name, number]) => {
    const value = given[name] ?? number
    return typeof value === "string" ? choices[name].indexOf(value) : Number(value)
  })
}

/**
 * The records that a race is called with, and what of it is needed besides.
 * @param {Kernels} kernels
 * @param {Race} race
 * @param {{counted: boolean, goal?: number}} how
 */
export function prepare(kernels, race, {counted, goal = NaN}) {
  const {layout} = kernels
  const rule = layout.rules[race.racer], surface = layout.surfaces[race.surface]
  if (!rule || !surface) throw new Error(`there is no ${race.racer} on ${race.surface}`)
  const {recipe = {}, steps} = race
  const curvature = `${race.surface}.${rule.curvature}`
  if (!kernels.has(curvature)) throw new Error(`${race.surface} has no ${rule.curvature} for ${race.racer}`)
  const vector = kernels.from(recipeOf(layout, recipe))
  const guards = kernels.array([GUARDS])
  kernels.call("guards", {recipe: vector, samples: surface.samples, numbers: guards})
  const factors = kernels.array([steps + 1]), momenta = kernels.array([steps + 1])
  kernels.call("plan", {recipe: vector, factors, momenta})
  const entry = {
    step: `${race.racer}.step`,
    gradient: layout.answers[kernels.call("answering", {numbers: guards, known: rule.asksOnce, counted})],
    value_and_gradient: `${race.surface}.value_and_gradient`,
    curvature,
    recipe: guards,
    shape: kernels.from(race.shape),
  }
  const clock = {steps, factors, cycled: rule.cycled, momenta, stop: kernels.fromWhole([0])}
  const tape = tapeOf(kernels, surface, race, goal)
  return {rule, entry, clock, tape, hyper: hyperOf(rule, race.hyper)}
}

/**
 * What decides how a race ends.
 * @param {Kernels} kernels
 * @param {any} surface what the layout says of it
 * @param {Race} race
 * @param {number} goal
 */
function tapeOf(kernels, {near, rest, still, box}, {minima, saddles, steps}, goal) {
  const points = [...minima, ...saddles]
  return {
    points: kernels.from([...points.map(([x]) => x), ...points.map(([, y]) => y)], [2, points.length]),
    minima: minima.length,
    near,
    rest,
    still,
    box: kernels.from(box),
    goal,
    window: kernels.call("window", {steps}),
  }
}

/**
 * What is asked of a surface beside its races.
 * @param {Kernels} kernels
 * @param {Pick<Race, "surface" | "shape" | "minima" | "saddles">} race
 */
export function groundOf(kernels, {surface, shape, minima, saddles}) {
  return {
    value_and_gradient: `${surface}.value_and_gradient`,
    hessian: `${surface}.hessian`,
    shape: kernels.from(shape),
    values: kernels.from([...minima, ...saddles].map(([, , value]) => value)),
  }
}
