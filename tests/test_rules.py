"""Every rule against its displayed recurrence, its naive twin where it has one, and identities between rules."""

import re
import zlib
from pathlib import Path

import numpy as np
import param
import pytest

import optimizers
from optimizers import OPTIMIZERS, Optimizer, Recipe, run
from optimizers.optimizer import FAMILIES, Decay, Epsilon, LearningRate
from optimizers.parts.weight_decay import WeightDecay
from surfaces import SURFACES
from surfaces.numbers import declared
from tests.latex import name_of, python_assignment
from tests.pairs import SECOND_ORDER, VARIANT_IDS, VARIANTS, numbers, switches
from tests.twins import TWINS

EVERY_VARIANT = pytest.mark.parametrize(("key", "variant"), VARIANTS, ids=VARIANT_IDS)
#: The others are held by ``test_second_order.py`` and ``test_line_search.py``.
EVERY_FIRST_ORDER_VARIANT = pytest.mark.parametrize(
    ("key", "variant"), [(key, variant) for key, variant in VARIANTS if key not in SECOND_ORDER], ids=str
)
EVERY_SURFACE = pytest.mark.parametrize("surface_key", SURFACES)
STEPS = 200


def close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-11, atol=1e-12)


def slope(surface):
    def gradient(place):
        return surface.evaluate(*place)[1]

    gradient.curvature = lambda place: surface.curvature(*place)
    return gradient


def random_race(key, variant, surface_key):
    """An optimizer with hyperparameters near its defaults, and a start near the surface's own."""
    rng = np.random.default_rng(zlib.crc32(f"{key} {variant} {surface_key}".encode()))
    chosen = {}
    for name, declaration in numbers(OPTIMIZERS[key]).items():
        if isinstance(declaration, LearningRate):
            chosen[name] = declaration.default * 10 ** rng.uniform(-2, -0.5)
        elif isinstance(declaration, Decay):
            chosen[name] = 1 - (1 - declaration.default) * 10 ** rng.uniform(-0.5, 0.5)
        elif isinstance(declaration, Epsilon):
            chosen[name] = 10 ** rng.uniform(-6, -1)
        elif isinstance(declaration, WeightDecay):
            chosen[name] = 10 ** rng.uniform(-3, -1)
        elif isinstance(declaration, param.Integer):
            chosen[name] = int(rng.integers(1, 2 * declaration.default))
        else:
            chosen[name] = (declaration.default or 0.1) * 10 ** rng.uniform(-0.3, 0.3)
    surface = SURFACES[surface_key]()
    start = tuple((np.array(surface.start) + rng.uniform(-0.2, 0.2, 2)).tolist())
    return OPTIMIZERS[key](**variant, **chosen), surface, start


#: What the recurrences call, beside the gradient and the Hessian.
FUNCTIONS = {"sqrt": np.sqrt, "sign": np.sign, "maximum": np.maximum, "clip": np.clip, "diag": np.diag} | {
    "norm": np.linalg.norm
}


@EVERY_SURFACE
@EVERY_FIRST_ORDER_VARIANT
def test_displayed_recurrence_equals_the_kernel(key, variant, surface_key):
    """A slot that this variant does not use stays at zero."""
    optimizer, surface, start = random_race(key, variant, surface_key)
    lines = [python_assignment(line) for line in optimizer.recurrence]
    known = FUNCTIONS | {
        name_of(optimizer.param[name].label): getattr(optimizer, name) for name in numbers(type(optimizer))
    }
    known |= {name: np.zeros(2) for name in optimizer.slots}
    known |= {"theta": np.array(start), "gradient": slope(surface), "hessian": slope(surface).curvature}
    trajectory = run(optimizer, surface, start, 30)
    for t in range(1, 31):
        known["t"] = t
        for name, expression in lines:
            known[name] = eval(expression, known)
        close(trajectory.positions[t], known["theta"])
        for name in optimizer.slots:
            close(trajectory.slots[name][t], known[name])


def displayed(optimizer):
    """The hyperparameters that the recurrence names, and the slots that it sets."""
    lines = [python_assignment(line) for line in optimizer.recurrence]
    words = set(re.findall(r"\w+", " ".join(expression for _, expression in lines)))
    named = {name for name in numbers(type(optimizer)) if name_of(optimizer.param[name].label) in words}
    return named, {name for name, _ in lines} & set(optimizer.slots)


