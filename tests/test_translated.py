"""What is written in Python for browsers as well: the scripts are those of the sources, and hold what both mean."""

from __future__ import annotations

import ast

import pytest

from app.translated import MADE, refused, translated


def test_the_scripts_are_those_of_the_sources():
    """`python -m app.translated` writes them."""
    assert {file.name: file.read_text(encoding="utf-8") for file in MADE.glob("*.js")} == translated()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("total = sum([0.1, 0.2])", "line 1: sum"),
        ("def f(x):\n    return f'{x:.2f}'", "line 2: a format of its own"),
        ("def f(x):\n    return f'{x!r}'", "line 2: a format of its own"),
        ("def f(x):\n    return f'{{{x}}}'", "line 2: braces in a text with values in it"),
        ("def f(x):\n    return round(x)", "line 2: round"),
        ("def f(x):\n    return x % 3", "line ?: Mod"),
        ("def f(x):\n    return {y: 1 for y in x}", "line 2: DictComp"),
        ("def f(x):\n    return sorted(x, key=len)", "line 2: an argument by its name"),
        ("def f(x):\n    for i, (a, b) in x:\n        pass", "line 2: names within names"),
        ("@cache\ndef f(x):\n    return x", "line 2: a decorator"),
        ("def f(x):\n    yield x", "line 2: Yield"),
        ("def f(x):\n    raise Unreadable(x)", "line 2: an error that is made as it is raised"),
    ],
)
def test_what_the_languages_do_in_two_ways_is_refused(text, why):
    assert why in list(refused(ast.parse(text), set()))
