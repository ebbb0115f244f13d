// @ts-check
// How a learning rate moves over a race, as optimizers/racing/recipe.py has it.

/** @typedef {import("./setup.js").Setup} Setup */

const RISE = 0.3, START = 25, END = 1e4, MOMENTUM = [0.95, 0.85]

/** @typedef {{t: number, T: number, every: number, drop: number, floor: number}} Now */

/** @param {number} t @param {number} T @param {number} floor */
const cosine = (t, T, floor) => floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * t / T))

/** @type {Record<string, (now: Now) => number>} */
const SCHEDULES = {
  constant: () => 1,
  "step decay": ({t, every, drop}) => drop ** Math.floor(t / every),
  exponential: ({t, every, drop}) => drop ** (t / every),
  cosine: ({t, T, floor}) => cosine(t, T, floor),
  "cosine, warm restarts": ({t, every, floor}) => cosine(t % every, every, floor),
  linear: ({t, T, floor}) => 1 + (floor - 1) * t / T,
  "inverse square root": ({t, every}) => 1 / Math.sqrt(1 + t / every),
  triangular: ({t, every, floor}) => floor + (1 - floor) * (1 - Math.abs(1 - (t / every) % 2)),
  "one-cycle": ({t, T}) => cycle(t, T, 1 / START, 1, 1 / START / END),
}

/** @param {number} t @param {number} T @param {number} first @param {number} peak @param {number} last */
function cycle(t, T, first, peak, last) {
  const [top, end] = [RISE * T - 1, T - 1]
  const between = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ share) =>
    b + (a - b) * 0.5 * (1 + Math.cos(Math.PI * Math.min(Math.max(share, 0), 1)))
  return t <= top ? between(first, peak, t / Math.max(top, 1e-9)) : between(peak, last, (t - top) / (end - top))
}

// Learning rate over η before each step and after the last, and the momentum where the schedule sets one.
/** @param {Setup} of */
export function planOf({texts, steps}) {
  const [warmup, every, drop, floor] = ["warmup", "every", "drop", "floor"].map((name) =>
    Number(texts[`recipe.${name}`])
  )
  const schedule = texts["recipe.schedule"]
  const [factors, momenta] = [new Float64Array(steps + 1), new Float64Array(steps + 1)]
  const T = Math.max(1, steps - warmup)
  for (let i = 0; i <= steps; i++) {
    const t = Math.max(0, i - warmup)
    factors[i] = i < warmup ? (i + 1) / (warmup + 1) : SCHEDULES[schedule]({t, T, every, drop, floor})
    momenta[i] = cycle(t, T, MOMENTUM[0], MOMENTUM[1], MOMENTUM[0])
  }
  return {factors, momenta: schedule === "one-cycle" ? momenta : undefined}
}
