"""What the page says of a racer: its recurrence as MathML, its PyTorch line, when to use it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert

from optimizers import Optimizer
from surfaces import Surface


def explanation(racer: Optimizer) -> dict[str, Any]:
    """Everything that the page says of ``racer`` with the hyperparameters it has now."""
    return {
        "key": racer.key,
        "title": racer.title,
        "variant": racer.variant,
        "recurrence": [mathml(line) for line in racer.recurrence],
        "torch": racer.torch,
        "use": racer.use,
        "avoid": racer.avoid,
        "reference": racer.reference,
        "lr": racer.hyper[0],
    }


def formula(surface: Surface) -> str:
    """The surface's formula as MathML."""
    convert_ = mathml if surface.cacheable else mathml.__wrapped__
    return convert_("f(x, y) = " + surface.formula)


@lru_cache(maxsize=256)
def mathml(latex: str) -> str:
    """MathML, which every current browser draws by itself, for LaTeX of this project's own making."""
    return convert(latex, display="block")
