"""What the guide says beside the declarations: whom to take for what, and what schedules and guards are for."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """What somebody has to do, whom to take for it and why, and what a race shows of that."""

    what: str
    takes: tuple[str, ...]
    why: str
    race: str
    #: A comparison that holds in that race: see ``app/claims.py``.
    holds: str


class Means(NamedTuple):
    """A schedule or a guard: what it is for, where it comes from, and what a race shows of it."""

    title: str
    text: str
    source: str
    race: str
    holds: str


#: What holds for all of them.
FIRST = (
    Case(
        "Sweep the learning rate first: it matters more than the rule.",
        ("sgd", "adam"),
        "On Beale a tuned SGD ends a hundred thousand times lower than an Adam whose rate is poor.",
        "surface=beale&racers=sgd,adam&sgd.lr=0.042&adam.lr=0.003",
        "loss(sgd) < loss(adam) / 100000",
    ),
    Case(
        "No rule is best everywhere.",
        ("momentum", "adam"),
        "With the rates that they have by default, momentum ends lower than Adam on Rosenbrock.",
        "racers=momentum,adam",
        "loss(momentum) < loss(adam)",
    ),
    Case(
        "Nor is any worst.",
        ("momentum", "adam"),
        "With the same rates, Adam ends lower than momentum on Ravine.",
        "surface=ravine&racers=momentum,adam",
        "loss(adam) < loss(momentum)",
    ),
)

CASES = (
    Case(
        "No time to tune",
        ("adam",),
        "It forgives a rate that is far off: at η = 0.1 it arrives on Beale, where SGD blows up at once.",
        "surface=beale&racers=sgd,adam&shared=1&lr=0.1",
        "arrived(adam) < 200 and diverged(sgd) < 10",
    ),
    Case(
        "Transformers, language models",
        ("adamw",),
        "With warm-up, cosine and clipping, as in the recipe below. Its decay is one that no slope scales; that it "
        "trains transformers well is not to be seen in two dimensions.",
        "surface=formula&formula.text=0*x&racers=adamw&adamw.weight_decay=0.1&steps=100",
        "abs(x(adamw) / x(adamw, 0) - 0.366) < 0.001",
    ),
    Case(
        "Images, from scratch",
        ("momentum",),
        "SGD with momentum and a rate that drops in steps, or a cosine: it crosses a ravine where plain SGD creeps. "
        "That it generalises well is not to be seen in two dimensions.",
        "surface=ravine&racers=sgd,momentum&shared=1&lr=0.001",
        "loss(momentum) < loss(sgd) / 1000",
    ),
    Case(
        "Fine-tuning",
        ("adamw", "lion"),
        "A small rate, and a constant schedule or a cosine: at a constant rate Lion would circle in the end.",
        "surface=himmelblau&racers=adamw,lion&lion.lr=0.05&recipe.schedule=cosine",
        "arrived(adamw) < never and distance(lion) < 0.0001",
    ),
    Case(
        "Recurrent networks, slopes that change over time",
        ("rmsprop", "adam"),
        "Their steps are about as long on gentle ground as on steep, and what they divide by forgets.",
        "surface=plateau&racers=sgd,rmsprop,adam",
        "moved(sgd) < 0.05 and max(arrived(rmsprop), arrived(adam)) < 500",
    ),
    Case(
        "Sparse data, such as rare words",
        ("adagrad", "adam"),
        "A rate for every coordinate, large where slopes are rare or small. A race shows slopes that differ.",
        "surface=saddle&racers=sgd,adagrad,adam",
        "arrived(adagrad) < arrived(adam) < never and arrived(adagrad) < arrived(sgd)",
    ),
    Case(
        "Memory is scarce",
        ("lion", "sgd"),
        "Lion remembers one vector of the size of the weights where AdamW remembers two, and SGD none.",
        "racers=sgd,adamw,lion",
        "vectors(sgd) == 0 and vectors(lion) == 1 and vectors(adamw) == 2",
    ),
    Case(
        "The number of steps is not known",
        ("schedule_free_adamw", "schedule_free_sgd"),
        "They report an average that settles by itself, in place of a schedule that must know the end.",
        "surface=beale&racers=sgd,schedule_free_sgd&shared=1&lr=0.01&steps=2000&recipe.noise=2&recipe.replicates=32",
        "median(schedule_free_sgd) < median(sgd) / 3",
    ),
    Case(
        "Generalisation is worth twice the gradients",
        ("sam",),
        "With noise it leaves a sharp minimum for a flat one, as SGD does only where the noise is larger.",
        "surface=sharp_and_flat&x=0.95&y=0&racers=sgd,sam&shared=1&lr=0.01&sam.rho=0.3&steps=2000&recipe.noise=3"
        "&recipe.schedule=cosine&recipe.replicates=64",
        "share(sam, -1, 0, 0.5) > 0.75 and share(sgd, -1, 0, 0.5) < 0.05",
    ),
    Case(
        "Few parameters, a smooth loss, no noise",
        ("lbfgs", "newton"),
        "Curvature is worth its price: they are through Rosenbrock's valley within 50 steps, the others not in 100.",
        "racers=sgd,momentum,adam,newton,lbfgs&steps=100",
        "arrived(newton) < 10 and arrived(lbfgs) < 50 and min(loss(sgd), loss(momentum), loss(adam)) > 0.01",
    ),
    Case(
        "No noise, and nothing to tune at all",
        ("gd_line_search",),
        "It finds the length of each step by trying, and never goes uphill.",
        "surface=himmelblau&racers=gd_line_search",
        "rise(gd_line_search) <= 0 and arrived(gd_line_search) < 100",
    ),
    Case(
        "A likelihood whose Fisher matrix is at hand",
        ("natural_gradient", "kfac"),
        "Steps are measured by how far the distribution moves; K-FAC does so by layers, where the matrix is too large.",
        "surface=gaussian_nll&racers=sgd,momentum,natural_gradient&steps=150",
        "arrived(natural_gradient) < 150 and min(loss(sgd), loss(momentum)) > 1.2",
    ),
    Case(
        "Policies, which must not change too much at once",
        ("trust_region",),
        "A bound on the divergence of a step stands in place of a rate. PPO does the same with less work.",
        "surface=gaussian_nll&racers=sgd,trust_region&steps=150",
        "arrived(trust_region) < 50 and arrived(sgd) == never",
    ),
)

#: Of each schedule, by its name in the recipe; the title is its own.
SCHEDULES = {
    "constant": Means(
        "",
        "η stays what it is. With noise, the racer never settles: it circles at a distance that η sets.",
        "ConstantLR",
        "surface=quadratic&racers=sgd&sgd.lr=0.02&steps=900&recipe.noise=5&recipe.replicates=32",
        "median(sgd) > 0.1 and rate(sgd) == 0.02",
    ),
    "step decay": Means(
        "",
        "η drops every so many steps, in image classification to a tenth: each drop calms the noise.",
        "StepLR; He et al. (2016)",
        "surface=quadratic&racers=sgd&sgd.lr=0.02&steps=900&recipe.noise=5&recipe.replicates=32"
        "&recipe.schedule=step decay&recipe.every=300",
        "median(sgd) < 0.01",
    ),
    "exponential": Means(
        "",
        "The same drop, a little in each step.",
        "ExponentialLR",
        "surface=quadratic&racers=sgd&sgd.lr=0.02&steps=900&recipe.noise=5&recipe.schedule=exponential&recipe.every=300",
        "abs(rate(sgd, 300) - 0.002) < 1e-9",
    ),
    "cosine": Means(
        "",
        "Half a cosine, from η to a floor that often is 0: the usual one for language models, after a warm-up.",
        "CosineAnnealingLR; Loshchilov & Hutter (2017)",
        "surface=himmelblau&racers=lion&lion.lr=0.05&recipe.schedule=cosine",
        "distance(lion) < 0.0001",
    ),
    "cosine, warm restarts": Means(
        "",
        "The half cosine anew every so many steps: the large steps at a restart can leave a local minimum.",
        "CosineAnnealingWarmRestarts; Loshchilov & Hutter (2017)",
        "surface=three_hump_camel&racers=adam&adam.lr=1.18&steps=1000&recipe.schedule=cosine, warm restarts"
        "&recipe.every=200",
        "loss(adam) < 1e-9",
    ),
    "linear": Means(
        "",
        "A straight line from η down to the floor.",
        "LinearLR",
        "racers=adam&recipe.schedule=linear&recipe.floor=0.2",
        "abs(rate(adam) - 0.02) < 1e-9",
    ),
    "inverse square root": Means(
        "",
        "η over the root of the steps so far: it falls for ever, and ever more slowly.",
        "Vaswani et al. (2017), section 5.3",
        "racers=adam&recipe.schedule=inverse square root&recipe.every=100",
        "abs(rate(adam, 300) - 0.05) < 1e-9",
    ),
    "triangular": Means(
        "",
        "Up from the floor and down again, over and over, so that no single rate has to be right.",
        "CyclicLR; Smith (2017)",
        "racers=sgd&sgd.lr=0.002&recipe.schedule=triangular&recipe.every=100",
        "abs(rate(sgd, 100) - 0.002) < 1e-9 and rate(sgd, 200) < 1e-9",
    ),
    "one-cycle": Means(
        "",
        "One long rise to the largest rate and a longer fall, with the momentum moved against it.",
        "OneCycleLR; Smith & Topin (2018)",
        "racers=momentum&recipe.schedule=one-cycle",
        "abs(rate(momentum, 149) - 0.001) < 1e-9 and rate(momentum, 0) < 0.00005",
    ),
}

#: Each with a race that goes well with it; the plot has the same race without.
GUARDS = (
    Means(
        "Warm-up",
        "η rises over the first steps, so that those which meet steep slopes are not too long. Without it, the race "
        "here diverges within ten steps.",
        "Goyal et al. (2017), arXiv:1706.02677, section 2.2",
        "racers=momentum&momentum.lr=0.003&x=-2&y=2&steps=1000&recipe.warmup=50",
        "arrived(momentum) < 1000",
    ),
    Means(
        "Clip by norm",
        "A gradient that is too long is shortened and keeps its direction; 1.0 is usual for transformers.",
        "Pascanu, Mikolov & Bengio (2013), arXiv:1211.5063",
        "surface=plateau&plateau.k=50&racers=sgd&sgd.lr=0.5&recipe.clip_norm=1",
        "arrived(sgd) < 100",
    ),
    Means(
        "Clip by value",
        "Every coordinate is cut off by itself, which turns the gradient too.",
        "torch.nn.utils.clip_grad_value_",
        "surface=plateau&plateau.k=50&racers=sgd&sgd.lr=0.5&recipe.clip_value=1",
        "arrived(sgd) < 100",
    ),
    Means(
        "Weight decay",
        "A pull towards the origin in every step: 1e-5 to 1e-3 with SGD, 0.01 to 0.1 with AdamW. It moves the minimum.",
        "Loshchilov & Hutter (2019), arXiv:1711.05101",
        "surface=beale&racers=sgd&sgd.lr=0.02&steps=500&recipe.weight_decay=0.05",
        "distance(sgd) > 0.2",
    ),
)
