// @ts-check
// The race of one racer as a whole script of PyTorch, which runs as it stands and takes the same path.

/**
 * What a rule's settings fill: app/cards.py says how.
 * @typedef {string | [string, number, any, any]} Template
 * @typedef {{torch: Template, departs: Template, parts: Record<string, string>, place: Template}} Variant
 * @typedef {{title: string, torch: string, samples: number}} Surface
 */

// A template with the texts of the hyperparameters in it.
/** @param {Template} template @param {Record<string, string>} numbers @returns {string} */
export function filled(template, numbers) {
  if (typeof template === "string") return template.replace(/\{(\w+)\}/g, (whole, name) => numbers[name] ?? whole)
  const [name, number, equal, other] = template
  return filled(Number(numbers[name]) === number ? equal : other, numbers)
}

// The settings of one owner, such as "recipe" or "adam", by their own names.
/** @param {Record<string, string>} values @param {string} owner @returns {Record<string, string>} */
export function settingsOf(values, owner) {
  const own = Object.entries(values).filter(([key]) => key.startsWith(`${owner}.`))
  return Object.fromEntries(own.map(([key, text]) => [key.slice(owner.length + 1), text]))
}

// What the recipe does to a race, by the names that rules know it by.
/** @param {Record<string, string>} recipe @param {Surface} surface */
function inForce({schedule, warmup, weight_decay, decay, noise, batch}, {samples}) {
  const decays = Number(weight_decay) > 0
  return {
    schedule: schedule !== "constant" || Number(warmup) > 0,
    "one-cycle": schedule === "one-cycle",
    decoupled: decays && decay === "decoupled",
    coupled: decays && decay === "coupled",
    noise: Number(noise) > 0,
    batch: Number(batch) > 0 && samples > 0,
  }
}

// Where the race parts from PyTorch's line, a sentence each.
/** @param {Variant} variant @param {Record<string, string>} numbers @param {Record<string, string>} recipe @param {Surface} surface */
export function departures(variant, numbers, recipe, surface) {
  const is = inForce(recipe, surface)
  const {parts} = variant
  return [
    filled(variant.departs, numbers),
    is["one-cycle"] ? (parts["one-cycle"] ?? parts.schedule) : is.schedule ? parts.schedule : "",
    is.decoupled ? parts.decoupled : "",
    is.noise || is.batch ? parts.noise : "",
  ].filter(Boolean)
}

// The share of the learning rate in step t of T, by the name of the schedule: what optimizers/racing/schedules.py does.
/** @type {Record<string, string[]>} */
const SCHEDULES = {
  constant: ["return 1"],
  "step decay": ["return drop ** (t // every)"],
  exponential: ["return drop ** (t / every)"],
  cosine: ["return floor + (1 - floor) * (1 + math.cos(math.pi * t / T)) / 2"],
  "cosine, warm restarts": ["return floor + (1 - floor) * (1 + math.cos(math.pi * (t % every) / every)) / 2"],
  linear: ["return 1 + (floor - 1) * t / T"],
  "inverse square root": ["return 1 / math.sqrt(1 + t / every)"],
  triangular: ["return floor + (1 - floor) * (1 - abs(1 - (t / every) % 2))"],
  "one-cycle": ["return cycle(t, T, 1 / 25, 1, 1 / 25 / 10_000)"],
}
const CYCLE = `def cycle(t, T, first, peak, last):
    """From first to peak in three tenths of T steps, and on to last, along half cosines."""
    top, end = 0.3 * T - 1, T - 1
    a, b, share = (first, peak, t / top) if t <= top else (peak, last, (t - top) / (end - top))
    return b + (a - b) * (1 + math.cos(math.pi * share)) / 2`
const RANDOM = `def scrambled(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
    return z ^ (z >> 31)


def uniform(t, index):
    """A number between 0 and 1 that depends on the seed, the step and the index alone."""
    z = scrambled((seed + 0x9E3779B97F4A7C15) % 2**64)
    for each in (t, 0, index):
        z = scrambled(z ^ ((each + 0x9E3779B97F4A7C15) % 2**64))
    return ((z >> 11) + 0.5) * 2.0**-53`
const NORMAL = `def normal_pair(t):
    radius, angle = math.sqrt(-2 * math.log(uniform(t, 0))), 2 * math.pi * uniform(t, 1)
    return torch.tensor([radius * math.cos(angle), radius * math.sin(angle)])`

// The lines of a block, each further in.
/** @param {string[]} lines */
const within = (lines) => lines.flatMap((line) => line.split("\n")).map((line) => `    ${line}`)

// Which of the recipe's numbers a text mentions, as assignments.
/** @param {Record<string, string>} numbers @param {string} text */
function assigned(numbers, text) {
  const used = Object.entries(numbers).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
  return used.map(([name, number]) => `${name} = ${number}`)
}

/** @param {ReturnType<typeof inForce>} is @param {Record<string, string>} recipe */
function scheduled(is, recipe) {
  if (!is.schedule) return []
  const warm = Number(recipe.warmup) > 0
  const from = warm ? "t - warmup" : "t"
  const left = warm ? "max(1, steps - warmup)" : "max(1, steps)"
  const rise = warm ? ["if t < warmup:", "    return (t + 1) / (warmup + 1)"] : []
  const body = [...rise, `t, T = ${from}, ${left}`, ...SCHEDULES[recipe.schedule]]
  const factor = [
    "def factor(t):",
    ...within(['"""The share of the learning rate that step t, from 0, has."""', ...body]),
  ]
  if (!is["one-cycle"]) return [factor.join("\n")]
  const low = warm ? "max(0, t - warmup)" : "t"
  const momentum = ["def momentum(t):", ...within([`return cycle(${low}, ${left}, 0.95, 0.85, 0.95)`])]
  return [CYCLE, factor.join("\n"), momentum.join("\n")]
}

