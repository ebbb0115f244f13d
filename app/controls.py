"""What the page's controls are, read off the Param declarations of the settings."""

from __future__ import annotations

from typing import Any

import param

from app.settings import Field, Settings, fields, write
from optimizers.racing.ranges import scale
from surfaces import SURFACES
from surfaces.expression import MAX_LENGTH
from surfaces.surface import Surface


def controls(settings: Settings) -> list[dict[str, Any]]:
    """A description of each control, in the order of declaration, for ``static/controls.js`` to build."""
    return [describe(key, field) for key, field in fields(settings).items()]


def describe(key: str, field: Field) -> dict[str, Any]:
    """One control: what it is called, what it accepts and how its slider moves."""
    declaration = field.declaration
    control = {
        "key": key,
        "label": declaration.label,
        "doc": declaration.doc or "",
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


def about_surface(surface: Surface) -> dict[str, Any]:
    """What the map needs to know of a surface beside its contours."""
    return {
        "key": surface.key,
        "title": surface.title,
        "domain": surface.domain,
        "minima": [tuple(point) for point in surface.minima],
        "saddles": [tuple(point) for point in surface.saddles],
        "samples": surface.samples,
        "intuition": surface.intuition,
        "reference": surface.reference,
    }


def titles(settings: Settings) -> dict[str, str]:
    """What surfaces and racers are called, by key."""
    named = {key: surface.title for key, surface in SURFACES.items()}
    return named | {key: optimizer.title for key, optimizer in settings.optimizers.items()}
