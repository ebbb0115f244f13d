// @ts-check
// Claims over races: a comparison of a race's numbers, such as ``loss(adam) < loss(sgd, 100) and arrived(adam) <= 60``.
// It is read, never executed. What a lesson says, asks for and is tested by is read here and nowhere else; the measures
// are those of app/claims.py by the same names, as far as the browser has their numbers.
//
// A number that nobody can know who has watched the race up to step t is undefined, and so is what depends on it.

/**
 * What is measured: the race, its surface as a reply has it, and the answer to what the view asks, where there is one.
 * @typedef {{race: any, surface: any, answer?: any}} Scene
 * @typedef {(scene: Scene, path: any, t: number, ...numbers: number[]) => number | undefined} Measure
 * @typedef {(scene: Scene, t: number) => number | undefined} Read
 */

// The step of what does not happen.
const NEVER = Infinity

/** @type {(race: any, step: number) => number} */
function rowOf({steps}, step) {
  if (!Number.isInteger(step) || step > steps || step < -steps - 1) {
    throw new SyntaxError(`there is no step ${step} in a race of ${steps}`)
  }
  return step < 0 ? steps + 1 + step : step
}

// A measure of one moment: of the step that is named, or of the last. What has diverged by then has none.
/** @param {(path: any, row: number, scene: Scene) => number} read @returns {Measure} */
const moment = (read) => (scene, path, t, step = -1) => {
  const row = rowOf(scene.race, step)
  if (t < row) return undefined
  return row < path.rows ? read(path, row, scene) : NaN
}

// A count or a rate at one moment, which there is after divergence too.
/** @param {(path: any, row: number, scene: Scene) => number} read @returns {Measure} */
const counted = (read) => (scene, path, t, step = -1) => {
  const row = rowOf(scene.race, step)
  return t < row ? undefined : read(path, row, scene)
}

// A measure of a race that is over.
/** @param {(path: any, scene: Scene) => number | undefined} read @returns {Measure} */
const whole = (read) => (scene, path, t) => (t < scene.race.steps ? undefined : read(path, scene))

/** @param {string} kind @returns {Measure} */
const ended = (kind) => whole(({outcome}) => (outcome.kind === kind ? outcome.step : NEVER))

// What the view has found of a racer, once it is there.
/** @param {string} view @param {(found: any, answer: any, ...numbers: number[]) => number} read @returns {Measure} */
const found = (view, read) => ({answer}, path, _t, ...numbers) => {
  if (answer?.kind !== view) return undefined
  const of = answer.racers.find((/** @type {any} */ {key}) => key === path.key)
  return of && read(of, answer, ...numbers)
}

/** @param {ArrayLike<number>} values @param {(value: number) => boolean} is */
const share = (values, is) => Array.from(values).filter(is).length / values.length

/** @type {(path: any, a: number, b: number) => number} */
const apart = ({x, y}, a, b) => Math.hypot(x[a] - x[b], y[a] - y[b])

/** @type {Record<string, Measure>} */
const MEASURES = {
  loss: moment(({loss}, t, {race}) => loss[t] + race.base),
  x: moment(({x}, t) => x[t]),
  y: moment(({y}, t) => y[t]),
  slope: moment(({slope}, t) => slope[t]),
  distance: moment(({distance}, t) => distance[t]),
  moved: moment((path, t) => apart(path, t, 0)),
  length: moment((path, t) => apart(path, t, t - 1)),
  gradients: counted(({gradients}, t) => gradients[t]),
  trials: counted(({trials}, t) => trials[t]),
  clipped: counted(({clipped}, t) => clipped[t]),
  // Known beforehand: it is set, not found.
  rate: ({race}, path, _t, step = -1) => path.lr * race.factors[rowOf(race, step)],
  best: whole(({loss, rows}, {race}) =>
    loss.subarray(0, rows).reduce((/** @type {number} */ a, /** @type {number} */ b) => Math.min(a, b)) + race.base
  ),
  rise: whole((path) => steepest(path)),
  arrived: ended("arrived"),
  rests: ended("at rest"),
  diverged: (scene, path, t) => {
    if (scene.race.gone(path, t)) return path.outcome.step
    return t < scene.race.steps ? undefined : NEVER
  },
  left: whole((path, {surface: {domain: [[left, right], [bottom, top]]}}) => {
    const at = path.x.findIndex(
      (/** @type {number} */ x, /** @type {number} */ t) =>
        !(x >= left && x <= right && path.y[t] >= bottom && path.y[t] <= top),
    )
    return at < 0 ? NEVER : at
  }),
  // Over replicates: the loss below which nine in ten end, and the share that ends so close to a place.
  ninety: whole(({band}, {race}) => (band ? band[1][race.steps] + race.base : undefined)),
  share: (scene, path, t, x, y, within) => {
    const {spread, steps} = scene.race
    if (t < steps || !spread || steps % spread.stride) return undefined
    const [xs, ys] = path.cloud(steps)
    return share(
      xs.map((/** @type {number} */ each, /** @type {number} */ i) => Math.hypot(each - x, ys[i] - y)),
      (away) => away <= within,
    )
  },
  // Of the Sweep: shares of the rates that were tried, and the best of them.
  below: found("sweep", ({losses}, _answer, least) => share(losses, (loss) => loss < least)),
  diverging: found("sweep", ({losses}) => share(losses, Number.isNaN)),
  best_rate: found("sweep", ({losses}, {values}) => values[lowest(losses)]),
  // Of the Basins: the share of starts from which it arrives at a minimum, and at one, 0 being the lowest.
  arriving: found("basins", ({shares}) => shares.arrived),
  basin: found("basins", ({destinations}, _answer, which) => share(destinations, (each) => each === which)),
}

