"""The script of PyTorch that a card offers, made by the browser's own code, is run: it takes the path of the race."""

from __future__ import annotations

import contextlib
import io
import itertools

import numpy as np
import pytest

from app.cards import cards, variants_of
from app.explain import about_surface
from app.settings import Settings, apply, values
from optimizers import OPTIMIZERS, Recipe, run
from surfaces import SURFACES
from tests.test_modules import modules  # noqa: F401
from tests.test_torch import NO_TORCH

torch = pytest.importorskip("torch", reason=NO_TORCH)

#: What the page does with its values: ``given`` are these, the card, what is said of the surface, and the start.
SCRIPT = """(({values, key, card, surface, start}) => {
    const numbers = settingsOf(values, key)
    const variant = card.variants[card.switches.map((name) => numbers[name]).join("|")]
    const [shape, recipe] = [settingsOf(values, surface.key), settingsOf(values, "recipe")]
    const rest = {title: key, address: "the address", numbers, cycled: card.cycled, surface, shape}
    return {text: script({...rest, variant, start, steps: values.steps, recipe}),
            departs: departures(variant, numbers, recipe, surface)}
})(given)"""

ALL_OF_IT = {
    "recipe.schedule": "cosine, warm restarts",
    "recipe.warmup": "7",
    "recipe.every": "25",
    "recipe.floor": "0.05",
    "recipe.clip_norm": "3",
    "recipe.clip_value": "2.5",
    "recipe.weight_decay": "0.01",
    "recipe.noise": "0.3",
    "recipe.seed": "5",
}
SCHEDULES = [
    {
        "recipe.schedule": name,
        "recipe.warmup": warmup,
        "recipe.every": "30",
        "recipe.drop": "0.5",
        "recipe.floor": "0.1",
    }
    for name, warmup in zip(Recipe.param.schedule.objects, itertools.cycle(["0", "12"]), strict=False)
]
GUARDS = [
    {"recipe.clip_norm": "1"},
    {"recipe.clip_value": "0.5"},
    {"recipe.weight_decay": "0.02"},
    {"recipe.weight_decay": "0.02", "recipe.decay": "coupled"},
    {"recipe.noise": "0.5", "recipe.seed": "3"},
    {"surface": "logistic", "recipe.batch": "3", "recipe.seed": "3"},
]
#: What a line search can take without meeting another loss.
SEARCHABLE = {"recipe.schedule": "linear", "recipe.clip_norm": "30", "recipe.weight_decay": "0.01"} | {
    "recipe.decay": "coupled"
}
#: The line of every rule and variant that torch has, and its switches.
LINES = [(key, variant) for key, rule in OPTIMIZERS.items() for _, variant in variants_of(rule)]
IN_TORCH = [
    (key, variant) for key, variant in LINES if OPTIMIZERS[key](**variant).torch.startswith("torch.") and key != "lbfgs"
]
#: Rates at which no race is chaotic, where rounding would grow.
CALM = {"nadam": "0.02", "adam": "0.02", "adamw": "0.02", "adam_l2": "0.02", "radam": "0.001", "rmsprop": "0.005"} | {
    "adagrad": "0.1",
    "lbfgs": "0.5",
}


class Offered:
    """What a card offers for one racer under some settings, and the race that it speaks of."""

    def __init__(self, modules, key: str, changes: dict[str, str]) -> None:  # noqa: F811
        settings = Settings()
        assert apply(settings, {"racers": key, "steps": "120", **changes}) == []
        surface, self.recipe = settings.surfaces[settings.surface], settings.recipe
        texts = values(settings)
        start = [repr(each) for each in settings.start]
        given = {"values": texts, "key": key, "card": cards()[key], "surface": about_surface(surface), "start": start}
        said = modules.run(SCRIPT, given)
        self.text, self.departs = said["text"], said["departs"]
        self.race = lambda: run(
            settings.optimizers[key], surface, settings.start, settings.steps, settings.recipe.on(surface)
        )

    def path(self) -> np.ndarray:
        """Where the script goes. It is run as it stands, in a module of its own."""
        usual = torch.get_default_dtype()
        names: dict[str, object] = {}
        try:
            with contextlib.redirect_stdout(io.StringIO()) as said:
                exec(compile(self.text, "script", "exec"), names)
        finally:
            torch.set_default_dtype(usual)
        assert said.getvalue().startswith("After ")
        return np.array(names["path"])

    def off(self) -> float:
        """The largest difference between the two paths, over the larger of 1 and the farthest place."""
        raced, scripted = self.race().positions, self.path()
        assert raced.shape == scripted.shape
        alive = np.isfinite(raced).all(axis=1)
        return (np.abs(raced - scripted)[alive] / max(1, np.abs(raced[alive]).max())).max()


