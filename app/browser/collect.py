"""Which kernels there are, by name, and the code that Numba made for each: ``kernels`` and ``code``."""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

import optimizers
import optimizers.parts
import optimizers.racing
import surfaces
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from surfaces.kernel import Kernel
from surfaces.registry import modules

#: Where kernels are looked for that belong to no rule and no surface: each has the name of its function.
PACKAGES: tuple[ModuleType, ...] = (surfaces, optimizers, optimizers.parts, optimizers.racing)

#: Kernels that no page calls: numbers within formulas are worked out by the formulas' own, and points by ``polish``.
ELSEWHERE = ("value", "classify")


class Code(NamedTuple):
    """What Numba made of a kernel: LLVM's text, and the name that its function has there."""

    symbol: str
    text: str


def kernels() -> dict[str, Kernel]:
    """Every kernel that a page may call by its name in the module: ``adam.step``, ``beale.hessian``, ``trace``.

    A kernel that two attributes of a surface share has two names. Raises ``ValueError`` for a name that is taken.
    """
    found: dict[str, Kernel] = {}
    for key, cls in {**SURFACES, **OPTIMIZERS}.items():
        for name in dir(cls):
            # Not ``getattr`` of an instance: a surface's properties are worked out from its shape.
            value = getattr(cls, name)
            if isinstance(value, Kernel):
                found[f"{key}.{name}"] = value
    for module in (module for package in PACKAGES for module in modules(package).values()):
        for name, value in vars(module).items():
            own = isinstance(value, Kernel) and value.py_func.__module__ == module.__name__
            if own and name not in ELSEWHERE and found.setdefault(name, value) is not value:
                raise ValueError(f"two kernels are called {name}: in the browser it must be clear which is meant")
    return found


def aliases(found: dict[str, Kernel]) -> dict[str, str]:
    """Of kernels with several names each name but the first, and that first."""
    first: dict[int, str] = {}
    names = {name: first.setdefault(id(kernel), name) for name, kernel in found.items()}
    return {name: leader for name, leader in names.items() if name != leader}


def code(name: str, kernel: Kernel) -> Code:
    """Numba's code of a kernel that this process has compiled itself: one from the cache has none."""
    (made,) = kernel.dispatcher.overloads.values()
    if not kernel.dispatcher.stats.cache_misses:
        raise ValueError(f"{name} comes from Numba's cache, where its code is of this machine alone")
    return Code(made.fndesc.llvm_func_name, made.library.get_llvm_str())
