"""What a card says: every symbol named, every number with a usual value, and code that is what runs."""

from __future__ import annotations

import inspect
import re
import textwrap

import numpy as np
import pytest

from app.cards import cards, kernel_of, template, variants_of
from app.settings import Settings
from app.symbols import COMMON, named, symbols_in
from app.texts import write
from optimizers import OPTIMIZERS, run
from optimizers.optimizer import COUNTS, Loss
from surfaces import SURFACES
from surfaces.kernel import helpers
from surfaces.numbers import declared
from tests.latex import python_assignment, python_expression
from tests.pairs import SECOND_ORDER, VARIANT_IDS, VARIANTS, numbers
from tests.test_modules import modules  # noqa: F401

EVERY_RULE = pytest.mark.parametrize("key", OPTIMIZERS)
EVERY_VARIANT = pytest.mark.parametrize(("key", "variant"), VARIANTS, ids=VARIANT_IDS)
#: Names that an evaluation of a recurrence calls, for symbols that are functions.
CALLS = {"sign", "clip", "diag", "gradient", "hessian", "norm"}
#: Names of functions that need no explanation.
PLAIN = {"sqrt", "maximum", "if", "else"}


@EVERY_VARIANT
def test_every_symbol_of_a_recurrence_is_named(key, variant):
    rule = OPTIMIZERS[key](**variant)
    entries = named(rule)
    assert [each.latex for each in entries] == symbols_in(rule.recurrence)
    assert all(each.meaning.strip() for each in entries)
    shown = {each.hyperparameter for each in entries if each.hyperparameter}
    assert shown <= set(declared(type(rule)))


@pytest.mark.parametrize(("key", "variant"), [(k, v) for k, v in VARIANTS if k not in SECOND_ORDER], ids=str)
def test_the_names_that_an_evaluation_needs_are_those_symbols(key, variant):
    """The recurrences are evaluated by other tests, with a translator that knows nothing of the page's symbols."""
    rule = OPTIMIZERS[key](**variant)
    lines = [python_assignment(line) for line in rule.recurrence]
    used = set(re.findall(r"[A-Za-z]\w*", " ".join(f"{name} {text}" for name, text in lines))) - CALLS - PLAIN
    shown = {
        python_expression(each.latex)
        for each in named(rule)
        if re.fullmatch(r"[\\\w{}+]+", each.latex)
        and not each.latex.startswith((r"\nabla", r"\operatorname"))
        and each.latex != "L"
    }
    assert shown == used


@EVERY_RULE
def test_nothing_is_named_that_no_variant_has(key):
    rule = OPTIMIZERS[key]
    shown = {each.latex for _, variant in variants_of(rule) for each in named(rule(**variant))}
    assert set(rule.symbols) <= shown
    assert not set(rule.symbols) & set(COMMON), "what is everybody's is named once for all"


def test_of_what_is_everybody_s_each_is_somebody_s():
    shown = {each.latex for key, variant in VARIANTS for each in named(OPTIMIZERS[key](**variant))}
    assert set(COMMON) <= shown


@EVERY_RULE
def test_a_rule_says_what_it_does_what_for_and_at_which_values(key):
    rule = OPTIMIZERS[key]
    missing = [name for name in ("idea", "best_for", "typical") if not hasattr(rule, name)]
    assert missing == [], f"declare {' and '.join(missing)} in optimizers/{key}.py: see optimizers/optimizer.py"
    assert re.fullmatch(r"[A-Z].*[^.]\.", rule.idea) and not rule.best_for.endswith(".")
    assert list(rule.typical) == list(numbers(rule)), "a usual value for each number, in their order"
    assert all(note.text.strip().endswith(".") and re.search(r"\b(19|20)\d\d\b", note.source) for note in rule.deeper)


@EVERY_RULE
def test_a_note_that_speaks_of_a_surface_has_a_race_that_shows_it(key):
    rule = OPTIMIZERS[key]
    shown = {claim.text for claim in rule.claims}
    titles = [surface.title for surface in SURFACES.values()]
    if any(title in note.text for note in rule.deeper for title in titles):
        assert "deeper" in shown


@EVERY_RULE
def test_the_kernel_shown_is_the_one_that_runs(key):
    """The text, run by Python as it stands, takes the path of the race."""
    rule = OPTIMIZERS[key]()
    step = getattr(rule.step, "py_func", rule.step)
    assert inspect.getsource(step).strip() in textwrap.indent(kernel_of(type(rule)), "    ")
    space = {}
    for function in (step, *helpers(step)):
        space |= function.__globals__
    space |= {"kernel": lambda function: function, "helper": lambda function: function}
    exec(kernel_of(type(rule)), space)

    surface = next(cls() for cls in SURFACES.values() if getattr(cls, rule.curvature) is not None)
    x, g, counts = np.array(surface.start)[:, None], np.zeros((2, 1)), np.zeros((COUNTS, 1), np.int64)
    state = np.zeros((len(rule.slots), 2, 1))
    matrix = getattr(surface, rule.curvature)
    loss = Loss(surface.value_and_gradient, matrix, surface.shape, np.zeros(7), np.zeros(1), counts, np.zeros(1), True)

    def gradient(loss, x, t, g):
        loss.value_and_gradient(x, loss.shape, loss.f, g)

    path = [x[:, 0].copy()]
    with np.errstate(all="ignore"):
        for t in range(1, 11):
            space["step"](gradient, loss, x, g, t, state, rule.hyper[:, None].copy())
            path.append(x[:, 0].copy())
    np.testing.assert_allclose(run(rule, surface, steps=10).positions, path, rtol=1e-9, atol=1e-12)


#: Numbers that some line or sentence makes an exception of.
SPECIAL = {"momentum": 0.0, "eps": 0.0, "c1": 1e-3}


@EVERY_VARIANT
def test_templates_filled_by_the_browser_are_what_the_rule_says(modules, key, variant):  # noqa: F811
    rule = OPTIMIZERS[key]
    odd = {name: SPECIAL[name] for name in declared(rule) if name in SPECIAL and (key, name) != ("adadelta", "eps")}
    for chosen in ({}, odd, {"lr": 0.123}):
        of = rule(**variant, **chosen)
        texts = {name: write(rule.param[name], getattr(of, name)) for name in declared(rule)}
        for name in ("torch", "departs", "torch_place"):
            made = template(rule, variant, lambda each, name=name: getattr(each, name))
            said = modules.run("filled(given[0], given[1])", [made, texts])
            # The browser has a number as links have it, Python with a point.
            assert said == re.sub(r"\b(\d+)\.0\b", r"\1", getattr(of, name))


def test_cards_are_of_all_rules_and_variants():
    assert list(cards()) == list(OPTIMIZERS)
    assert sum(len(card["variants"]) for card in cards().values()) == len(VARIANTS)
    texts = Settings().texts
    for key, card in cards().items():
        assert "|".join(texts[f"{key}.{name}"] for name in card["switches"]) in card["variants"]