/** @param {any} path */
function steepest({loss, rows}) {
  let most = -Infinity
  for (let t = 1; t < rows; t++) most = Math.max(most, loss[t] - loss[t - 1])
  return rows < loss.length ? NaN : most
}

/** @param {ArrayLike<number>} losses */
function lowest(losses) {
  let least = 0
  for (let i = 1; i < losses.length; i++) if (!(losses[i] >= losses[least])) least = Number.isNaN(losses[i]) ? least : i
  return least
}

/** @type {Record<string, (...numbers: number[]) => number>} */
const OF_NUMBERS = {abs: Math.abs, min: Math.min, max: Math.max}
/** @type {Record<string, (a: number, b: number) => number>} */
const ARITHMETIC = {"+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b}
/** @type {Record<string, (a: number, b: number) => boolean>} */
const COMPARISONS = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
}

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?)|([a-z_][a-z_0-9]*)|(<=|>=|==|[<>()+\-*/,]))/y

/** @param {string} text @returns {string[]} */
function tokens(text) {
  const all = []
  for (let at = 0; text.slice(at).trim(); at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const [, number, name, sign] = TOKEN.exec(text) ?? []
    const token = number ?? name ?? sign
    if (token === undefined) throw new SyntaxError(`${text.slice(at).trim()} cannot be read`)
    all.push(token)
  }
  return all
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text
    this.rest = tokens(text)
  }

  // The next token, where it is one of these.
  /** @param {string[]} wanted */
  take(...wanted) {
    return wanted.includes(this.rest[0]) ? this.rest.shift() : undefined
  }

  /** @param {string} wanted */
  expect(wanted) {
    if (!this.take(wanted)) throw new SyntaxError(`${this.text}: ${wanted} is missing`)
  }

  end() {
    if (this.rest.length > 0) throw new SyntaxError(`${this.text}: nothing is understood from ${this.rest[0]} on`)
  }

  // Comparisons, joined by ``and``: true, false, or undefined as long as nobody can know.
  claim() {
    const parts = [this.#comparison()]
    while (this.take("and")) parts.push(this.#comparison())
    return (/** @type {Scene} */ scene, /** @type {number} */ t) => {
      const all = parts.map((part) => part(scene, t))
      return all.includes(false) ? false : all.includes(undefined) ? undefined : true
    }
  }

  #comparison() {
    const values = [this.sum()]
    const signs = []
    for (let sign = this.take(...Object.keys(COMPARISONS)); sign; sign = this.take(...Object.keys(COMPARISONS))) {
      signs.push(COMPARISONS[sign])
      values.push(this.sum())
    }
    if (signs.length === 0) throw new SyntaxError(`${this.text} is no comparison`)
    return (/** @type {Scene} */ scene, /** @type {number} */ t) => {
      const numbers = values.map((value) => value(scene, t))
      if (numbers.includes(undefined)) return undefined
      const [first, ...others] = /** @type {number[]} */ (numbers)
      return signs.every((holds, i) => holds(i ? others[i - 1] : first, others[i]))
    }
  }

  // A sum of products.
  sum() {
    return this.#chain(() => this.#chain(() => this.#signed(), "*", "/"), "+", "-")
  }

  /** @param {() => Read} part @param {string[]} signs @returns {Read} */
  #chain(part, ...signs) {
    let value = part()
    for (let sign = this.take(...signs); sign; sign = this.take(...signs)) {
      value = of(ARITHMETIC[sign], value, part())
    }
    return value
  }

  /** @returns {Read} */
  #signed() {
    if (this.take("-")) return of((each) => -each, this.#signed())
    if (this.take("(")) {
      const value = this.sum()
      this.expect(")")
      return value
    }
    const token = this.rest.shift() ?? ""
    if (/^\d/.test(token)) return () => Number(token)
    if (token === "never") return () => NEVER
    if (Object.hasOwn(OF_NUMBERS, token)) return of(OF_NUMBERS[token], ...this.#arguments())
    if (Object.hasOwn(MEASURES, token)) return this.#measured(token)
    throw new SyntaxError(`${this.text}: ${token || "its end"} is no number of a race`)
  }

  /** @returns {Read[]} */
  #arguments() {
    this.expect("(")
    const all = [this.sum()]
    while (this.take(",")) all.push(this.sum())
    this.expect(")")
    return all
  }

  /** @param {string} name @returns {Read} */
  #measured(name) {
    this.expect("(")
    const key = this.rest.shift()
    const numbers = []
    while (this.take(",")) numbers.push(this.sum())
    this.expect(")")
    return (scene, t) => {
      const path = scene.race.paths.find((/** @type {any} */ each) => each.key === key)
      if (!path) throw new SyntaxError(`${key} does not race`)
      const given = numbers.map((number) => number(scene, t))
      return given.includes(undefined) ? undefined : MEASURES[name](scene, path, t, .../** @type {number[]} */ (given))
    }
  }
}

// A function of numbers that are yet to be read.
/** @param {(...numbers: number[]) => number} compute @param {Read[]} values @returns {Read} */
const of = (compute, ...values) => (scene, t) => {
  const numbers = values.map((value) => value(scene, t))
  return numbers.includes(undefined) ? undefined : compute(.../** @type {number[]} */ (numbers))
}

// Whether a comparison holds of a scene that has been watched up to step t, as a function of both; a SyntaxError for what
// cannot be read.
/** @param {string} text */
export function claimOf(text) {
  const reader = new Reader(text)
  const claim = reader.claim()
  reader.end()
  return claim
}

// The same for a number.
/** @param {string} text @returns {Read} */
export function numberOf(text) {
  const reader = new Reader(text)
  const number = reader.sum()
  reader.end()
  return number
}
