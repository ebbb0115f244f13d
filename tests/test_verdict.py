"""The compiled verdict against its naive twin in NumPy, to the bit: on races, and on rows that are made up."""

import itertools

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Ending, Recipe, replicates, run
from optimizers.racing.outcome import FLAT, nearness
from optimizers.racing.prepare import clock_of, ends_of, room_for, rows_of, tape_of
from optimizers.racing.recipe import PLAIN
from optimizers.racing.records import Field
from optimizers.racing.verdict import judge
from surfaces import SURFACES
from tests.naive_outcome import naive_outcome
from tests.pairs import FORMULAS, RACE_IDS, RACES

RECIPES = [
    Recipe(),
    Recipe(schedule="one-cycle", warmup=3, clip_norm=1.0, weight_decay=0.01),
    Recipe(schedule="cosine", weight_decay=0.02, decay="coupled", clip_value=2.0, noise=0.2, seed=5),
]
#: What a race may end in where no point is listed: minima, saddles, slopes that are merely gentle, nothing at all.
GROUNDS = ("x^2 + 2y^2", "x^2 - y^2 + y^4", "exp(-x)/1000", "-x^2 - y^2", "log(x)", "sin(x)cos(y)", *FORMULAS)


def naive(surface, path):
    alive = int(np.isfinite(path.losses).sum())
    return naive_outcome(
        surface, path.positions[:alive], path.losses[:alive], path.gradients[:alive], len(path.losses) - 1
    )


def anywhere(surface, rng):
    """A place on the map, or up to a third of its size outside."""
    low, high = np.array(surface.domain).T
    return tuple(rng.uniform(low - (high - low) / 3, high + (high - low) / 3).tolist())


@pytest.mark.parametrize(("key", "variant", "surface_key"), RACES, ids=RACE_IDS)
def test_every_race_ends_as_its_rows_say(key, variant, surface_key):
    """From anywhere, at rates from timid to wild, with budgets from none at all to a few hundred steps."""
    surface, rng = SURFACES[surface_key](), np.random.default_rng(len(key + surface_key))
    for i, steps in enumerate([*range(13), 24, 25, 60, 150, 300]):
        optimizer = OPTIMIZERS[key](**variant)
        optimizer.lr = min(10.0, optimizer.lr * 10 ** rng.uniform(-1.5, 2))
        path = run(optimizer, surface, anywhere(surface, rng), steps, RECIPES[i % 3])
        assert path.outcome == naive(surface, path)


@pytest.mark.parametrize("text", GROUNDS)
def test_so_does_a_race_where_no_points_are_listed(text):
    surface, rng = SURFACES["formula"](text=text), np.random.default_rng(7)
    for key, steps in itertools.product(("sgd", "momentum", "newton"), (*range(13), 30, 200, 1000)):
        path = run(OPTIMIZERS[key](lr=0.1), surface, anywhere(surface, rng), steps)
        assert path.outcome == naive(surface, path)


def test_so_do_replicates_of_which_some_diverge():
    surface, kinds = SURFACES["beale"](), set()
    for path in replicates(OPTIMIZERS["sgd"](lr=0.015), surface, None, 200, Recipe(noise=20.0), 64):
        assert path.outcome == naive(surface, path)
        kinds.add(path.outcome.kind)
    assert len(kinds) > 1


def made_up(surface, steps, rng):
    """Rows as no race has them: to and from the surface's points, steep and flat by turns, in and out of the map."""
    points = [point[:2] for point in (*surface.minima, *surface.saddles)] or [(0.3, 0.2)]
    positions = np.array([anywhere(surface, rng) for _ in range(steps + 1)])
    homes = np.array([points[rng.integers(len(points))] for _ in range(steps + 1)])
    angles, reach = rng.uniform(0, 2 * np.pi, steps + 1), nearness(surface) * rng.choice([0.0, 0.9, 1.0, 1.1])
    close = homes + reach * np.array([np.cos(angles), np.sin(angles)]).T
    arrived = rng.integers(steps + 2)
    positions[arrived:] = (close if rng.random() < 0.5 else np.broadcast_to(close[0], close.shape))[arrived:]
    sizes = FLAT * rng.choice([0.1, 0.999, 1.0, 1.001, 50.0], steps + 1, p=[0.3, 0.3, 0.1, 0.1, 0.2])
    if rng.random() < 0.5:
        sizes[arrived:] = FLAT / 2
    gradients = sizes[:, None] * np.array([np.cos(angles), np.sin(angles)]).T
    losses = np.round(rng.normal(0, 1, steps + 1), 1) * 10.0 ** rng.integers(-3, 3)
    return positions, losses, gradients


@pytest.mark.parametrize("surface_key", ["ravine", "beale", "himmelblau", "saddle", "deep_linear"])
def test_rows_that_are_made_up_are_judged_alike(surface_key):
    surface, rng, kinds = SURFACES[surface_key](), np.random.default_rng(11), set()
    for steps in [*range(13), 24, 25, 26, 30, 49, 50, 99, 200] * 12:
        positions, losses, gradients = made_up(surface, steps, rng)
        if rng.random() < 0.1:
            losses[rng.integers(steps + 1) :] = np.nan
        field, tape = Field(np.ones((1, 1)), np.zeros((2, 1)), np.zeros(1, np.int64)), tape_of(surface, steps)
        clock, room, ends = clock_of(OPTIMIZERS["sgd"](), PLAIN, steps), room_for(field, 0, 1), ends_of(1)
        rows = rows_of(steps, 0, 1)._replace(
            positions=positions[:, :, None].copy(),
            losses=losses[:, None].copy(),
            gradients=gradients[:, :, None].copy(),
        )
        judge(clock, field, tape, room, ends, rows)
        alive = int(np.isfinite(losses).sum())
        expected = naive_outcome(surface, positions[:alive], losses[:alive], gradients[:alive], steps)
        assert (Ending(ends.outcomes[0]).kind, ends.steps[0]) == expected[:2]
        kinds.add(Ending(ends.outcomes[0]))
    assert len(kinds) >= 4


def test_an_ending_has_its_words():
    assert [ending.kind for ending in Ending] == [
        *("converged", "stalled", "oscillating", "diverged", "left the map", "running")
    ]
    for ending in Ending:
        assert ending.words == {"running": "still running"}.get(ending.kind, ending.kind)
        assert ending.meaning.endswith(".") and all(ending.words in text for text in ending.texts.values())
