"""Write ``optax_trajectories.json``: what optax does with the rules that torch lacks, on losses written down here.

    python tests/oracles/write_optax.py

It needs jax and optax, which nothing else here does. Nothing of this project is imported: losses,
gradients, Hessians and rules are jax's and optax's, in float64.
"""

import json
import math
from pathlib import Path

import jax
import jax.numpy as jnp
import optax
from optax import contrib

jax.config.update("jax_enable_x64", True)

FILE = Path(__file__).with_name("optax_trajectories.json")
STEPS, EVERY = 300, 50

COS, SIN = math.cos(math.radians(20)), math.sin(math.radians(20))


def rosenbrock(p):
    x, y = p
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def ravine(p):
    x, y = p
    return ((COS * x + SIN * y) ** 2 + 100 * (COS * y - SIN * x) ** 2) / 2


def saddle(p):
    x, y = p
    return 2.5 * (x**2 - 1) ** 2 + 5 * y**2


def beale(p):
    x, y = p
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


LOSSES = {
    "rosenbrock": (rosenbrock, [(-1.2, 1.0), (0.3, -0.4)]),
    "ravine": (ravine, [(-1.7, 0.6), (1.1, 1.3)]),
    "saddle": (saddle, [(0.01, 1.6), (-1.8, -0.7)]),
    "beale": (beale, [(1.0, 1.0), (2.1, -0.3)]),
}


def plain(rule, loss):
    """A rule whose parameters are the positions."""

    def step(place, state):
        updates, state = rule.update(jax.grad(loss)(place), state, place)
        return optax.apply_updates(place, updates), state

    return rule.init, step, lambda place, state: place


def averaging(rule, loss):
    """Schedule-Free: the parameters are y, and the positions are the averages x."""
    init, step, _ = plain(rule, loss)
    return init, step, lambda place, state: contrib.schedule_free_eval_params(state, place)


def sharpness_aware(base, rho):
    """SAM by optax's wrapper, whose adversary climbs by normalised gradient ascent."""
    adversary = optax.chain(contrib.normalize(), optax.sgd(rho))
    rule = contrib.sam(base, adversary, sync_period=2, opaque_mode=True)

    def kind(_, loss):
        def step(place, state):
            slope = jax.grad(loss)
            updates, state = rule.update(slope(place), state, place, grad_fn=lambda params, _: slope(params))
            return optax.apply_updates(place, updates), state

        return rule.init, step, lambda place, state: place

    return kind


def exact_diagonal(loss):
    """Sophia's curvature estimator without an estimate."""
    return optax.GradientTransformation(
        lambda params: optax.EmptyState(),
        lambda updates, state, params: (jnp.diag(jax.hessian(loss)(params)), state),
    )


def paper_sophia(lr, beta1, beta2, gamma, eps, every, weight_decay):
    """Sophia by optax, brought to the paper's form.

    Optax looks at the curvature after a step and corrects the momentum's bias; algorithm 3 looks
    before the step and corrects nothing. So each update is made twice from the same momentum: once
    for its curvature alone, once for its step, both with a count at which the correction is 1 and
    which tells optax whether to look.
    """
    late = 10**6 * every

    def kind(_, loss):
        rule = contrib.sophia(
            lr,
            b1=beta1,
            b2=beta2,
            eps=eps,
            gamma=gamma,
            weight_decay=weight_decay,
            update_interval=every,
            hessian_diagonal_fn=exact_diagonal(loss),
        )

        def step(place, carried):
            state, *rest = carried
            slope = jax.grad(loss)(place)
            count = state.count
            look = late + count % every  # a multiple of the interval once in so many steps
            _, (looked, *_) = rule.update(slope, (state._replace(count=look), *rest), place)
            ready = state._replace(nu=looked.nu, count=jnp.full_like(count, late + 1))
            updates, (stepped, *rest) = rule.update(slope, (ready, *rest), place)
            return optax.apply_updates(place, updates), (stepped._replace(nu=looked.nu, count=count + 1), *rest)

        return rule.init, step, lambda place, state: place

    return kind


