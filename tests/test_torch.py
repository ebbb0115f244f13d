"""Rules against torch.optim, step for step in float64: live where torch is installed, and from a file where not.

Largest deviation measured, over the larger of 1 and the farthest position: 2.2e-14 (NAdam), 4.1e-15 (all others).
"""

import json
from pathlib import Path

import numpy as np
import param
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, run
from optimizers.optimizer import Decay, Epsilon, LearningRate
from optimizers.parts.weight_decay import WeightDecay
from surfaces import SURFACES
from tests.pairs import VARIANTS, numbers

ORACLE = json.loads((Path(__file__).parent / "oracles" / "torch_trajectories.json").read_text())
STEPS = 200
NO_TORCH = "torch is not installed: the rules are compared with tests/oracles/torch_trajectories.json alone"


#: Shrinking a failure would take minutes; the first that is found says enough.
FAST = settings(deadline=None, derandomize=True, phases=[Phase.generate])


def build(key, variant, **hyperparameters):
    return OPTIMIZERS[key](**variant, **hyperparameters)


#: Lines that need a closure are compared in ``test_second_order.py``.
IN_TORCH = [
    (key, variant)
    for key, variant in VARIANTS
    if (line := build(key, variant).torch).startswith("torch.optim") and "closure" not in line
]
IN_TORCH_IDS = [f"{key}-{build(key, variant).variant}" for key, variant in IN_TORCH]


def any_number(draw, declaration):
    """A hyperparameter of any other kind, from all that its slider offers."""
    low, high = declaration.get_soft_bounds()
    if isinstance(declaration, WeightDecay):
        return draw(st.sampled_from([0, 10 ** draw(st.floats(-4, 0))]))
    return draw(st.integers(low, high) if isinstance(declaration, param.Integer) else st.floats(low, high))


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
            # Adadelta's steps grow from √ε until they leap across valleys.
            chosen[name] = 10 ** draw(st.floats(-10, -7) if key == "adadelta" else st.floats(-10, -1))
        else:
            chosen[name] = any_number(draw, declaration)
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
        else:
            chosen[name] = any_number(draw, declaration)
    return chosen


def torch_races(line, starts, steps, gradients):
    """Positions ``(steps + 1, races, 2)`` under the optimizer that ``line`` builds, one for all races.

    ``gradients(t, positions)`` is what step t is given.
    """
    torch = pytest.importorskip("torch", reason=NO_TORCH)
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # in which NAdam multiplies its momenta
    try:
        places = torch.tensor(starts, requires_grad=True)
        optimizer = eval(line, {"torch": torch, "params": [places]})
        positions = np.empty((steps + 1, *np.shape(starts)))
        positions[0] = starts
        for t in range(1, steps + 1):
            places.grad = torch.from_numpy(gradients(t, positions[t - 1]))
            optimizer.step()
            positions[t] = places.detach().numpy()
    finally:
        torch.set_default_dtype(usual)
    return positions


def torch_parameters(optimizer, trajectory):
    """What torch's parameters should be: the positions, unless the displayed line says otherwise."""
    if "its parameters are θ − ηβv" in optimizer.torch:
        return trajectory.positions - optimizer.lr * optimizer.momentum * trajectory.slots["v"]
    return trajectory.positions


def assert_same(actual, expected, where="", tolerance=1e-13):
    worst = (np.abs(actual - expected) / np.maximum(1, np.abs(expected).max())).max()
    assert worst <= tolerance, f"off by {worst:.1e} {where}"


def near(surface, nudge):
    return tuple(float(value) for value in np.array(surface.start) + nudge)


NUDGE = st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))


