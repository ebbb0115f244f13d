// A race as a script of PyTorch: what each setting adds to it. That it takes the path of the race, tests/test_script.py
// shows, which runs it.

import {assert} from "./assert.js"
import {departures, filled, script, settingsOf} from "../../app/static/model/script.js"

const PLAIN = {
  ...{schedule: "constant", warmup: "0", every: "100", drop: "0.1", floor: "0", clip_norm: "0", clip_value: "0"},
  ...{weight_decay: "0", decay: "decoupled", noise: "0", batch: "0", seed: "5", replicates: "1"},
}
const VARIANT = {torch: "torch.optim.SGD(params, lr={lr})", departs: "", parts: {}, place: "theta"}
const SURFACE = {title: "A bowl", torch: "return a * x**2 + y**2", samples: 0}

// The script of a race, with another recipe, variant, surface or other parts of it.
function scriptOf({recipe = {}, variant = {}, surface = {}, ...others} = {}) {
  return script({
    ...{title: "SGD", address: "http://a/app?racers=sgd", numbers: {lr: "0.1", name: "0"}, cycled: "momentum"},
    ...{shape: {a: "2", ab: "3"}, start: ["1.5", "-2"], steps: "40"},
    variant: {...VARIANT, ...variant},
    surface: {...SURFACE, ...surface},
    recipe: {...PLAIN, ...recipe},
    ...others,
  })
}

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean)

// The lines that a script has and the plain one has not, and the other way round.
function changed(given) {
  const [plain, other] = [linesOf(scriptOf()), linesOf(scriptOf(given))]
  return {more: other.filter((line) => !plain.includes(line)), less: plain.filter((line) => !other.includes(line))}
}

Deno.test("the holes of a template are filled with what there is, and of two texts that which the number asks for", () => {
  assert.equal(filled("a {x} {y} {x} {none} {}", {x: "1", y: ""}), "a 1  1 {none} {}")
  const either = /** @type {any} */ (["momentum", 0, "plain {lr}", ["eps", 1e-8, "usual", "{eps}"]])
  const texts = [["0", "1"], ["0.0", "1"], ["0.9", "1e-8"], ["0.9", "0.00000001"], ["1", "2"]]
  assert.deepEqual(texts.map(([momentum, eps]) => filled(either, {momentum, eps, lr: "7"})), [
    ...["plain 7", "plain 7", "usual", "usual", "2"],
  ])
})

Deno.test("settings of an owner are those with its name and a point before them", () => {
  const values = {"sgd.lr": "1", "sgd.a.b": "2", "sgdx.lr": "3", sgd: "4", "asgd.lr": "5"}
  assert.deepEqual(settingsOf(values, "sgd"), {lr: "1", "a.b": "2"})
})

Deno.test("where a race parts from the line is said for what is in force, and for nothing else", () => {
  const parts = {schedule: "S", "one-cycle": "C", decoupled: "D", noise: "N"}
  const said = (recipe, {samples = 0, departs = "", of = parts} = {}) =>
    departures({...VARIANT, departs, parts: of}, {lr: "2"}, {...PLAIN, ...recipe}, {...SURFACE, samples})
  assert.deepEqual(said({}), [])
  assert.deepEqual(said({}, {departs: "at {lr}"}), ["at 2"])
  assert.deepEqual(said({schedule: "cosine"}), ["S"])
  assert.deepEqual(said({warmup: "1"}), ["S"])
  assert.deepEqual(said({schedule: "one-cycle"}), ["C"])
  assert.deepEqual(said({schedule: "one-cycle"}, {of: {schedule: "S"}}), ["S"])
  assert.deepEqual(said({schedule: "one-cycle", warmup: "2"}, {of: {}}), [])
  assert.deepEqual(said({weight_decay: "0.1"}), ["D"])
  assert.deepEqual(said({weight_decay: "0.1", decay: "coupled"}), [])
  assert.deepEqual(said({noise: "0.1"}), ["N"])
  assert.deepEqual(said({batch: "2"}), [])
  assert.deepEqual(said({batch: "2"}, {samples: 9}), ["N"])
  assert.deepEqual(said({clip_norm: "1", clip_value: "1"}, {samples: 9}), [])
  const all = {schedule: "linear", weight_decay: "0.1", noise: "0.1"}
  assert.deepEqual(said(all, {departs: "first"}), ["first", "S", "D", "N"])
})

