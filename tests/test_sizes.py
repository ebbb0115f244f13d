"""No message to a browser is larger than two megabytes, whatever is allowed."""

from __future__ import annotations

import random

import numpy as np
import param
import pytest

from app.cache import size
from app.cost import small_enough
from app.page import INQUIRIES
from app.reply import Browser, order, reply
from app.sent import largest
from app.settings import Settings, apply
from app.texts import write
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.pairs import FORMULAS, races_on

MOST = 2_000_000
EVERYBODY = ",".join(OPTIMIZERS)


def sizes(settings: Settings) -> list[int]:
    """Bytes of what a new browser is sent, message by message."""
    found = reply(order(settings, Browser()))
    ground = found.pop("ground")
    return [size(ground), size(found)]


@pytest.mark.parametrize("surface", ["rosenbrock", "rastrigin", "gaussian_nll", "logistic"])
def test_the_longest_race_of_everybody_is_within_bounds(surface):
    settings = Settings()
    apply(settings, {"surface": surface, "racers": EVERYBODY})
    notices = apply(settings, {"steps": "5000", "recipe.noise": "1", "recipe.replicates": "64"})
    assert notices and all("steps would fit" in notice for notice in notices)
    assert max(sizes(settings)) <= MOST


def test_twenty_racers_of_5000_steps_fit():
    settings = Settings()
    able = [key for key in OPTIMIZERS if races_on(key, "rosenbrock")][:20]
    assert apply(settings, {"racers": ",".join(able), "steps": "5000"}) == []
    assert max(sizes(settings)) <= MOST


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_allowed_is_within_bounds(seed):
    rng, settings = random.Random(seed), Settings()
    changes = {}
    for key, field in settings.fields.items():
        declaration = field.declaration
        if isinstance(declaration, param.ListSelector):
            changes[key] = ",".join(rng.sample(declaration.objects, rng.randint(1, len(declaration.objects))))
        elif isinstance(declaration, param.Selector):
            changes[key] = rng.choice(declaration.objects)
        elif isinstance(declaration, param.String):
            changes[key] = rng.choice([*FORMULAS, "sin(62*x)+sin(62*y)", "sin(30*x)*sin(30*y)"])
        elif isinstance(declaration, param.Integer) and declaration.bounds[1] <= 5000:
            changes[key] = write(declaration, rng.randint(*declaration.bounds))
    for one in rng.sample(sorted(changes), len(changes)):
        apply(settings, {one: changes[one]})
    wanted = order(settings, Browser())
    found = reply(wanted)
    assert size(found["ground"]) <= MOST
    arrays = [found["numbers"], *(found["spread"] or {}).values()]
    assert sum(each.nbytes for each in arrays if isinstance(each, np.ndarray)) <= largest(wanted.setup.bill) <= MOST


def test_basins_of_everybody_are_within_bounds():
    settings = Settings()
    apply(settings, {"racers": EVERYBODY, "steps": "5"})
    question = INQUIRIES["basins"].ask(settings)
    sharpest, *_ = small_enough(question.setup.bill, INQUIRIES["basins"].offered(question))[-1]
    answer = INQUIRIES["basins"].answer(question, sharpest, lambda _share: None)
    assert size(answer) <= MOST


def test_a_byte_holds_which_minimum_is_nearest_and_of_which_kind_a_step_is():
    assert max(len(surface().minima) for surface in SURFACES.values()) <= 256
    # A step asks for so many gradients or trials, for a matrix or not, and has a gradient clipped or not.
    assert max(rule.most_asked * (1 + rule.most_looked) * 2 for rule in OPTIMIZERS.values()) <= 256
