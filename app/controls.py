"""What the page's controls are, read off the Param declarations of the settings."""

from __future__ import annotations

from typing import Any

import param

from app.names import named
from app.settings import Field, Settings
from app.texts import write
from optimizers.optimizer import Decay, LearningRate
from optimizers.racing.ranges import scale
from surfaces.expression import MAX_LENGTH


def controls(settings: Settings) -> list[dict[str, Any]]:
    """A description of each control, in the order of declaration, for ``templates/controls.html`` to write."""
    return [describe(key, field) for key, field in settings.fields.items()]


def describe(key: str, field: Field) -> dict[str, Any]:
    """One control: what it is called, what it accepts and how its slider moves."""
    declaration = field.declaration
    name = named(key, declaration.label)
    control = {
        "key": key,
        "label": declaration.label,
        "name": name,
        # What stands before the label in the name: for who cannot see where the control stands.
        "whose": name[: -len(declaration.label)],
        "doc": declaration.doc or "",
        # What everybody turns first stands in sight; what remains is folded away.
        "front": isinstance(declaration, (LearningRate, Decay)),
        "default": write(declaration, field.default),
    }
    if isinstance(declaration, param.ListSelector):
        return {**control, "kind": "several", "options": list(declaration.objects)}
    if isinstance(declaration, param.Selector):
        return {**control, "kind": "choice", "options": list(declaration.objects)}
    if isinstance(declaration, param.Boolean):
        return {**control, "kind": "switch"}
    if isinstance(declaration, param.String):
        return {**control, "kind": "text", "longest": MAX_LENGTH}
    low, high = declaration.get_soft_bounds()
    whole = isinstance(declaration, param.Integer)
    return {**control, "kind": "number", "low": low, "high": high, "scale": scale(declaration), "whole": whole}