Deno.test("what PyTorch or the surface has no line for has no script", () => {
  assert.equal(scriptOf({variant: {torch: "none: torch has it not"}}), "")
  assert.equal(scriptOf({surface: {torch: ""}}), "")
})

Deno.test("a plain race is its surface, its rule, its start and its steps, and nothing else is set", () => {
  const text = scriptOf()
  const lines = text.split("\n")
  assert.deepEqual(lines.slice(0, 8), [
    "# SGD on A bowl, with PyTorch (pip install torch): the race of",
    "# http://a/app?racers=sgd",
    "import torch",
    "",
    "torch.set_default_dtype(torch.float64)",
    "steps = 40",
    "a = 2",
    "",
  ])
  assert.ok(
    text.includes('\n\n\ndef loss(x, y):\n    """A bowl."""\n    return a * x**2 + y**2\n\n\ndef gradient():\n'),
  )
  assert.ok(
    text.includes("\n    return value\n\n\ntheta = torch.tensor([1.5, -2], dtype=torch.float64, requires_grad=True)\n"),
  )
  assert.match(text, /def gradient\(\):\n {4}"""The loss; [^"]+"""\n/)
  assert.ok(text.includes("\noptimizer = torch.optim.SGD(params, lr=0.1)\n"))
  assert.ok(
    text.includes("\nfor t in range(steps):\n    gradient()\n    optimizer.step()\n    path.append(theta.tolist())\n"),
  )
  assert.ok(text.endsWith('loss = {value:.6g}")\n'))
  assert.equal(text.includes("undefined"), false)
  // A name of a setting in a text is no use of it.
  const titled = changed({surface: {title: "Noise: batch and floor"}})
  assert.deepEqual(titled.more.filter((line) => line.includes(" = ")), [])
})

Deno.test("a schedule scales the rate before each step, from where the warm-up ends, and PyTorch's momentum with it", () => {
  const FACTOR = ["def factor(t):", '"""The share of the learning rate that step t, from 0, has."""']
  const SET = ['group["lr"] = lr * factor(t)', "group = optimizer.param_groups[0]", 'lr = group["lr"]']
  const has = (given, ...wanted) => {
    const {more, less} = changed(given)
    assert.deepEqual(less, [])
    assert.deepEqual(more.toSorted(), [...FACTOR, ...SET, ...wanted].toSorted())
  }
  const T = "t, T = t, max(1, steps)"
  has({recipe: {schedule: "linear", floor: "0.25"}}, "floor = 0.25", T, "return 1 + (floor - 1) * t / T")
  has({recipe: {schedule: "step decay"}}, "every = 100", "drop = 0.1", T, "return drop ** (t // every)")
  has({recipe: {schedule: "exponential"}}, "every = 100", "drop = 0.1", T, "return drop ** (t / every)")
  const half = "return floor + (1 - floor) * (1 + math.cos(math.pi * t / T)) / 2"
  has({recipe: {schedule: "cosine"}}, "import math", "floor = 0", T, half)
  const turns = "return floor + (1 - floor) * (1 - abs(1 - (t / every) % 2))"
  has({recipe: {schedule: "triangular"}}, "every = 100", "floor = 0", T, turns)
  const warm = [
    "warmup = 3",
    "if t < warmup:",
    "return (t + 1) / (warmup + 1)",
    "t, T = t - warmup, max(1, steps - warmup)",
  ]
  has({recipe: {warmup: "3"}}, ...warm, "return 1")
  const root = "return 1 / math.sqrt(1 + t / every)"
  has({recipe: {schedule: "inverse square root", warmup: "3"}}, ...warm, "import math", "every = 100", root)

  const cycle = (given) => changed({...given, recipe: {schedule: "one-cycle", ...given.recipe}}).more
  const named = (lines) => lines.filter((line) => /momentum/.test(line))
  const low = "return cycle(t, max(1, steps), 0.95, 0.85, 0.95)"
  assert.deepEqual(named(cycle({})), ["def momentum(t):", 'group["momentum"] = momentum(t)'])
  assert.ok(cycle({}).includes(low) && cycle({}).includes("def cycle(t, T, first, peak, last):"))
  assert.ok(
    cycle({recipe: {warmup: "3"}}).includes(
      "return cycle(max(0, t - warmup), max(1, steps - warmup), 0.95, 0.85, 0.95)",
    ),
  )
  const betas = cycle({variant: {torch: "torch.optim.Adam(params, lr={lr}, betas=(0.9, 0.999))"}})
  assert.deepEqual(named(betas), ["def momentum(t):", 'group["betas"] = (momentum(t), group["betas"][1])'])
  assert.deepEqual(named(cycle({cycled: null})), ["def momentum(t):"])
})

