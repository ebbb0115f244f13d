"""What the cards of racers are made of, for all visitors: texts, formulas, code, and templates of what settings fill.

What depends on a racer's numbers is a template, so that the page fills it wherever the race is run: a text with the
names of hyperparameters in braces, or ``[name, number, template, template]``, of which the first holds where the
hyperparameter is that number.
"""

from __future__ import annotations

import inspect
import itertools
import json
import textwrap
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

import param

from app.explain import mathml
from app.symbols import named
from app.texts import write
from optimizers import OPTIMIZERS, Optimizer
from optimizers.optimizer import FAMILIES
from surfaces import SURFACES
from surfaces.kernel import helpers
from surfaces.numbers import declared

Template = str | list[Any]


@cache
def cards() -> dict[str, dict[str, Any]]:
    """Everything that a card may say, by racer. ``variants`` go by the texts of the rule's switches, with | between."""
    return {key: _card(rule) for key, rule in OPTIMIZERS.items()}


@cache
def cards_text() -> str:
    """``cards`` as it is sent."""
    return json.dumps(cards(), ensure_ascii=False, separators=(",", ":"))


def _card(rule: type[Optimizer]) -> dict[str, Any]:
    switches = switches_of(rule)
    return {
        "idea": rule.idea,
        "best_for": rule.best_for,
        "use": rule.use,
        "avoid": rule.avoid,
        "reference": rule.reference,
        "typical": [[rule.param[name].label, text, name] for name, text in rule.typical.items()],
        "deeper": [note._asdict() for note in rule.deeper],
        "kernel": kernel_of(rule),
        "cycled": rule.cycled,
        "switches": switches,
        "variants": {key: _variant(rule, chosen) for key, chosen in variants_of(rule)},
        "matrices": {
            key: mathml(surface.matrices[rule.curvature])
            for key, surface in SURFACES.items()
            if rule.curvature in surface.matrices
        },
    }


def switches_of(rule: type[Optimizer]) -> list[str]:
    """The hyperparameters that choose between variants."""
    return [name for name in declared(rule) if isinstance(rule.param[name], (param.Selector, param.Boolean))]


def variants_of(rule: type[Optimizer]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every choice of switches, by their texts as links have them."""
    names = switches_of(rule)
    options = [getattr(rule.param[name], "objects", [True, False]) for name in names]
    for values in itertools.product(*options):
        texts = (write(rule.param[name], value) for name, value in zip(names, values, strict=True))
        yield "|".join(texts), dict(zip(names, values, strict=True))


def _variant(rule: type[Optimizer], switches: dict[str, Any]) -> dict[str, Any]:
    of = rule(**switches)
    return {
        "recurrence": [mathml(line) for line in of.recurrence],
        # Rules with matrices write products of them.
        "elementwise": rule.family != FAMILIES[-1],
        "symbols": [[mathml_inline(latex), meaning, name] for latex, meaning, name in named(of)],
        "torch": template(rule, switches, lambda each: each.torch),
        "departs": template(rule, switches, lambda each: each.departs),
        "parts": dict(of.parts),
        "place": template(rule, switches, lambda each: each.torch_place),
    }


@lru_cache(maxsize=256)
def mathml_inline(latex: str) -> str:
    """MathML of a symbol, within a line of text."""
    return mathml(latex).replace('display="block"', 'display="inline"')


def kernel_of(rule: type[Optimizer]) -> str:
    """The source of the very function that is compiled, and of the helpers that are compiled into it."""
    step = getattr(rule.step, "py_func", rule.step)
    functions = [step, *dict.fromkeys(helpers(step))]
    return "\n\n\n".join(textwrap.dedent(inspect.getsource(each)).rstrip() for each in functions)


class _Marked(float):
    """A hyperparameter that is written as its name in braces, and asks what it is to be equal to."""

    name: str
    asked: Callable[[str, float], bool]

    def __repr__(self) -> str:
        return f"{{{self.name}}}"

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return self.asked(self.name, float(other))  # type: ignore[arg-type]

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = float.__hash__


class _Unanswered(Exception):
    """A comparison of which both outcomes are to be tried."""


def template(rule: type[Optimizer], switches: dict[str, Any], text_of: Callable[[Any], str]) -> Template:
    """``text_of`` the rule with these switches, whatever its numbers are.

    It is evaluated with numbers that are written as their names. A text may depend on whether a number is equal to
    another; anything else that it asked of one would be answered as for the default, which the tests would notice.
    """

    def tried(known: dict[tuple[str, float], bool]) -> Template:
        def asked(name: str, number: float) -> bool:
            if (name, number) not in known:
                raise _Unanswered(name, number)
            return known[name, number]

        of = rule(**switches)
        for name in declared(rule):
            if name not in switches:
                marked = _Marked(getattr(of, name))
                marked.name, marked.asked = name, asked
                # Past the validation: it is for texts only.
                of._param__private.values[name] = marked
        try:
            return text_of(of)
        except _Unanswered as unanswered:
            name, number = unanswered.args
            yes, no = (tried({**known, (name, number): equal}) for equal in (True, False))
            return yes if yes == no else [name, number, yes, no]

    return tried({})