@pytest.mark.parametrize(("key", "variant"), IN_TORCH, ids=IN_TORCH_IDS)
def test_race_equals_the_displayed_torch_line(key, variant):
    """Both race on their own; torch is built by the very line that the page displays."""
    pytest.importorskip("torch", reason=NO_TORCH)
    # Ackley's minimum is the tip of a cone: races that leap across it drift apart from rounding errors.
    surfaces = [cls() for name, cls in SURFACES.items() if name != "ackley"]

    def slopes(t, places):
        return np.array([surface.evaluate(*place)[1] for surface, place in zip(surfaces, places, strict=True)])

    @settings(FAST, max_examples=3)
    @given(near_defaults(key), NUDGE)
    def check(hyperparameters, nudge):
        optimizer, starts = build(key, variant, **hyperparameters), [near(surface, nudge) for surface in surfaces]
        theirs = torch_races(optimizer.torch, starts, STEPS, slopes)
        for i, surface in enumerate(surfaces):
            trajectory = run(optimizer, surface, starts[i], STEPS)
            assert_same(torch_parameters(optimizer, trajectory), theirs[:, i], f"on {surface.title}")

    check()


@pytest.mark.parametrize(("key", "variant"), IN_TORCH, ids=IN_TORCH_IDS)
def test_same_gradients_give_the_same_steps_at_any_setting(key, variant):
    """Torch is given the gradients that the race met, so that even a chaotic race can be compared to its end."""
    pytest.importorskip("torch", reason=NO_TORCH)
    surfaces = [cls() for cls in SURFACES.values()]

    @settings(FAST, max_examples=10)
    @given(anything(key), NUDGE)
    def check(hyperparameters, nudge):
        optimizer, starts = build(key, variant, **hyperparameters), [near(surface, nudge) for surface in surfaces]
        raced, met = [], np.zeros((101, len(surfaces), 2))
        for i, surface in enumerate(surfaces):
            trajectory = run(optimizer, surface, starts[i], 100)
            alive = int(np.isfinite(trajectory.losses).sum())
            raced.append(torch_parameters(optimizer, trajectory)[:alive])
            met[:alive, i] = surface.evaluate(*raced[i].T)[1].T
        theirs = torch_races(optimizer.torch, starts, 100, lambda t, places: met[t - 1])
        for i, surface in enumerate(surfaces):
            assert_same(raced[i], theirs[: len(raced[i]), i], f"on {surface.title}")

    check()


@pytest.mark.parametrize(("key", "variant"), IN_TORCH, ids=IN_TORCH_IDS)
def test_the_page_says_where_a_line_parts_from_the_race(key, variant):
    """On x = 0 of the saddle no gradient is ever felt along x."""
    optimizer = build(key, variant)
    assert optimizer.departs == ""
    if not hasattr(optimizer, "eps") or key == "adadelta":
        return
    optimizer.eps = 0
    saddle = SURFACES["saddle"]()
    assert "NaN" in optimizer.departs
    assert run(optimizer, saddle, (0.0, 1.5), 10).positions[-1, 0] == 0
    theirs = torch_races(optimizer.torch, [(0.0, 1.5)], 10, lambda t, places: saddle.evaluate(*places.T)[1].T)
    assert np.isnan(theirs[-1, 0, 0])


@pytest.mark.parametrize(
    "race",
    ORACLE["races"],
    ids=[f"{race['optimizer']}-{race['surface']}-{i}" for i, race in enumerate(ORACLE["races"])],
)
def test_race_equals_the_file(race):
    optimizer = OPTIMIZERS[race["optimizer"]](**race["hyperparameters"])
    trajectory = run(optimizer, SURFACES[race["surface"]](), race["start"], ORACLE["steps"])
    assert_same(trajectory.positions[:: ORACLE["every"]], np.array(race["positions"]))


def test_the_file_has_every_rule():
    """On four surfaces, for the step of a rule knows its surface by the gradient alone."""
    surfaces = {race["surface"] for race in ORACLE["races"]}
    assert len(surfaces) >= 4
    assert {(race["optimizer"], race["surface"]) for race in ORACLE["races"]} == {
        (key, surface) for key, _ in IN_TORCH for surface in surfaces
    }


def test_the_file_can_be_written_again():
    pytest.importorskip("torch", reason=NO_TORCH)
    from tests.oracles import write

    again = write.trajectories()
    for race, same in zip(ORACLE["races"], again, strict=True):
        assert {**race, "positions": None} == {**same, "start": list(same["start"]), "positions": None}
        assert_same(np.array(race["positions"]), np.array(same["positions"]))