Deno.test("what a rule gets to see is changed in the order of the race", () => {
  const seen = (recipe, given = {}) => changed({recipe, ...given})
  assert.deepEqual(seen({clip_value: "2"}), {
    more: ["clip_value = 2", "torch.nn.utils.clip_grad_value_(params, clip_value)"],
    less: [],
  })
  const {more} = seen({clip_norm: "2", clip_value: "3", weight_decay: "0.1", decay: "coupled", noise: "0.5"})
  assert.deepEqual(more.slice(0, 6), [
    ...["import math", "clip_norm = 2", "clip_value = 3", "weight_decay = 0.1", "noise = 0.5", "seed = 5"],
  ])
  // What it is not of PyTorch's, it says.
  assert.ok(more.some((line) => line.startsWith("# As clip_grad_norm_ does, but for ")))
  const order = more.filter((line) => /theta\.grad|clip_grad_value/.test(line))
  assert.deepEqual(order, [
    "theta.grad += noise * normal_pair(t + 1)",
    "torch.nn.utils.clip_grad_value_(params, clip_value)",
    "theta.grad *= min(1, clip_norm / max(theta.grad.norm().item(), 1e-300))",
    "theta.grad += weight_decay * theta.detach()",
  ])
  assert.deepEqual(seen({weight_decay: "0.1"}).more, [
    ...["weight_decay = 0.1", "before = theta.detach().clone()", "with torch.no_grad():"],
    "theta -= 0.1 * weight_decay * before",
  ])
  assert.ok(
    seen({weight_decay: "0.1", schedule: "linear"}).more.includes("theta -= 0.1 * factor(t) * weight_decay * before"),
  )
})

Deno.test("batches are drawn where there are samples, and all of them count again at the end", () => {
  const surface = {torch: "return (weights * (x + y)).mean()", samples: 20}
  const draws = (recipe, of = surface) =>
    linesOf(scriptOf({recipe, surface: of})).filter((line) => /drawn|weights/.test(line))
  const whole = ["weights = torch.ones(20)", "return (weights * (x + y)).mean()"]
  assert.deepEqual(draws({}), whole)
  assert.deepEqual(draws({batch: "3"}), [
    ...whole,
    "drawn = torch.zeros_like(weights)",
    "drawn[int(uniform(t + 1, 2 + index) * 20)] += 20 / batch",
    "weights[:] = drawn",
    "weights[:] = 1",
  ])
  assert.deepEqual(draws({batch: "3"}, SURFACE), [])
  const text = scriptOf({recipe: {batch: "3"}, surface})
  assert.ok(text.includes("batch = 3\nseed = 5\n") && text.includes("def uniform(t, index):"))
  assert.equal(text.includes("normal_pair"), false)
  const noisy = scriptOf({recipe: {noise: "0.5"}})
  assert.ok(noisy.includes("def uniform(t, index):") && noisy.includes("def normal_pair(t):"))
})

Deno.test("a line search is given the gradient to ask for, and a rule that stands elsewhere says where", () => {
  const lbfgs = changed({variant: {torch: "torch.optim.LBFGS(params, lr={lr})"}})
  assert.deepEqual(lbfgs.more, ["optimizer = torch.optim.LBFGS(params, lr=0.1)", "optimizer.step(gradient)"])
  assert.deepEqual(lbfgs.less, ["optimizer = torch.optim.SGD(params, lr=0.1)", "gradient()", "optimizer.step()"])
  const place = changed({variant: {place: "theta + {lr} * v"}})
  assert.deepEqual(place.more, ["path.append((theta + 0.1 * v).tolist())"])
})
