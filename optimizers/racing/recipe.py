"""What applies to every racer alike: schedule, clipping, weight decay and noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import param

from optimizers.optimizer import ASKED, CUT, GRADIENT
from optimizers.racing.noise import normal_pair, uniform
from optimizers.racing.noisy import differing, drawn, noisy
from optimizers.racing.schedules import SCHEDULES, guards, plan
from surfaces.claim import Claim
from surfaces.kernel import Vector, compiled, helper
from surfaces.numbers import Real, Strict, declared
from surfaces.surface import Surface


class Recipe(Strict):
    """A schedule for η, guards on the gradient, weight decay and noise: the same for every racer."""

    #: Races that show what the texts of the settings state.
    claims = (
        Claim(
            "schedule",
            "racers=sgd&recipe.schedule=cosine",
            "rate(sgd, 0) == 0.001 and abs(rate(sgd, 250) - 0.0005) < 1e-9 and rate(sgd) < 1e-9",
        ),
        Claim(
            "warmup",
            "racers=sgd&recipe.warmup=9",
            "abs(rate(sgd, 0) - 0.0001) < 1e-9 and abs(rate(sgd, 4) - 0.0005) < 1e-9 and rate(sgd, 9) == 0.001",
        ),
        Claim("warmup", "racers=momentum&momentum.lr=0.003&x=-2&y=2&steps=1000", "diverged(momentum) < 10"),
        Claim(
            "warmup",
            "racers=momentum&momentum.lr=0.003&x=-2&y=2&steps=1000&recipe.warmup=50",
            "arrived(momentum) < 1000",
        ),
        Claim(
            "drop",
            "racers=sgd&recipe.schedule=step decay&recipe.every=100&recipe.drop=0.5",
            "rate(sgd, 99) == 0.001 and abs(rate(sgd, 100) - 0.0005) < 1e-9",
        ),
        Claim(
            "drop",
            "racers=sgd&recipe.schedule=exponential&recipe.every=100&recipe.drop=0.5",
            "abs(rate(sgd, 100) - 0.0005) < 1e-9",
        ),
        Claim(
            "floor",
            "racers=sgd&recipe.schedule=triangular&recipe.floor=0.2",
            "abs(rate(sgd, 0) - 0.0002) < 1e-9 and abs(rate(sgd, 100) - 0.001) < 1e-9",
        ),
        Claim("floor", "racers=sgd&recipe.schedule=linear&recipe.floor=0.2", "abs(rate(sgd) - 0.0002) < 1e-9"),
        Claim("clip_norm", "racers=sgd&sgd.lr=0.01&x=-2&y=2", "diverged(sgd) < 20"),
        Claim(
            "clip_norm",
            "racers=sgd&sgd.lr=0.01&x=-2&y=2&recipe.clip_norm=10",
            "diverged(sgd) == never and abs(length(sgd, 1) - 0.1) < 1e-9 and clipped(sgd, 1) == 1",
        ),
        Claim(
            "clip_value",
            "racers=sgd&sgd.lr=0.01&x=-2&y=2&recipe.clip_value=10",
            "abs(moved(sgd, 1) - 0.1414) < 0.0001",
        ),
        Claim(
            "weight_decay",
            "surface=formula&formula.text=0*x&racers=sgd&sgd.lr=0.1&recipe.weight_decay=0.1&steps=100",
            "abs(x(sgd) / x(sgd, 0) - 0.366) < 0.001",
        ),
        Claim(
            "decay",
            "surface=beale&racers=sgd,adam&sgd.lr=0.02&steps=5000&recipe.weight_decay=0.01&recipe.decay=coupled",
            "abs(distance(sgd) - 0.0854) < 0.0002 and abs(distance(adam) - 0.0854) < 0.0002",
        ),
        Claim("noise", "surface=saddle&x=0&y=1.5&racers=sgd&steps=2000&recipe.noise=0.5", "arrived(sgd) < 2000"),
        Claim(
            "replicates",
            "surface=quadratic&racers=sgd&recipe.noise=5&recipe.replicates=32",
            "median(sgd) > 0 and share(sgd, 0, 0, 10) == 1",
        ),
        Claim("batch", "surface=logistic&racers=adam&recipe.batch=1&steps=100", "loss(adam) > 0.55"),
        Claim("batch", "surface=logistic&racers=adam&steps=100", "loss(adam) < 0.52"),
    )

    schedule = param.Selector(
        default="constant",
        objects=list(SCHEDULES),
        label="Schedule",
        doc="How η moves over the step budget; one-cycle moves the momentum too.",
    )
    warmup = param.Integer(
        0,
        bounds=(0, 5000),
        softbounds=(0, 500),
        label="Warm-up",
        doc="Steps of a linear rise to η before the schedule.",
    )
    every = param.Integer(
        100,
        bounds=(1, 5000),
        softbounds=(1, 1000),
        label="Every",
        doc="Steps between drops (step decay, exponential) or restarts, up one side of a triangle, or 1/√ scale.",
    )
    drop = Real(
        0.1,
        bounds=(0, 1),
        inclusive_bounds=(False, True),
        softbounds=(0.01, 1),
        label="Drop",
        doc="What η is multiplied with at a drop, or, exponential, in so many steps.",
    )
    floor = Real(
        0.0,
        bounds=(0, 1),
        label="Floor",
        doc="The least share of η: cosine and linear end there, triangular starts there.",
    )
    clip_norm = Real(
        0.0,
        bounds=(0, 1e6),
        softbounds=(0, 100),
        label="Clip norm",
        doc="Longest gradient that a rule gets to see, before a coupled decay; 0 is off.",
    )
    clip_value = Real(
        0.0,
        bounds=(0, 1e6),
        softbounds=(0, 100),
        label="Clip value",
        doc="Largest gradient coordinate that a rule gets to see, before a coupled decay; 0 is off.",
    )
    weight_decay = Real(
        0.0,
        bounds=(0, 1),
        softbounds=(0, 0.2),
        label="Decay λ",
        doc="Pull towards the origin in every step, beside a rule's own.",
    )
    decay = param.Selector(
        default="decoupled",
        objects=["decoupled", "coupled"],
        label="Decay form",
        doc="Decoupled: θ ← θ − ηλθ (Loshchilov & Hutter 2019). Coupled: λθ joins the gradient (L2).",
    )
    noise = Real(
        0.0,
        bounds=(0, 1e3),
        softbounds=(0, 20),
        label="Noise σ",
        doc="Standard deviation of Gaussian noise in each coordinate of the gradient.",
    )
    batch = param.Integer(
        0,
        bounds=(0, 64),
        label="Batch",
        doc="Samples drawn anew for each gradient, with replacement; 0 takes them all.",
    )
    seed = param.Integer(0, bounds=(0, 999_999_999), softbounds=(0, 100), label="Seed", doc="Same seed, same noise.")
    replicates = param.Integer(
        1,
        bounds=(1, 64),
        label="Replicates",
        doc="Races that differ in their noise alone; the first is drawn as the path.",
    )

    @property
    def vector(self) -> np.ndarray:
        """All settings as ``plan`` reads them, ``(13,)``, in the order of declaration: of a choice, its place."""
        values = [(getattr(self, name), self.param[name]) for name in declared(Recipe)]
        return np.array([float(p.objects.index(v) if isinstance(p, param.Selector) else v) for v, p in values])

    def plan(self, steps: int) -> tuple[np.ndarray, np.ndarray]:
        """Learning rate over η before each step and after the last, and the momentum, NaN where none is set."""
        factors, momenta = np.empty(steps + 1), np.empty(steps + 1)
        plan(self.vector, factors, momenta)
        return factors, momenta

    def factors(self, steps: int) -> np.ndarray:
        """Learning rate over η before each step and after the last, ``(steps + 1,)``.

        A budget that ends within the warm-up never sees the schedule.
        """
        return self.plan(steps)[0]

    def momenta(self, steps: int) -> np.ndarray | None:
        """The momentum of each step where the schedule sets one, ``(steps + 1,)``."""
        momenta = self.plan(steps)[1]
        return None if np.isnan(momenta[0]) else momenta

    def on(self, surface: Surface) -> Recipe:
        """This recipe as it applies to ``surface``: a batch is drawn only where there are samples."""
        batch = drawn(self.batch, surface.samples)
        if batch == self.batch:
            return self
        return Recipe(**{name: getattr(self, name) for name in declared(Recipe)} | {"batch": batch})

    @property
    def plain(self) -> bool:
        """Whether the rules see the surface's own gradient."""
        return answering(self.numbers(0), True, False) == AS_KNOWN

    @property
    def noisy(self) -> bool:
        """Whether replicates differ."""
        return noisy(self.noise, self.batch)

    @property
    def differing(self) -> int:
        """How many replicates differ."""
        return differing(self.replicates, self.noise, self.batch)

    def numbers(self, samples: int) -> np.ndarray:
        """What kernels read, as ``guards`` has it, ``(8,)``."""
        numbers = np.empty(8)
        guards(self.vector, samples, numbers)
        return numbers


