"""What the page's controls are, read off the Param declarations of the settings."""

from __future__ import annotations

from typing import Any

from app.settings import Field, Settings, declarations
from optimizers.optimizer import Decay, LearningRate
from optimizers.racing.ranges import scale
from surfaces.expression import MAX_LENGTH


def controls(settings: Settings) -> list[dict[str, Any]]:
    """A description of each control, in the order of declaration, for ``templates/controls.html`` to write."""
    return [describe(key, field) for key, field in settings.fields.items()]


def describe(key: str, field: Field) -> dict[str, Any]:
    """One control: what it is called, what it accepts and how its slider moves."""
    declaration, told = field.declaration, declarations()[key]
    control = {
        **{name: told[name] for name in ("key", "label", "name", "kind", "default")},
        # What stands before the label in the name: for who cannot see where the control stands.
        "whose": told["name"][: -len(told["label"])],
        "doc": declaration.doc or "",
        # What everybody turns first stands in sight; what remains is folded away.
        "front": isinstance(declaration, (LearningRate, Decay)),
    }
    if "options" in told:
        return {**control, "options": told["options"]}
    if told["kind"] == "text":
        return {**control, "longest": MAX_LENGTH}
    if told["kind"] == "switch":
        return control
    low, high = declaration.get_soft_bounds()
    return {**control, "low": low, "high": high, "scale": scale(declaration), "whole": told["whole"]}
