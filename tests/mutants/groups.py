"""What is changed, and which tests are to notice: ``GROUPS``."""

from __future__ import annotations

from typing import NamedTuple

RULES = "tests/test_counts.py tests/test_second_order.py tests/test_rules.py tests/test_line_search.py"


class Group(NamedTuple):
    """Modules that the same tests look after."""

    #: Patterns of files below the root.
    modules: tuple[str, ...]
    #: Arguments of pytest, quickest first; ``{stem}`` is the name of the module that is changed.
    tests: str


#: By name. Numba is off while they run, or each change to a kernel would be compiled for many seconds: tests of
#: whole basins and of thousands of lanes, which plain Python takes minutes for, are left out.
GROUPS = {
    "rules": Group(("optimizers/*.py",), f"-k {{stem}} {RULES} tests/test_likelihoods.py"),
    "parts": Group(("optimizers/parts/*.py",), RULES),
    "recipe": Group(
        ("optimizers/racing/recipe.py", "optimizers/racing/schedules.py", "optimizers/racing/noise.py"),
        "tests/test_recipe.py",
    ),
    "outcome": Group(
        ("optimizers/racing/outcome.py", "optimizers/racing/verdict.py", "optimizers/racing/marks.py"),
        "tests/test_outcomes.py tests/test_verdict.py",
    ),
    "sweep": Group(
        ("optimizers/racing/sweep.py", "optimizers/racing/ranges.py"),
        "tests/test_sweep.py -k 'refused or replicates or tolerance or switch or grid' tests/test_modules.py",
    ),
    "basin": Group(("optimizers/racing/basin.py",), "tests/test_basin.py -k 'not race_from'"),
    "tune": Group(("optimizers/racing/tune.py",), "tests/test_tune.py"),
    "settings": Group(("app/settings.py",), "tests/test_settings.py tests/test_presets.py tests/test_links.py"),
}

#: What says nothing about how a race goes, or is held by tests of another kind.
LEFT_OUT = ("__init__.py", "optimizers/optimizer.py")
