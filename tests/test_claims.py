"""Every statement that a text makes of races is one, and holds."""

from __future__ import annotations

import pytest

from app.claims import MEASURES, check
from app.lesson import lessons
from optimizers import OPTIMIZERS, Recipe, run
from surfaces import SURFACES
from surfaces.claim import Claim

HOLDERS = {**SURFACES, **OPTIMIZERS, "recipe": Recipe}
CLAIMS = [(key, claim) for key, cls in HOLDERS.items() for claim in cls.claims]
#: The texts that people read first.
FIRST = [(key, name) for key in SURFACES for name in ["intuition"]] + [
    (key, name) for key in OPTIMIZERS for name in ["idea", "use", "avoid"]
]


@pytest.mark.parametrize(
    ("key", "claim"), CLAIMS, ids=[f"{key}-{claim.text}-{n}" for n, (key, claim) in enumerate(CLAIMS)]
)
def test_what_a_text_states_is_so(key: str, claim: Claim):
    holds, numbers = check(claim.race, claim.holds)
    assert holds, f"{claim.race}: {claim.holds} does not hold: {numbers}"
    assert numbers, "it measures nothing"


def test_a_claim_names_a_text_of_its_class():
    assert [(key, claim) for key, claim in CLAIMS if not hasattr(HOLDERS[key], claim.text)] == []


def test_every_text_that_says_when_to_use_what_is_shown_by_a_race():
    shown = {(key, claim.text) for key, claim in CLAIMS}
    assert [first for first in FIRST if first not in shown] == []


def test_numbers_are_those_of_the_race():
    path = run(OPTIMIZERS["momentum"](lr=0.01), SURFACES["beale"](), (1.0, 1.0), 200)
    race = "surface=beale&racers=momentum&momentum.lr=0.01&steps=200"
    said = "loss(momentum) + loss(momentum, 3) + x(momentum) + gradients(momentum) + rate(momentum, 0) > 0"
    holds, numbers = check(race, said)
    assert holds and list(numbers.values()) == [path.losses[-1], path.losses[3], path.positions[-1, 0], 200, 0.01]


def test_arrival_is_the_step_from_which_on_it_stays():
    """Along y = 0 SGD shrinks x to 0.96 of itself in a step, until it is within 0.5 % of the diagonal."""
    race = "surface=quadratic&x=-1.6&y=0&racers=sgd&steps=200"
    _, numbers = check(race, "arrived(sgd) > 0 and diverged(sgd) == never and left(sgd) == never")
    first = next(t for t in range(200) if 1.6 * 0.96**t <= 0.005 * 4 * 2**0.5)
    assert numbers == {"arrived(sgd)": first, "diverged(sgd)": float("inf"), "left(sgd)": float("inf")}


@pytest.mark.parametrize(
    ("race", "holds", "why"),
    [
        ("surface=moon", "loss(sgd) < 1", "must be one of"),
        ("racers=sgd&sgd.lr=99", "loss(sgd) < 1", "at most 10"),
        ("racers=sgd", "loss(adam) < 1", "adam does not race: sgd do"),
        ("racers=sgd", "loss(sgd)", "no comparison"),
        ("racers=sgd", "luck(sgd) < 1", "no number of a race"),
        ("racers=sgd", "loss(sgd, 501) < 1", "no step 501"),
        ("racers=sgd", "loss(sgd, 0.5) < 1", "no step 0.5"),
        ("racers=sgd", "loss(sgd) < 1 or loss(sgd) > 1", "no comparison"),
        ("racers=sgd", "__import__('os').getpid() > 0", "no number of a race"),
        ("racers=sgd", "loss(sgd).real > 0", "no number of a race"),
        ("racers=sgd", "loss(sgd) < True", "no number of a race"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(race: str, holds: str, why: str):
    with pytest.raises(ValueError, match=why):
        check(race, holds)


def test_what_has_diverged_compares_to_nothing():
    race = "surface=ravine&racers=sgd&sgd.lr=0.1"
    assert not check(race, "loss(sgd) < 1").holds and not check(race, "loss(sgd) >= 1").holds


def test_every_measure_is_used_by_some_claim():
    taught = [text for lesson in lessons().values() for step in lesson.steps for text in step.claims]
    used = " ".join([*(claim.holds for _, claim in CLAIMS), *taught])
    assert [name for name in MEASURES if f"{name}(" not in used] == []


def test_nadam_s_momentum_is_halfway_after_as_many_steps_as_its_tooltip_says():
    """From β₁/2 at the start to β₁: half of the way is left where 0.96^(tψ) is a half."""
    assert "halfway after 17/ψ steps" in OPTIMIZERS["nadam"].param["momentum_decay"].doc
    assert pytest.approx(0.5, abs=0.001) == 0.96**17
