"""What a reply says of a racer and of a surface, and formulas as MathML."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert

from app.cache import Known, built, cached, known
from optimizers import OPTIMIZERS, Optimizer
from surfaces import SURFACES, Surface
from surfaces.formula import Formula


@lru_cache(maxsize=512)
def explanation(by: Known) -> dict[str, Any]:
    """What a reply says of a racer, with the hyperparameters that it is known by: the rest is in ``cards``."""
    racer: Optimizer = built(by)
    return {"key": racer.key, "title": racer.title, "variant": racer.variant, "lr": racer.lr}


def about_surface(surface: Surface) -> dict[str, Any]:
    """Everything that the page says of a surface, and what the map needs to know of it beside its contours."""
    return {
        "key": surface.key,
        "title": surface.title,
        "domain": surface.domain,
        "drawn": surface.drawn,
        "minima": [tuple(point) for point in surface.minima],
        "saddles": [tuple(point) for point in surface.saddles],
        "samples": surface.samples,
        "intuition": surface.intuition,
        "reference": surface.reference,
        "formula": _formula(known(surface)),
        "torch": surface.torch,
    }


def titles() -> dict[str, str]:
    """What surfaces and racers are called, by key."""
    return {key: cls.title for key, cls in SURFACES.items()} | {key: cls.title for key, cls in OPTIMIZERS.items()}


@cached(megabytes=1)
def _formula(by: Known) -> str:
    surface: Surface = built(by)
    # What was typed is set by the lines that a browser has as well.
    return surface.mathml if isinstance(surface, Formula) else convert("f(x, y) = " + surface.formula, display="block")


@lru_cache(maxsize=256)
def mathml(latex: str) -> str:
    """MathML, which every current browser draws by itself, for a line of LaTeX of this project's own making."""
    return convert(latex, display="block")
