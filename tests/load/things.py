"""What one visitor may ask for that is dear to the server: each thing with what changes from one asking to the next."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Literal, NamedTuple

#: Twenty racers: without those that need more of a surface than most have, and without line searches.
TWENTY = (
    "sgd momentum nesterov rmsprop adam adagrad adadelta adam_l2 adamw nadam radam lion sophia schedule_free_sgd "
    "schedule_free_adamw sam newton lbfgs shampoo gd_line_search"
)
_LINE_SEARCH = {
    "racers": "gd_line_search",
    "gd_line_search.c1": "0.999",
    "gd_line_search.rho": "0.99",
    "gd_line_search.lr": "10",
    "recipe.replicates": "64",
}
_BATCHES = {**_LINE_SEARCH, "surface": "logistic", "recipe.batch": "64", "steps": "5000"}
_POWERS = {
    **_LINE_SEARCH,
    "surface": "formula",
    "formula.text": "x^y+" * 49 + "y",
    "x": "1.5",
    "y": "1.5",
    "recipe.noise": "1e-9",
    "steps": "2500",
}
_RACERS = {"racers": ",".join(TWENTY.split())}


class Thing(NamedTuple):
    """Something to ask for, again and again, and never twice the same: what is known already costs nothing."""

    name: str
    settings: dict[str, str]
    #: The setting that changes, and its values.
    varied: str
    value: Callable[[random.Random], str]
    #: Whether the answer is the reply, or comes later, or the whole page is fetched anew each time.
    answered: Literal["reply", "later", "page"] = "reply"
    action: str | None = None

    def anew(self, chance: random.Random) -> dict[str, str]:
        return {**self.settings, self.varied: self.value(chance)}


def _between(low: float, high: float) -> Callable[[random.Random], str]:
    return lambda chance: f"{chance.uniform(low, high):.9f}"


def _fewer_than(steps: int) -> Callable[[random.Random], str]:
    return lambda chance: str(chance.randint(steps - 500, steps))


def _waves(chance: random.Random) -> str:
    return f"sin(62x)+sin(62y)+{chance.uniform(0, 1):.6f}*(sin(31x*y)+cos(17x)^2+x^4/99)"


_X, _RATE = _between(-1.9, -1.1), _between(0.001, 0.02)

THINGS = {
    "normal": Thing("what a normal visitor asks for", {}, "adam.lr", _RATE),
    "racers": Thing("20 racers × 5000 steps", {**_RACERS, "steps": "5000"}, "x", _X),
    "replicates": Thing(
        "64 replicates, 5 × 2000", {"recipe.noise": "1", "recipe.replicates": "64", "steps": "2000"}, "x", _X
    ),
    "formula": Thing("a formula, 20 × 5000", {**_RACERS, "surface": "formula", "steps": "5000"}, "x", _X),
    "drawn": Thing("a formula that is dear to draw", {"surface": "formula"}, "formula.text", _waves),
    "basins": Thing("basins of 20 racers", {**_RACERS, "view": "basins"}, "steps", _fewer_than(2000), "later"),
    "sweep": Thing("sweep, 20 × 5000", {**_RACERS, "view": "sweep", "steps": "5000"}, "x", _X, "later"),
    "tune": Thing("tune, 20 × 1024 trials", {**_RACERS, "trials": "1024"}, "x", _X, "later", "tune"),
    "batches": Thing("logistic, batches of 64, line searches", _BATCHES, "x", _between(1, 2)),
    "powers": Thing("a long formula with line searches", _POWERS, "x", _between(1.4, 1.6)),
    "pages": Thing("the same as an address", _POWERS, "x", _between(1.4, 1.6), "page"),
}
