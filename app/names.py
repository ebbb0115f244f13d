"""What a setting is called in a sentence: whose it is, then what it is, such as "SGD, learning rate η"."""

from __future__ import annotations

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
    if not whose:
        return spoken
    # "Clip norm" goes on in a sentence, "AMSGrad" is a name.
    goes_on = spoken[:1].isupper() and spoken[1:2].islower()
    return f"{whose}, {spoken[0].lower() + spoken[1:] if goes_on else spoken}"


def _owner(key: str) -> str:
    cls = SURFACES.get(key) or OPTIMIZERS.get(key)
    return cls.title if cls else key.capitalize()
