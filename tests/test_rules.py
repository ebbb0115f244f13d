"""Every rule against its displayed recurrence, a naive twin where torch has none, and identities between rules."""

from pathlib import Path

import numpy as np
import pytest

import optimizers
from optimizers import OPTIMIZERS, Optimizer, run
from optimizers.optimizer import Decay, Epsilon, LearningRate
from surfaces import SURFACES
from surfaces.surface import declared
from tests.latex import name_of, python_assignment
from tests.pairs import VARIANT_IDS, VARIANTS, numbers, switches

EVERY_VARIANT = pytest.mark.parametrize(("key", "variant"), VARIANTS, ids=VARIANT_IDS)
EVERY_SURFACE = pytest.mark.parametrize("surface_key", SURFACES)
STEPS = 200


def close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=1e-11, atol=1e-12)


def slope(surface):
    return lambda place: surface.evaluate(*place)[1]


def random_race(key, variant, surface_key, seed):
    """An optimizer with hyperparameters near its defaults, and a start near the surface's own."""
    rng = np.random.default_rng(seed)
    chosen = {}
    for name, declaration in numbers(OPTIMIZERS[key]).items():
        if isinstance(declaration, LearningRate):
            chosen[name] = declaration.default * 10 ** rng.uniform(-2, -0.5)
        elif isinstance(declaration, Decay):
            chosen[name] = 1 - (1 - declaration.default) * 10 ** rng.uniform(-0.5, 0.5)
        elif isinstance(declaration, Epsilon):
            chosen[name] = 10 ** rng.uniform(-6, -1)
    surface = SURFACES[surface_key]()
    start = tuple((np.array(surface.start) + rng.uniform(-0.2, 0.2, 2)).tolist())
    return OPTIMIZERS[key](**variant, **chosen), surface, start


@EVERY_SURFACE
@EVERY_VARIANT
@pytest.mark.parametrize("seed", range(3))
def test_displayed_recurrence_equals_the_kernel(key, variant, surface_key, seed):
    optimizer, surface, start = random_race(key, variant, surface_key, seed)
    lines = [python_assignment(line) for line in optimizer.recurrence]
    known = {name_of(optimizer.param[name].label): getattr(optimizer, name) for name in numbers(type(optimizer))}
    known |= {name: np.zeros(2) for name in optimizer.slots}
    known |= {"theta": np.array(start), "gradient": slope(surface), "sqrt": np.sqrt}
    trajectory = run(optimizer, surface, start, 30)
    for t in range(1, 31):
        known["t"] = t
        for name, expression in lines:
            known[name] = eval(expression, known)
        close(trajectory.positions[t], known["theta"])
        for name in optimizer.slots:
            close(trajectory.slots[name][t], known[name])


@EVERY_VARIANT
def test_displayed_recurrence_uses_every_hyperparameter(key, variant):
    optimizer = OPTIMIZERS[key](**variant)
    lines = [python_assignment(line) for line in optimizer.recurrence]
    text = " ".join(expression for _, expression in lines)
    assert all(name_of(optimizer.param[name].label) in text for name in numbers(type(optimizer)))
    assert {"theta", *optimizer.slots} <= {name for name, _ in lines}
    assert lines[-1][0] == "theta"


def naive_momentum_ema(gradient, place, steps, optimizer):
    velocity = np.zeros(2)
    for _ in range(steps):
        velocity = optimizer.momentum * velocity + (1 - optimizer.momentum) * gradient(place)
        place = place - optimizer.lr * velocity
        yield place


def naive_nesterov_look_ahead(gradient, place, steps, optimizer):
    """Sutskever et al. (2013), eqs. 3 and 4, whose velocity is −η times ours."""
    velocity = np.zeros(2)
    for _ in range(steps):
        ahead = gradient(place + optimizer.momentum * velocity)
        velocity = optimizer.momentum * velocity - optimizer.lr * ahead
        place = place + velocity
        yield place


def naive_rmsprop_inside(gradient, place, steps, optimizer):
    mean_square = np.zeros(2)
    for _ in range(steps):
        g = gradient(place)
        mean_square = optimizer.alpha * mean_square + (1 - optimizer.alpha) * g**2
        place = place - optimizer.lr * g / np.sqrt(mean_square + optimizer.eps)
        yield place


def naive_adam_without_correction(gradient, place, steps, optimizer):
    mean, mean_square = np.zeros(2), np.zeros(2)
    for _ in range(steps):
        g = gradient(place)
        mean = optimizer.beta1 * mean + (1 - optimizer.beta1) * g
        mean_square = optimizer.beta2 * mean_square + (1 - optimizer.beta2) * g**2
        place = place - optimizer.lr * mean / (np.sqrt(mean_square) + optimizer.eps)
        yield place


TWINS = {
    ("momentum", "EMA"): naive_momentum_ema,
    ("nesterov", "look-ahead form"): naive_nesterov_look_ahead,
    ("rmsprop", "ε inside the root"): naive_rmsprop_inside,
    ("adam", "without bias correction"): naive_adam_without_correction,
}


@EVERY_SURFACE
@pytest.mark.parametrize("twin", TWINS, ids="-".join)
@pytest.mark.parametrize("seed", range(3))
def test_variants_that_torch_lacks_equal_a_naive_twin(twin, surface_key, seed):
    key, words = twin
    variant = next(v for k, v in VARIANTS if k == key and OPTIMIZERS[k](**v).variant == words)
    optimizer, surface, start = random_race(key, variant, surface_key, seed)
    expected = list(TWINS[twin](slope(surface), np.array(start), STEPS, optimizer))
    close(run(optimizer, surface, start, STEPS).positions[1:], expected)


@EVERY_VARIANT
def test_every_variant_has_torch_or_a_twin(key, variant):
    optimizer = OPTIMIZERS[key](**variant)
    assert optimizer.torch.startswith("torch.optim") or (key, optimizer.variant) in TWINS


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


@EVERY_SURFACE
def test_pytorchs_nesterov_is_the_look_ahead_point(surface_key):
    surface = SURFACES[surface_key]()
    torchs = run(OPTIMIZERS["nesterov"](lr=4e-4, momentum=0.9), surface, steps=STEPS)
    published = run(OPTIMIZERS["nesterov"](lr=4e-4, momentum=0.9, form="look-ahead"), surface, steps=STEPS)
    close(torchs.positions, published.positions - 4e-4 * 0.9 * published.slots["v"])
    assert np.abs(torchs.positions - published.positions).max() > 1e-3


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


@pytest.mark.parametrize(("key", "variant"), [pair for pair in VARIANTS if "eps" in numbers(OPTIMIZERS[pair[0]])])
def test_a_gradient_of_zero_and_no_epsilon_leave_the_coordinate_alone(key, variant):
    trajectory = run(OPTIMIZERS[key](eps=0, **variant), SURFACES["saddle"](), (0.0, 1.5), 50)
    assert (trajectory.positions[:, 0] == 0).all()
    assert trajectory.positions[-1, 1] < 1.5


@EVERY_VARIANT
def test_metadata(key, variant):
    cls = OPTIMIZERS[key]
    optimizer = cls(**variant)
    assert issubclass(cls, Optimizer) and cls.key == key == cls.__module__.rpartition(".")[2]
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
    assert set(OPTIMIZERS) <= files - {"__init__", "optimizer", "outcome", "race", "recipe"}
    orders = [cls.order for cls in OPTIMIZERS.values()]
    assert orders == sorted(set(orders))
    assert len({cls.title for cls in OPTIMIZERS.values()}) == len(OPTIMIZERS)