@EVERY_FIRST_ORDER_VARIANT
def test_a_hyperparameter_that_the_recurrence_does_not_name_has_no_effect(key, variant):
    optimizer, surface, start = random_race(key, variant, "rosenbrock")
    assert python_assignment(optimizer.recurrence[-1])[0] == "theta"
    path = run(optimizer, surface, start, 20).positions
    for name in numbers(type(optimizer)).keys() - displayed(optimizer)[0]:
        setattr(optimizer, name, getattr(optimizer, name) / 2)
        assert np.array_equal(run(optimizer, surface, start, 20).positions, path)


@pytest.mark.parametrize("key", [key for key in OPTIMIZERS if key not in SECOND_ORDER])
def test_every_hyperparameter_and_slot_is_displayed_in_some_variant(key):
    shown = [displayed(OPTIMIZERS[k](**variant)) for k, variant in VARIANTS if k == key]
    named, slots = (set().union(*each) for each in zip(*shown, strict=True))
    assert named == set(numbers(OPTIMIZERS[key])) and slots == set(OPTIMIZERS[key].slots)


@EVERY_SURFACE
@pytest.mark.parametrize("twin", TWINS, ids="-".join)
def test_variants_equal_their_naive_twin(twin, surface_key):
    key, words = twin
    variant = next(v for k, v in VARIANTS if k == key and OPTIMIZERS[k](**v).variant == words)
    optimizer, surface, start = random_race(key, variant, surface_key)
    expected = list(TWINS[twin](slope(surface), np.array(start), STEPS, optimizer))
    close(run(optimizer, surface, start, STEPS).positions[1:], expected)


@EVERY_SURFACE
@pytest.mark.parametrize(("key", "form"), [("momentum", "heavy ball"), ("momentum", "EMA"), ("nesterov", "look-ahead")])
def test_without_momentum_it_is_sgd_to_the_bit(key, form, surface_key):
    surface = SURFACES[surface_key]()
    plain = run(OPTIMIZERS["sgd"](lr=7e-4), surface, steps=STEPS)
    assert np.array_equal(
        run(OPTIMIZERS[key](lr=7e-4, momentum=0, form=form), surface, steps=STEPS).positions, plain.positions
    )


@EVERY_SURFACE
def test_ema_is_the_heavy_ball_at_a_scaled_rate(surface_key):
    surface = SURFACES[surface_key]()
    average = run(OPTIMIZERS["momentum"](lr=4e-3, momentum=0.8, form="EMA"), surface, steps=STEPS)
    ball = run(OPTIMIZERS["momentum"](lr=4e-3 * (1 - 0.8), momentum=0.8), surface, steps=STEPS)
    close(average.positions, ball.positions)
    close(average.slots["v"], (1 - 0.8) * ball.slots["v"])


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("sgd", {}),
        ("momentum", {"momentum": 0.5}),
        ("momentum", {"momentum": 0.8, "form": "EMA"}),
    ],
)
@pytest.mark.parametrize("curvature", [5.0, 40.0])
def test_a_race_on_a_bowl_falls_below_the_stability_limit_and_grows_above_it(key, given, curvature):
    bowl = SURFACES["quadratic"](lambda_1=curvature, lambda_2=curvature)
    limit = OPTIMIZERS[key](**given).stability_limit(curvature)
    below, above = (
        run(OPTIMIZERS[key](lr=limit * share, **given), bowl, steps=600).losses[[0, -1]] for share in (0.98, 1.02)
    )
    assert below[1] < 0.1 * below[0] and not above[1] < 10 * above[0]


@EVERY_SURFACE
def test_pytorchs_nesterov_is_the_look_ahead_point(surface_key):
    surface = SURFACES[surface_key]()
    torchs = run(OPTIMIZERS["nesterov"](lr=4e-4, momentum=0.9), surface, steps=STEPS)
    published = run(OPTIMIZERS["nesterov"](lr=4e-4, momentum=0.9, form="look-ahead"), surface, steps=STEPS)
    close(torchs.positions, published.positions - 4e-4 * 0.9 * published.slots["v"])
    assert np.abs(torchs.positions - published.positions).max() > 1e-5


