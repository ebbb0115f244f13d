"""Races at random, many at a time: any rule and variant on any surface and shape, from anywhere, at any rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, Recipe
from optimizers.optimizer import Optimizer
from optimizers.racing.lanes import take_over
from optimizers.racing.prepare import clock_of, ends_of, entry_of, room_for, rows_of, tape_of
from optimizers.racing.records import Ends, Field, Rows
from optimizers.racing.stationary import minima_near
from optimizers.racing.trace import trace
from optimizers.racing.verdict import judge
from surfaces import SURFACES, Surface
from tests.pairs import SHAPES, VARIANTS, races_on

RECIPES = (
    *[Recipe()] * 6,
    Recipe(noise=0.3),
    Recipe(weight_decay=0.05),
    Recipe(weight_decay=0.02, decay="coupled"),
    Recipe(clip_norm=1.0),
)


class Races(NamedTuple):
    """Some races of one rule on one surface."""

    rule: Optimizer
    surface: Surface
    recipe: Recipe
    field: Field
    rows: Rows
    ends: Ends


def raced(rule: Optimizer, surface: Surface, recipe: Recipe, field: Field, steps: int) -> Races:
    """The lanes of ``field``, with all their rows, and how they end."""
    lanes, slots = field.lanes, len(rule.slots)
    room, ends, rows = room_for(field, slots, lanes), ends_of(lanes), rows_of(steps, slots, lanes)
    clock, tape = clock_of(rule, recipe, steps), tape_of(surface, steps)
    trace(entry_of(rule, surface, recipe, True), clock, field, tape, room, ends, rows)
    if not surface.minima:
        again = ends_of(lanes)
        judge(clock, field._replace(homes=minima_near(surface, ends.positions)), tape, room, again, rows)
        take_over(np.arange(lanes), again, ends)
    return Races(rule, surface, recipe, field, rows, ends)


def judged(races: Races, scale: float, steps: int) -> Ends:
    """The same rows up to step ``steps``, judged again, on a surface with ``scale`` times the loss."""
    lanes, rows = races.field.lanes, races.rows
    cut = rows._replace(
        **{
            name: np.ascontiguousarray(getattr(rows, name)[: steps + 1])
            for name in ("positions", "losses", "gradients")
        }
    )
    scaled = cut._replace(losses=cut.losses * scale, gradients=cut.gradients * scale)
    ends, room = ends_of(lanes), room_for(races.field, 0, lanes)
    judge(clock_of(races.rule, Recipe(), steps), races.field, tape_of(races.surface, steps), room, ends, scaled)
    return ends


def random_races(seed: int, batches: int, lanes: int = 50, longer: float = 1.0) -> Iterator[Races]:
    """Batches of races; each lasts ``longer`` times as long as the budget, of 3 to 1000 steps, of its own."""
    rng = np.random.default_rng(seed)
    for _ in range(batches):
        while True:
            key, variant = VARIANTS[rng.integers(len(VARIANTS))]
            surface_key, shape = SHAPES[rng.integers(len(SHAPES))]
            if rng.random() < 0.6:
                surface_key, shape = list(SURFACES)[rng.integers(len(SURFACES))], {}
            if races_on(key, surface_key):
                break
        rule, surface = OPTIMIZERS[key](**variant), SURFACES[surface_key](**shape)
        low, high = np.array(surface.domain).T
        # One in ten starts is beside the map, some of these beyond all that is drawn of it.
        reach = np.where(rng.random((lanes, 1)) < 0.1, 1.5, 0.0)
        starts = rng.uniform(low - reach * (high - low), high + reach * (high - low))
        hyper = np.repeat(rule.hyper[:, None], lanes, axis=1)
        wild = np.minimum(10.0, hyper[0] * 10 ** rng.uniform(-1.5, 1.5, lanes))
        hyper[0] = np.where(rng.random(lanes) < 0.4, hyper[0], wild)
        budget = int(rng.choice([3, 12, 50, 99, 200, 300, 500, 1000], p=[0.03, 0.07, 0.1, 0.1, 0.2, 0.2, 0.2, 0.1]))
        field = Field(hyper, np.ascontiguousarray(starts.T), np.arange(lanes))
        recipe = RECIPES[rng.integers(len(RECIPES))].on(surface)
        yield raced(rule, surface, recipe, field, int(budget * longer))
