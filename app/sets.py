"""How the page's menu of racers is ordered, and the sets that it offers."""

from __future__ import annotations

from app.settings import CLASSICS
from optimizers import OPTIMIZERS
from optimizers.optimizer import FAMILIES

#: Who races together at the touch of a button, by what the button says. At most eight: so many are told apart.
SETS = {
    "Classics": CLASSICS,
    "Adam family": ("rmsprop", "adam", "adamw", "nadam", "radam", "lion"),
    "Second order": ("newton", "lbfgs", "shampoo", "sophia", "natural_gradient", "kfac", "trust_region"),
}


def families() -> dict[str, list[str]]:
    """The racers of each family, both in menu order."""
    return {family: [key for key, rule in OPTIMIZERS.items() if rule.family == family] for family in FAMILIES}


def sets() -> dict[str, list[str]]:
    """``SETS``, each in menu order."""
    return {title: [key for key in OPTIMIZERS if key in keys] for title, keys in SETS.items()}