#: Rule, its hyperparameters here, how it is run, and optax's own.
RULES = [
    (
        "momentum",
        {"lr": 2e-3, "momentum": 0.8, "form": "EMA"},
        plain,
        optax.chain(optax.ema(0.8, debias=False), optax.scale(-2e-3)),
    ),
    (
        "rmsprop",
        {"lr": 3e-3, "alpha": 0.97, "eps": 1e-3, "eps_place": "inside"},
        plain,
        optax.rmsprop(3e-3, decay=0.97, eps=1e-3, eps_in_sqrt=True),
    ),
    (
        "adam",
        {"lr": 3e-3, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7, "bias_correction": False, "amsgrad": True},
        plain,
        optax.amsgrad(3e-3, b1=0.9, b2=0.99, eps=1e-7, bias_correction_mu=False, bias_correction_nu=False),
    ),
    (
        "adagrad",
        {"lr": 0.3, "lr_decay": 0.01, "eps": 1e-3, "eps_place": "inside"},
        plain,
        optax.adagrad(lambda step: 0.3 / (1 + 0.01 * step), initial_accumulator_value=0.0, eps=1e-3),
    ),
    (
        "lion",
        {"lr": 3e-3, "beta1": 0.8, "beta2": 0.97, "weight_decay": 0.1},
        plain,
        optax.lion(3e-3, b1=0.8, b2=0.97, weight_decay=0.1),
    ),
    (
        "schedule_free_sgd",
        {"lr": 1e-3, "momentum": 0.8, "weight_decay": 0.1},
        averaging,
        contrib.schedule_free_sgd(1e-3, b1=0.8, weight_decay=0.1),
    ),
    (
        "schedule_free_adamw",
        {"lr": 0.03, "beta1": 0.8, "beta2": 0.99, "eps": 1e-7, "weight_decay": 0.1},
        averaging,
        contrib.schedule_free_adamw(0.03, b1=0.8, b2=0.99, eps=1e-7, weight_decay=0.1),
    ),
    ("sam", {"lr": 4e-4, "rho": 0.03, "base": "SGD"}, sharpness_aware(optax.sgd(4e-4), 0.03), None),
    (
        "sam",
        {"lr": 3e-3, "rho": 0.03, "beta1": 0.9, "beta2": 0.99, "eps": 1e-7, "base": "Adam"},
        sharpness_aware(optax.adam(3e-3, b1=0.9, b2=0.99, eps=1e-7), 0.03),
        None,
    ),
]
SOPHIA = {"lr": 0.02, "beta1": 0.9, "beta2": 0.9, "gamma": 0.1, "eps": 1e-3, "every": 7, "weight_decay": 0.1}
RULES.append(("sophia", SOPHIA, paper_sophia(**SOPHIA), None))


def race(loss, start, kind, rule):
    """Every position that is kept, the start first."""
    init, step, shown = kind(rule, loss)
    place = jnp.array(start)

    def one(carried, _):
        carried = step(*carried)
        return carried, shown(*carried)

    _, positions = jax.jit(lambda carried: jax.lax.scan(one, carried, None, STEPS))((place, init(place)))
    return [list(start), *positions[EVERY - 1 :: EVERY].tolist()]


def trajectories():
    return [
        {
            "optimizer": key,
            "hyperparameters": hyperparameters,
            "surface": surface,
            "start": start,
            "positions": race(loss, start, kind, rule),
        }
        for key, hyperparameters, kind, rule in RULES
        for surface, (loss, starts) in LOSSES.items()
        for start in starts
    ]


if __name__ == "__main__":
    races = ",\n".join(json.dumps(race, ensure_ascii=False) for race in trajectories())
    header = f'"optax": "{optax.__version__}", "jax": "{jax.__version__}", "steps": {STEPS}, "every": {EVERY}'
    FILE.write_text(f'{{{header}, "races": [\n{races}\n]}}\n')