@helper
def as_seen(x, t, g, loss):
    """Count the gradient ``g`` and make it what the rules see: noisy, clipped, decayed, in PyTorch's usual order.

    The number of a lane's replicate keys the noise, so that every racer meets the same, in whichever lane.
    """
    recipe, counts, replicates = loss.recipe, loss.counts, loss.replicates
    clip_norm, clip_value, decay, noise, seed = recipe[0], recipe[1], recipe[2], recipe[3], recipe[4]
    for k in range(x.shape[1]):
        counts[ASKED, k] += 1
    if noise > 0.0:
        for k in range(x.shape[1]):
            a, b = normal_pair(seed, t, replicates[k])
            g[0, k] += noise * a
            g[1, k] += noise * b
    if clip_value < np.inf:
        for i in range(2):
            for k in range(x.shape[1]):
                if abs(g[i, k]) > clip_value:
                    g[i, k] = clip_value if g[i, k] > 0.0 else -clip_value
                    counts[CUT, k] = 1
    if clip_norm < np.inf:
        for k in range(x.shape[1]):
            norm = np.sqrt(g[0, k] * g[0, k] + g[1, k] * g[1, k])
            if norm > clip_norm:
                g[0, k] *= clip_norm / norm
                g[1, k] *= clip_norm / norm
                counts[CUT, k] = 1
    if decay > 0.0:
        for i in range(2):
            for k in range(x.shape[1]):
                g[i, k] += decay * x[i, k]


