"""What is changed, and which tests are to notice: ``GROUPS``."""

from __future__ import annotations

from typing import NamedTuple

RULES = "tests/test_rules.py tests/test_second_order.py tests/test_line_search.py"
#: How races end, in races of moments and in rows that are made up.
ENDS = (
    "alone or newtons or without_curvature or place or made_up or words or curvature_tells or flat_place or decay "
    "or ackleys or local_minimum or outside or on_its_way or no_steps or limit or circles or arrived or any_step"
)


class Group(NamedTuple):
    """Modules that the same tests look after."""

    #: Patterns of files below the root.
    modules: tuple[str, ...]
    #: Arguments of pytest, quickest first; ``{stem}`` is the name of the module that is changed.
    tests: str
    #: Whether these modules hold no kernels, so that their tests may race as everybody does, compiled.
    compiled: bool = False


#: By name. Numba is off while kernels are changed, or each change would be compiled for many seconds: tests of whole
#: basins and of thousands of lanes, which plain Python takes minutes for, are left out.
GROUPS = {
    "rules": Group(("optimizers/*.py",), f"-k {{stem}} {RULES} tests/test_likelihoods.py tests/test_counts.py"),
    "parts": Group(("optimizers/parts/*.py",), "tests/test_parts.py"),
    "recipe": Group(("optimizers/racing/recipe.py", "optimizers/racing/noisy.py"), "tests/test_recipe.py"),
    "schedules": Group(
        ("optimizers/racing/schedules.py",),
        "tests/test_schedules.py tests/test_recipe.py -k 'test_schedules or schedule or cycle or warm_up'",
    ),
    "noise": Group(("optimizers/racing/noise.py",), "tests/test_recipe.py -k 'noise or scrambler'"),
    "outcome": Group(
        ("optimizers/racing/outcome.py", "optimizers/racing/verdict.py", "optimizers/racing/marks.py"),
        f"-k '{ENDS}' tests/test_outcomes.py tests/test_verdict.py",
    ),
    "ranks": Group(
        ("optimizers/racing/standings.py", "optimizers/racing/ranks.py", "optimizers/racing/listed.py"),
        "tests/test_ranks.py -k 'not browser'",
        compiled=True,
    ),
    "sweep": Group(
        ("optimizers/racing/sweep.py", "optimizers/racing/ranges.py", "optimizers/racing/scales.py"),
        "-k 'refused or summed or half or grid or watch or (race_to and momentum) or slider or round' "
        "tests/test_sweep.py tests/test_tune.py tests/test_modules.py",
        compiled=True,
    ),
    "basin": Group(("optimizers/racing/basin.py",), "tests/test_basin.py -k 'not race_to'", compiled=True),
    "tune": Group(("optimizers/racing/tune.py",), "tests/test_tune.py", compiled=True),
    "settings": Group(
        tuple(f"app/{name}.py" for name in "settings links texts entries changes address pinned".split()),
        "tests/test_texts.py tests/test_pin.py tests/test_links.py tests/test_presets.py tests/test_settings.py "
        "-k 'not raced_and_drawn'",
        compiled=True,
    ),
}

#: Of the page's model, what Python's tests look at as well.
NUMBERS = tuple(f"app/static/model/{name}.js" for name in ("heights", "looks", "loss_scale", "numbers"))
#: What writes a race as a script of PyTorch: a test runs what it has written.
SCRIPT = "app/static/model/script.js"
_PYTEST = "{python} -m pytest -q -x -p no:cacheprovider"
#: The model of the page. Deno's tests are asked first; ``tests`` is the whole command that is asked then, if any.
JAVASCRIPT = {
    "javascript": Group(("app/static/model/*.js", f"!{SCRIPT}", *(f"!{name}" for name in NUMBERS)), ""),
    "script": Group((SCRIPT,), f"{_PYTEST} tests/test_script.py tests/test_cards.py"),
    "numbers": Group(NUMBERS, f"{_PYTEST} tests/test_modules.py"),
}

#: What says nothing about how a race goes, or is held by tests of another kind.
LEFT_OUT = ("__init__.py", "optimizers/optimizer.py")
