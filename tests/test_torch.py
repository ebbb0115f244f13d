"""Rules against torch.optim, step for step in float64: live where torch is installed, and from a file where not.

Largest deviation measured, over the larger of 1 and the farthest position: 2.4e-15.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, run
from optimizers.optimizer import Decay, Epsilon, LearningRate
from surfaces import SURFACES
from tests.pairs import VARIANTS, numbers

ORACLE = json.loads((Path(__file__).parent / "oracles" / "torch_trajectories.json").read_text())
STEPS = 300
NO_TORCH = "torch is not installed: the rules are compared with tests/oracles/torch_trajectories.json alone"


#: Shrinking a failure would take minutes; the first that is found says enough.
FAST = settings(deadline=None, derandomize=True, phases=[Phase.generate])


def build(key, variant, **hyperparameters):
    return OPTIMIZERS[key](**variant, **hyperparameters)


IN_TORCH = [(key, variant) for key, variant in VARIANTS if build(key, variant).torch.startswith("torch.optim")]
IN_TORCH_IDS = [f"{key}-{build(key, variant).variant}" for key, variant in IN_TORCH]


@st.composite
def near_defaults(draw, key):
    """Hyperparameters of a race that is not chaotic, so that rounding errors do not grow."""
    powers = st.floats(-0.5, 0.5)
    chosen = {}
    for name, declaration in numbers(OPTIMIZERS[key]).items():
        if isinstance(declaration, LearningRate):
            chosen[name] = declaration.default * 10 ** draw(st.floats(-2, -0.5))
        elif isinstance(declaration, Decay):
            chosen[name] = 1 - (1 - declaration.default) * 10 ** draw(powers)
        elif isinstance(declaration, Epsilon):
            chosen[name] = 10 ** draw(st.floats(-10, -1))
    return chosen


@st.composite
def anything(draw, key):
    """Hyperparameters from nearly all that a rule admits: torch refuses Nesterov's β = 0, and makes 0/0 of ε = 0."""
    chosen = {}
    for name, declaration in numbers(OPTIMIZERS[key]).items():
        if isinstance(declaration, LearningRate):
            chosen[name] = 10 ** draw(st.floats(-6, 1))
        elif isinstance(declaration, Decay):
            chosen[name] = draw(st.floats(1e-3, 0.9999))
        elif isinstance(declaration, Epsilon):
            chosen[name] = 10 ** draw(st.floats(-12, 0))
    return chosen


def torch_race(line, start, steps, gradient):
    """Positions under the optimizer that ``line`` builds; ``gradient(t, position)`` is what step t is given."""
    torch = pytest.importorskip("torch", reason=NO_TORCH)
    place = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = eval(line, {"torch": torch, "params": [place]})
    positions = np.empty((steps + 1, 2))
    positions[0] = start
    for t in range(1, steps + 1):
        place.grad = torch.from_numpy(gradient(t, positions[t - 1]))
        optimizer.step()
        positions[t] = place.detach().numpy()
    return positions


def torch_parameters(optimizer, trajectory):
    """What torch's parameters should be: the positions, unless the displayed line says otherwise."""
    if "its parameters are θ − ηβv" in optimizer.torch:
        return trajectory.positions - optimizer.lr * optimizer.momentum * trajectory.slots["v"]
    return trajectory.positions


def assert_same(actual, expected, tolerance=1e-13):
    worst = (np.abs(actual - expected) / np.maximum(1, np.abs(expected).max())).max()
    assert worst <= tolerance, f"off by {worst:.1e}"


def near(surface, nudge):
    return tuple(float(value) for value in np.array(surface.start) + nudge)


NUDGE = st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))


@pytest.mark.parametrize("surface_key", SURFACES)
@pytest.mark.parametrize(("key", "variant"), IN_TORCH, ids=IN_TORCH_IDS)
def test_race_equals_the_displayed_torch_line(key, variant, surface_key):
    """Both race on their own; torch is built by the very line that the page displays."""
    pytest.importorskip("torch", reason=NO_TORCH)
    surface = SURFACES[surface_key]()

    @settings(FAST, max_examples=6)
    @given(near_defaults(key), NUDGE)
    def check(hyperparameters, nudge):
        optimizer, start = build(key, variant, **hyperparameters), near(surface, nudge)
        trajectory = run(optimizer, surface, start, STEPS)
        theirs = torch_race(optimizer.torch, start, STEPS, lambda t, place: surface.evaluate(*place)[1])
        assert_same(torch_parameters(optimizer, trajectory), theirs)

    check()


@pytest.mark.parametrize("surface_key", SURFACES)
@pytest.mark.parametrize(("key", "variant"), IN_TORCH, ids=IN_TORCH_IDS)
def test_same_gradients_give_the_same_steps_at_any_setting(key, variant, surface_key):
    """Torch is given the gradients that the race met, so that even a chaotic race can be compared to its end."""
    pytest.importorskip("torch", reason=NO_TORCH)
    surface = SURFACES[surface_key]()

    @settings(FAST, max_examples=10)
    @given(anything(key), NUDGE)
    def check(hyperparameters, nudge):
        optimizer, start = build(key, variant, **hyperparameters), near(surface, nudge)
        trajectory = run(optimizer, surface, start, 100)
        alive = int(np.isfinite(trajectory.losses).sum())
        ours = torch_parameters(optimizer, trajectory)[:alive]
        met = surface.evaluate(*ours.T)[1].T.copy()
        theirs = torch_race(optimizer.torch, start, alive - 1, lambda t, place: met[t - 1])
        assert_same(ours, theirs)

    check()


@pytest.mark.parametrize(
    "race",
    ORACLE["races"],
    ids=[f"{race['optimizer']}-{race['surface']}-{i}" for i, race in enumerate(ORACLE["races"])],
)
def test_race_equals_the_file(race):
    optimizer = OPTIMIZERS[race["optimizer"]](**race["hyperparameters"])
    trajectory = run(optimizer, SURFACES[race["surface"]](), race["start"], ORACLE["steps"])
    assert_same(trajectory.positions[:: ORACLE["every"]], np.array(race["positions"]))


def test_the_file_has_every_rule_on_every_surface():
    assert {(race["optimizer"], race["surface"]) for race in ORACLE["races"]} == {
        (key, surface) for key, _ in IN_TORCH for surface in SURFACES
    }


def test_the_file_can_be_written_again():
    pytest.importorskip("torch", reason=NO_TORCH)
    from tests.oracles import write

    again = write.trajectories()
    for race, same in zip(ORACLE["races"], again, strict=True):
        assert {**race, "positions": None} == {**same, "start": list(same["start"]), "positions": None}
        assert_same(np.array(race["positions"]), np.array(same["positions"]))