@EVERY_SURFACE
def test_first_adam_step_has_length_lr_in_each_coordinate(surface_key):
    surface = SURFACES[surface_key]()
    x, y = (value + 0.1 for value in surface.start)
    trajectory = run(OPTIMIZERS["adam"](lr=0.03, beta1=0.7, beta2=0.95), surface, (x, y), 1)
    expected = -0.03 * np.sign(trajectory.gradients[0])
    assert np.diff(trajectory.positions, axis=0)[0] == pytest.approx(expected, rel=1e-6)


@EVERY_SURFACE
def test_adam_without_memory_is_sign_descent(surface_key):
    trajectory = run(OPTIMIZERS["adam"](lr=0.01, beta1=0, beta2=0, eps=0), SURFACES[surface_key](), steps=100)
    expected = -0.01 * np.sign(trajectory.gradients[:-1])
    close(np.diff(trajectory.positions, axis=0), expected)


def test_uncorrected_adam_starts_longer_by_the_missing_corrections():
    surface = SURFACES["rosenbrock"]()
    corrected, plain = (run(OPTIMIZERS["adam"](eps=0, bias_correction=on), surface, steps=1) for on in (True, False))
    ratio = np.diff(plain.positions, axis=0) / np.diff(corrected.positions, axis=0)
    assert ratio[0].tolist() == pytest.approx([(1 - 0.9) / np.sqrt(1 - 0.999)] * 2, rel=1e-12)


@EVERY_SURFACE
def test_without_decay_adamw_and_adam_with_l2_are_adam_to_the_bit(surface_key):
    surface = SURFACES[surface_key]()
    adam = run(OPTIMIZERS["adam"](lr=0.03), surface, steps=STEPS)
    for key in ("adamw", "adam_l2"):
        same = run(OPTIMIZERS[key](lr=0.03, weight_decay=0), surface, steps=STEPS)
        assert np.array_equal(same.positions, adam.positions)


def test_amsgrads_rate_never_grows():
    surface = SURFACES["beale"]()
    amsgrad = run(OPTIMIZERS["adam"](beta2=0.9, amsgrad=True, bias_correction=False), surface, steps=STEPS)
    largest = np.maximum.accumulate(amsgrad.slots["v"])
    assert np.array_equal(amsgrad.slots["v_max"], largest) and (largest > amsgrad.slots["v"]).any()


@EVERY_SURFACE
def test_without_a_climb_sam_is_its_base_to_the_bit_at_twice_the_cost(surface_key):
    surface = SURFACES[surface_key]()
    for base, key in (("SGD", "sgd"), ("Adam", "adam")):
        plain = run(OPTIMIZERS[key](lr=7e-4), surface, steps=STEPS)
        sam = run(OPTIMIZERS["sam"](lr=7e-4, rho=0, base=base), surface, steps=STEPS)
        assert np.array_equal(sam.positions, plain.positions)
        assert np.array_equal(sam.evaluations, 2 * plain.evaluations)


@EVERY_SURFACE
def test_lion_without_memory_is_sign_descent(surface_key):
    trajectory = run(OPTIMIZERS["lion"](lr=0.01, beta1=0, beta2=0), SURFACES[surface_key](), steps=100)
    close(np.diff(trajectory.positions, axis=0), -0.01 * np.sign(trajectory.gradients[:-1]))


@EVERY_SURFACE
def test_schedule_free_without_momentum_is_the_mean_of_sgd(surface_key):
    surface = SURFACES[surface_key]()
    plain = run(OPTIMIZERS["sgd"](lr=7e-4), surface, steps=STEPS)
    free = run(OPTIMIZERS["schedule_free_sgd"](lr=7e-4, momentum=0), surface, steps=STEPS)
    means = np.cumsum(plain.positions[1:], axis=0) / np.arange(1, STEPS + 1)[:, None]
    close(free.positions[1:], means)
    close(free.positions + free.slots["d"], plain.positions)


@pytest.mark.parametrize(
    ("key", "options"), [("schedule_free_sgd", {"lr": 4e-3, "momentum": 0}), ("schedule_free_adamw", {"lr": 0.05})]
)
def test_schedule_free_weighs_by_the_square_of_the_largest_rate_so_far(key, options):
    """Of the rate that cosine lowers after a warm-up, the largest is not the present one."""
    free = run(OPTIMIZERS[key](**options), SURFACES["ravine"](), steps=60, recipe=Recipe(schedule="cosine", warmup=20))
    largest = np.maximum.accumulate(free.learning_rates[:-1])
    z = (free.positions + free.slots["d"])[1:]
    close(free.positions[1:], np.cumsum(largest[:, None] ** 2 * z, axis=0) / np.cumsum(largest**2)[:, None])


