"""What a setting is called in a sentence: whose it is, then what it is, such as "SGD, learning rate η"."""

from __future__ import annotations

from app.titles import going_on
from app.views import VIEWS
from optimizers import OPTIMIZERS
from surfaces import SURFACES

#: Symbols that are a word and more where there is room for it.
_SPOKEN = {"η": "learning rate η"}

#: Whose those settings are that have no owner in their key.
_OWNERS = {
    **{"x": "Start", "y": "Start", "lr": "All racers", "trials": "Fair race", "draw": "Fair race"},
    **{name: view.title for view in VIEWS.values() for name in view.settings},
}


def named(key: str, label: str) -> str:
    """The setting ``key``, whose control says ``label``."""
    owner, dot, _ = key.partition(".")
    whose = _owner(owner) if dot else _OWNERS.get(key, "")
    spoken = _SPOKEN.get(label, label)
    return f"{whose}, {going_on(spoken)}" if whose else spoken


def _owner(key: str) -> str:
    cls = SURFACES.get(key) or OPTIMIZERS.get(key)
    return cls.title if cls else key.capitalize()