#: The recipe of a race for which none is named. Nobody may change it.
PLAIN = Recipe()


def gradient_kernel(function: Callable) -> Any:
    """Compile one of the kernels that answer rules."""
    return compiled(function, GRADIENT)


@gradient_kernel
def gradient(loss, x, t, g):
    """The gradient as the rules see it, of the whole surface."""
    # This kernel makes no arrays, so that it compiles without reference counts: batches have one of their own.
    loss.value_and_gradient(x, loss.shape, loss.f, g)
    as_seen(x, t, g, loss)


@gradient_kernel
def gradient_from_known(loss, x, t, g):
    """The gradient as the rules see it, where ``g`` holds the surface's own at ``x`` already."""
    as_seen(x, t, g, loss)


@gradient_kernel
def gradient_known(loss, x, t, g):
    """The gradient as the rules see it, where ``g`` holds just that already. Evaluations are not counted."""


@gradient_kernel
def batch_gradient(loss, x, t, g):
    """The gradient as the rules see it, over samples that are drawn anew for each lane, by its replicate."""
    shape, recipe = loss.shape, loss.recipe
    seed, batch, samples = recipe[4], int(recipe[5]), int(recipe[6])
    # A batch is the whole surface with other weights: how often each sample was drawn.
    place, loss_there, slope = np.empty((2, 1)), np.empty(1), np.empty((2, 1))
    weights = shape.copy()
    for k in range(x.shape[1]):
        weights[-samples:] = 0.0
        for draw in range(batch):
            sample = int(uniform(seed, t, loss.replicates[k], 2 + draw) * samples)
            weights[shape.shape[0] - samples + sample] += samples / batch
        place[:, 0] = x[:, k]
        loss.value_and_gradient(place, weights, loss_there, slope)
        loss.f[k] = loss_there[0]
        g[:, k] = slope[:, 0]
    as_seen(x, t, g, loss)


#: What answers a rule's questions: ``answering`` knows each by its place, for which the names below stand.
ANSWERS = (gradient, gradient_from_known, gradient_known, batch_gradient)
ANEW, FROM_KNOWN, AS_KNOWN, OF_A_BATCH = range(4)


@compiled
def answering(numbers: Vector, known: bool, counted: bool) -> int:
    """Which of ``ANSWERS`` a race needs, by the ``numbers`` of its recipe, as ``guards`` left them.

    ``known`` where the rule asks for nothing but the gradient that the race has just worked out, ``counted`` where
    somebody wants to know how often it asks.
    """
    if numbers[5] > 0.0:
        return OF_A_BATCH
    if not known:
        return ANEW
    unguarded = numbers[0] == np.inf and numbers[1] == np.inf and numbers[2] == 0.0 and numbers[3] == 0.0
    return AS_KNOWN if unguarded and not counted else FROM_KNOWN