// What a rule gets to see in place of the plain gradient: the order is the race's, and PyTorch's own.
/** @param {ReturnType<typeof inForce>} is @param {Record<string, string>} recipe */
function seen(is, recipe) {
  const lines = []
  if (is.noise) lines.push("theta.grad += noise * normal_pair(t + 1)")
  if (Number(recipe.clip_value) > 0) lines.push("torch.nn.utils.clip_grad_value_(params, clip_value)")
  if (Number(recipe.clip_norm) > 0) {
    // Torch's own divides by the norm and a millionth.
    lines.push("# As clip_grad_norm_ does, but for the 1e-6 that it adds to the norm.")
    lines.push("theta.grad *= min(1, clip_norm / max(theta.grad.norm().item(), 1e-300))")
  }
  if (is.coupled) lines.push("theta.grad += weight_decay * theta.detach()")
  return lines
}

/** @param {ReturnType<typeof inForce>} is @param {Surface} surface */
function drawing(is, {samples}) {
  if (!is.batch) return []
  return [
    "drawn = torch.zeros_like(weights)",
    "for index in range(batch):",
    `    drawn[int(uniform(t + 1, 2 + index) * ${samples})] += ${samples} / batch`,
    "weights[:] = drawn",
  ]
}

/**
 * The script, or an empty text where PyTorch has no such rule or the surface no formula for it.
 * @param {{title: string, address: string, variant: Variant, numbers: Record<string, string>, cycled: string | null,
 *   surface: Surface, shape: Record<string, string>, start: string[], steps: string, recipe: Record<string, string>}} race
 */
export function script({title, address, variant, numbers, cycled, surface, shape, start, steps, recipe}) {
  const line = filled(variant.torch, numbers)
  if (!line.startsWith("torch.") || !surface.torch) return ""
  const is = inForce(recipe, surface)
  const place = filled(variant.place, numbers)
  const closure = line.includes("LBFGS")
  const loss = ["def loss(x, y):", ...within([`"""${surface.title}."""`, surface.torch])].join("\n")
  const gradient = [
    "def gradient():",
    ...within([
      '"""The loss; the gradient, as the rule is to see it, is left in theta.grad."""',
      ...drawing(is, surface),
      "optimizer.zero_grad()",
      "value = loss(theta[0], theta[1])",
      "value.backward()",
      ...seen(is, recipe),
      "return value",
    ]),
  ].join("\n")
  const cycles = is["one-cycle"] && cycled !== null
  const betas = line.includes("betas=")
  // A line may scale its rate; the decay goes by the rate itself.
  const rate = is.schedule ? `${numbers.lr} * factor(t)` : numbers.lr
  const step = [
    ...(is.schedule ? ['group["lr"] = lr * factor(t)'] : []),
    ...(cycles
      ? [betas ? 'group["betas"] = (momentum(t), group["betas"][1])' : 'group["momentum"] = momentum(t)']
      : []),
    ...(is.decoupled ? ["before = theta.detach().clone()"] : []),
    ...(closure ? ["optimizer.step(gradient)"] : ["gradient()", "optimizer.step()"]),
    ...(is.decoupled ? ["with torch.no_grad():", `    theta -= ${rate} * weight_decay * before`] : []),
    `path.append((${place}).tolist())`.replace("(theta)", "theta"),
  ]
  const functions = [
    loss,
    ...scheduled(is, recipe),
    ...(is.noise || is.batch ? [RANDOM] : []),
    ...(is.noise ? [NORMAL] : []),
    gradient,
  ]
  const body = [
    `theta = torch.tensor([${start.join(", ")}], dtype=torch.float64, requires_grad=True)`,
    "params = [theta]",
    `optimizer = ${line}`,
    ...(is.schedule ? ["group = optimizer.param_groups[0]"] : []),
    ...(is.schedule ? ['lr = group["lr"]'] : []),
    "path = [theta.tolist()]",
    "for t in range(steps):",
    ...within(step),
    ...(is.batch ? ["weights[:] = 1"] : []),
    "x, y = path[-1]",
    "value = loss(torch.tensor(x), torch.tensor(y)).item()",
    'print(f"After {steps} steps: x = {x:.6g}, y = {y:.6g}, loss = {value:.6g}")',
  ]
  const code = [...functions, ...body].join("\n")
  const given = [
    ...assigned({steps}, "steps"),
    ...assigned(shape, surface.torch),
    ...(surface.samples > 0 ? [`weights = torch.ones(${surface.samples})`] : []),
    ...assigned(recipe, code.replaceAll(/""".*?"""/g, "")),
  ]
  return `${
    [
      `# ${title} on ${surface.title}, with PyTorch (pip install torch): the race of`,
      `# ${address}`,
      ...(code.includes("math.") ? ["import math", ""] : []),
      "import torch",
      "",
      "torch.set_default_dtype(torch.float64)",
      ...given,
      "",
      "",
      functions.join("\n\n\n"),
      "",
      "",
      ...body,
    ].join("\n")
  }\n`
}
