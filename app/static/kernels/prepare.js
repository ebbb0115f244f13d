// @ts-check
// What a race is asked for with, as the kernels take it: the other half of optimizers/racing/prepare.py.

/** @typedef {import("./kernels.js").Kernels} Kernels */

/**
 * @typedef {object} Race
 * @property {string} racer the rule's key
 * @property {{[name: string]: number | string | boolean}} [hyper] hyperparameters, where they are not the defaults
 * @property {string} surface its key
 * @property {ArrayLike<number> | {[name: string]: number}} [shape] shape parameters by name, or all that kernels read
 * @property {number[][]} [minima] [x, y, loss] of each, where they move with the shape
 * @property {number[][]} [saddles] the same
 * @property {number[]} [start] x and y; the surface's own unless given
 * @property {number} [steps] 500 unless given
 * @property {Recipe} [recipe] nothing unless given
 */

/**
 * @typedef {object} Recipe As the Params of `Recipe` in Python, by the same names.
 * @property {number} [clip_norm]
 * @property {number} [clip_value]
 * @property {number} [weight_decay]
 * @property {string} [decay]
 * @property {number} [noise]
 * @property {number} [batch]
 * @property {number} [seed]
 * @property {ArrayLike<number>} [factors] η's share before each step and after the last
 * @property {ArrayLike<number>} [momenta] the momentum that the schedule sets, where it sets one
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
  return Object.entries(rule.hyper).map(([name, usual]) => {
    const value = given[name] ?? usual
    return typeof value === "string" ? rule.choices[name].indexOf(value) : Number(value)
  })
}

/**
 * The shape parameters as the kernels read them.
 * @param {any} surface what the layout says of it
 * @param {Race["shape"]} given
 * @returns {ArrayLike<number>}
 */
export function shapeOf(surface, given = {}) {
  if ("length" in given) return /** @type {ArrayLike<number>} */ (given)
  const named = /** @type {{[name: string]: number}} */ (given)
  return surface.shape.map((/** @type {number} */ usual, /** @type {number} */ i) => named[surface.names[i]] ?? usual)
}

/**
 * What gradient kernels read of a recipe: guards that are off are ∞.
 * @param {Recipe} recipe
 * @param {number} samples
 */
export function numbersOf(recipe, samples) {
  const {clip_norm = 0, clip_value = 0, weight_decay = 0, decay = "decoupled", noise = 0, seed = 0, batch = 0} = recipe
  const coupled = decay === "coupled" ? weight_decay : 0
  return [clip_norm || Infinity, clip_value || Infinity, coupled, noise, seed, batch, samples]
}

/**
 * Whether replicates differ.
 * @param {Recipe} recipe
 */
export function isNoisy({noise = 0, batch = 0}) {
  return noise > 0 || batch > 0
}

/**
 * The kernel that answers a rule's questions under a recipe.
 * @param {Recipe} recipe
 * @param {boolean} known whether the rule asks for nothing but the gradient that the race has just worked out
 * @param {boolean} counted whether somebody wants to know how often it asks
 */
export function gradientOf(recipe, known, counted) {
  const {clip_norm = 0, clip_value = 0, weight_decay = 0, decay = "decoupled", batch = 0} = recipe
  if (batch > 0) return "batch_gradient"
  if (!known) return "gradient"
  const coupled = weight_decay > 0 && decay === "coupled"
  const plain = !(isNoisy(recipe) || clip_norm || clip_value || coupled)
  return !counted && plain ? "gradient_known" : "gradient_from_known"
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
  const {recipe = {}, steps = 500} = race
  const curvature = `${race.surface}.${rule.curvature}`
  if (!kernels.has(curvature)) throw new Error(`${race.surface} has no ${rule.curvature} for ${race.racer}`)
  const factors = recipe.factors ?? new Float64Array(steps + 1).fill(1)
  const coupled = recipe.decay === "coupled"
  const entry = {
    step: `${race.racer}.step`,
    gradient: gradientOf(recipe, rule.asksOnce, counted),
    value_and_gradient: `${race.surface}.value_and_gradient`,
    curvature,
    shape: kernels.from(shapeOf(surface, race.shape)),
    recipe: kernels.from(numbersOf(recipe, surface.samples)),
    decay: coupled ? 0 : recipe.weight_decay ?? 0,
  }
  const clock = {
    steps,
    factors: kernels.from(factors),
    cycled: recipe.momenta ? rule.cycled : -1,
    momenta: kernels.from(recipe.momenta ?? []),
    stop: kernels.fromWhole([0]),
  }
  const tape = tapeOf(kernels, surface, race, steps, goal)
  return {rule, surface, steps, factors, entry, clock, tape, hyper: hyperOf(rule, race.hyper)}
}

/**
 * What decides how a race ends.
 * @param {Kernels} kernels
 * @param {any} surface
 * @param {Race} race
 * @param {number} steps
 * @param {number} goal
 */
function tapeOf(kernels, surface, {minima = surface.minima, saddles = surface.saddles}, steps, goal) {
  const {NEAR, REST, WINDOW, FEWEST} = kernels.layout.constants
  const size = surface.diagonal
  const points = [...minima, ...saddles]
  return {
    points: kernels.from([...points.map(([x]) => x), ...points.map(([, y]) => y)], [2, points.length]),
    minima: minima.length,
    near: NEAR * size,
    rest: REST * size,
    box: kernels.from(surface.drawn.flat()),
    goal,
    // A fifth of a whole number has no half, which Python would round to the even one.
    window: Math.min(steps, Math.max(FEWEST, Math.round(WINDOW * steps))),
  }
}