@EVERY_SURFACE
def test_adagrads_first_step_has_length_lr_in_each_coordinate(surface_key):
    surface = SURFACES[surface_key]()
    x, y = (value + 0.1 for value in surface.start)
    trajectory = run(OPTIMIZERS["adagrad"](lr=0.03), surface, (x, y), 1)
    expected = -0.03 * np.sign(trajectory.gradients[0])
    assert np.diff(trajectory.positions, axis=0)[0] == pytest.approx(expected, rel=1e-6)


def test_radam_starts_as_momentum():
    """ρ first exceeds 5 at step 6 for β₂ = 0.999: until then, v plays no part."""
    trajectory = run(OPTIMIZERS["radam"](lr=1e-4), SURFACES["rosenbrock"](), steps=6)
    t = np.arange(1, 7)[:, None]
    plain = -1e-4 * trajectory.slots["m"][1:] / (1 - 0.9**t)
    moves = np.diff(trajectory.positions, axis=0)
    close(moves[:5], plain[:5])
    assert np.abs(moves[5] - plain[5]).min() > 1e-4


def test_sophia_without_memory_is_newton_along_the_axes():
    optimizer = OPTIMIZERS["sophia"](lr=1, beta1=0, beta2=0, gamma=1, every=1)
    trajectory = run(optimizer, SURFACES["ravine"](angle=0), (0.7, -0.9), 1)
    assert trajectory.positions[1].tolist() == [0, 0]


@EVERY_SURFACE
def test_sophias_steps_are_no_longer_than_lr(surface_key):
    trajectory = run(OPTIMIZERS["sophia"](lr=0.02), SURFACES[surface_key](), steps=STEPS)
    assert np.abs(np.diff(trajectory.positions, axis=0)).max() <= 0.02 * (1 + 1e-12)


#: Without ε, Adadelta would never take a first step, so it refuses ε = 0.
ADMIT_NO_EPSILON = [
    (key, variant)
    for key, variant in VARIANTS
    if "eps" in numbers(OPTIMIZERS[key]) and numbers(OPTIMIZERS[key])["eps"].inclusive_bounds[0]
]


@pytest.mark.parametrize(("key", "variant"), ADMIT_NO_EPSILON)
def test_a_gradient_of_zero_and_no_epsilon_leave_the_coordinate_alone(key, variant):
    trajectory = run(OPTIMIZERS[key](eps=0, **variant), SURFACES["saddle"](), (0.0, 1.5), 50)
    assert (trajectory.positions[:, 0] == 0).all()
    assert trajectory.positions[-1, 1] < 1.5


@EVERY_VARIANT
def test_metadata(key, variant):
    cls = OPTIMIZERS[key]
    optimizer = cls(**variant)
    assert issubclass(cls, Optimizer) and cls.key == key == cls.__module__.rpartition(".")[2]
    assert cls.family in FAMILIES
    texts = (cls.__doc__, cls.title, cls.reference, cls.use, cls.avoid, optimizer.torch, *optimizer.recurrence)
    assert optimizer.recurrence and all(text.strip() for text in texts)
    assert bool(optimizer.variant) == bool(variant)
    assert declared(cls)[0] == "lr" and len(set(cls.slots)) == len(cls.slots)
    assert all(cls.param[name].doc and cls.param[name].label for name in declared(cls))
    assert all(None not in cls.param[name].get_soft_bounds() for name in numbers(cls))


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_variants_are_told_apart(key):
    shown = [OPTIMIZERS[k](**variant) for k, variant in VARIANTS if k == key]
    assert len({optimizer.variant for optimizer in shown}) == len({o.recurrence for o in shown}) == len(shown)
    assert len(shown) == 1 or switches(OPTIMIZERS[key])


def test_registry_is_the_folder():
    files = {path.stem for path in Path(optimizers.__file__).parent.glob("*.py")}
    assert set(OPTIMIZERS) == files - {"__init__", "optimizer"}
    orders = [cls.order for cls in OPTIMIZERS.values()]
    assert orders == sorted(set(orders))
    assert len({cls.title for cls in OPTIMIZERS.values()}) == len(OPTIMIZERS)
