"""Kernels: lanes do not touch each other, compiled code equals plain Python, and nothing compiles twice."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from app.server import compiled
from optimizers import OPTIMIZERS, Recipe
from optimizers.optimizer import COUNTS, Decay, Epsilon, LearningRate, Loss
from optimizers.racing.recipe import gradient
from surfaces import SURFACES
from tests.pairs import VARIANTS, exact, numbers, race_all, races_on, settle_all

ROOT = Path(__file__).parent.parent
LANES = 37

COMPILED_LATER = """
import json
from numba.core import event
from optimizers import OPTIMIZERS, sweep
from optimizers.racing import recipe, settle, trace, verdict
from surfaces import SURFACES
from tests.pairs import race_all

kernels = [trace.trace, settle.settle, verdict.judge, recipe.gradient, recipe.batch_gradient]
kernels += [recipe.gradient_known, recipe.gradient_from_known]
kernels += [cls.value_and_gradient for cls in SURFACES.values()]
kernels += [getattr(cls, name) for cls in SURFACES.values() for name in ("hessian", "fisher", "kfac")]
kernels = [kernel for kernel in kernels if kernel is not None]
kernels += [cls.step for cls in OPTIMIZERS.values()]
with event.install_recorder("numba:compile") as compilations:
    race_all(3)
    sweep(OPTIMIZERS["adam"](), SURFACES["formula"](), "lr", [0.1, 0.2], steps=3)
print(json.dumps({
    "compilations": len(compilations.buffer),
    "signatures": [len(kernel.dispatcher.signatures) for kernel in kernels],
    "hits": [sum(kernel.dispatcher.stats.cache_hits.values()) for kernel in kernels],
    "misses": [sum(kernel.dispatcher.stats.cache_misses.values()) for kernel in kernels],
}))
"""


def python(*arguments, **environment):
    """What a fresh interpreter prints, as JSON."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_compiled_code_equals_plain_python_to_the_bit():
    plain = python("-m", "tests.pairs", NUMBA_DISABLE_JIT="1")
    compiled = exact(race_all()) | exact(settle_all())
    assert plain.keys() == compiled.keys()
    for name, values in compiled.items():
        assert values == plain[name], name


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="NUMBA_DISABLE_JIT is set: nothing compiles")
def test_a_second_process_compiles_nothing():
    """This process has filled the cache; a race adds no signature to any kernel and no compilation of any kind."""
    found = python("-c", COMPILED_LATER)
    assert found["compilations"] == 0
    assert set(found["signatures"]) == {1}
    assert set(found["hits"]) == {1}
    assert set(found["misses"]) == {0}


def random_block(key, surface, rng):
    """Places, states and hyperparameters that differ from lane to lane, variants included."""
    cls = OPTIMIZERS[key]
    variants = [variant for k, variant in VARIANTS if k == key]
    columns = []
    for _ in range(LANES):
        chosen = dict(rng.choice(variants))
        for name, declaration in numbers(cls).items():
            if isinstance(declaration, LearningRate):
                chosen[name] = 10 ** rng.uniform(-7, -5)
            elif isinstance(declaration, Decay):
                chosen[name] = rng.choice([rng.uniform(0, 0.999), declaration.default])
            elif isinstance(declaration, Epsilon):
                chosen[name] = 10 ** rng.uniform(-10, -1)
        columns.append(cls(**chosen).hyper)
    low, high = np.array(surface.domain).T
    places = rng.uniform(low[:, None], high[:, None], (2, LANES))
    return places, rng.uniform(0, 1, (len(cls.slots), 2, LANES)), np.array(columns).T.copy()


def take_steps(key, surface, places, state, hyper):
    """Places, states and evaluations after steps 5 to 8."""
    x, state, g = places.copy(), state.copy(), np.empty_like(places)
    lanes = x.shape[1]
    kernels = (surface.value_and_gradient, getattr(surface, OPTIMIZERS[key].curvature))
    counts = np.zeros((COUNTS, lanes), np.int64)
    loss = Loss(*kernels, surface.shape, Recipe().numbers(0), np.empty(lanes), counts, np.arange(lanes), False)
    for t in range(5, 9):
        OPTIMIZERS[key].step(gradient, loss, x, g, t, state, hyper)
    return x, state, counts


@pytest.mark.parametrize(
    ("key", "surface_key"), [(key, surface) for key in OPTIMIZERS for surface in SURFACES if races_on(key, surface)]
)
def test_a_block_of_lanes_equals_its_lanes_one_by_one(key, surface_key):
    surface = SURFACES[surface_key]()
    places, state, hyper = random_block(key, surface, np.random.default_rng(3))
    block = take_steps(key, surface, places, state, hyper)
    assert np.isfinite(block[0]).all() and (block[0] != places).any(axis=0).all()
    for k in range(0, LANES, 4):
        one = slice(k, k + 1)
        alone = take_steps(key, surface, places[:, one], state[:, :, one], np.ascontiguousarray(hyper[:, one]))
        for whole, single in zip(block, alone, strict=True):
            assert np.array_equal(whole[..., one], single)


def test_the_image_compiles_every_kernel():
    """Twice it imports what it takes: to compile them, and to see that nothing is compiled then."""
    first, second = re.findall(r"import (app\.[\w., ]+)[\";]", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert first == second
    modules = python("-c", f"import json, sys, {first}; print(json.dumps(list(sys.modules)))")
    files = [file for package in ("surfaces", "optimizers") for file in (ROOT / package).rglob("*.py")]
    compiling = [file for file in files if compiled._MARKED.search(file.read_text(encoding="utf-8"))]
    assert len(compiling) > 30
    names = {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in compiling}
    assert names - set(modules) == set()