def changes_of(key: str, variant: dict[str, object], **more: str) -> dict[str, str]:
    texts = {f"{key}.{name}": str(int(v)) if isinstance(v, bool) else str(v) for name, v in variant.items()}
    return {"surface": "beale", **texts, **({f"{key}.lr": CALM[key]} if key in CALM else {}), **more}


@pytest.mark.parametrize(("key", "variant"), IN_TORCH, ids=str)
def test_the_script_takes_the_path_of_the_race(modules, key, variant):  # noqa: F811
    """Plain, and with all of a recipe at once, unless the card says that it parts there."""
    plain = Offered(modules, key, changes_of(key, variant))
    assert plain.off() < 1e-10 and plain.departs == []
    everything = Offered(modules, key, changes_of(key, variant) | ALL_OF_IT)
    if not everything.departs:
        assert everything.off() < 1e-9


@pytest.mark.parametrize("recipe", [{}, SEARCHABLE], ids=["plain", "recipe"])
def test_l_bfgs_takes_the_path_of_the_race_as_far_as_the_card_says(modules, recipe):  # noqa: F811
    """Close to a minimum its pairs are differences of nearly equal numbers."""
    offered = Offered(modules, "lbfgs", changes_of("lbfgs", {}) | recipe | {"steps": "15"})
    assert len(offered.departs) == 1 and offered.off() < 1e-8


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_is_the_same_in_torch(modules, surface):  # noqa: F811
    """Ackley's ripples make of a rounding error another path: there fewer steps are compared."""
    shapes = {f"{surface}.angle": "33"} if "angle" in SURFACES[surface].param else {}
    offered = Offered(modules, "sgd", {"surface": surface, "sgd.lr": "0.0005", **shapes})
    assert offered.text, "declare its formula in PyTorch: see Surface.torch"
    assert offered.off() < 1e-10


@pytest.mark.parametrize("recipe", [*SCHEDULES, *GUARDS], ids=lambda recipe: "-".join(recipe.values()))
@pytest.mark.parametrize("key", ["momentum", "adamw"])
def test_a_recipe_is_the_same_in_torch(modules, key, recipe):  # noqa: F811
    offered = Offered(modules, key, changes_of(key, {}) | recipe)
    assert offered.departs == [] and offered.off() < 1e-10


@pytest.mark.parametrize(
    ("key", "variant", "recipe"),
    [
        ("momentum", {"form": "EMA"}, {"recipe.schedule": "one-cycle"}),
        ("nesterov", {"form": "look-ahead"}, {"recipe.schedule": "cosine"}),
        ("nesterov", {"form": "look-ahead"}, {"recipe.schedule": "one-cycle"}),
        ("nesterov", {"form": "look-ahead"}, {"recipe.weight_decay": "0.1"}),
        ("lbfgs", {}, {"recipe.weight_decay": "0.1"}),
        ("lbfgs", {}, {"recipe.noise": "0.5"}),
    ],
)
def test_where_a_recipe_parts_it_is_said_and_so(modules, key, variant, recipe):  # noqa: F811
    offered = Offered(modules, key, changes_of(key, variant) | recipe)
    plain = Offered(modules, key, changes_of(key, variant))
    assert len(offered.departs) == len(plain.departs) + 1 and offered.off() > 1e-6 > plain.off()


@pytest.mark.parametrize(
    "formula",
    ["-x^2*y - -2x^3/(y^2 + 4)", "exp(-(x-1)²/9 − y²) × 3 + π·x ÷ 7 - 1e-2y", "3", "log(2 + sin(x)cos(y)) + 2^x"],
)
def test_a_formula_that_was_typed_is_the_same_in_torch(modules, formula):  # noqa: F811
    changes = {"surface": "formula", "formula.text": formula, "x": "0.7", "y": "-0.4"}
    assert Offered(modules, "adam", changes).off() < 1e-10


def test_what_torch_has_not_has_no_script(modules):  # noqa: F811
    for key, variant in [("lion", {}), ("adam", {"bias_correction": False})]:
        assert Offered(modules, key, changes_of(key, variant)).text == ""
    assert Offered(modules, "lbfgs", changes_of("lbfgs", {}) | {"lbfgs.c1": "0.001"}).text == ""
